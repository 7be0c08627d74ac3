"""The tables as columns once more, for the checker alone: nothing here is shared with what solves."""

from collections.abc import Callable
from functools import cache, reduce
from itertools import repeat
from operator import or_
from typing import Any, NamedTuple

import numpy as np

from matching.check_cells import Column, alike, pieces, together
from matching.check_reading import Table

DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GENDERS = ["", "f", "m", "x"]
LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]
ALL_GENDERS = 0b1111_1111  # four for the own one and four for the wish, see ``People.lacks``
NOBODY = -1
A_DAY = 97  # 96 quarters of an hour and one in which nobody is free, so that no window crosses midnight


def as_words(sets: list[int], size: int) -> Any:
    """(S, words of 64 bits) sets of so many bits at most."""
    length = 8 * (size // 64 + 1)
    return np.frombuffer(b"".join(bits.to_bytes(length, "little") for bits in sets), "<u8").reshape(-1, length // 8)


def mentioned(cells: Column) -> Any:
    """(P, words of 64 bits) the words in each cell as bits."""
    bit: dict[str, int] = {}
    told, first = pieces(cells.texts, " ")
    sets = [sum(1 << bit.setdefault(word, len(bit)) for word in set(text.split())) for text in told.texts]
    return np.bitwise_or.reduceat(as_words(sets, len(bit))[told.number], first)[cells.number]


@cache
def window(text: str) -> int:
    """The quarters of the week in ``mon 18:00-21:00``, as bits."""
    day, hours = text.split()
    starts, ends = (int(clock[:2]) * 4 + int(clock[3:]) // 15 for clock in hours.split("-"))
    return ((1 << ends) - (1 << starts)) << A_DAY * DAYS.index(day)


def windows(availability: str) -> list[str]:
    return [text for text in map(str.strip, availability.split(";")) if text]


def week(availability: str) -> int:
    return reduce(or_, map(window, windows(availability)), 0)


def weeks_in_use(texts: list[str]) -> tuple[Any, list[int]]:
    """(S, words of 64 bits) weeks without the quarters in which nobody is free, and the quarters that are left.

    One in which nobody is free stays behind each that somebody uses, so that no two windows grow together.
    """
    told, first = pieces(texts, ";")
    bits = [week(text) for text in told.texts]
    used = reduce(or_, bits, 0)
    hours = [quarter for quarter in range(7 * A_DAY) if (used | used << 1) >> quarter & 1]
    at = {1 << quarter: place for place, quarter in enumerate(hours)}
    short = as_words([free and free // (free & -free) << at[free & -free] for free in bits], len(hours))
    return np.bitwise_or.reduceat(short[told.number], first), hours


def begins(free: Any, quarters: int) -> Any:
    """Of weeks (S, words of 64 bits) the quarters at which an unbroken window of so many begins."""
    reached = 1
    while reached < quarters:
        step = min(reached, quarters - reached, 63)
        later = free >> np.uint64(step)
        later[:, :-1] |= free[:, 1:] << np.uint64(64 - step)
        free, reached = free & later, reached + step
    return free


def in_parts(bits: Any) -> Any:
    """(S,) weeks (S, words of 64 bits) once over: a bit for a part of the week in which there is any.

    Two weeks with a bit in common have one here too; far from always the other way round.
    """
    has_any = bits.view(np.uint8) != 0
    folds = -(-has_any.shape[1] // 64)
    folded = np.pad(has_any, ((0, 0), (0, 64 * folds - has_any.shape[1]))).reshape(len(bits), folds, 64).any(axis=1)
    return np.packbits(folded, axis=1, bitorder="little").view("<u8")[:, 0]


def longest(bits: Any) -> Any:
    """(P,) of weeks (P, words of 64 bits) where the longest row of ones begins, of equal ones the first."""
    different, number = alike(bits.T)
    bits = bits[different]
    rows = np.arange(len(bits))
    while len(rows):
        shorter = bits[rows] & begins(bits[rows], 2)
        has_more = shorter.any(axis=1)
        rows = rows[has_more]
        bits[rows] = shorter[has_more]
    return np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little").argmax(axis=1)[number]


ALIKE = [
    *("municipality", "availability", "max_distance_m", "online", "gender", "buddy_gender"),
    *("languages", "goals", "interests"),
]


def shared(waiting: Table, helping: Table) -> tuple[Table, Table]:
    """The tables, where columns that say the same of newcomers and volunteers have one list of texts."""
    names = [*((name, name) for name in ALIKE), ("dutch_level", "min_level")]
    waiting, helping = with_default(waiting, "session_minutes"), with_default(helping, "min_level")
    for of_newcomers, of_volunteers in names:
        both = together(waiting[of_newcomers], helping[of_volunteers])
        waiting[of_newcomers], helping[of_volunteers] = both
    return waiting, helping


def with_default(table: Table, name: str) -> Table:
    """A column may be left out; then all its cells are empty."""
    return {name: Column([""], np.zeros(len(table["id"]), dtype=np.int64))} | table


class Side(NamedTuple):
    """A table, which of its rows take part, in an order, and what each of the others lacks."""

    table: Table
    rows: Any
    lacks: dict[str, str]

    def row_of_text(self, first: int) -> Any:
        """For each number of an id whose row it is, from a first row on; ``NOBODY`` for one who takes no part."""
        ids = self.table["id"]
        rows = np.full(len(ids.texts), NOBODY)
        rows[ids.number[self.rows]] = first + np.arange(len(self.rows))
        return rows

    def row_of_id(self, row_of_text: Any) -> dict[str, int]:
        """The same for those who take part, by id."""
        texts = self.table["id"].texts
        rows = dict(zip(texts, row_of_text.tolist(), strict=True))
        for text in np.flatnonzero(row_of_text < 0).tolist():
            del rows[texts[text]]
        return rows


def side(table: Table, *order: str) -> Side:
    has_place = table["x"].is_told() & table["y"].is_told()
    hours = table["availability"]
    has_hours = np.array([*map(bool, map(str.strip, hours.texts, repeat(" ;")))], dtype=bool)[hours.number]
    rows = np.flatnonzero(has_place & has_hours)
    rows = rows[np.lexsort([table[name].order()[rows] for name in reversed(order)])]
    lacks = {}
    for row in np.flatnonzero(~(has_place & has_hours)).tolist():
        facts = [*["place"] * (not has_place[row]), *["availability"] * (not has_hours[row])]
        lacks[table["id"][row]] = f"missing={'+'.join(facts)}"
    return Side(table, rows, lacks)


class People(NamedTuple):
    """Everybody who takes part, P rows: newcomers in the order of the queue, then volunteers.

    Attributes:
        x, y, reach: doubles, which hold whole metres and their squares exactly.
        online: 1 for those who can meet online, else 0: as wide as what it is held against in the same step.
        lacks: for a newcomer bits: genders other than the own one, genders other than the one wished for, levels
            above the own one.
        needs: for a volunteer bits in the same places: the gender wished for, the own one, the lowest level. A
            newcomer and a volunteer fit as far as nothing is needed that is lacking.
        begins: (lengths * weeks, words of 64 bits) where in each week that occurs a session of each length that
            occurs can begin; for n that of anybody is ``first_week[n] + week``.
        quarters: (N,) how long a session of n is; ``hours`` are the quarters of the week that the bits stand for.
        parts: for a newcomer the parts of the week in which a session can begin, for a volunteer those with free
            hours, see ``in_parts``.
        joint: (towns, towns) True for one town and for those that work together.
        blocked: ``n * P + v`` of all whom n may not meet, ascending, and a last number that is none.
    """

    town: Any
    x: Any
    y: Any
    reach: Any
    lacks: Any
    needs: Any
    speaks: Any
    online: Any
    languages: Any
    goals: Any
    interests: Any
    week: Any
    first_week: Any
    begins: Any
    quarters: Any
    hours: Any
    parts: Any
    joint: Any
    across: bool
    blocked: Any


def columns(waiting: Side, helping: Side, apart: Any, report: dict[str, Any]) -> People:
    """The columns of those who take part; ``apart`` are (2, B) rows, ``report`` has the choices of the round."""
    size = len(waiting.rows)
    rows = np.concatenate((waiting.rows, helping.rows + len(waiting.table["id"])))

    def cells(name: str, other: str = "") -> Column:
        upper, lower = waiting.table[name], helping.table[other or name]
        return Column(upper.texts, np.concatenate((upper.number, lower.number))[rows])

    def coded(name: str, code: Callable[[str], int], other: str = "") -> Any:
        return cells(name, other).coded(code)

    towns = cells("municipality")
    joint = np.eye(len(towns.texts), dtype=bool)
    for group in report["joint"]:
        inside = np.isin(towns.texts, group)
        joint |= inside & inside[:, None]
    availability = cells("availability")  # those of a town near each other
    free, hours = weeks_in_use(availability.texts)
    session = waiting.table["session_minutes"].only(waiting.rows)
    quarters = [-(-int(minutes or 90) // 15) for minutes in session.texts]
    begin = np.concatenate([np.zeros((0, free.shape[1]), "<u8"), *(begins(free, needed) for needed in quarters)])
    week, first_week = availability.number, session.number * len(free)
    level = coded("dutch_level", lambda text: LEVELS.index(text or "A0"), "min_level")
    gender, wish = (coded(name, GENDERS.index) for name in ("gender", "buddy_gender"))
    is_willing, speaks = coded("online", ["no", "yes"].index) > 0, level >= LEVELS.index("A2")
    speaks[size:] = True  # for a volunteer nothing hangs on it
    return People(
        town=towns.number,
        x=np.concatenate((waiting.table["x"].whole(), helping.table["x"].whole()))[rows].astype(float),
        y=np.concatenate((waiting.table["y"].whole(), helping.table["y"].whole()))[rows].astype(float),
        reach=coded("max_distance_m", int).astype(float),
        lacks=(15 & ~(1 << gender)) + 16 * np.where(wish, 15 & ~(1 << wish), 0) + 256 * (63 & ~((2 << level) - 1)),
        needs=np.where(wish, 1 << wish, 0) + 16 * (1 << gender) + 256 * (1 << level),
        speaks=speaks,
        online=1 * (is_willing & speaks),
        languages=mentioned(cells("languages")),
        goals=mentioned(cells("goals")),
        interests=mentioned(cells("interests")),
        week=week,
        first_week=first_week,
        begins=begin,
        quarters=np.array(quarters, dtype=np.int64)[session.number],
        hours=np.array(hours, dtype=np.int64),
        parts=np.concatenate((in_parts(begin[first_week + week[:size]]), in_parts(free[week[size:]]))),
        joint=joint,
        across=bool(report["online_across"]),
        blocked=np.append(np.unique(apart[0] * len(rows) + apart[1]), 2**62),
    )
