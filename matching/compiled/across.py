"""A round with ``online_across``: the same result as from all pairs, with a hundredth of them in a list.

The pairs in person are listed. Of those online a newcomer begins with the best few; the assignment of what is
listed has prices, and the prices are held against every other pair: one that scores more than its gain and price
is listed too, and its newcomer is seated again, until there is none. Then no pair at all speaks against the prices,
which is the proof that the assignment is the best of all. The prices are the smallest for fewer pairs and allowed
for all, so they are the smallest for all. The rule on ids needs every tight pair, which the same look finds.
"""

import numpy as np
from numba import njit

from matching.assignment import Assignment
from matching.compiled import candidates, columns, lists, pair_scores, reseat, ties, who_across, with_whom
from matching.compiled import online as online_
from matching.compiled.lists import Lists
from matching.compiled.online import Across, Ints
from matching.compiled.pricing import Found, Pricing
from matching.compiled.with_whom import Pairs, Search, Seats
from matching.feasibility import Edges, Mask
from matching.problem import Problem, Rows
from matching.queue import NOBODY, Kept
from matching.routes import Chosen

FIRST, MORE = 12, 24  # pairs online that a newcomer begins with, and at most gets at a time


def allowed(problem: Problem, threads: int = 1) -> Across:
    """Every allowed pair: those in person in a list, those online a bit each."""
    c = columns.of(problem)
    near = candidates.listed(c, threads, in_person=True)
    return Across(near, online_.of(c, near, threads), c)


def with_whom_best(problem: Problem, edges: Across, kept: Kept, threads: int = 1) -> Chosen:
    """The best assignment of those who are kept."""
    is_kept = np.asarray(kept.seat != NOBODY)
    component, sizes = who_across.components(edges, is_kept, len(problem.volunteers))
    pricing = Pricing(problem, edges.columns, edges.online, is_kept, threads)
    near = _near(problem, edges, is_kept, threads)
    pairs = _and(_and(near, _with_own_seat(problem, kept, edges.online)), pricing.best(FIRST))
    seats = with_whom.best(pairs, problem.volunteers.capacity, component, np.flatnonzero(is_kept), threads)
    known = _Known(pairs, len(seats.price))
    while known.seat_again(pricing.dearer(seats.gain, seats.price, MORE), seats) or known.lower(seats):
        pass
    ties.settle(*_tight(near, seats, pricing.tight(seats.gain, seats.price)), seats, component)
    return Chosen(Assignment(seats.seat.astype(np.int64), seats.gain, seats.price), sizes)


class _Known:
    """The pairs that are listed, both ways."""

    def __init__(self, pairs: Pairs, volunteers: int) -> None:
        self._pairs, self._volunteers = pairs, volunteers
        self._callers: Lists | None = None

    def _turned(self, spare: int) -> Lists:
        pairs, sizes = self._pairs, (self._volunteers, self._volunteers)
        n = np.repeat(np.arange(len(pairs.first) - 1), np.diff(pairs.first))
        return lists.turned(n, pairs.volunteer, pairs.score, sizes, spare)

    def seat_again(self, found: Found, seats: Seats) -> bool:
        """The best assignment with these pairs too; False when there are none."""
        if not len(found.newcomer):
            return False
        callers = self._with_room(found)
        before, more = self._pairs, _and(self._pairs, found)
        shown = more._replace(end=more.first[:-1] + np.diff(before.first))
        search, goes_to = with_whom.searching(self._volunteers), np.zeros(self._volunteers, dtype=np.int32)
        _move(shown, callers, seats, search, goes_to, np.unique(found.newcomer))
        self._pairs = more
        return True

    def _with_room(self, found: Found) -> Lists:
        """The newcomers of each volunteer, with room for these pairs."""
        callers, asked, many = self._callers, np.unique(found.volunteer), len(found.volunteer)
        if callers is not None:
            many += int((callers.end[asked] - callers.first[asked]).sum())
        else:
            many += int(np.bincount(self._pairs.volunteer, minlength=self._volunteers)[asked].sum())
        spare = 4 * many + 2 * lists.LEAST_ROOM * len(asked)
        if callers is None or not lists.has_room(callers, spare):
            callers = self._callers = self._turned(spare)
        return callers

    def lower(self, seats: Seats) -> bool:
        """Bring the prices down to the smallest for what is listed; whether any fell."""
        before = seats.price.copy()
        reseat.lower(self._pairs.first, self._pairs.volunteer, self._pairs.score, seats)
        return bool((seats.price < before).any())


@njit(cache=True, nogil=True)
def _move(pairs: Pairs, callers: Lists, seats: Seats, search: Search, goes_to: Ints, rows: Rows) -> None:
    """Show these newcomers the new pairs, from ``end`` on, and seat them again.

    All of them leave before the first is seated, so most find a place that another one has left: ways are short, and
    few places are left over to be filled.
    """
    left = seats.seat[rows]
    for newcomer in rows:
        for edge in range(pairs.end[newcomer], pairs.first[newcomer + 1]):
            lists.append(callers, pairs.volunteer[edge], newcomer, pairs.score[edge])
        pairs.end[newcomer] = pairs.first[newcomer + 1]
        reseat.leave(seats, newcomer)
    with_whom.seat_all(pairs, seats, search, rows)
    for there in left:
        while seats.price[there] > 0 and seats.first[there] + seats.taken[there] < seats.first[there + 1]:
            reseat.fill(callers, seats, search, goes_to, there)


def _near(problem: Problem, edges: Across, is_kept: Mask, threads: int) -> Pairs:
    near = edges.near
    return Pairs.of(near.volunteer, near.first, pair_scores.of_kept(problem, near, is_kept, threads))


def _with_own_seat(problem: Problem, kept: Kept, o: online_.Online) -> Found:
    """The pair online that keeps each newcomer, so that what is listed has a place for everybody."""
    rows = o.newcomer[kept.seat[o.newcomer] != NOBODY].astype(np.int64)
    own = Edges(
        kept.seat[rows].astype(np.int32), np.searchsorted(rows, np.arange(len(kept.seat) + 1)).astype(np.int64)
    )
    return Found(rows, own.volunteer, pair_scores.of_kept(problem, own, kept.seat != NOBODY))


@njit(cache=True, nogil=True)
def _merge(pairs: Pairs, found: Found, first: Rows, merged: Pairs) -> None:
    at = 0
    for n in range(len(first) - 1):
        place = first[n]
        for edge in range(pairs.first[n], pairs.first[n + 1]):
            merged.volunteer[place], merged.score[place] = pairs.volunteer[edge], pairs.score[edge]
            place += 1
        while at < len(found.newcomer) and found.newcomer[at] == n:
            merged.volunteer[place], merged.score[place] = found.volunteer[at], found.score[at]
            place += 1
            at += 1


def _and(pairs: Pairs, found: Found) -> Pairs:
    """These pairs and those, by newcomer."""
    more = np.bincount(found.newcomer, minlength=len(pairs.first) - 1)
    first = pairs.first + np.concatenate(([0], np.cumsum(more)))
    merged = Pairs.of(np.empty(int(first[-1]), np.int32), first, np.empty(int(first[-1]), np.int16))
    _merge(pairs, found, first, merged)
    return merged


def _tight(near: Pairs, seats: Seats, found: Found) -> tuple[Rows, Ints]:
    """Every tight pair by newcomer, then volunteer."""
    n, v = ties.tight_pairs(near, seats)
    newcomers, volunteers = np.concatenate((n, found.newcomer)), np.concatenate((v, found.volunteer))
    order = np.lexsort((volunteers, newcomers))
    return newcomers[order], volunteers[order]
