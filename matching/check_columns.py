"""The tables as columns once more, for the checker alone: nothing here is shared with what solves."""

import csv
from collections.abc import Callable, Sequence
from functools import cache, reduce
from itertools import count, repeat
from operator import or_
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Table = dict[str, Sequence[str]]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GENDERS = ["", "f", "m", "x"]
LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]
ALL_GENDERS = 0b1111_1111  # four for the own one and four for the wish, see ``People.lacks``
A_DAY = 97  # 96 quarters of an hour and one in which nobody is free, so that no window crosses midnight


def read(path: Path, skipped: Sequence[int] = ()) -> Table:
    """The columns of a table by name, without the rows that begin on a skipped line."""
    text = path.read_text(encoding="utf-8-sig")
    lines = list(filter(None, text.split("\n")))
    width = lines[0].count(",") + 1
    if not skipped and '"' not in text and set(map(str.count, lines, repeat(","))) == {width - 1}:
        cells = ",".join(lines).split(",")
        return {cells[place]: cells[place + width :: width] for place in range(width)}
    rows, line = list[list[str]](), 1
    with path.open(newline="", encoding="utf-8-sig") as file:
        for row in (reader := csv.reader(file)):
            rows += [row] if row and line not in skipped else []
            line = reader.line_num + 1
    return {name: cells for name, *cells in zip(*rows, strict=True)}


def numbered(cells: Sequence[str]) -> tuple[list[str], Any]:
    """The different texts, and for each cell the number of its own."""
    number = dict(zip(dict.fromkeys(cells), count(), strict=False))
    return list(number), np.fromiter(map(number.__getitem__, cells), dtype=np.int64, count=len(cells))


def coded(cells: Sequence[str], code: Callable[[str], int]) -> Any:
    """(P,) a number for each cell, worked out once for each text."""
    texts, number = numbered(cells)
    return np.array([code(text) for text in texts], dtype=np.int64)[number]


