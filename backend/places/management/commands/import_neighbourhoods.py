"""Load the division of CBS: ``manage.py import_neighbourhoods FILE [FILE ...] [--year 2024]``."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from backend.places.division.files import FileNotUnderstood
from backend.places.division.importing import import_file

BAD_ROWS, BAD_FILE = 1, 2


class Command(BaseCommand):
    help = (
        "Loads municipalities, districts, neighbourhoods and their postcodes from CSV or GeoJSON. A second "
        "time changes nothing. Bad rows are named and left out, and the exit status is 1 then; 2 means that "
        "a file could not be read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The files, in the order in which they build on each other."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--year", type=int, help="year of the division, for files that do not tell it")

    def handle(self, *, files: list[Path], year: int | None, **_: Any) -> None:
        """Import each file in a transaction of its own."""
        refused = 0
        for file in files:
            try:
                report = import_file(file, year=year)
            except FileNotUnderstood as trouble:
                raise CommandError(f"{file}: {trouble}", returncode=BAD_FILE) from trouble
            refused += len(report.refused)
            self.stdout.write("\n".join(report.lines()))
        if refused:
            raise CommandError(
                f"{refused} rows were left out, all others were read. Correct them and import again.",
                returncode=BAD_ROWS,
            )
