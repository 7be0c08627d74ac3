"""Open a programme in a town: ``manage.py open_programme GM0216 [--since 2026-09-01]``."""

from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.places import clock, programme


class Command(BaseCommand):
    help = "Lets people of a municipality sign up. Its neighbourhoods must have been imported before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The town and the first day."""
        parser.add_argument("town", metavar="GMxxxx")
        parser.add_argument("--since", type=date.fromisoformat, help="first day (default: today)")

    def handle(self, *, town: str, since: date | None, **_: Any) -> None:
        """Open it; open already is fine."""
        try:
            opened = programme.open_in(town=town, since=since or clock.local_today(clock.now()))
        except programme.NoNeighbourhoods as trouble:
            raise CommandError(
                f"No neighbourhoods of {town} are known. Run import_neighbourhoods with a file that has them."
            ) from trouble
        self.stdout.write(f"{opened.name} takes part since {opened.programme_since}.")
