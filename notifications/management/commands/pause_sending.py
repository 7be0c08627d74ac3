"""Stop sending until ``resume_sending``; messages stay due, and expire when they are too late."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from backend.places import clock
from notifications.models import Sender


class Command(BaseCommand):
    """``manage.py pause_sending --why "..."``"""

    help = "Pause all sending."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--why", default="paused by an operator")

    def handle(self, *, why: str, **_options: Any) -> None:
        Sender.objects.update_or_create(id=True, defaults={"paused_since": clock.now(), "pause_reason": why})
        self.stdout.write("Sending is paused. Run resume_sending to go on.")
