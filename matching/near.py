"""Pairs worth a look, for the plain route: everybody held against everybody of a town, a processor's cache at a time.

Rules 3, 4 and 7 are decided here, exactly, as they are in ``feasibility``; rule 6 roughly: nobody is left out who has
time.
"""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.problem import DUTCH_CARRIES_FROM, UNTOLD, People, Problem, Rows
from matching.time_windows import QUARTERS_A_DAY, Week

PAIRS_AT_ONCE = 1 << 16
SHORT_M = 2**15 - 1  # the squares of two such distances together are still below 2**31
SHORT_REACH_M = 46_340  # and below the square of this
HOURS_TOLD_APART = 9  # a day, so that a week fits in 64 bits
FOUR, MANY = 0b1111, 0b111111


class Side(NamedTuple):
    """Some people of a side, a row each.

    Attributes:
        home: (2, P) metres from a corner, east and north each side by side.
        reach: the square of the metres that this person will travel.
        bits: for newcomers what they lack, for volunteers what they need; together they meet when none is in both.
        online: whether this person would meet online, and may.
    """

    home: NDArray[np.signedinteger]
    reach: NDArray[np.signedinteger]
    bits: NDArray[np.int16]
    online: NDArray[np.bool_]


def roughly(starts: Week) -> NDArray[np.uint64]:
    """(P,) a word with a bit for each few hours of the week: people without one in common have no time in common."""
    found = np.zeros(len(starts), dtype=np.uint64)
    step = -(-QUARTERS_A_DAY // HOURS_TOLD_APART)
    for part in range(HOURS_TOLD_APART):
        mask = (1 << min(QUARTERS_A_DAY, (part + 1) * step)) - (1 << part * step)
        words = np.array([mask & (2**64 - 1), mask >> 64], dtype=np.uint64)
        for weekday in range(7):
            is_free = ((starts[:, weekday] & words) != 0).any(axis=1)
            found |= is_free.astype(np.uint64) << np.uint64(part * 7 + weekday)
    return found


def _own(people: People) -> Rows:
    return 1 << people.gender.astype(np.int64)


def _wanted(people: People) -> Rows:
    return np.where(people.wish == UNTOLD, 0, 1 << people.wish.astype(np.int64))


def _refused(people: People) -> Rows:
    return np.where(people.wish == UNTOLD, 0, FOUR & ~_wanted(people))


def _sides(problem: Problem, rows: Rows, columns: Rows) -> tuple[Side, Side]:
    """Both sides in numbers as short as the distances between these people allow."""
    waiting, helping = problem.newcomers, problem.volunteers
    homes, reach = (waiting.home[rows], helping.home[columns]), (waiting.reach[rows], helping.reach[columns])
    low = np.min([home.min(axis=0, initial=2**40) for home in homes], axis=0)
    span = max(int((home - low).max(initial=0)) for home in homes)
    kind, farthest = (np.int32, SHORT_REACH_M) if span <= SHORT_M else (np.int64, 2**30)
    levels, asked = waiting.level.astype(np.int64), helping.level.astype(np.int64)
    lacks = FOUR & ~_own(waiting) | _refused(waiting) << 4 | (MANY & ~((2 << levels) - 1)) << 8
    needs = _wanted(helping) | _own(helping) << 4 | 1 << (asked + 8)
    speaks = waiting.level[rows] >= DUTCH_CARRIES_FROM
    told = ((lacks[rows], waiting.online[rows] & speaks), (needs[columns], helping.online[columns]))
    waits, helps = (
        Side(
            (home - low).T.astype(kind, order="C"),
            (np.minimum(metres, farthest) ** 2).astype(kind),
            bits.astype(np.int16),
            online,
        )
        for home, metres, (bits, online) in zip(homes, reach, told, strict=True)
    )
    return waits, helps


def pairs(problem: Problem, rows: Rows, columns: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Of newcomers (rows) with volunteers (columns) those for whom rules 3, 4 and 7 hold, and perhaps 6.

    They come as (n, v), some at a time, in no order.
    """
    waits, helps = _sides(problem, rows, columns)
    step, lengths = max(1, PAIRS_AT_ONCE // max(1, len(columns))), problem.session_quarters[rows]
    mine = roughly(problem.newcomers_can_start[rows])
    for quarters in np.unique(lengths).tolist():
        theirs = roughly(problem.volunteers_can_start(quarters)[columns])
        alike = np.flatnonzero(lengths == quarters)
        for start in range(0, len(alike), step):
            some = alike[start : start + step]
            holds = _have_a_place(waits, some, helps)
            holds &= waits.bits[some, None] & helps.bits == 0
            holds &= mine[some, None] & theirs != 0
            n, v = np.divmod(np.flatnonzero(holds), len(columns))
            yield rows[some[n]], columns[v]


def _have_a_place(waits: Side, some: Rows, helps: Side) -> NDArray[np.bool_]:
    """(some, V) rule 7."""
    east, north = (waits.home[axis, some, None] - helps.home[axis] for axis in (0, 1))
    east *= east
    north *= north
    east += north
    holds = east <= np.minimum(waits.reach[some, None], helps.reach)
    holds |= waits.online[some, None] & helps.online
    return np.asarray(holds)
