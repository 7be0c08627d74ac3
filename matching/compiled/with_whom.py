"""With whom, compiled: the greatest sum of scores by shortest augmenting paths, with kept dual prices.

Newcomers are seated one after the other, each by the way that costs the least of the sum (Edmonds and Karp, 1972;
Tomizawa, 1971). ``gain[n] + price[v] >= score`` holds for every pair throughout, with equality for the seated, so
the lengths of steps are never below 0 and Dijkstra finds the way. All of it is whole numbers.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import components
from matching.compiled.buckets import FAR, NO_ONE, WIDE, go, nearest, rings, send_away, stand
from matching.problem import Rows

Ints = NDArray[np.int32]


class Pairs(NamedTuple):
    """The allowed pairs with their scores: those of newcomer n are ``first[n]:end[n]``, ``best_first`` or not."""

    volunteer: Ints
    first: Rows
    end: Rows
    score: NDArray[np.int16]
    best_first: bool

    @classmethod
    def of(cls, volunteer: Ints, first: Rows, score: NDArray[np.int16]) -> "Pairs":
        """Pairs one list behind the other, as in ``Edges``."""
        return cls(volunteer, first, first[1:], score, best_first=False)


class Seats(NamedTuple):
    """Who sits where, at what prices; the seats of volunteer v are ``first[v]:first[v + 1]``, the taken in front."""

    first: Rows
    taken: Ints
    holder: Ints
    seat: Ints
    gain: Rows
    price: Rows


class Search(NamedTuple):
    """What one search for the shortest way knows of each volunteer, and the line of those still to look at.

    ``length`` is ``FAR`` between two searches; ``count`` (1,) says how many are ``touched`` by the last one.
    """

    length: Rows
    came_by: Ints
    touched: Ints
    ring: Ints
    count: Rows


# Arrays are taken out of their tuples before each loop: that counts a reference, which costs more than a pair does.
# For the same reason a search is one loop: to hand a dozen arrays to a function costs more than a newcomer's pairs.


@njit(cache=True, nogil=True)
def _shortest_way(pairs: Pairs, seats: Seats, search: Search, newcomer: int) -> tuple[int, int, int]:
    """How long the shortest way to a free place is, where it ends (or -1), and the base of the buckets at the end."""
    volunteer, score, begin, stop = pairs.volunteer, pairs.score, pairs.first, pairs.end
    first, taken, holder, gain, price = seats.first, seats.taken, seats.holder, seats.gain, seats.price
    length, came_by, touched, ring = search.length, search.came_by, search.touched, search.ring
    shortest, end, count, buckets, base, at = FAR, NO_ONE, 0, len(price), 0, 0
    mover, so_far, slot, last, best_first = newcomer, 0, 0, 1, pairs.best_first
    while True:
        for edge in range(begin[mover], stop[mover]):
            other = volunteer[edge]
            via = so_far + gain[mover] - score[edge]
            if via >= shortest and best_first:
                break
            via += price[other]
            if via >= shortest or via >= length[other]:
                continue
            came_by[other] = mover
            if first[other] + taken[other] < first[other + 1]:
                shortest, end = via, other
                continue
            if length[other] == FAR:
                touched[count] = other
                count += 1
            else:
                go(ring, other)
            length[other] = via
            stand(ring, other, buckets + min(via - base, WIDE))
        slot += 1
        while slot >= last:
            here, base, at = nearest(ring, length, base, at, shortest)
            if here == NO_ONE:
                search.count[0] = count
                return shortest, end, base
            so_far, slot, last = base + at, first[here], first[here + 1]
        mover = holder[slot]


@njit(cache=True, nogil=True)
def _keenest(pairs: Pairs, seats: Seats, newcomer: int) -> tuple[int, int]:
    """The most that a newcomer can gain at these prices; a volunteer with a free place who gives as much, or -1."""
    volunteer, score, price, first, taken = pairs.volunteer, pairs.score, seats.price, seats.first, seats.taken
    most, at = -FAR, NO_ONE
    for edge in range(pairs.first[newcomer], pairs.end[newcomer]):
        if pairs.best_first and (score[edge] < most or (score[edge] == most and at != NO_ONE)):
            break
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
def seat_one(pairs: Pairs, seats: Seats, search: Search, newcomer: int) -> bool:
    """Seat one newcomer more at the least cost to the sum; False, with nothing changed, when there is no way."""
    keenest, at_once = _keenest(pairs, seats, newcomer)
    seats.gain[newcomer] = keenest
    if at_once != NO_ONE:
        search.came_by[at_once] = newcomer
        _shift(seats, search.came_by, at_once)
        return True
    shortest, end, base = _shortest_way(pairs, seats, search, newcomer)
    is_found = end != NO_ONE
    for place in range(search.count[0]):
        here = search.touched[place]
        if is_found and search.length[here] < shortest:
            rise = shortest - search.length[here]
            seats.price[here] += rise
            for slot in range(seats.first[here], seats.first[here + 1]):
                seats.gain[seats.holder[slot]] -= rise
        send_away(search.ring, search.length, base, here)
    seats.gain[newcomer] = keenest - shortest if is_found else 0
    if is_found:
        _shift(seats, search.came_by, end)
    return is_found


@njit(cache=True, nogil=True)
def seat_all(pairs: Pairs, seats: Seats, search: Search, rows: Rows) -> None:
    """Seat these newcomers, one after the other; each can be seated beside those before."""
    for newcomer in rows:
        seat_one(pairs, seats, search, newcomer)


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
        touched=np.empty(volunteers, dtype=np.int32),
        ring=rings(volunteers),
        count=np.zeros(1, dtype=np.int64),
    )


@njit(cache=True, nogil=True)
def _bring_together(pairs: Pairs, rows: Rows, place_of: Ints, near: Pairs, share: Rows) -> None:
    """Copy the pairs of some newcomers (places among the rows), the best first."""
    volunteer, score, begin, stop = pairs.volunteer, pairs.score, pairs.first, pairs.end
    to_volunteer, to_score, at = near.volunteer, near.score, np.zeros(1, dtype=np.int64)
    for place in share:
        first, end = begin[rows[place]], stop[rows[place]]
        least, most = score[first], score[first]
        for edge in range(first, end):
            least, most = min(least, score[edge]), max(most, score[edge])
        if len(at) < most - least + 2:
            at = np.zeros(most - least + 2, dtype=np.int64)
        at[: most - least + 2] = 0
        for edge in range(first, end):
            at[most - score[edge] + 1] += 1
        for worse in range(most - least + 1):
            at[worse + 1] += at[worse]
        for edge in range(first, end):
            to = near.first[place] + at[most - score[edge]]
            at[most - score[edge]] += 1
            to_volunteer[to], to_score[to] = place_of[volunteer[edge]], score[edge]


@njit(cache=True, nogil=True)
def _spread(near: Seats, rows: Rows, places: Ints, seats: Seats) -> None:
    """Write the same seats, all of them taken by these newcomers, in the rows of everybody."""
    for place in range(len(rows)):
        seats.seat[rows[place]], seats.gain[rows[place]] = places[near.seat[place]], near.gain[place]
    for place in range(len(places)):
        here, first = places[place], near.first[place]
        seats.taken[here], seats.price[here] = near.taken[place], near.price[place]
        for slot in range(near.taken[place]):
            seats.holder[seats.first[here] + slot] = rows[near.holder[first + slot]]


@njit(cache=True, nogil=True)
def _by_number(numbers: Rows | Ints, order: Ints) -> Ints:
    """These places of small numbers by number, equal ones as they stood: by counting, not by comparing."""
    at = np.zeros(numbers.max() + 2 if len(numbers) else 1, dtype=np.int64)
    for place in order:
        at[numbers[place] + 1] += 1
    at = np.cumsum(at)
    found = np.empty_like(order)
    for place in order:
        found[at[numbers[place]]] = place
        at[numbers[place]] += 1
    return found


def best(pairs: Pairs, capacity: Rows, component: Ints, rows: Rows, threads: int = 1) -> Seats:
    """An assignment of these newcomers (rows) with the greatest sum of scores, at the smallest prices that prove it.

    Prices begin at 0 and rise only as far as the shortest way asks, so they are the smallest ones. People of one
    ``component`` (of each volunteer) stand together in memory; those with the fewest volunteers are seated first,
    while ways are short. Each thread has components of its own.
    """
    counts = pairs.end[rows] - pairs.first[rows]
    part = component[pairs.volunteer[pairs.first[rows]]]
    order = _by_number(part, _by_number(counts, np.arange(len(rows), dtype=np.int32)))
    places = _by_number(component, np.arange(len(component), dtype=np.int32))
    rows, counts = rows[order], counts[order]
    place_of = np.empty(len(places), dtype=np.int32)
    place_of[places] = np.arange(len(places), dtype=np.int32)
    first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    near = Pairs.of(np.empty(int(first[-1]), np.int32), first, np.empty(int(first[-1]), np.int16))
    near, near_seats = near._replace(best_first=True), empty(len(rows), capacity[places])

    def work(share: Rows) -> None:
        _bring_together(pairs, rows, place_of, near, share)
        seat_all(near, near_seats, searching(len(capacity)), share)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, components.shares(part[order], counts, threads)))
    seats = empty(len(pairs.first) - 1, capacity)
    _spread(near_seats, rows, places, seats)
    return seats
