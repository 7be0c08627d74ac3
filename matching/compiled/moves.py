"""Somebody comes or goes: who is matched and with whom stay what solving again would give, but for ties.

Sets of newcomers that can be matched together are a matroid. So a newcomer more costs at most one other the match:
the last in the queue of those whose places hang together with the place that is asked for. And one person less
gives a place to whoever waits longest of those who can reach it.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

from matching.compiled.buckets import NO_ONE
from matching.compiled.lists import Lists, take_away
from matching.compiled.reseat import contest, fill, leave, waiting
from matching.compiled.with_whom import Ints, Pairs, Search, Seats, seat_one
from matching.feasibility import Mask
from matching.problem import Rows


class State(NamedTuple):
    """Pairs both ways, seats and prices, and room for searches.

    Attributes:
        rank: (N,) the order of the queue.
        contested: (V,) True for at least those whom somebody without a seat could reach.
    """

    pairs: Lists
    callers: Lists
    seats: Seats
    search: Search
    goes_to: Ints
    is_seen: Mask
    todo: Ints
    rank: Rows
    contested: Mask


@njit(cache=True, nogil=True)
def _seat(s: State, newcomer: int) -> bool:
    pairs = Pairs(s.pairs.other, s.pairs.first, s.pairs.end, s.pairs.score, best_first=False)
    return seat_one(pairs, s.seats, s.search, newcomer)


@njit(cache=True, nogil=True)
def join(s: State, newcomer: int) -> None:
    """Somebody more in the queue: seated when there is a way, else in the place of the last of those in the way."""
    if _seat(s, newcomer):
        return
    last = newcomer
    for place in range(s.search.count[0]):
        here = s.search.touched[place]
        s.contested[here] = True
        for slot in range(s.seats.first[here], s.seats.first[here] + s.seats.taken[here]):
            if s.rank[s.seats.holder[slot]] > s.rank[last]:
                last = s.seats.holder[slot]
    if last == newcomer:
        return
    freed = s.seats.seat[last]
    leave(s.seats, last)
    s.seats.gain[last] = 0
    fill(s.callers, s.seats, s.search, s.goes_to, freed)
    _seat(s, newcomer)
    contest(s.pairs, s.seats, (s.is_seen, s.todo), np.array([freed], dtype=np.int32), s.contested)


@njit(cache=True, nogil=True)
def quit_(s: State, newcomer: int) -> None:
    """Somebody less: the place goes to whoever waits longest of those who can reach it."""
    freed = s.seats.seat[newcomer]
    take_away(s.pairs, s.callers, newcomer)
    if freed == NO_ONE:
        return
    leave(s.seats, newcomer)
    s.seats.gain[newcomer] = 0
    end = fill(s.callers, s.seats, s.search, s.goes_to, freed)
    if s.contested[freed]:
        ends = np.array([end, freed], dtype=np.int32)
        _give_out(s, ends)


@njit(cache=True, nogil=True)
def _give_out(s: State, ends: Ints) -> None:
    """Give the places that are free now to those who wait longest."""
    mark, given = (s.is_seen, s.todo), 0
    while True:
        first = waiting(s.callers, s.seats, s.rank, mark, ends, s.contested)
        if first == NO_ONE:
            break
        _seat(s, first)
        given += 1
    is_open = False
    for end in ends:
        is_open = is_open or has_room(s.seats, end)
    if given or not is_open:
        contest(s.pairs, s.seats, mark, ends, s.contested)


@njit(cache=True, nogil=True)
def has_room(seats: Seats, volunteer: int) -> bool:
    """Whether a place is free."""
    return seats.first[volunteer] + seats.taken[volunteer] < seats.first[volunteer + 1]


@njit(cache=True, nogil=True)
def open_(s: State, volunteer: int) -> None:
    """A volunteer more, whose pairs are listed: first for those who sit elsewhere, then for those who wait."""
    price = 0
    for edge in range(s.callers.first[volunteer], s.callers.end[volunteer]):
        caller = s.callers.other[edge]
        if s.seats.seat[caller] != NO_ONE:
            price = max(price, s.callers.score[edge] - s.seats.gain[caller])
    s.seats.price[volunteer] = price
    places = s.seats.first[volunteer + 1] - s.seats.first[volunteer]
    ends = np.full(places + 1, volunteer, dtype=np.int32)
    for place in range(places):
        if s.seats.price[volunteer] > 0:
            ends[place] = fill(s.callers, s.seats, s.search, s.goes_to, volunteer)
    _give_out(s, ends)


@njit(cache=True, nogil=True)
def close(s: State, volunteer: int) -> None:
    """A volunteer less: whoever sat there looks for a place again, in the order of the queue."""
    begin = s.seats.first[volunteer]
    left = s.seats.holder[begin : begin + s.seats.taken[volunteer]].copy()
    for newcomer in left:
        leave(s.seats, newcomer)
        s.seats.gain[newcomer] = 0
    take_away(s.callers, s.pairs, volunteer)
    s.seats.price[volunteer], s.contested[volunteer] = 0, False
    for newcomer in left[np.argsort(s.rank[left])]:
        join(s, newcomer)
