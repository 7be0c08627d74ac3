"""Look after the outbox once: plan, expire, send."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.places import clock
from notifications import sending


class Command(BaseCommand):
    """``manage.py tick``"""

    help = "Plan what is due, expire what is too late, send the rest."

    def handle(self, **_options: Any) -> None:
        self.stdout.write(f"{sending.tick(clock.now())} messages sent.")
