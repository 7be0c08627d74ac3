"""Enter hours from a CSV file: ``manage.py import_hours FILE --town GM0216 --by coordinator@example.org``."""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django_scopes import scope

from backend.meetings import hours_import
from backend.people.models import Account, Coordinator
from backend.places import clock

BAD_ROWS, BAD_FILE = 1, 2


class Command(BaseCommand):
    help = (
        "Enters hours from a CSV file with the columns date,start,minutes,volunteer,newcomer; people by mail "
        "address, phone number or id. A second time changes nothing. Wrong lines are named with what to do; "
        "--rejected writes them to a file that can be corrected and read again. Exit status 1: some lines were "
        "wrong; 2: the file could not be read, or there is no such coordinator."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, the town, who answers for it, and where wrong lines go."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--town", required=True, metavar="GMxxxx")
        parser.add_argument("--by", required=True, help="mail address of the coordinator who answers for these hours")
        parser.add_argument("--rejected", type=Path, help="file for the lines that were wrong, with what to do")

    def handle(self, *, file: Path, town: str, by: str, rejected: Path | None, **_: Any) -> None:
        """Each line in a transaction of its own."""
        try:
            lines = file.read_text(encoding="utf-8-sig").splitlines(keepends=True)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}", returncode=BAD_FILE) from error
        with scope(municipality=town):
            outcomes = self._enter(lines, town, _coordinator(by))
        wrong = [outcome for outcome in outcomes if outcome.to_do]
        for outcome in wrong:
            self.stdout.write(f"{file}:{outcome.line}: {outcome.to_do}")
        self.stdout.write(f"{len(outcomes) - len(wrong)} of {len(outcomes)} lines stand in the ledger of {town}.")
        if rejected is not None:
            _write(rejected, wrong)
        if wrong:
            raise CommandError(f"{len(wrong)} lines were left out.", returncode=BAD_ROWS)

    def _enter(self, lines: list[str], town: str, by: Account) -> list[hours_import.Outcome]:
        try:
            return list(hours_import.enter_all(lines, town=town, by=by, now=clock.now()))
        except hours_import.WrongColumns as error:
            raise CommandError(f"{hours_import.WrongColumns.__doc__}", returncode=BAD_FILE) from error


def _coordinator(mail: str) -> Account:
    found = Coordinator.objects.filter(account__mail__iexact=mail, until=None).select_related("account").first()
    if found is None:
        raise CommandError(f"Nobody with the mail address {mail} coordinates in this town.", returncode=BAD_FILE)
    return found.account


def _write(rejected: Path, wrong: list[hours_import.Outcome]) -> None:
    with rejected.open("w", encoding="utf-8", newline="") as out:
        rows = csv.DictWriter(out, [*hours_import.COLUMNS, "to_do"])
        rows.writeheader()
        rows.writerows(outcome.fields | {"to_do": outcome.to_do} for outcome in wrong)
