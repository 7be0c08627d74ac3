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

SHORT = 40


@njit(cache=True, nogil=True, inline="always")
def _meets(both: int) -> bool:
    """Rules 3 and 4, from what one told and what the other asked."""
    return (both >> GENDERS & FOUR != 0) & (both >> WISHES & FOUR != 0) & (both >> LEVELS & MANY != 0)


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
        word = 0
        while word < own.shape[1] and not own[n, word] & starts[length, p, word]:
            word += 1
        holds = word < own.shape[1]
        for one in range(first, stop):
            holds = holds and blocked[one] != rows[p]
        if holds:
            found[kept] = rows[p]
            kept += 1
    return kept


@njit(cache=True, nogil=True)
def _near(c: Columns, n: int, found: NDArray[np.int32]) -> int:
    """Write the places of the volunteers whom n could meet in person, for all but rules 2, 5 and a part of 6.

    It looks at many and keeps few. So no array is taken out of a tuple in the loop: that counts a reference.
    """
    count, told, length, about = 0, c.waiting.told[n], c.waiting.length[n], c.waiting.about[n]
    together, across = c.together, c.online_across and c.waiting.online[n]
    town, own_reach, shift = c.waiting.town[n], np.int64(c.waiting.reach[n]), np.int64(c.map.shift)
    own_x, own_y = np.int64(c.waiting.x[n]), np.int64(c.waiting.y[n])
    east, north = own_x - c.map.west, own_y - c.map.south
    xs, ys, reaches, towns, is_online = c.helping.x, c.helping.y, c.helping.reach, c.helping.town, c.helping.online
    asked, abouts = c.helping.asked, c.helping.about
    first: Any = c.map.first
    for layer in range(len(c.map.reach)):
        reach = min(own_reach, c.map.reach[layer])
        for up in range(max(0, (north - reach) >> shift), min(c.map.up - 1, (north + reach) >> shift) + 1):
            beyond = max(0, (up << shift) - north, north - ((up + 1) << shift) + 1)  # metres to this row of squares
            half = int(np.sqrt(float(reach * reach - beyond * beyond))) + 1
            left, right = max(0, (east - half) >> shift), min(c.map.across - 1, (east + half) >> shift)
            if left > right:
                continue
            at = up * c.map.across
            for p in range(first[layer, at + left], first[layer, at + right + 1]):
                dx, dy, limit = own_x - xs[p], own_y - ys[p], min(own_reach, np.int64(reaches[p]))
                if dx * dx + dy * dy > limit * limit or not about & abouts[length, p]:
                    continue
                if _meets(told & asked[p]) and (together[town, towns[p]] or (across and is_online[p])):
                    found[count] = p
                    count += 1
    return count


@njit(cache=True, nogil=True)
def _online(c: Columns, n: int, found: NDArray[np.int32], count: int) -> int:
    """Write, behind the others, the places of volunteers whom n could meet online only, as far as ``_near`` looks."""
    told, length, about, town = c.waiting.told[n], c.waiting.length[n], c.waiting.about[n], c.waiting.town[n]
    own_x, own_y, own_reach = np.int64(c.waiting.x[n]), np.int64(c.waiting.y[n]), np.int64(c.waiting.reach[n])
    xs, ys, reaches, asked, abouts = c.helping.x, c.helping.y, c.helping.reach, c.helping.asked, c.helping.about
    together, by_town, first = c.together, c.by_town, c.town_first
    for other in range(len(first) - 1):
        if other != town and not c.online_across and not together[town, other]:
            continue
        for place in range(first[other], first[other + 1]):
            p = by_town[place]
            if not about & abouts[length, p] or not _meets(told & asked[p]):
                continue
            dx, dy, limit = own_x - xs[p], own_y - ys[p], min(own_reach, np.int64(reaches[p]))
            if dx * dx + dy * dy > limit * limit:
                found[count] = p
                count += 1
    return count


@njit(cache=True, nogil=True)
def find(c: Columns, n: int, found: NDArray[np.int32]) -> int:
    """Write the volunteer rows that newcomer row n may be proposed, in no order; how many there are."""
    count = _near(c, n, found)
    if c.waiting.online[n]:
        count = _online(c, n, found, count)
    return _which_fit(c, n, found, count)


@njit(cache=True, nogil=True)
def in_order(rows: NDArray[np.int32], count: int) -> None:
    """Put the first so many rows in order, where they stand; short lists, as most are, without a stack."""
    if count > SHORT:
        rows[:count].sort()
        return
    for place in range(1, count):
        row, at = rows[place], place
        while at > 0 and rows[at - 1] > row:
            rows[at] = rows[at - 1]
            at -= 1
        rows[at] = row


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
        count = _which_fit(c, n, here, _near(c, n, here)) if in_person else find(c, n, here)
        in_order(here, count)
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
    return listed(columns.of(problem, threads), threads)


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
