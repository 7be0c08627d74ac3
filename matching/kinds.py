"""The columns of the tables, and of what kind each is: one entry a column.

A kind says how the text of a cell is read. The names are those of the rows (``matching.rows``), in the order of
docs/matching.md; ``id`` stands before all of them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from matching import rows
from matching.rows import LEVELS, REMEMBERED, BadValue, Newcomer, Person, Volunteer
from matching.time_windows import WEEKDAYS, Window

UNKNOWN = -(2**31)
_NUMBER = re.compile(r"-?0*(\d{1,9})|-?\d+", re.ASCII)
_WINDOW = re.compile(r"([a-z]{3}) (\d\d):(\d\d)-(\d\d):(\d\d)", re.ASCII)
_SHOWN = 40  # letters of what somebody typed


def _shown(text: str) -> str:
    """What stands in a cell, cut off where it is long."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}..."


@dataclass(frozen=True)
class Number:
    """A whole number in a range; ``default`` is what an empty cell means, and without one it is a mistake."""

    least: int
    most: int
    default: int | None = None

    def read(self, column: str, text: str) -> int | None:
        """Any whole number of at most nine digits: the range is looked at by the row."""
        if text.isascii() and text.isdecimal() and len(text) < 10:
            return int(text)
        if not text and self.default == UNKNOWN:
            return None
        if not text:
            raise BadValue(column, f"this is empty; a whole number from {self.least} to {self.most} is needed")
        found = _NUMBER.fullmatch(text)
        if found is None:
            raise BadValue(column, f"{_shown(text)} is not a whole number")
        if found[1] is None:
            raise BadValue(column, f"{_shown(text)} is not from {self.least} to {self.most}")
        return int(text)


@dataclass(frozen=True)
class Choice:
    """One of some texts; ``default`` is what an empty cell means, where it is none of them."""

    texts: tuple[str, ...]
    default: str | None = None

    def read(self, _column: str, text: str) -> str:
        """The text as it stands: whether it is one of them is looked at by the row."""
        return text

    def place(self, value: Any) -> int:
        """The number of what stands in a row."""
        return self.texts.index(value)


class YesOrNo(Choice):
    """``no`` or ``yes``."""

    def read(self, column: str, text: str) -> bool:  # type: ignore[override]  # what stands in a row is True or False
        if text not in self.texts:
            raise BadValue(column, f"{_shown(text)} is not yes or no" if text else "this is empty; write yes or no")
        return text == "yes"

    def place(self, value: Any) -> int:
        return int(value)


@dataclass(frozen=True)
class Words:
    """Words separated by spaces, or ``is_one`` word; ``check`` says of each whether it can be one."""

    check: Callable[[str], None]
    is_one: bool = False

    def read(self, _column: str, text: str) -> Any:
        """A set of words, or the word."""
        return text if self.is_one else _words(text)


@dataclass(frozen=True)
class Windows:
    """Windows of the week: ``mon 18:00-21:00; sat 10:00-13:00``."""

    def read(self, column: str, text: str) -> tuple[Window, ...]:
        """The windows as they stand: whether they can be is looked at by the row."""
        return tuple(_window(column, part.strip()) for part in text.split(";") if part.strip())


@dataclass(frozen=True)
class Day:
    """A date: ``2026-11-23``."""

    def read(self, column: str, text: str) -> date:
        """The date."""
        return _day(column, text)


Kind = Number | Choice | Words | Windows | Day


@lru_cache(REMEMBERED)
def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@lru_cache(REMEMBERED)
def _day(column: str, text: str) -> date:
    try:
        return date.fromisoformat(text if re.fullmatch(r"\d{4}-\d\d-\d\d", text, re.ASCII) else "")
    except ValueError:
        said = f"{_shown(text)} is not a date such as" if text else "this is empty; write a date such as"
        raise BadValue(column, f"{said} 2026-11-23") from None


@lru_cache(REMEMBERED)
def _window(column: str, text: str) -> Window:
    found = _WINDOW.fullmatch(text)
    if found is None or found[1] not in WEEKDAYS:
        raise BadValue(column, f"{_shown(text)} is not a window such as 'mon 18:00-21:00'")
    hours = [int(part) for part in found.groups()[1:]]
    if hours[1] > 59 or hours[3] > 59:
        raise BadValue(column, f"{text!r} has more than 59 minutes")
    return WEEKDAYS.index(found[1]), hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]


_METRES = Number(-rows.MAX_COORDINATE_M, rows.MAX_COORDINATE_M, default=UNKNOWN)
_NEWCOMER: Mapping[str, Kind] = {
    "municipality": Words(rows.check_municipality, is_one=True),
    "x": _METRES,
    "y": _METRES,
    "languages": Words(rows.check_language),
    "dutch_level": Choice(LEVELS),
    "availability": Windows(),
    "max_distance_m": Number(0, rows.MAX_DISTANCE_M),
    "online": YesOrNo(("no", "yes")),
    "gender": Choice(("", *rows.GENDERS)),
    "buddy_gender": Choice(("", *rows.WISHES)),
    "session_minutes": Number(1, rows.MINUTES_A_DAY, default=rows.SESSION_MINUTES),
    "interests": Words(rows.check_interest),
    "goals": Words(rows.check_goal),
    "waiting_since": Day(),
}
_VOLUNTEER: Mapping[str, Kind] = {
    **{name: kind for name, kind in _NEWCOMER.items() if name in Person.__dataclass_fields__},
    "min_level": Choice(LEVELS, default=LEVELS[0]),
    "capacity": Number(0, rows.MAX_CAPACITY),
}
FACTS: Mapping[type[Person], Mapping[str, Kind]] = {Newcomer: _NEWCOMER, Volunteer: _VOLUNTEER}


def columns_of(kind: type[Person]) -> list[str]:
    """The columns of a table of newcomers or volunteers, in the order of docs/matching.md."""
    return ["id", *FACTS[kind]]


def has_default(kind: Kind) -> bool:
    """Whether the column may be left out, and an empty cell means its default."""
    return isinstance(kind, Number | Choice) and kind.default not in (None, UNKNOWN)
