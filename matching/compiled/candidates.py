"""Allowed pairs, compiled: ``feasibility.allowed`` for a whole nation, looking only at volunteers who live near.

Rule by rule the same answers: distances are compared as 64-bit integers, and a newcomer's list is in the order
of the volunteers' ids.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import columns
from matching.compiled.columns import FOUR, GENDERS, LEVELS, MANY, WISHES, Columns
from matching.feasibility import Edges
from matching.problem import Problem


@njit(cache=True, nogil=True, inline="always")
def _fits(c: Columns, n: int, p: int, told: int, length: int) -> bool:
    """Rules 3 to 6 for newcomer row n and the volunteer at place p."""
    both = told & c.helping.asked[p]
    if not (both >> GENDERS & FOUR and both >> WISHES & FOUR and both >> LEVELS & MANY):
        return False
    if not c.waiting.speaks[n]:
        shared = False
        for word in range(c.waiting.languages.shape[1]):
            shared = shared or (c.waiting.languages[n, word] & c.helping.languages[p, word]) != 0
        if not shared:
            return False
    for word in range(c.waiting.starts.shape[1]):
        if c.waiting.starts[n, word] & c.helping.starts[length, p, word]:
            return True
    return False


@njit(cache=True, nogil=True, inline="always")
def _is_near(c: Columns, n: int, p: int) -> bool:
    """Rule 7, in person."""
    east = np.int64(c.waiting.x[n]) - c.helping.x[p]
    north = np.int64(c.waiting.y[n]) - c.helping.y[p]
    limit = np.int64(min(c.waiting.reach[n], c.helping.reach[p]))
    return bool(east * east + north * north <= limit * limit)


@njit(cache=True, nogil=True)
def _is_blocked(c: Columns, n: int, row: int) -> bool:
    for place in range(c.blocked_first[n], c.blocked_first[n + 1]):
        if c.blocked[place] == row:
            return True
    return False


@njit(cache=True, nogil=True)
def _near(c: Columns, n: int, found: NDArray[np.int32]) -> int:
    """Write the volunteers whom n could meet in person; how many there are."""
    count, told, length, town = 0, c.waiting.told[n], c.waiting.length[n], c.waiting.town[n]
    reach, width = np.int64(c.waiting.reach[n]), c.map.width_m
    east, north = np.int64(c.waiting.x[n]) - c.map.west, np.int64(c.waiting.y[n]) - c.map.south
    left, right = max(0, (east - reach) // width), min(c.map.across - 1, (east + reach) // width)
    if left > right:
        return 0
    for up in range(max(0, (north - reach) // width), min(c.map.up - 1, (north + reach) // width) + 1):
        start, stop = c.map.first[up * c.map.across + left], c.map.first[up * c.map.across + right + 1]
        for p in range(start, stop):
            if not _is_near(c, n, p) or not _fits(c, n, p, told, length):
                continue
            other = c.helping.town[p]
            known = other == town or c.together[town, other]
            if not known and not (c.online_across and c.waiting.online[n] and c.helping.online[p]):
                continue
            if not _is_blocked(c, n, c.helping.row[p]):
                found[count] = c.helping.row[p]
                count += 1
    return count


@njit(cache=True, nogil=True)
def _online(c: Columns, n: int, found: NDArray[np.int32], count: int) -> int:
    """Write, behind the others, the volunteers whom n could meet online only."""
    told, length, town = c.waiting.told[n], c.waiting.length[n], c.waiting.town[n]
    for other in range(len(c.town_first) - 1):
        if other != town and not c.online_across and not c.together[town, other]:
            continue
        for place in range(c.town_first[other], c.town_first[other + 1]):
            p = c.by_town[place]
            if _fits(c, n, p, told, length) and not _is_near(c, n, p):
                if not _is_blocked(c, n, c.helping.row[p]):
                    found[count] = c.helping.row[p]
                    count += 1
    return count


@njit(cache=True, nogil=True)
def find(c: Columns, n: int, found: NDArray[np.int32]) -> int:
    """Write the volunteer rows that newcomer row n may be proposed, in no order; how many there are."""
    count = _near(c, n, found)
    return _online(c, n, found, count) if c.waiting.online[n] else count


@njit(cache=True, nogil=True)
def _search(c: Columns, order: NDArray[np.int32], in_person: bool, counts: NDArray[np.int64]) -> NDArray[np.int32]:
    """The volunteer rows of some newcomers, perhaps in person alone, one list behind the other, each ascending."""
    most = len(c.helping.row)
    found = np.empty(max(1024, 16 * len(order)) + most, dtype=np.int32)
    used = 0
    for n in order:
        if used + most > len(found):
            wider = np.empty(2 * len(found) + most, dtype=np.int32)
            wider[:used] = found[:used]
            found = wider
        here = found[used:]
        count = _near(c, n, here) if in_person else find(c, n, here)
        here[:count].sort()
        counts[n] = count
        used += count
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
    return listed(columns.of(problem), threads)


def listed(c: Columns, threads: int = 1, *, in_person: bool = False) -> Edges:
    """Every allowed pair, or only those who could meet in person, one list behind the other."""
    counts = np.zeros(len(c.waiting.town), dtype=np.int64)
    shares = [share for share in np.array_split(c.order, 16 * threads if threads > 1 else 1) if len(share)]
    with ThreadPoolExecutor(threads) as pool:
        lists = list(pool.map(lambda share: _search(c, share, in_person, counts), shares))
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    volunteer = np.empty(int(first[-1]), dtype=np.int32)
    for share, found in zip(shares, lists, strict=True):
        _in_queue_order(share, counts, found, first, volunteer)
    return Edges(volunteer, first)
