"""Print the page about every kind of message: ``manage.py describe_messages > docs/messages.md``."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications import overview


class Command(BaseCommand):
    """``manage.py describe_messages``"""

    help = "Every kind of message: who, when, how long, repeated or not, declined or not."

    def handle(self, **_options: Any) -> None:
        self.stdout.write(overview.as_markdown(), ending="")
