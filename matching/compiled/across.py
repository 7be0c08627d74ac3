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
from matching.compiled import candidates, columns, components, lists, reseat, scores, ties, who_across, with_whom
from matching.compiled import online as online_
from matching.compiled.lists import Lists
from matching.compiled.online import NOT_ONLINE, Across, Ints
from matching.compiled.pricing import Found, Pricing
from matching.compiled.with_whom import Pairs, Search, Seats
from matching.feasibility import Edges, Mask
from matching.problem import Newcomers, Problem, Rows
from matching.queue import NOBODY, Kept
from matching.routes import Chosen

FIRST, MORE = 24, 24  # pairs online that a newcomer begins with, and at most gets at a time


def allowed(problem: Problem, threads: int = 1) -> Across:
    """Every allowed pair: those in person in a list, those online a bit each."""
    c = columns.of(problem)
    near = candidates.listed(c, threads, in_person=True)
    return Across(near, online_.of(c, near, threads), c)


def _in_person_first(people: Newcomers, edges: Across, rows: Rows) -> Rows:
    """The same rows: those who can meet in person only, neighbours together, then those with the most pairs near.

    Searches stay short while the small markets of each town fill before the great one of the whole country does.
    """
    rows = components.in_space(people, rows)
    is_online = edges.online.row_of[rows] != NOT_ONLINE
    near = np.where(is_online, -edges.near.counts[rows], 0)
    return np.asarray(rows[np.lexsort((near, is_online))])


def with_whom_best(problem: Problem, edges: Across, kept: Kept, threads: int = 1) -> Chosen:
    """The best assignment of those who are kept."""
    is_kept = np.asarray(kept.seat != NOBODY)
    component, sizes = who_across.components(edges, is_kept, len(problem.volunteers))
    pricing = Pricing(problem, edges.columns, edges.online, is_kept, threads)
    near = _near(problem, edges, is_kept, threads)
    rows = _in_person_first(problem.newcomers, edges, np.flatnonzero(is_kept))
    pairs = _and(_and(near, _with_own_seat(problem, kept, edges.online)), pricing.best(FIRST))
    shares = components.shares(Edges(pairs.volunteer, pairs.first), component, rows, threads)
    seats = with_whom.best(pairs, problem.volunteers.capacity, shares)
    while len((dearer := pricing.dearer(seats.gain, seats.price, MORE)).newcomer):
        pairs = _and(pairs, dearer)
        _seat_again(pairs, seats, np.unique(dearer.newcomer))
    ties.settle(*_tight(near, seats, pricing.tight(seats.gain, seats.price)), seats, component)
    return Chosen(Assignment(seats.seat.astype(np.int64), seats.gain, seats.price), sizes)


def _seat_again(pairs: Pairs, seats: Seats, rows: Rows) -> None:
    """The best assignment after these newcomers got more pairs: they leave, and are seated again, one by one."""
    count = len(seats.price)
    n = np.repeat(np.arange(len(seats.seat)), np.diff(pairs.first))
    callers = lists.turned(n, pairs.volunteer, pairs.score, (count, count))
    _move(pairs, callers, seats, with_whom.searching(count), np.zeros(count, dtype=np.int32), rows)
    reseat.lower(pairs.first, pairs.volunteer, pairs.score, seats)


@njit(cache=True, nogil=True)
def _move(pairs: Pairs, callers: Lists, seats: Seats, search: Search, goes_to: Ints, rows: Rows) -> None:
    heap = [np.int64(0)]
    freed = np.empty(len(rows), dtype=np.int32)
    for place in range(len(rows)):
        freed[place] = seats.seat[rows[place]]
        reseat.leave(seats, rows[place])
        seats.gain[rows[place]] = 0
    for here in freed:
        reseat.fill(callers, seats, search, goes_to, heap, here)
    for newcomer in rows:
        with_whom.seat_one(pairs, seats, search, heap, newcomer)


def _near(problem: Problem, edges: Across, is_kept: Mask, threads: int) -> Pairs:
    near = edges.near
    return Pairs.of(near.volunteer, near.first, scores.of_kept(problem, near, is_kept, threads))


def _with_own_seat(problem: Problem, kept: Kept, o: online_.Online) -> Found:
    """The pair online that keeps each newcomer, so that what is listed has a place for everybody."""
    rows = o.newcomer[kept.seat[o.newcomer] != NOBODY].astype(np.int64)
    own = Edges(
        kept.seat[rows].astype(np.int32), np.searchsorted(rows, np.arange(len(kept.seat) + 1)).astype(np.int64)
    )
    return Found(rows, own.volunteer, scores.of_kept(problem, own, kept.seat != NOBODY))


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
