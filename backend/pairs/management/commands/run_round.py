"""Run a matching round now: ``manage.py run_round GM0216``, ``--town GM0216`` or ``--all``; ``--dry`` only looks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from backend.pairs import rounds
from backend.pairs.models import MatchingRound
from backend.places import clock
from backend.places.models import Municipality


class Command(BaseCommand):
    """A round on demand, in this process: no worker is needed."""

    help = "Look for pairs in one town or in all."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code", nargs="?", metavar="GMxxxx", help="CBS code of the town, for example GM0216")
        parser.add_argument("--town", metavar="GMxxxx", help="the same")
        parser.add_argument("--all", action="store_true", help="every town with a programme")
        parser.add_argument("--dry", action="store_true", help="propose nothing yet; a coordinator decides")

    def handle(self, *, code: str | None, town: str | None, dry: bool, **options: Any) -> None:
        codes = [each.code for each in Municipality.objects.with_programme()]
        wanted = town or code
        if not options["all"] and wanted not in codes:
            raise CommandError(f"Name a town with a programme, or --all. There are: {', '.join(codes) or 'none'}.")
        troubles = []
        for each in codes if options["all"] else [str(wanted)]:
            with scope(municipality=each):
                troubles += self._run(each, dry=dry)
        if troubles:
            raise CommandError("\n".join(troubles))

    def _run(self, code: str, *, dry: bool) -> list[str]:
        """What went wrong; a town where it fails does not stop the others."""
        try:
            done = rounds.run(town=code, now=clock.now(), publishes_itself=not dry)
        except rounds.RoundIsRunning:
            return [f"A round is underway in {code} already. Try again in a few minutes."]
        if done.state not in {MatchingRound.State.DRY, MatchingRound.State.PUBLISHED}:
            return [f"The round of {code} failed: {done.failure or 'another worker took it over'}."]
        found, waiting = done.found_pairs.count(), done.unmatched_reasons.count()
        what = "pairs found, nothing proposed yet" if dry else "proposals"
        self.stdout.write(f"{code}: {found} {what}, {waiting} people still wait.")
        return []
