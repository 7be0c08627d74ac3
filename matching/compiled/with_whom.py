"""With whom, compiled: the greatest sum of scores by shortest augmenting paths, with kept dual prices.

Newcomers are seated one after the other, each by the way that costs the least of the sum (Edmonds and Karp, 1972;
Tomizawa, 1971). ``gain[n] + price[v] >= score`` holds for every pair throughout, with equality for the seated, so
the lengths of steps are never below 0 and Dijkstra finds the way. All of it is whole numbers.
"""

import heapq
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.problem import Rows

Ints = NDArray[np.int32]
NO_ONE = -1
FAR = 1 << 40
ROW_BITS = 32
ROW_MASK = (1 << ROW_BITS) - 1
SHORTEST, END, COUNT = 0, 1, 2  # places in ``Search.found``


class Pairs(NamedTuple):
    """The allowed pairs with their scores: those of newcomer n are ``first[n]:end[n]``."""

    volunteer: Ints
    first: Rows
    end: Rows
    score: NDArray[np.int16]

    @classmethod
    def of(cls, volunteer: Ints, first: Rows, score: NDArray[np.int16]) -> "Pairs":
        """Pairs one list behind the other, as in ``Edges``."""
        return cls(volunteer, first, first[1:], score)


class Seats(NamedTuple):
    """Who sits where, at what prices; the seats of volunteer v are ``first[v]:first[v + 1]``, the taken in front."""

    first: Rows
    taken: Ints
    holder: Ints
    seat: Ints
    gain: Rows
    price: Rows


class Search(NamedTuple):
    """What one search for the shortest way knows of each volunteer; ``found`` is (shortest way out, its end)."""

    length: Rows
    came_by: Ints
    is_final: NDArray[np.bool_]
    touched: Ints
    found: Rows


# Arrays are taken out of their tuples before each loop: that counts a reference, which costs more than a pair does.


@njit(cache=True, nogil=True)
def _look_around(pairs: Pairs, seats: Seats, search: Search, heap: list[int], mover: int, so_far: int) -> None:
    """Every way on from a newcomer; a free place ends one, and no longer way need be looked at."""
    volunteer, score, price, first, taken = pairs.volunteer, pairs.score, seats.price, seats.first, seats.taken
    length, is_final, came_by, found = search.length, search.is_final, search.came_by, search.found
    so_far, shortest = so_far + seats.gain[mover], found[SHORTEST]
    for edge in range(pairs.first[mover], pairs.end[mover]):
        other = volunteer[edge]
        via = so_far - score[edge] + price[other]
        if via >= shortest or via >= length[other] or is_final[other]:
            continue
        if length[other] == FAR:
            search.touched[found[COUNT]] = other
            found[COUNT] += 1
        length[other] = via
        came_by[other] = mover
        if first[other] + taken[other] < first[other + 1]:
            shortest = via
            found[SHORTEST], found[END] = via, other
        else:
            heapq.heappush(heap, via << ROW_BITS | np.int64(other))


@njit(cache=True, nogil=True)
def _keenest(pairs: Pairs, seats: Seats, newcomer: int) -> tuple[int, int]:
    """The most that a newcomer can gain at these prices; a volunteer with a free place who gives as much, or -1."""
    volunteer, score, price, first, taken = pairs.volunteer, pairs.score, seats.price, seats.first, seats.taken
    most, at = -FAR, NO_ONE
    for edge in range(pairs.first[newcomer], pairs.end[newcomer]):
        other = volunteer[edge]
        worth = score[edge] - price[other]
        if worth > most or (worth == most and at == NO_ONE):
            most, at = worth, other if first[other] + taken[other] < first[other + 1] else NO_ONE
    return most, at


