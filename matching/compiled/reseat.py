"""A place more or a person less: seats and prices that were the best are made the best again, near by.

``vacate`` frees a place and ``fill`` takes it into use again: it looks from the free place backwards for whoever
gains most by coming, for whoever gains most by coming after them, and so on (the reverse of ``with_whom.seat_one``).
Prices on that way fall until a place that stays free costs nothing. ``waiting`` looks backwards for those
without a seat who could come then.
"""

import heapq

import numpy as np
from numba import njit

from matching.compiled.buckets import FAR, NO_ONE, WIDE, go, nearest, send_away, stand
from matching.compiled.lists import Lists
from matching.compiled.with_whom import Ints, Search, Seats
from matching.feasibility import Mask
from matching.problem import Rows


@njit(cache=True, nogil=True)
def leave(seats: Seats, newcomer: int) -> None:
    """Free the newcomer's place; the taken ones stay in front."""
    here = seats.seat[newcomer]
    last = seats.first[here] + seats.taken[here] - 1
    for slot in range(seats.first[here], last):
        if seats.holder[slot] == newcomer:
            seats.holder[slot] = seats.holder[last]
            break
    seats.holder[last] = NO_ONE
    seats.taken[here] -= 1
    seats.seat[newcomer] = NO_ONE


@njit(cache=True, nogil=True)
def enter(seats: Seats, newcomer: int, there: int) -> None:
    """Take a free place."""
    seats.holder[seats.first[there] + seats.taken[there]] = newcomer
    seats.taken[there] += 1
    seats.seat[newcomer] = there


@njit(cache=True, nogil=True)
def enter_all(seats: Seats, seat: Rows) -> None:
    """Seat the newcomers as told (N,), -1 for nowhere."""
    for newcomer in range(len(seat)):
        if seat[newcomer] != NO_ONE:
            enter(seats, newcomer, seat[newcomer])


@njit(cache=True, nogil=True)
def _cheapest_call(callers: Lists, seats: Seats, search: Search, goes_to: Ints, start: int) -> tuple[int, int, int]:
    """What filling a free place adds to the sum at its price, whose place is then free, and the buckets' base.

    From each place one looks at everybody who could come there, and at what their leaving costs where they are.
    """
    caller, score, begin, stop = callers.other, callers.score, callers.first, callers.end
    seat, gain, price = seats.seat, seats.gain, seats.price
    length, came_by, touched, ring = search.length, search.came_by, search.touched, search.ring
    shortest, end, count, buckets, base, at = price[start], start, 1, len(price), 0, 0
    length[start], touched[0], here, so_far = 0, start, start, 0
    while True:
        before = so_far + price[here]
        for edge in range(begin[here], stop[here]):
            mover = caller[edge]
            via = before + gain[mover] - score[edge]
            if via >= shortest:  # most callers, of whom nothing else is looked up
                continue
            other = seat[mover]
            if other == NO_ONE or via >= length[other]:
                continue
            if length[other] == FAR:
                touched[count] = other
                count += 1
            else:
                go(ring, other)
            length[other], came_by[other], goes_to[other] = via, mover, here
            if via + price[other] < shortest:
                shortest, end = via + price[other], other
            stand(ring, other, buckets + min(via - base, WIDE))
        here, base, at = nearest(ring, length, base, at, shortest)
        if here == NO_ONE:
            search.count[0] = count
            return shortest, end, base
        so_far = base + at


@njit(cache=True, nogil=True)
def fill(callers: Lists, seats: Seats, search: Search, goes_to: Ints, start: int) -> int:
    """Take a free place into use again where that adds to the sum; the volunteer who then has a free place."""
    if seats.price[start] == 0:
        return start
    shortest, end, base = _cheapest_call(callers, seats, search, goes_to, start)
    for place in range(search.count[0]):
        here = search.touched[place]
        if search.length[here] < shortest:
            fall = shortest - search.length[here]
            seats.price[here] -= fall
            for slot in range(seats.first[here], seats.first[here] + seats.taken[here]):
                seats.gain[seats.holder[slot]] += fall
        send_away(search.ring, search.length, base, here)
    way, here = 0, end
    while here != start:
        search.touched[way] = here
        way += 1
        here = goes_to[here]
    while way > 0:
        way -= 1
        here = search.touched[way]
        mover = search.came_by[here]
        leave(seats, mover)
        enter(seats, mover, goes_to[here])
    return end


