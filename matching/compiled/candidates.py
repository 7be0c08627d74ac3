"""Allowed pairs, compiled: ``feasibility.allowed`` for a whole nation, looking only at volunteers who live near.

Rule by rule the same answers: distances are compared as 64-bit integers, and a newcomer's list is in the order
of the volunteers' ids. Newcomers of one square look together, see ``nearby``.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import columns, nearby
from matching.compiled.columns import Columns
from matching.compiled.nearby import Nearby
from matching.feasibility import Edges
from matching.problem import Problem

IN_LINE = 512  # so many rows are put in order by counting


@njit(cache=True, nogil=True)
def _which_fit(c: Columns, n: int, found: NDArray[np.int32], count: int) -> int:
    """Of so many volunteers (places) keep those for whom rules 2, 5 and 6 hold, as rows; how many there are.

    Here too arrays are taken out of their tuples beforehand, and no tuple is handed on for each volunteer.
    """
    length, rows, kept = c.waiting.length[n], c.helping.row, 0
    speaks, mine, theirs = c.waiting.speaks[n], c.waiting.languages, c.helping.languages
    own, starts = c.waiting.starts, c.helping.starts
    blocked, first, stop = c.blocked, c.blocked_first[n], c.blocked_first[n + 1]
    for place in range(count):
        p = found[place]
        holds = bool(speaks)
        for word in range(0 if holds else mine.shape[1]):
            holds = holds or (mine[n, word] & theirs[p, word]) != 0
        if not holds:
            continue
        common = np.uint64(0)
        for word in range(own.shape[1]):
            common |= own[n, word] & starts[length, p, word]
        holds = common != 0
        for one in range(first, stop):
            holds = holds and blocked[one] != rows[p]
        if holds:
            found[kept] = rows[p]
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _within(c: Columns, n: int, is_within: bool, found: NDArray[np.int32], count: int) -> int:
    """Of so many volunteers (places) keep those whom n can travel to, or those whom n can not; how many there are."""
    x, y, reach = np.int64(c.waiting.x[n]), np.int64(c.waiting.y[n]), np.int64(c.waiting.reach[n])
    xs, ys, reaches, kept = c.helping.x, c.helping.y, c.helping.reach, 0
    for place in range(count):
        p = found[place]
        dx, dy, limit = x - xs[p], y - ys[p], min(reach, np.int64(reaches[p]))
        found[kept] = p
        kept += (dx * dx + dy * dy <= limit * limit) == is_within
    return kept


@njit(cache=True, nogil=True)
def _look(c: Columns, n: int, near: Nearby, ends: tuple[int, int, int, int], found: NDArray[np.int32]) -> int:
    """Write the volunteer rows that n may be proposed, in no order; how many there are.

    Args:
        ends: how many were copied in person, how many with those online, and metres east and north of where these
            are counted from.
    """
    near_by, everybody, east, north = ends
    count = nearby.passing(c, n, near, (0, near_by), (east, north, float(c.waiting.reach[n])), found)
    count = _within(c, n, True, found, count)
    if everybody > near_by and c.waiting.online[n]:
        others = found[count:]
        more = nearby.passing(c, n, near, (near_by, everybody), (east, north, np.inf), others)
        count += _within(c, n, False, others, more)
    return _which_fit(c, n, found, count)


@njit(cache=True, nogil=True)
def _copy(c: Columns, rows: NDArray[np.int32], in_person: bool, near: Nearby) -> tuple[int, int, int, int]:
    """Copy whom these newcomers of one square may meet; see ``_look`` for what is given back."""
    one, near_by, is_online = rows[0], nearby.in_person(c, rows, near), False
    for n in rows:
        is_online = is_online or c.waiting.online[n]
    everybody = nearby.online(c, c.waiting.town[one], near, near_by) if is_online and not in_person else near_by
    return near_by, everybody, np.int64(c.waiting.x[one]), np.int64(c.waiting.y[one])


@njit(cache=True, nogil=True)
def find(c: Columns, n: int, near: Nearby, found: NDArray[np.int32]) -> int:
    """Write the volunteer rows that newcomer row n may be proposed, in no order; how many there are."""
    return _look(c, n, near, _copy(c, np.array([n], dtype=np.int32), False, near), found)


@njit(cache=True, nogil=True)
def _in_order(rows: NDArray[np.int32], count: int, spare: NDArray[np.int32]) -> None:
    """Put the first so many different rows in order, where they stand: each goes behind all that are smaller.

    All are held against all: that is so plain that eight go in one step, and quicker than to be clever about few.
    """
    if count > IN_LINE:
        rows[:count].sort()
        return
    for place in range(count):
        spare[place] = 0
    for other in range(count):
        row = rows[other]
        for place in range(count):
            spare[place] += np.int32(row < rows[place])
    for place in range(count):
        spare[IN_LINE + spare[place]] = rows[place]
    for place in range(count):
        rows[place] = spare[IN_LINE + place]


@njit(cache=True, nogil=True)
def _search(
    c: Columns, order: NDArray[np.int32], in_person: bool, near: Nearby, counts: NDArray[np.int64]
) -> NDArray[np.int32]:
    """The volunteer rows of some newcomers, perhaps in person alone, one list behind the other, each ascending."""
    most = len(near.place)
    found, spare = np.empty(max(1024, 16 * len(order)) + most, dtype=np.int32), np.empty(2 * IN_LINE, dtype=np.int32)
    used, at = 0, 0
    while at < len(order):
        end = nearby.end_of_square(c, order, at)
        ends = _copy(c, order[at:end], in_person, near)
        for n in order[at:end]:
            if used + most > len(found):
                wider = np.empty(2 * len(found) + most, dtype=np.int32)
                wider[:used] = found[:used]
                found = wider
            here = found[used:]
            count = _look(c, n, near, ends, here)
            _in_order(here, count, spare)
            counts[n] = count
            used += count
        at = end
    return found[:used]


@njit(cache=True, nogil=True)
def _in_queue_order(
    order: NDArray[np.int32], counts: NDArray[np.int64], found: NDArray[np.int32], first: Any, volunteer: Any
) -> None:
    used = 0
    for n in order:
        volunteer[first[n] : first[n] + counts[n]] = found[used : used + counts[n]]
        used += counts[n]


def allowed(problem: Problem, threads: int = 1) -> Edges:
    """Every allowed pair, equal to ``feasibility.allowed``."""
    return listed(columns.of(problem, threads), threads)


def listed(c: Columns, threads: int = 1, *, in_person: bool = False) -> Edges:
    """Every allowed pair, or only those who could meet in person, one list behind the other."""
    counts = np.zeros(len(c.waiting.town), dtype=np.int64)
    shares = [share for share in np.array_split(c.order, 16 * threads if threads > 1 else 1) if len(share)]
    with ThreadPoolExecutor(threads) as pool:
        lists = list(pool.map(lambda share: _search(c, share, in_person, nearby.room(c), counts), shares))
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    volunteer = np.empty(int(first[-1]), dtype=np.int32)
    for share, found in zip(shares, lists, strict=True):
        _in_queue_order(share, counts, found, first, volunteer)
    return Edges(volunteer, first)
