"""Print the accounts of the demo: ``manage.py demo_logins``."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from backend.config.demo.characters import LOGINS


class Command(BaseCommand):
    help = "Prints with which mail addresses one can log in to the demo, and what each can do."

    def handle(self, **_: Any) -> None:
        """A small table, in Dutch and in English."""
        width = max(len(login.mail) for login in LOGINS)
        lines = [f"Inloggen / Log in: {settings.SITE_URL}/inloggen/", ""]
        for login in LOGINS:
            lines += [f"  {login.mail:<{width}}  {login.dutch}", f"  {'':<{width}}  {login.english}"]
        lines += [
            "",
            f"De code komt in de postbus van de demo / The code arrives in: {settings.SITE_URL}/mailbox/",
        ]
        self.stdout.write("\n".join(lines))
