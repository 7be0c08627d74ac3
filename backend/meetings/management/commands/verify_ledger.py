"""Walk through the ledger of hours of every town and say whether it still is what was written."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope, scopes_disabled

from backend.meetings import verification
from backend.meetings.entries import last_line
from backend.meetings.models import HoursEntry


class Command(BaseCommand):
    """Exit status 0: every line follows from the one before. 1: the first bad line of a town is named."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Towns by their code; without any, all that have lines."""
        parser.add_argument("towns", nargs="*", metavar="GMxxxx")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print a line a town."""
        broken = [town for town in options["towns"] or _towns() if not self._holds(town)]
        if broken:
            raise CommandError(f"The ledger does not hold in: {', '.join(broken)}.", returncode=1)

    def _holds(self, town: str) -> bool:
        with scope(municipality=town):
            fault = next(verification.faults(), None)
            number, last_hash = last_line()
        if fault:
            self.stdout.write(f"{town}: line {fault.number} {fault.why}.")
        else:
            self.stdout.write(f"{town}: {number} lines hold. Last: {last_hash or '-'}")
        return fault is None


def _towns() -> list[str]:
    with scopes_disabled():  # an operator checks all towns
        return sorted(HoursEntry.objects.order_by().values_list("municipality_id", flat=True).distinct())
