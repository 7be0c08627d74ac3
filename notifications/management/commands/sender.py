"""Look after the outbox without Celery and Redis, once or until stopped."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from backend.places import clock
from notifications import sending

PAUSE_SECONDS = 30


class Command(BaseCommand):
    """``manage.py sender --once`` or ``--loop``"""

    help = "Do what beat and the workers do, in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--once", action="store_true")
        how.add_argument("--loop", action="store_true")

    def handle(self, *, loop: bool, **_options: Any) -> None:
        while True:
            self.stdout.write(f"{sending.tick(clock.now())} messages sent.")
            if not loop:
                return
            time.sleep(PAUSE_SECONDS)
