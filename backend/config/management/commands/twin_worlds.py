"""Show that nobody can notice a duty: ``manage.py twin_worlds [--volunteers 20] [--seed 1] [--days 2]``."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.test.utils import setup_databases, teardown_databases

from backend.config.databases import ALIAS, ROOM
from backend.config.twin_worlds.worlds import Comparison, compare
from backend.places import clock

SHOWN = 20


class Command(BaseCommand):
    help = (
        "Lives some days of an invented town twice, one time with a duty on some volunteers, and compares every "
        "answer, message and log line that anybody else receives. In databases of its own, which are thrown away."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How large, which dice, how long."""
        parser.add_argument("--volunteers", type=int, default=20, help="how many have a duty in the second world")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--days", type=int, default=2)

    def handle(self, *, volunteers: int, seed: int, days: int, **options: Any) -> None:
        """Exit status 1 when something can be noticed, with where."""
        if ALIAS not in connections:
            raise CommandError("Set DUTIES_DATABASE_URL: see docs/operations.md.")
        started = time.monotonic()
        made = setup_databases(verbosity=0, interactive=False)
        try:
            connections[ALIAS].creation.set_as_test_mirror(connections["default"].settings_dict)
            call_command("migrate", ROOM, database=ALIAS, verbosity=0)
            found = compare(flipped=volunteers, seed=seed, days=days, now=clock.now())
        finally:
            connections[ALIAS].close()
            teardown_databases(made, verbosity=0)
        self._tell(found, seconds=time.monotonic() - started)
        if not found.is_clean:
            raise CommandError("Somebody can notice who has a duty.")

    def _tell(self, found: Comparison, *, seconds: float) -> None:
        seen = found.with_duty
        statuses = ", ".join(f"{count:,} × {status}" for status, count in sorted(seen.by_status().items()))
        self.stdout.write(f"{len(seen.answers):>10,} requests in each world ({statuses})")
        self.stdout.write(f"{len(seen.messages):>10,} messages")
        self.stdout.write(f"{len(seen.lines):>10,} log lines, {len(seen.cached):,} keys of the cache")
        self.stdout.write(f"{seen.size + found.without.size:>10,} bytes compared, in {seconds:.0f} s")
        for what, places in (
            ("differences", found.different),
            ("looks behind the wall", found.crossed),
            ("canaries outside", found.canaries),
            ("errors of the server", found.failed),
        ):
            self.stdout.write(f"{len(places):>10,} {what}")
            self.stdout.writelines(f"           {place}\n" for place in places[:SHOWN])
