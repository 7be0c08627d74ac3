"""The tables as columns once more, for the checker alone: nothing here is shared with what solves."""

import csv
from collections.abc import Callable, Sequence
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

Table = dict[str, Sequence[str]]
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
GENDERS = ["", "f", "m", "x"]
LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]
A_DAY = 97  # 96 quarters of an hour and one in which nobody is free, so that no window crosses midnight


def read(path: Path, skipped: Sequence[int] = ()) -> Table:
    """The columns of a table by name, without the rows that begin on a skipped line."""
    lines = list(filter(None, path.read_text(encoding="utf-8-sig").split("\n")))
    width = lines[0].count(",") + 1
    if not skipped and all(line.count(",") + 1 == width and '"' not in line for line in lines):
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
    known: dict[str, int] = {}
    number = [known.setdefault(cell, len(known)) for cell in cells]
    return list(known), np.array(number, dtype=np.int64)


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


def week(availability: str) -> int:
    free = 0
    for text in filter(None, map(str.strip, availability.split(";"))):
        free |= window(text)
    return free


def begins(free: Any, quarters: int) -> Any:
    """Of weeks (S, words of 64 bits) the quarters at which an unbroken window of so many begins."""
    reached = 1
    while reached < quarters:
        step = min(reached, quarters - reached, 63)
        later = free >> np.uint64(step)
        later[:, :-1] |= free[:, 1:] << np.uint64(64 - step)
        free, reached = free & later, reached + step
    return free


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
        quarters: the lengths of a session that occur; ``length`` (N,) is a newcomer's place among them.
        begins: (lengths, weeks, words of 64 bits) where in each week that occurs a session of that length can begin;
            ``week`` (P,) is a person's place among the weeks.
        joint: (towns, towns) True for one town and for those that work together.
        blocked: rows of the volunteers ``first_blocked[n]:first_blocked[n + 1]`` whom n may not meet.
    """

    town: Any
    x: Any
    y: Any
    reach: Any
    level: Any
    speaks: Any
    online: Any
    gender: Any
    wish: Any
    languages: Any
    goals: Any
    interests: Any
    week: Any
    begins: Any
    length: Any
    quarters: Any
    joint: Any
    across: bool
    first_blocked: Any
    blocked: Any


def rows_of(waiting: Side, helping: Side) -> tuple[dict[str, int], dict[str, int]]:
    """Newcomers' and volunteers' rows by id."""
    first = len(waiting.ids)
    return dict(zip(waiting.ids, range(first), strict=True)), dict(zip(helping.ids, count(first), strict=False))


def columns(waiting: Side, helping: Side, blocked: Table, report: dict[str, Any]) -> People:
    """The columns of those who take part; ``report`` holds the choices of the round."""
    size = len(waiting.ids)
    rows = np.concatenate((waiting.rows, helping.rows + len(waiting.table["id"])))

    def cells(name: str, other: str = "") -> list[str]:
        return [*waiting.table[name], *helping.table[other or name]]

    towns, town = numbered(cells("municipality"))
    joint = np.eye(len(towns), dtype=bool)
    for group in report["joint"]:
        inside = np.isin(towns, group)
        joint |= inside & inside[:, None]
    weeks, week_of = numbered(cells("availability"))
    free = as_words(list(map(week, weeks)), 7 * A_DAY)
    lengths, length = numbered(waiting.table["session_minutes"])
    quarters = [-(-int(minutes or 90) // 15) for minutes in lengths]
    level = coded(cells("dutch_level", "min_level"), lambda text: LEVELS.index(text or "A0"))[rows]
    is_willing, speaks = coded(cells("online"), ["no", "yes"].index)[rows] > 0, level >= LEVELS.index("A2")
    speaks[size:] = True  # for a volunteer nothing hangs on it
    row_n, row_v = rows_of(waiting, helping)
    pairs = zip(blocked["newcomer"], blocked["volunteer"], strict=True)
    apart = sorted({(row_n[n], row_v[v]) for n, v in pairs if n in row_n and v in row_v})
    by_newcomer = np.array(apart, dtype=np.int64).reshape(-1, 2)
    return People(
        town=town[rows],
        x=coded(cells("x"), lambda text: int(text or 0))[rows],
        y=coded(cells("y"), lambda text: int(text or 0))[rows],
        reach=coded(cells("max_distance_m"), int)[rows],
        level=level,
        speaks=speaks,
        online=is_willing & speaks,
        gender=coded(cells("gender"), GENDERS.index)[rows],
        wish=coded(cells("buddy_gender"), GENDERS.index)[rows],
        languages=mentioned(cells("languages"))[rows],
        goals=mentioned(cells("goals"))[rows],
        interests=mentioned(cells("interests"))[rows],
        week=week_of[rows],
        begins=np.array([begins(free, needed) for needed in quarters], dtype=np.uint64).reshape(
            len(quarters), *free.shape
        ),
        length=length[waiting.rows],
        quarters=np.array(quarters, dtype=np.int64),
        joint=joint,
        across=bool(report["online_across"]),
        first_blocked=np.searchsorted(by_newcomer[:, 0], np.arange(size + 1)),
        blocked=by_newcomer[:, 1].copy(),
    )
