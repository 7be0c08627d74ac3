"""The tables of the command line: CSV as docs/matching.md defines it (UTF-8, comma, header, RFC 4180).

A bad row is named with file, line and column and what is wrong with it. Nothing is guessed.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from matching import time_windows
from matching.rows import REMEMBERED, BadValue, Newcomer, Person, Volunteer
from matching.time_windows import WEEKDAYS, Window

Row = TypeVar("Row")
NEWCOMER_COLUMNS = [
    *("id", "municipality", "x", "y", "languages", "dutch_level", "availability", "max_distance_m", "online"),
    *("gender", "buddy_gender", "session_minutes", "interests", "goals", "waiting_since"),
]
VOLUNTEER_COLUMNS = [
    *("id", "municipality", "x", "y", "languages", "availability", "max_distance_m", "online"),
    *("gender", "buddy_gender", "interests", "goals", "min_level", "capacity"),
]
BLOCKED_COLUMNS = ["newcomer", "volunteer"]
SHOWN_AT_MOST = 20
_NUMBER = re.compile(r"-?\d{1,9}", re.ASCII)
_WINDOW = re.compile(r"([a-z]{3}) (\d\d):(\d\d)-(\d\d):(\d\d)")


@dataclass(frozen=True)
class BadCell:
    """What is wrong in a file, with the line on which the row begins; the header is line 1."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, column {self.column}: {self.problem}" if self.column else f"{where}: {self.problem}"


class BadTable(ValueError):
    """A file that cannot be used as it stands."""

    def __init__(self, problems: Sequence[BadCell]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in problems[:SHOWN_AT_MOST]]
        more = len(problems) - len(shown)
        super().__init__("\n".join([*shown, f"and {more} more"] if more else shown))


@dataclass
class Table(Generic[Row]):
    """The rows of a file that can be used, and those that were left out."""

    rows: list[Row] = field(default_factory=list)
    skipped: list[BadCell] = field(default_factory=list)


def _number(column: str, text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) < 10) and not _NUMBER.fullmatch(text):
        raise BadValue(column, f"{text!r} is not a whole number")
    return int(text)


def _number_or_unknown(column: str, text: str) -> int | None:
    return _number(column, text) if text else None


def _yes_or_no(column: str, text: str) -> bool:
    if text not in ("yes", "no"):
        raise BadValue(column, f"{text!r} is not yes or no")
    return text == "yes"


@lru_cache(REMEMBERED)
def _words(_column: str, text: str) -> frozenset[str]:
    return frozenset(text.split())


def _text(_column: str, text: str) -> str:
    return text


@lru_cache(REMEMBERED)
def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        raise BadValue(column, f"{text!r} is not a date such as 2026-11-23") from None


@lru_cache(REMEMBERED)
def _window(column: str, text: str) -> Window:
    found = _WINDOW.fullmatch(text)
    if found is None or found[1] not in WEEKDAYS:
        raise BadValue(column, f"{text!r} is not a window such as 'mon 18:00-21:00'")
    hours = [int(part) for part in found.groups()[1:]]
    if hours[1] > 59 or hours[3] > 59:
        raise BadValue(column, f"{text!r} has more than 59 minutes")
    return WEEKDAYS.index(found[1]), hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


def _windows(column: str, text: str) -> tuple[Window, ...]:
    return tuple(_window(column, part.strip()) for part in text.split(";") if part.strip())


READERS: dict[str, Callable[[str, str], Any]] = {
    "x": _number_or_unknown,
    "y": _number_or_unknown,
    "languages": _words,
    "availability": _windows,
    "max_distance_m": _number,
    "online": _yes_or_no,
    "session_minutes": _number,
    "interests": _words,
    "goals": _words,
    "waiting_since": _day,
    "capacity": _number,
}
MAY_BE_LEFT_OUT = ("session_minutes", "min_level")  # these have a default


def _person(kind: type[Row], cells: Mapping[str, str]) -> Row:
    """A row as a newcomer or a volunteer; an empty cell of a column with a default means that default.

    Raises:
        BadValue: a cell cannot be used.
    """
    given = {column: text for column, text in cells.items() if text or column not in MAY_BE_LEFT_OUT}
    return kind(**{column: READERS.get(column, _text)(column, text) for column, text in given.items()})


