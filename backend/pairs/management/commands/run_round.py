"""Run a matching round now: ``manage.py run_round GM0216`` or ``--all``."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from backend.pairs import rounds
from backend.places import clock
from backend.places.models import Municipality


class Command(BaseCommand):
    """A round on demand."""

    help = "Look for pairs in one town or in all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("town", nargs="?", help="CBS code, for example GM0216")
        parser.add_argument("--all", action="store_true", help="every town with a programme")

    def handle(self, *, town: str | None, **options: Any) -> None:
        codes = [each.code for each in Municipality.objects.with_programme()]
        if not options["all"] and town not in codes:
            raise CommandError(f"Name a town with a programme, or --all. There are: {', '.join(codes) or 'none'}.")
        for code in codes if options["all"] else [str(town)]:
            with scope(municipality=code):
                self._run(code)

    def _run(self, code: str) -> None:
        try:
            done = rounds.run(town=code, now=clock.now())
        except rounds.RoundIsRunning as error:
            raise CommandError(f"A round is running in {code} already. Try again in a few minutes.") from error
        found = done.report["objectives"]["people"]
        self.stdout.write(f"{code}: {found} proposals, {done.unmatched_reasons.count()} people still wait.")
