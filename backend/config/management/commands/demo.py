"""Load the demo: ``manage.py demo [--newcomers 60] [--volunteers 40] [--seed 2026] [--if-empty]``."""

import time
from argparse import ArgumentParser
from dataclasses import asdict
from datetime import date
from datetime import time as wall_time
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.config.demo.populate import PeopleAlready, TooFewPeople, populate
from backend.meetings.local_time import moment
from backend.places import clock
from backend.places.models import ZONE

NOON = wall_time(12)


class Command(BaseCommand):
    help = (
        "Fills Culemborg with invented people and a past of some months, on its real neighbourhoods. "
        "With the same seed, sizes and day it becomes the same town. Nothing of the past is sent to anybody."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Sizes, seed and day."""
        parser.add_argument("--newcomers", type=int, default=60)
        parser.add_argument("--volunteers", type=int, default=40)
        parser.add_argument("--seed", type=int, default=2026)
        parser.add_argument("--today", type=date.fromisoformat, help="noon of this day is now (2026-11-23)")
        parser.add_argument("--if-empty", action="store_true", help="do nothing when the town has people")

    def handle(self, *, today: date | None, if_empty: bool, **options: Any) -> None:
        """Load it, and say what there is."""
        sizes = {name: options[name] for name in ("newcomers", "volunteers", "seed")}
        started = time.monotonic()
        try:
            contents = populate(now=moment(today, NOON, ZONE) if today else clock.now(), **sizes)
        except TooFewPeople as trouble:
            raise CommandError("A demo has at least 3 newcomers and 2 volunteers.") from trouble
        except PeopleAlready as trouble:
            if not if_empty:
                raise CommandError(
                    "Culemborg has people already. Use an empty database (make reset), or --if-empty."
                ) from trouble
            self.stdout.write("Culemborg has people already: nothing was added.")
            return
        for what, number in asdict(contents).items():
            self.stdout.write(f"{number:>8,} {what.replace('_', ' ')}")
        self.stdout.write(f"The demo is ready, in {time.monotonic() - started:.0f} s.")
