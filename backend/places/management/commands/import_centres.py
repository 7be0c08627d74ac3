"""Load the community centres of a town: ``manage.py import_centres FILE --town GM0216``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django_scopes import scope

from backend.places import centre_files, centres

BAD_ROWS, BAD_FILE = 1, 2


class Command(BaseCommand):
    help = (
        f"Loads community centres from a CSV file with the columns {','.join(centre_files.COLUMNS)}; hours as "
        "09:00-12:30 13:00-17:00, an empty day is a day on which it is closed. A house of the same name gets the new "
        "facts and hours, so a second time changes nothing; who is not in the file stays as it is. Wrong lines are "
        "named with what to do and left out, and the exit status is 1 then; 2 means that the file could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file and the town."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--town", required=True, metavar="GMxxxx")

    def handle(self, *, file: Path, town: str, **_: Any) -> None:
        """Each house in a transaction of its own."""
        try:
            text = file.read_text(encoding="utf-8-sig")
            lines = list(centre_files.read(text.splitlines(keepends=True)))
        except (OSError, UnicodeDecodeError, centre_files.WrongColumns) as trouble:
            raise CommandError(f"{file}: {trouble}", returncode=BAD_FILE) from trouble
        with scope(municipality=town):
            wrong = {line.number: said for line in lines if (said := line.wrong or _put(town, line.house))}
        for number, said in wrong.items():
            self.stdout.write(f"{file}:{number}: {said}")
        self.stdout.write(f"{len(lines) - len(wrong)} of {len(lines)} community centres stand in {town}.")
        if wrong:
            raise CommandError(f"{len(wrong)} lines were left out; correct them.", returncode=BAD_ROWS)


def _put(town: str, house: centres.House | None) -> str:
    """Put a house where it belongs; what was wrong with that, empty when nothing."""
    if house is None:
        return ""
    try:
        centres.put(town=town, house=house)
    except centres.NoSuchNeighbourhood:
        code = house.neighbourhood_code
        return f"column neighbourhood_code: {town} has no neighbourhood {code}; import_neighbourhoods loads them"
    return ""
