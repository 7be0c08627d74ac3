"""Who is matched when pairs online have a bit each: ``queue.walk`` over a list of near pairs and rows of bits.

A search reads a row 64 volunteers at a time and looks only at those not reached yet. Whoever is reached leaves the
set of those still open, so however many pairs there are, no volunteer is looked at twice in a search.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled.components import root_of
from matching.compiled.online import BITS, NOT_ONLINE, ONE, Across, Online, lowest
from matching.compiled.who import NO_ONE, shift
from matching.feasibility import Mask
from matching.problem import Rows
from matching.queue import NOBODY, Kept

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]


class Near(NamedTuple):
    """The pairs in person, see ``Edges``."""

    volunteer: Ints
    first: Rows


@njit(cache=True, nogil=True)
def _everybody(columns: int, words: int) -> Words:
    """One bit for each column."""
    bits = np.zeros(words, dtype=np.uint64)
    for column in range(columns):
        bits[column // BITS] |= ONE << np.uint64(column % BITS)
    return bits


@njit(cache=True, nogil=True, inline="always")
def _drop(bits: Words, column: int) -> None:
    if column != NOT_ONLINE:
        bits[column // BITS] &= ~(ONE << np.uint64(column % BITS))


@njit(cache=True, nogil=True)
def _walk(near: Near, o: Online, first_seat: Rows) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
    """Seats of the newcomers, how many places are taken, by whom, and which volunteers are closed."""
    newcomers, volunteers, words = len(near.first) - 1, len(first_seat) - 1, o.bits.shape[1]
    seat = np.full(newcomers, NO_ONE, dtype=np.int32)
    taken = np.zeros(volunteers, dtype=np.int32)
    holder = np.full(first_seat[-1], NO_ONE, dtype=np.int32)
    is_closed = np.zeros(volunteers, dtype=np.bool_)
    reached_by = np.full(volunteers, NO_ONE, dtype=np.int32)
    came_by, came_from = np.empty(volunteers, dtype=np.int32), np.empty(volunteers, dtype=np.int32)
    reached = np.empty(volunteers, dtype=np.int32)
    movers, stands_at = np.empty(len(holder) + 1, dtype=np.int32), np.empty(len(holder) + 1, dtype=np.int32)
    open_, free = _everybody(len(o.volunteer), words), _everybody(len(o.volunteer), words)
    for column in range(len(o.volunteer)):
        if first_seat[o.volunteer[column]] == first_seat[o.volunteer[column] + 1]:
            _drop(free, column)
    left = open_.copy()
    for newcomer in range(newcomers):
        movers[0], stands_at[0], to_move, to_close, place, goal = newcomer, NO_ONE, 1, 0, 0, NO_ONE
        while place < to_move and goal == NO_ONE:
            mover, here = movers[place], stands_at[place]
            place += 1
            row = o.row_of[mover]
            for edge in range(near.first[mover], near.first[mover + 1]):
                other = near.volunteer[edge]
                if is_closed[other] or reached_by[other] == newcomer:
                    continue
                reached_by[other], came_by[other], came_from[other] = newcomer, mover, here
                if first_seat[other] + taken[other] < first_seat[other + 1]:
                    goal = other
                    break
                _drop(left, o.column_of[other])
                reached[to_close] = other
                to_close += 1
                for slot in range(first_seat[other], first_seat[other + 1]):
                    movers[to_move], stands_at[to_move] = holder[slot], other
                    to_move += 1
            for word in range(words if row != NOT_ONLINE and goal == NO_ONE else 0):
                seen = o.bits[row, word] & left[word]
                if seen & free[word]:
                    goal = o.volunteer[BITS * word + lowest(seen & free[word])]
                    came_by[goal], came_from[goal] = mover, here
                    break
                left[word] &= ~seen
                while seen:
                    other = o.volunteer[BITS * word + lowest(seen)]
                    seen &= seen - ONE
                    reached_by[other], came_by[other], came_from[other] = newcomer, mover, here
                    reached[to_close] = other
                    to_close += 1
                    for slot in range(first_seat[other], first_seat[other + 1]):
                        movers[to_move], stands_at[to_move] = holder[slot], other
                        to_move += 1
        if goal == NO_ONE:
            for place in range(to_close):
                is_closed[reached[place]] = True
                _drop(open_, o.column_of[reached[place]])
            continue
        shift(goal, came_by, came_from, first_seat, taken, holder, seat)
        if first_seat[goal] + taken[goal] == first_seat[goal + 1]:
            _drop(free, o.column_of[goal])
        for place in range(to_close):
            column = o.column_of[reached[place]]
            if column != NOT_ONLINE:
                left[column // BITS] |= open_[column // BITS] & (ONE << np.uint64(column % BITS))
    return seat, taken, holder, is_closed


@njit(cache=True, nogil=True)
def _last_ahead(near: Near, o: Online, seat: Ints, own: Rows, from_last: Rows) -> Rows:
    """See ``Kept.last_ahead``: volunteers with the latest own holder first, backwards over the pairs.

    Those with the same one go together, and first all who have a free place. Each newcomer is asked for all of them
    at once, and not again when the own volunteer is known; after the first round that is nearly everybody.
    """
    volunteers = len(own)
    before = np.zeros(volunteers + 1, dtype=np.int64)
    for newcomer in range(len(seat)):
        if seat[newcomer] != NO_ONE:
            for edge in range(near.first[newcomer], near.first[newcomer + 1]):
                before[near.volunteer[edge] + 1] += 1
    before = np.cumsum(before)
    at = before[:-1].copy()
    could_come = np.empty(before[-1], dtype=np.int32)
    for newcomer in range(len(seat)):
        if seat[newcomer] != NO_ONE:
            for edge in range(near.first[newcomer], near.first[newcomer + 1]):
                could_come[at[near.volunteer[edge]]] = seat[newcomer]
                at[near.volunteer[edge]] += 1
    asked, many = np.empty(len(o.newcomer), dtype=np.int32), 0
    for row in range(len(o.newcomer)):
        if seat[o.newcomer[row]] != NO_ONE:
            asked[many] = row
            many += 1
    last = np.full(volunteers, NOBODY, dtype=np.int64)
    is_known = np.zeros(volunteers, dtype=np.bool_)
    todo = np.empty(volunteers, dtype=np.int32)
    at_once = np.zeros(o.bits.shape[1], dtype=np.uint64)
    begin = 0
    while begin < volunteers:
        count, place, own_last = 0, 0, own[from_last[begin]]
        while begin < volunteers and own[from_last[begin]] == own_last:
            if not is_known[from_last[begin]]:
                is_known[from_last[begin]], todo[count] = True, from_last[begin]
                count += 1
            begin += 1
        while place < count:
            at_once[:] = 0
            while place < count:
                here = todo[place]
                place += 1
                last[here] = own_last
                for edge in range(before[here], before[here + 1]):
                    other = could_come[edge]
                    if not is_known[other]:
                        is_known[other], todo[count] = True, other
                        count += 1
                column = o.column_of[here]
                if column != NOT_ONLINE:
                    at_once[column // BITS] |= ONE << np.uint64(column % BITS)
            still = 0
            for each in range(many):
                row = asked[each]
                other = seat[o.newcomer[row]]
                if is_known[other]:
                    continue
                if _meet(o.bits[row], at_once):
                    is_known[other], todo[count] = True, other
                    count += 1
                    continue
                asked[still] = row
                still += 1
            many = still
    return last


@njit(cache=True, nogil=True)
def _meet(some: Words, others: Words) -> bool:
    """Whether two sets have somebody in common."""
    for word in range(len(some)):
        if some[word] & others[word]:
            return True
    return False


def walk(edges: Across, capacity: Rows) -> Kept:
    """Go down the queue and keep everyone who can still be kept; ``Kept`` as ``queue.walk`` gives it."""
    near, o = Near(edges.near.volunteer, edges.near.first), edges.online
    first_seat = np.concatenate(([0], np.cumsum(capacity))).astype(np.int64)
    seat, taken, holder, is_closed = _walk(near, o, first_seat)
    own = np.full(len(capacity), NOBODY, dtype=np.int64)
    has_places = np.flatnonzero(capacity)
    if len(has_places):
        own[has_places] = np.maximum.reduceat(holder, first_seat[has_places])
    own[taken < capacity] = len(seat)
    return Kept(seat.astype(np.int64), is_closed, _last_ahead(near, o, seat, own, np.argsort(-own, kind="stable")))


@njit(cache=True, nogil=True)
def _join(near: Near, o: Online, is_kept: Mask, parent: Ints) -> None:
    """Put volunteers together whom some kept newcomer may meet; ``main`` are those already with the first of them."""
    main, hub = np.zeros(o.bits.shape[1], dtype=np.uint64), NO_ONE
    for newcomer in range(len(near.first) - 1):
        if not is_kept[newcomer]:
            continue
        top, row = NO_ONE, o.row_of[newcomer]
        for edge in range(near.first[newcomer], near.first[newcomer + 1]):
            top = _together(parent, top, near.volunteer[edge])
        if row == NOT_ONLINE:
            continue
        for word in range(len(main)):
            if o.bits[row, word] & main[word]:
                top = _together(parent, top, hub)
                break
        for word in range(len(main)):
            left = o.bits[row, word] & ~main[word]
            while left:
                other = o.volunteer[BITS * word + lowest(left)]
                left &= left - ONE
                hub = other if hub == NO_ONE else hub
                top = _together(parent, top, other)
            if top != NO_ONE and root_of(parent, hub) == top:
                main[word] |= o.bits[row, word]


@njit(cache=True, nogil=True, inline="always")
def _together(parent: Ints, top: int, other: int) -> int:
    other = root_of(parent, other)
    if top == NO_ONE or top == other:
        return other
    parent[max(top, other)] = min(top, other)
    return min(top, other)


def components(edges: Across, is_kept: Mask, volunteers: int) -> tuple[Ints, Rows]:
    """(V,) the number of each volunteer's component, and the pairs of each component, the largest first."""
    parent = np.arange(volunteers, dtype=np.int32)
    _join(Near(edges.near.volunteer, edges.near.first), edges.online, is_kept, parent)
    roots = np.array([], dtype=np.int32) if not volunteers else _roots(parent)
    some = np.flatnonzero(is_kept & (edges.counts > 0))
    anybody = _anybody(Near(edges.near.volunteer, edges.near.first), edges.online, some)
    pairs = np.bincount(roots[anybody], weights=edges.counts[some], minlength=volunteers).astype(np.int64)
    return np.unique(roots, return_inverse=True)[1].astype(np.int32), np.sort(pairs[pairs > 0])[::-1]


@njit(cache=True, nogil=True)
def _roots(parent: Ints) -> Ints:
    roots = np.empty_like(parent)
    for here in range(len(parent)):
        roots[here] = root_of(parent, here)
    return roots


@njit(cache=True, nogil=True)
def _anybody(near: Near, o: Online, rows: Rows) -> Ints:
    """One volunteer of each of these newcomers, who all have some."""
    found = np.empty(len(rows), dtype=np.int32)
    for place in range(len(rows)):
        n = rows[place]
        if near.first[n] < near.first[n + 1]:
            found[place] = near.volunteer[near.first[n]]
            continue
        for word in range(o.bits.shape[1]):
            seen = o.bits[o.row_of[n], word]
            if seen:
                found[place] = o.volunteer[BITS * word + lowest(seen)]
                break
    return found