@njit(cache=True, nogil=True)
def _shift(seats: Seats, came_by: Ints, end: int) -> None:
    """Move everybody one place along the way that ends in a free place."""
    hole = seats.first[end] + seats.taken[end]
    seats.taken[end] += 1
    while True:
        mover = came_by[end]
        left = seats.seat[mover]
        seats.holder[hole], seats.seat[mover] = mover, end
        if left == NO_ONE:
            return
        hole = seats.first[left]
        while seats.holder[hole] != mover:
            hole += 1
        end = left


@njit(cache=True, nogil=True)
def seat_one(pairs: Pairs, seats: Seats, search: Search, heap: list[int], newcomer: int) -> bool:
    """Seat one newcomer more at the least cost to the sum; False, with nothing changed, when there is no way."""
    keenest, at_once = _keenest(pairs, seats, newcomer)
    seats.gain[newcomer] = keenest
    if at_once != NO_ONE:
        search.came_by[at_once] = newcomer
        _shift(seats, search.came_by, at_once)
        return True
    heap.clear()
    search.found[:] = (FAR, NO_ONE, 0)
    _look_around(pairs, seats, search, heap, newcomer, 0)
    while len(heap) > 0:
        nearest = heapq.heappop(heap)
        so_far, here = nearest >> ROW_BITS, nearest & ROW_MASK
        if so_far >= search.found[SHORTEST]:
            break
        if search.is_final[here]:
            continue
        search.is_final[here] = True
        for slot in range(seats.first[here], seats.first[here + 1]):
            _look_around(pairs, seats, search, heap, seats.holder[slot], so_far)
    shortest, is_found = search.found[SHORTEST], search.found[END] != NO_ONE
    for place in range(search.found[COUNT]):
        here = search.touched[place]
        if search.is_final[here] and is_found:
            rise = shortest - search.length[here]
            seats.price[here] += rise
            for slot in range(seats.first[here], seats.first[here + 1]):
                seats.gain[seats.holder[slot]] -= rise
        search.is_final[here], search.length[here] = False, FAR
    seats.gain[newcomer] = keenest - shortest if is_found else 0
    if is_found:
        _shift(seats, search.came_by, search.found[END])
    return is_found


@njit(cache=True, nogil=True)
def seat_all(pairs: Pairs, seats: Seats, search: Search, rows: Rows) -> None:
    """Seat these newcomers, one after the other; each can be seated beside those before."""
    heap = [np.int64(0)]
    for newcomer in rows:
        seat_one(pairs, seats, search, heap, newcomer)


def empty(newcomers: int, capacity: Rows) -> Seats:
    """Nobody seated yet."""
    volunteers = len(capacity)
    first = np.concatenate(([0], np.cumsum(capacity))).astype(np.int64)
    return Seats(
        first=first,
        taken=np.zeros(volunteers, dtype=np.int32),
        holder=np.full(int(first[-1]), NO_ONE, dtype=np.int32),
        seat=np.full(newcomers, NO_ONE, dtype=np.int32),
        gain=np.zeros(newcomers, dtype=np.int64),
        price=np.zeros(volunteers, dtype=np.int64),
    )


def searching(volunteers: int) -> Search:
    """Room for one search after the other."""
    return Search(
        length=np.full(volunteers, FAR, dtype=np.int64),
        came_by=np.full(volunteers, NO_ONE, dtype=np.int32),
        is_final=np.zeros(volunteers, dtype=np.bool_),
        touched=np.empty(volunteers, dtype=np.int32),
        found=np.zeros(3, dtype=np.int64),
    )


def best(pairs: Pairs, capacity: Rows, shares: Sequence[Rows]) -> Seats:
    """An assignment of the kept rows with the greatest sum of scores, at the smallest prices that prove it.

    Prices begin at 0 and rise only as far as the shortest way asks, so they are the smallest ones. Each share of
    the rows has a thread of its own; no two shares may have a volunteer in common.
    """
    seats = empty(len(pairs.first) - 1, capacity)
    with ThreadPoolExecutor(max(1, len(shares))) as pool:
        work = [pool.submit(seat_all, pairs, seats, searching(len(capacity)), rows) for rows in shares]
    for done in work:
        done.result()
    return seats
