"""A checked row: a municipality, district or neighbourhood with sound code, parents and place."""

import re
from dataclasses import dataclass, replace
from typing import Literal, cast

from backend.places.division.files import Record
from backend.places.division.outlines import NoOutline, middle
from backend.places.grid import Point, in_the_netherlands, to_degrees, to_grid

Level = Literal["GM", "WK", "BU"]

_CODE = re.compile(r"GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}")
_PC4 = re.compile(r"[1-9]\d{3}")
_NOT_TOLD = -99_990  # CBS writes -99997 and the like where a figure is secret or unknown
_MAX_NAME = 80
_MAX_APART_M = 100  # two ways to write one place may differ by their rounding only


class BadRow(Exception):
    """A row that cannot be used. The message says why and what to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Area:
    """One row. The parents follow from the code: BU0216 01 04 lies in WK021601 and in GM0216.

    ``name`` and the names of the parents are empty when the file does not tell them; ``population``, ``pc4``
    and ``at`` are None when it does not tell them, and ``pc4`` is empty when it tells that there is none.
    """

    where: str
    code: str
    year: int
    name: str
    district_name: str
    municipality_name: str
    population: int | None
    pc4: str | None
    at: Point | None

    @property
    def level(self) -> Level:
        """Which of the three it is."""
        return cast(Level, self.code[:2])

    @property
    def municipality_code(self) -> str:
        """The municipality in which it lies, or which it is."""
        return f"GM{self.code[2:6]}"

    @property
    def district_code(self) -> str:
        """The district in which it lies, or which it is; not for a municipality."""
        return f"WK{self.code[2:8]}"

    def with_name(self, name: str) -> "Area":
        """The same area, under this name."""
        return replace(self, name=name)


def check(record: Record, *, year: int) -> Area:
    """The row, checked; ``year`` is used when the row does not tell its own.

    Raises:
        BadRow: something in it cannot be right.
    """
    facts = record.facts
    if "unreadable" in facts:
        raise BadRow(facts["unreadable"])
    code = _code(facts)
    names = {level: facts.get(f"{level}_name", "") for level in ("district", "municipality")}
    own = {"WK": names["district"], "GM": names["municipality"]}.get(code[:2], "")
    area = Area(
        where=record.where,
        code=code,
        year=_year(facts, year),
        name=_short(facts.get("name", "") or own),
        district_name=_short(names["district"]),
        municipality_name=_short(names["municipality"]),
        population=_population(facts.get("population", "")),
        pc4=_pc4(facts.get("pc4")),
        at=_place(record),
    )
    _refuse_other_parents(area, facts)
    return area


def _code(facts: dict[str, str]) -> str:
    code = facts.get("code") or facts.get("district_code") or facts.get("municipality_code") or ""
    if not _CODE.fullmatch(code):
        raise BadRow(
            f'"{code}" is no code of CBS. A code looks like GM0216, WK021600 or BU02160000 '
            "(a spreadsheet can cut off zeros: import the column as text)."
        )
    return code


def _refuse_other_parents(area: Area, facts: dict[str, str]) -> None:
    ours = {"municipality_code": area.municipality_code}
    if area.level != "GM":
        ours["district_code"] = area.district_code
    for fact, expected in ours.items():
        if (stated := facts.get(fact, "")) not in {"", expected}:
            raise BadRow(f"{area.code} lies in {expected}, but the row says {stated}. Correct one of them.")


def _year(facts: dict[str, str], otherwise: int) -> int:
    told = facts.get("year") or facts.get("year_and_code", "")[:4]
    if not told:
        return otherwise
    if not re.fullmatch(r"(19|20)\d\d", told):
        raise BadRow(f'year "{told}" is no year. Write four digits, such as 2024.')
    return int(told)


def _short(name: str) -> str:
    if len(name) > _MAX_NAME:
        raise BadRow(f'the name "{name[:30]}…" is longer than {_MAX_NAME} letters. Is this the right column?')
    return name


def _population(told: str) -> int | None:
    if not told:
        return None
    number = int(float(told)) if re.fullmatch(r"-?\d{1,9}(\.0+)?", told) else -1
    if number <= _NOT_TOLD:
        return None
    if number < 0:
        raise BadRow(f'population "{told}" is no whole number. Write digits only, or leave it empty.')
    return number


def _pc4(told: str | None) -> str | None:
    if told and not _PC4.fullmatch(told):
        raise BadRow(f'postcode "{told}" is not four digits, such as 4101. Correct it, or leave it empty.')
    return told


def _place(record: Record) -> Point | None:
    """From the outline, else from the columns; a place told in both ways must be the same place."""
    in_grid = _pair(record.facts, "rd_x", "rd_y")
    degrees = _pair(record.facts, "lat", "lon")
    if record.geometry:
        try:
            in_grid, degrees = middle(record.geometry), None
        except NoOutline as trouble:
            raise BadRow(f"{trouble}. Export the outlines again.") from trouble
    if degrees and not in_grid:
        in_grid = to_grid(*degrees)
    if not in_grid:
        return None
    _refuse_elsewhere(in_grid, degrees)
    lat, lon = degrees or to_degrees(*in_grid)
    return Point(x=round(in_grid[0]), y=round(in_grid[1]), lat=round(lat, 5), lon=round(lon, 5))


def _refuse_elsewhere(in_grid: tuple[float, float], degrees: tuple[float, float] | None) -> None:
    if not in_the_netherlands(*in_grid):
        raise BadRow(
            "its place lies outside the Netherlands. Are latitude and longitude, or x and y, the wrong way round?"
        )
    if not degrees:
        return
    x, y = to_grid(*degrees)
    apart = round(((x - in_grid[0]) ** 2 + (y - in_grid[1]) ** 2) ** 0.5)
    if apart > _MAX_APART_M:
        raise BadRow(f"lat/lon and rd_x/rd_y are {apart} m apart. Correct one of them, or leave one empty.")


def _pair(facts: dict[str, str], first: str, second: str) -> tuple[float, float] | None:
    told = facts.get(first, ""), facts.get(second, "")
    if told == ("", ""):
        return None
    try:
        return float(told[0]), float(told[1])
    except ValueError:
        raise BadRow(
            f'{first} "{told[0]}" and {second} "{told[1]}" are not two numbers. Use a point as decimal mark.'
        ) from None
