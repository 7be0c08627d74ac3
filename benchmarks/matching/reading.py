"""Reading the tables into lists with Python's own reader: in this process, or as a program of its own."""

import csv
import sys
from pathlib import Path


def csv_readers(folder: Path) -> list[list[list[str]]]:
    """The rows of the three tables."""
    found = []
    for name in ("newcomers", "volunteers", "blocked"):
        with (folder / f"{name}.csv").open(newline="", encoding="utf-8") as file:
            found.append(list(csv.reader(file)))
    return found


if __name__ == "__main__":
    csv_readers(Path(sys.argv[1]))
