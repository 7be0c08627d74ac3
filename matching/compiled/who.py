"""Who is matched, compiled: ``queue.walk`` with plain arrays for its lists.

A place is a seat: volunteer v has the seats ``first_seat[v]:first_seat[v + 1]``, the taken ones in front.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.feasibility import Edges
from matching.problem import Rows
from matching.queue import NOBODY, Kept

Ints = NDArray[np.int32]
NO_ONE = -1


@njit(cache=True, nogil=True)
def shift(end: int, came_by: Ints, came_from: Ints, first_seat: Rows, taken: Ints, holder: Ints, seat: Ints) -> None:
    """Move everybody one place along the way that ends in a free place."""
    holder[first_seat[end] + taken[end]] = NO_ONE
    hole = first_seat[end] + taken[end]
    taken[end] += 1
    while True:
        mover, here = came_by[end], came_from[end]
        holder[hole] = mover
        seat[mover] = end
        if here == NO_ONE:
            return
        hole = first_seat[here]
        while holder[hole] != mover:
            hole += 1
        end = here


@njit(cache=True, nogil=True)
def _walk(volunteer: Ints, first: Rows, first_seat: Rows) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """Seats of the newcomers, how many places are taken, by whom, and which volunteers are closed."""
    newcomers, volunteers = len(first) - 1, len(first_seat) - 1
    seat = np.full(newcomers, NO_ONE, dtype=np.int32)
    taken = np.zeros(volunteers, dtype=np.int32)
    holder = np.full(first_seat[-1], NO_ONE, dtype=np.int32)
    is_closed = np.zeros(volunteers, dtype=np.bool_)
    reached_by = np.full(volunteers, NO_ONE, dtype=np.int32)
    came_by, came_from = np.empty(volunteers, dtype=np.int32), np.empty(volunteers, dtype=np.int32)
    reached = np.empty(volunteers, dtype=np.int32)
    movers, stands_at = np.empty(len(holder) + 1, dtype=np.int32), np.empty(len(holder) + 1, dtype=np.int32)
    for newcomer in range(newcomers):
        movers[0], stands_at[0], to_move, to_close, place, goal = newcomer, NO_ONE, 1, 0, 0, NO_ONE
        while place < to_move and goal == NO_ONE:
            mover = movers[place]
            for edge in range(first[mover], first[mover + 1]):
                other = volunteer[edge]
                if is_closed[other] or reached_by[other] == newcomer:
                    continue
                reached_by[other] = newcomer
                came_by[other], came_from[other] = mover, stands_at[place]
                if first_seat[other] + taken[other] < first_seat[other + 1]:
                    goal = other
                    break
                reached[to_close] = other
                to_close += 1
                for slot in range(first_seat[other], first_seat[other + 1]):
                    movers[to_move], stands_at[to_move] = holder[slot], other
                    to_move += 1
            place += 1
        if goal != NO_ONE:
            shift(goal, came_by, came_from, first_seat, taken, holder, seat)
            continue
        for place in range(to_close):
            is_closed[reached[place]] = True
    return seat, taken, holder, is_closed


@njit(cache=True, nogil=True)
def _reach_a_free_place(volunteer: Ints, first: Rows, seat: Ints, last: Rows) -> Ints:
    """Mark in ``last`` volunteers whose holders could move to one who is marked; the holders of those who are left.

    Most holders know somebody with a free place, and are asked once. When few are found, some may be left to find.
    """
    marked, asked, many = len(seat), np.empty(len(seat), dtype=np.int32), 0
    for newcomer in range(len(seat)):
        if seat[newcomer] != NO_ONE and last[seat[newcomer]] != marked:
            asked[many] = newcomer
            many += 1
    before = 2 * many + 1
    while 2 * many < before:
        before, many = many, 0
        for place in range(before):
            newcomer = asked[place]
            here, edge = seat[newcomer], first[newcomer]
            while last[here] != marked and edge < first[newcomer + 1]:
                if last[volunteer[edge]] == marked:
                    last[here] = marked
                edge += 1
            if last[here] != marked:
                asked[many] = newcomer
                many += 1
    return asked[:many]


@njit(cache=True, nogil=True)
def _backwards(volunteer: Ints, first: Rows, seat: Ints, asked: Ints, own: Rows, from_last: Rows, last: Rows) -> None:
    """Fill in what is left of ``last``: volunteers with the latest own holder first, backwards over the pairs."""
    volunteers, marked = len(own), len(seat)
    before = np.zeros(volunteers + 1, dtype=np.int64)
    todo, count = np.empty(volunteers, dtype=np.int32), 0
    for newcomer in asked:
        here = seat[newcomer]
        for edge in range(first[newcomer], first[newcomer + 1]):
            before[volunteer[edge] + 1] += 1
            if last[volunteer[edge]] == marked and last[here] != marked:
                last[here], todo[count] = marked, here
                count += 1
    before = np.cumsum(before)
    at = before[:-1].copy()
    could_come = np.empty(before[-1], dtype=np.int32)
    for newcomer in asked:
        for edge in range(first[newcomer], first[newcomer + 1]):
            could_come[at[volunteer[edge]]] = seat[newcomer]
            at[volunteer[edge]] += 1
    for turn in range(len(from_last) + 1):
        place = 0
        if turn > 0:
            end = from_last[turn - 1]
            if last[end] != NOBODY:
                continue
            last[end], todo[0], count = own[end], end, 1
        while place < count:
            here = todo[place]
            for edge in range(before[here], before[here + 1]):
                other = could_come[edge]
                if last[other] == NOBODY:
                    last[other], todo[count] = last[here], other
                    count += 1
            place += 1


def last_ahead(edges: Edges, capacity: Rows, seat: Ints, taken: Ints, holder: Ints) -> Rows:
    """See ``Kept.last_ahead``: from the seats of those who are kept, and who holds each place."""
    own = np.full(len(capacity), NOBODY, dtype=np.int64)
    has_places = np.flatnonzero(capacity)
    if len(has_places):
        first_seat = np.concatenate(([0], np.cumsum(capacity)))
        own[has_places] = np.maximum.reduceat(holder, first_seat[has_places])
    last = np.where(taken < capacity, len(seat), NOBODY)
    asked = _reach_a_free_place(edges.volunteer, edges.first, seat, last)
    left = np.flatnonzero(last == NOBODY)
    from_last = left[np.argsort(-own[left], kind="stable")]
    _backwards(edges.volunteer, edges.first, seat, asked, own, from_last, last)
    return last


def walk(edges: Edges, capacity: Rows) -> Kept:
    """Go down the queue and keep everyone who can still be kept; ``Kept`` as ``queue.walk`` gives it."""
    first_seat = np.concatenate(([0], np.cumsum(capacity))).astype(np.int64)
    seat, taken, holder, is_closed = _walk(edges.volunteer, edges.first, first_seat)
    return Kept(seat.astype(np.int64), is_closed, last_ahead(edges, capacity, seat, taken, holder))