def as_words(sets: list[int], size: int) -> Any:
    """(S, words of 64 bits) sets of so many bits at most."""
    length = 8 * (size // 64 + 1)
    return np.frombuffer(b"".join(bits.to_bytes(length, "little") for bits in sets), "<u8").reshape(-1, length // 8)


def mentioned(cells: Sequence[str]) -> Any:
    """(P, words of 64 bits) the words in each cell as bits."""
    texts, number = numbered(cells)
    bit: dict[str, int] = {}
    sets = [sum(1 << bit.setdefault(word, len(bit)) for word in set(text.split())) for text in texts]
    return as_words(sets, len(bit))[number]


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
    told = list(map(windows, texts))
    bits = {text: window(text) for some in told for text in some}
    used = reduce(or_, bits.values(), 0)
    hours = [quarter for quarter in range(7 * A_DAY) if (used | used << 1) >> quarter & 1]
    at = {1 << quarter: place for place, quarter in enumerate(hours)}
    short = {text: free // (free & -free) << at[free & -free] for text, free in bits.items()}
    return as_words([reduce(or_, map(short.__getitem__, some), 0) for some in told], len(hours)), hours


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
    bits, rows = bits.copy(), np.arange(len(bits))
    while len(rows):
        shorter = bits[rows] & begins(bits[rows], 2)
        has_more = shorter.any(axis=1)
        rows = rows[has_more]
        bits[rows] = shorter[has_more]
    return np.unpackbits(bits.view(np.uint8), axis=1, bitorder="little").argmax(axis=1)


class Side(NamedTuple):
    """A table, which of its rows take part, in an order, with their ids, and what each of the others lacks."""

    table: Table
    rows: Any
    ids: list[str]
    lacks: dict[str, str]


def side(table: Table, may_lack: str, *order: str) -> Side:
    table = {may_lack: [""] * len(table["id"])} | table
    place = [x != "" != y for x, y in zip(table["x"], table["y"], strict=True)]
    hours = [text.strip(" ;") != "" for text in table["availability"]]
    rows = [row for row in range(len(place)) if place[row] and hours[row]]
    for name in reversed(order):
        rows.sort(key=table[name].__getitem__)
    misses = {
        (False, True): "missing=place",
        (True, False): "missing=availability",
        (False, False): "missing=place+availability",
    }
    facts = zip(table["id"], zip(place, hours, strict=True), strict=True)
    ids = [table["id"][row] for row in rows]
    return Side(table, np.array(rows, dtype=np.int64), ids, {one: misses[has] for one, has in facts if has in misses})


class People(NamedTuple):
    """Everybody who takes part, P rows: newcomers in the order of the queue, then volunteers.

    Attributes:
        x, y, reach: doubles, which hold whole metres and their squares exactly.
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


def rows_of(waiting: Side, helping: Side) -> tuple[dict[str, int], dict[str, int]]:
    """Newcomers' and volunteers' rows by id."""
    first = len(waiting.ids)
    return dict(zip(waiting.ids, range(first), strict=True)), dict(zip(helping.ids, count(first), strict=False))


def columns(waiting: Side, helping: Side, apart: set[tuple[int, int]], report: dict[str, Any]) -> People:
    """The columns of those who take part; ``apart`` are rows of the blocked, ``report`` the choices of the round."""
    size = len(waiting.ids)
    rows = np.concatenate((waiting.rows, helping.rows + len(waiting.table["id"])))

    def cells(name: str, other: str = "") -> list[str]:
        return [*waiting.table[name], *helping.table[other or name]]

    towns, town = numbered(cells("municipality"))
    joint = np.eye(len(towns), dtype=bool)
    for group in report["joint"]:
        inside = np.isin(towns, group)
        joint |= inside & inside[:, None]
    hours_of = cells("availability")
    weeks, week_of = numbered([hours_of[row] for row in rows[::-1].tolist()])  # those of a town near each other
    week = week_of[::-1].copy()
    free, hours = weeks_in_use(weeks)
    lengths, length = numbered(waiting.table["session_minutes"])
    quarters = [-(-int(minutes or 90) // 15) for minutes in lengths]
    begin = np.concatenate([np.zeros((0, free.shape[1]), "<u8"), *(begins(free, needed) for needed in quarters)])
    first_week = length[waiting.rows] * len(weeks)
    level = coded(cells("dutch_level", "min_level"), lambda text: LEVELS.index(text or "A0"))[rows]
    gender, wish = (coded(cells(name), GENDERS.index)[rows] for name in ("gender", "buddy_gender"))
    is_willing, speaks = coded(cells("online"), ["no", "yes"].index)[rows] > 0, level >= LEVELS.index("A2")
    speaks[size:] = True  # for a volunteer nothing hangs on it
    return People(
        town=town[rows],
        x=np.array([int(text or 0) for text in cells("x")], dtype=float)[rows],
        y=np.array([int(text or 0) for text in cells("y")], dtype=float)[rows],
        reach=coded(cells("max_distance_m"), int)[rows].astype(float),
        lacks=(15 & ~(1 << gender)) + 16 * np.where(wish, 15 & ~(1 << wish), 0) + 256 * (63 & ~((2 << level) - 1)),
        needs=np.where(wish, 1 << wish, 0) + 16 * (1 << gender) + 256 * (1 << level),
        speaks=speaks,
        online=is_willing & speaks,
        languages=mentioned(cells("languages"))[rows],
        goals=mentioned(cells("goals"))[rows],
        interests=mentioned(cells("interests"))[rows],
        week=week,
        first_week=first_week,
        begins=begin,
        quarters=np.array(quarters, dtype=np.int64)[length[waiting.rows]],
        hours=np.array(hours, dtype=np.int64),
        parts=np.concatenate((in_parts(begin)[first_week + week[:size]], in_parts(free)[week[size:]])),
        joint=joint,
        across=bool(report["online_across"]),
        blocked=np.array([*sorted(n * len(rows) + v for n, v in apart), 2**62], dtype=np.int64),
    )
