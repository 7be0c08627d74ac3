"""The rule on ids, compiled: ``ties.settle`` for all components at once.

Of the pairs only the tight ones that lie on a circle are kept: the others occur in no best assignment. ``OPEN``,
"a place somewhere that may stay free", is one node a component: volunteer number ``V + component``.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import circles
from matching.compiled.buckets import NO_ONE
from matching.compiled.with_whom import Pairs, Seats
from matching.problem import Rows

Ints = NDArray[np.int32]


class Choices(NamedTuple):
    """What newcomers and open places can choose from.

    Attributes:
        volunteer, first: (T,) and (N + 1,) usable tight pairs by newcomer.
        component: (V,) of each volunteer.
        unpriced, unpriced_first: volunteers without a price whom somebody could leave, grouped by component.
    """

    volunteer: Ints
    first: Rows
    component: Ints
    unpriced: Ints
    unpriced_first: Rows


class Walk(NamedTuple):
    """Room for one search over V volunteers and C open places, each marked by the number of the search."""

    seen: Rows
    dead: Rows
    came_by: Ints
    came_from: Ints
    todo: Ints


@njit(cache=True, nogil=True)
def tight_pairs(pairs: Pairs, seats: Seats, least: int = 1) -> tuple[Ints, Ints]:
    """The tight pairs as two columns, by newcomer, then volunteer, of those who have at least so many."""
    volunteer, first, score, seat, price = pairs.volunteer, pairs.first, pairs.score, seats.seat, seats.price
    n, v, used = np.empty(1024, dtype=np.int32), np.empty(1024, dtype=np.int32), 0
    for newcomer in range(len(first) - 1):
        if seat[newcomer] == NO_ONE:
            continue
        begin, gain, most = used, seats.gain[newcomer], first[newcomer + 1] - first[newcomer]
        if used + most > len(n):
            n = np.append(n, np.empty(len(n) + most, dtype=np.int32))
            v = np.append(v, np.empty(len(v) + most, dtype=np.int32))
        for edge in range(first[newcomer], first[newcomer + 1]):
            if score[edge] >= gain:  # most pairs are worth less, and no price is below 0
                n[used], v[used] = newcomer, volunteer[edge]
                used += gain + price[volunteer[edge]] == score[edge]
        if used - begin < least:
            used = begin
    return n[:used], v[:used]


@njit(cache=True, nogil=True, inline="always")
def _reach(walk: Walk, search: int, other: int, mover: int, here: int, count: int) -> int:
    if walk.seen[other] == search or walk.dead[other] >= 0:
        return count
    walk.seen[other] = search
    walk.came_by[other], walk.came_from[other] = mover, here
    walk.todo[count] = other
    return count + 1


@njit(cache=True, nogil=True)
def _circle(
    c: Choices, seats: Seats, is_settled: NDArray[np.bool_], walk: Walk, wanted: int, own: int, search: int
) -> int:
    """Look for a way from the wanted volunteer back to the own one: 0 when it is found, else how many were seen."""
    volunteers = len(c.component)
    walk.seen[wanted], walk.todo[0], count, place = search, wanted, 1, 0
    while place < count:
        here = walk.todo[place]
        place += 1
        if here >= volunteers:
            if seats.price[own] == 0:
                _reach(walk, search, own, NO_ONE, here, count)
                return 0
            part = here - volunteers
            for slot in range(c.unpriced_first[part], c.unpriced_first[part + 1]):
                count = _reach(walk, search, c.unpriced[slot], NO_ONE, here, count)
        else:
            last = seats.first[here] + seats.taken[here]
            if last < seats.first[here + 1]:
                count = _reach(walk, search, volunteers + c.component[here], NO_ONE, here, count)
            for slot in range(seats.first[here], last):
                mover = seats.holder[slot]
                if not is_settled[mover]:
                    for edge in range(c.first[mover], c.first[mover + 1]):
                        count = _reach(walk, search, c.volunteer[edge], mover, here, count)
        if walk.seen[own] == search:
            return 0
    return count


@njit(cache=True, nogil=True)
def _leave(seats: Seats, newcomer: int, here: int) -> None:
    last = seats.first[here] + seats.taken[here] - 1
    for slot in range(seats.first[here], last):
        if seats.holder[slot] == newcomer:
            seats.holder[slot] = seats.holder[last]
    seats.holder[last] = NO_ONE
    seats.taken[here] -= 1


@njit(cache=True, nogil=True)
def _enter(seats: Seats, newcomer: int, there: int) -> None:
    seats.holder[seats.first[there] + seats.taken[there]] = newcomer
    seats.taken[there] += 1
    seats.seat[newcomer] = there


@njit(cache=True, nogil=True)
def _turn(seats: Seats, walk: Walk, volunteers: int, newcomer: int, wanted: int) -> None:
    """Move the newcomer to the wanted volunteer, and everybody on the way around; places open as they are left."""
    there = seats.seat[newcomer]
    _leave(seats, newcomer, there)
    while there != wanted:
        mover, here = walk.came_by[there], walk.came_from[there]
        if mover != NO_ONE:
            _leave(seats, mover, here)
            _enter(seats, mover, there)
        there = here
    _enter(seats, newcomer, wanted)


@njit(cache=True, nogil=True)
def _settle(c: Choices, seats: Seats, walk: Walk, rows: Rows) -> None:
    volunteers, search = len(c.component), 0
    is_settled = np.zeros(len(seats.seat), dtype=np.bool_)
    dead_ends = np.empty(len(walk.todo), dtype=np.int32)
    for newcomer in rows:
        dead, own = 0, seats.seat[newcomer]
        is_settled[newcomer] = True
        for edge in range(c.first[newcomer], c.first[newcomer + 1]):
            wanted = c.volunteer[edge]
            if wanted == own:
                break
            if walk.dead[wanted] >= 0:
                continue
            search += 1
            count = _circle(c, seats, is_settled, walk, wanted, own, search)
            if count == 0:
                _turn(seats, walk, volunteers, newcomer, wanted)
                break
            for place in range(count):
                dead_ends[dead] = walk.todo[place]
                walk.dead[walk.todo[place]] = newcomer
                dead += 1
        for place in range(dead):
            walk.dead[dead_ends[place]] = -1


def _on_a_circle(here: Rows, there: Rows, free: Rows, unpriced: Rows, component: Ints) -> NDArray[np.bool_]:
    """(E,) True for moves between volunteers that are strongly connected, by moves and through ``OPEN``."""
    size = len(component)
    sources = np.concatenate((here, free, size + component[unpriced]))
    targets = np.concatenate((there, size + component[free], unpriced))
    nodes = size + int(component.max(initial=0)) + 1
    label = circles.strong(sources.astype(np.int64), targets.astype(np.int64), nodes)
    return np.asarray(label[here] == label[there])


def settle(n: Rows | Ints, v: Ints, seats: Seats, component: Ints) -> None:
    """Change the seats into those that the rule picks, from any best assignment.

    Args:
        n, v: the tight pairs; whoever has but one can be left out.
        seats: changed.
        component: (V,) of each volunteer.
    """
    has_room = seats.taken < np.diff(seats.first)
    unpriced = np.flatnonzero(seats.price == 0)
    is_usable = _on_a_circle(seats.seat[n], v, np.flatnonzero(has_room), unpriced, component)
    n, v = n[is_usable], v[is_usable]
    first = np.concatenate(([0], np.cumsum(np.bincount(n, minlength=len(seats.seat))))).astype(np.int64)
    could_leave = np.zeros(len(component), dtype=bool)
    could_leave[v[np.diff(first)[n] > 1]] = True
    unpriced = unpriced[could_leave[unpriced]]
    by_component = unpriced[np.argsort(component[unpriced], kind="stable")]
    parts = int(component.max(initial=0)) + 1
    choices = Choices(
        volunteer=v,
        first=first,
        component=component,
        unpriced=by_component.astype(np.int32),
        unpriced_first=np.searchsorted(component[by_component], np.arange(parts + 1)).astype(np.int64),
    )
    nodes = len(component) + parts
    long, short = np.full(nodes, NO_ONE, dtype=np.int64), np.full(nodes, NO_ONE, dtype=np.int32)
    walk = Walk(seen=long, dead=long.copy(), came_by=short, came_from=short.copy(), todo=short.copy())
    _settle(choices, seats, walk, np.flatnonzero(np.diff(first) > 1))
