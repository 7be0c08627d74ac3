"""Go on sending after ``pause_sending``."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.models import Sender


class Command(BaseCommand):
    """``manage.py resume_sending``"""

    help = "End the pause."

    def handle(self, **_options: Any) -> None:
        Sender.objects.update_or_create(id=True, defaults={"paused_since": None, "pause_reason": ""})
        self.stdout.write("Sending goes on.")
