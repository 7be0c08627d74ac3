"""School holidays: which one falls on a day in a municipality, by the region in which it lies.

Dates and regions are tables beside this file, with their sources; a year that is not published yet has none.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"


class SchoolHoliday(StrEnum):
    """The five holidays of a school year."""

    AUTUMN = "AUTUMN"
    CHRISTMAS = "CHRISTMAS"
    SPRING = "SPRING"
    MAY = "MAY"
    SUMMER = "SUMMER"


class Region(StrEnum):
    """The three regions (Noord, Midden, Zuid) that take turns."""

    NORTH = "NORTH"
    CENTRE = "CENTRE"
    SOUTH = "SOUTH"


@dataclass(frozen=True, kw_only=True)
class Span:
    """One holiday of one region, both days included."""

    holiday: SchoolHoliday
    first_day: date
    last_day: date


def region_of(municipality: str, on: date) -> Region | None:
    """The region of a municipality on a day; before the first line about it that line holds. None when unknown."""
    lines = _regions().get(municipality, ())
    begun = [region for valid_from, region in lines if valid_from <= on]
    return begun[-1] if begun else lines[0][1] if lines else None


def holiday_on(municipality: str, day: date) -> SchoolHoliday | None:
    """The school holiday on this day in this municipality; None on other days and where nothing is published."""
    region = region_of(municipality, day)
    for span in _spans().get(region, ()) if region else ():
        if span.first_day <= day <= span.last_day:
            return span.holiday
    return None


def published_until() -> date:
    """The last day of which the table knows something."""
    return max(span.last_day for spans in _spans().values() for span in spans)


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


@cache
def _spans() -> dict[Region, tuple[Span, ...]]:
    found: dict[Region, tuple[Span, ...]] = {}
    for row in _rows("school_holidays.csv"):
        region = Region(row["region"])
        span = Span(
            holiday=SchoolHoliday(row["holiday"]),
            first_day=date.fromisoformat(row["first_day"]),
            last_day=date.fromisoformat(row["last_day"]),
        )
        found[region] = (*found.get(region, ()), span)
    return found


@cache
def _regions() -> dict[str, tuple[tuple[date, Region], ...]]:
    found: dict[str, list[tuple[date, Region]]] = {}
    for row in _rows("school_regions.csv"):
        line = (date.fromisoformat(row["valid_from"]), Region(row["region"]))
        found.setdefault(row["municipality"], []).append(line)
    return {code: tuple(sorted(lines)) for code, lines in found.items()}
