"""Community centres of a town in a CSV file: a line a house, with a column of opening hours for each weekday."""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import phonenumbers

from backend.places.centres import House

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
COLUMNS = ("name", "address", "neighbourhood_code", "phone", "tables", *DAYS)
LONGEST = {"name": 80, "address": 120}
MOST_TABLES = 500
_WINDOW = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


class WrongColumns(Exception):
    """The first line does not name the columns."""


class BadCell(Exception):
    """What stands in a column cannot be used; ``why`` says what to do."""

    def __init__(self, column: str, why: str) -> None:
        super().__init__(f"column {column}: {why}")


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the file (the first one is 1): the house, or why there is none."""

    number: int
    house: House | None = None
    wrong: str = ""


def read(lines: Iterable[str]) -> Iterator[Line]:
    """Every line with something on it. A second house of the same name is refused, for the first would be lost.

    Raises:
        WrongColumns: the first line does not name ``COLUMNS``, in any order; others are passed by.
    """
    rows = csv.DictReader(lines)
    missing = [column for column in COLUMNS if column not in (rows.fieldnames or [])]
    if missing:
        raise WrongColumns(f"The first line does not name {', '.join(missing)}. It must name {', '.join(COLUMNS)}.")
    known = set[str]()
    for row in rows:
        number = rows.line_num
        try:
            if None in row:
                raise BadCell(DAYS[-1], "more cells follow; put a text with a comma between quotes")
            house = _house({column: (row[column] or "").strip() for column in COLUMNS})
            if house.name in known:
                raise BadCell("name", f"{house.name!r} stands in the file twice; give each house a name of its own")
        except BadCell as bad:
            yield Line(number=number, wrong=str(bad))
            continue
        known.add(house.name)
        yield Line(number=number, house=house)


def _house(cells: Mapping[str, str]) -> House:
    for column in ("name", "address", "neighbourhood_code"):
        if not cells[column]:
            raise BadCell(column, "this is empty; fill it in")
        if len(cells[column]) > LONGEST.get(column, 10):
            raise BadCell(column, f"this is longer than {LONGEST.get(column, 10)} characters; shorten it")
    return House(
        name=cells["name"],
        address=cells["address"],
        neighbourhood_code=cells["neighbourhood_code"],
        phone=_phone(cells["phone"]),
        tables=_tables(cells["tables"]),
        week={weekday: _hours(day, cells[day]) for weekday, day in enumerate(DAYS) if cells[day]},
    )


def _phone(text: str) -> str:
    """E.164; a number without a country code is Dutch."""
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, "NL")
    except phonenumbers.NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise BadCell("phone", f"{text!r} is not a telephone number; write it as 0345 123456")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _tables(text: str) -> int:
    if not text:
        return 0
    if not re.fullmatch(r"\d{1,3}", text, re.ASCII) or int(text) > MOST_TABLES:
        raise BadCell("tables", f"{text!r} is not a whole number from 0 to {MOST_TABLES}")
    return int(text)


def _hours(day: str, text: str) -> Sequence[tuple[int, int]]:
    """``09:00-12:30 13:00-17:00`` in minutes since midnight."""
    windows = [_window(day, part) for part in text.split()]
    if any(later[0] < sooner[1] for sooner, later in pairwise(windows)):
        raise BadCell(day, f"{text!r} overlaps or is out of order; write the earliest hours first")
    return windows


def _window(day: str, part: str) -> tuple[int, int]:
    found = _WINDOW.fullmatch(part)
    opens, closes = ((int(found[n]) * 60 + int(found[n + 1])) for n in (1, 3)) if found else (0, 0)
    if not opens < closes <= 24 * 60:
        raise BadCell(day, f"{part!r} is not from when to when; write 09:00-12:30, with a space before the next")
    return opens, closes