@njit(cache=True, nogil=True)
def waiting(callers: Lists, seats: Seats, rank: Rows, mark: tuple[Mask, Ints], starts: Ints, contested: Mask) -> int:
    """Who waits longest of those without a seat who could have a place that is free now; -1 when nobody could.

    ``mark`` is room: False for each volunteer, and a list of them. Where nobody waits, nothing is ``contested``.
    """
    is_seen, todo = mark
    count, place, first = 0, 0, NO_ONE
    for start in starts:
        if not is_seen[start] and seats.first[start] + seats.taken[start] < seats.first[start + 1]:
            is_seen[start], todo[count] = True, start
            count += 1
    while place < count:
        here = todo[place]
        place += 1
        for edge in range(callers.first[here], callers.end[here]):
            caller = callers.other[edge]
            other = seats.seat[caller]
            if other == NO_ONE:
                if first == NO_ONE or rank[caller] < rank[first]:
                    first = caller
            elif not is_seen[other]:
                is_seen[other], todo[count] = True, other
                count += 1
    for place in range(count):
        is_seen[todo[place]] = False
        if first == NO_ONE:
            contested[todo[place]] = False
    return first


@njit(cache=True, nogil=True)
def contest(pairs: Lists, seats: Seats, mark: tuple[Mask, Ints], starts: Ints, contested: Mask) -> None:
    """Mark everything that is reached from these volunteers as contested: somebody without a seat wants it."""
    is_seen, todo = mark
    count, place = 0, 0
    for start in starts:
        if not is_seen[start]:
            is_seen[start], todo[count] = True, start
            count += 1
    while place < count:
        here = todo[place]
        place += 1
        contested[here] = True
        for slot in range(seats.first[here], seats.first[here] + seats.taken[here]):
            mover = seats.holder[slot]
            for edge in range(pairs.first[mover], pairs.end[mover]):
                other = pairs.other[edge]
                if not is_seen[other]:
                    is_seen[other], todo[count] = True, other
                    count += 1
    for place in range(count):
        is_seen[todo[place]] = False


ROW_BITS = 32
ROW_MASK = (1 << ROW_BITS) - 1


@njit(cache=True, nogil=True)
def lower(first: Rows, volunteer: Ints, score: Ints, seats: Seats) -> None:
    """Bring prices that prove a best assignment down to the smallest ones that do.

    A price may fall by the least that separates it, by way of those who would come, from a price that is 0.
    """
    over = seats.price.copy()
    heap = [np.int64(0)]
    heap.clear()
    for here in range(len(over)):
        heapq.heappush(heap, over[here] << ROW_BITS | np.int64(here))
    while len(heap) > 0:
        nearest = heapq.heappop(heap)
        so_far, here = nearest >> ROW_BITS, nearest & ROW_MASK
        if so_far > over[here]:
            continue
        for slot in range(seats.first[here], seats.first[here] + seats.taken[here]):
            mover = seats.holder[slot]
            for edge in range(first[mover], first[mover + 1]):
                other = volunteer[edge]
                via = so_far + seats.gain[mover] + seats.price[other] - score[edge]
                if via < over[other]:
                    over[other] = via
                    heapq.heappush(heap, via << ROW_BITS | np.int64(other))
    for here in range(len(over)):
        seats.price[here] -= over[here]
        for slot in range(seats.first[here], seats.first[here] + seats.taken[here]):
            seats.gain[seats.holder[slot]] += over[here]