def _blocked(cells: Mapping[str, str]) -> tuple[str, str]:
    for column in BLOCKED_COLUMNS:
        if not cells[column]:
            raise BadValue(column, "there is no id")
    return cells["newcomer"], cells["volunteer"]


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line on which each row begins, and its cells; empty lines are left out.

    Raises:
        BadTable: the file is not UTF-8, or not CSV.
    """
    line = 1
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(file, strict=True)
            for cells in reader:
                if cells:
                    yield line, cells
                line = reader.line_num + 1
    except UnicodeDecodeError:
        raise BadTable([BadCell(str(path), line, "", "this is not UTF-8; save the file as UTF-8")]) from None
    except csv.Error as error:
        raise BadTable([BadCell(str(path), line, "", f"this is not CSV: {error}")]) from None


def _header(path: Path, cells: Sequence[str], known: Sequence[str]) -> list[str]:
    missing = [column for column in known if column not in cells and column not in MAY_BE_LEFT_OUT]
    twice = [column for column in known if cells.count(column) > 1]
    problems = [BadCell(str(path), 1, column, "the header does not name this column") for column in missing]
    problems += [BadCell(str(path), 1, column, "the header names this column twice") for column in twice]
    if problems:
        raise BadTable(problems)
    return list(cells)


def _read(
    path: Path, known: Sequence[str], make: Callable[[Mapping[str, str]], Row], *, skip_bad: bool
) -> Table[Row]:
    table, first_line = Table[Row](), dict[str, int]()
    lines = _lines(path)
    header = _header(path, next(lines, (1, []))[1], known)
    for line, cells in lines:
        try:
            if len(cells) != len(header):
                raise BadValue("", f"there are {len(cells)} cells, and the header names {len(header)}")
            row = make({name: cell for name, cell in zip(header, cells, strict=True) if name in known})
            if isinstance(row, Person) and first_line.setdefault(row.id, line) != line:
                raise BadValue("id", f"{row.id!r} stands on line {first_line[row.id]} too")
            table.rows.append(row)
        except BadValue as bad:
            table.skipped.append(BadCell(str(path), line, bad.column, bad.problem))
    if table.skipped and not skip_bad:
        raise BadTable(table.skipped)
    return table


def columns_of(kind: type[Newcomer] | type[Volunteer]) -> list[str]:
    """The columns of a table of newcomers or volunteers, in the order of docs/matching.md."""
    return list(NEWCOMER_COLUMNS if kind is Newcomer else VOLUNTEER_COLUMNS)


def read_newcomers(path: Path, *, skip_bad: bool = False) -> Table[Newcomer]:
    """The table of those who wait.

    Raises:
        BadTable: the file or its header cannot be used, or a row cannot and ``skip_bad`` is off.
        OSError: the file cannot be opened.
    """
    return _read(path, columns_of(Newcomer), lambda cells: _person(Newcomer, cells), skip_bad=skip_bad)


def read_volunteers(path: Path, *, skip_bad: bool = False) -> Table[Volunteer]:
    """The table of those who help; raises as ``read_newcomers`` does."""
    return _read(path, columns_of(Volunteer), lambda cells: _person(Volunteer, cells), skip_bad=skip_bad)


def read_blocked(path: Path, *, skip_bad: bool = False) -> Table[tuple[str, str]]:
    """The pairs that must never be proposed; raises as ``read_newcomers`` does."""
    return _read(path, BLOCKED_COLUMNS, _blocked, skip_bad=skip_bad)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    if isinstance(value, tuple):
        return "; ".join(time_windows.text(window) for window in value)
    return "" if value is None else str(value)


def write(path: Path, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table, one line a row."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)


def write_people(path: Path, kind: type[Newcomer] | type[Volunteer], people: Iterable[Person]) -> None:
    """Write a table of newcomers or volunteers, as it is read."""
    columns = columns_of(kind)
    write(path, columns, ([getattr(person, column) for column in columns] for person in people))
