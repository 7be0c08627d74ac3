"""Who is matched: as many people as possible, and nobody passed over for someone further back in the queue.

Sets of newcomers that can be matched together form a transversal matroid (Edmonds and Fulkerson, 1965), so
going down the queue and keeping everyone who can still be kept gives the one set that is both largest and
fairest. Keeping someone may re-seat those kept before (an alternating path), and never drops one.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from matching import graphs
from matching.feasibility import Edges
from matching.problem import Rows

NOBODY = -1


@dataclass(frozen=True, eq=False)
class Kept:
    """Who is matched.

    Attributes:
        seat: (N,) a volunteer row with whom each kept newcomer can be, -1 for those passed over; which one of
            several says nothing, for that is chosen afterwards.
        is_closed: (V,) True for volunteers reached from someone passed over: every place there is held by
            somebody further ahead in the queue.
        last_ahead: (V,) the row of the newcomer furthest back who holds a place that can be freed for someone
            who may meet this volunteer, by re-seating others; N when a free place can be reached, -1 when the
            volunteer has no place at all. A newcomer is kept exactly when this exceeds the own row somewhere.
    """

    seat: Rows
    is_closed: NDArray[np.bool_]
    last_ahead: Rows


class Seats:
    """Who sits at which volunteer while the queue is walked down."""

    def __init__(self, edges: Edges, capacity: Rows) -> None:
        volunteers, first = edges.volunteer.tolist(), edges.first.tolist()
        self.choices: list[list[int]] = [volunteers[a:b] for a, b in pairwise(first)]
        self.free: list[int] = capacity.tolist()
        self.holders: list[dict[int, None]] = [{} for _ in self.free]
        self.seat: list[int] = [NOBODY] * len(self.choices)
        self.closed: set[int] = set()

    def keep(self, newcomer: int) -> bool:
        """Seat this newcomer if there is any way to, re-seating others where needed; whether it was so.

        A failed search closes every volunteer it reached: all places there are held by people further ahead,
        and no later search gets out of them either, so all failed searches together cost one pass.
        """
        for volunteer in self.choices[newcomer]:
            if self.free[volunteer] > 0:
                self._shift(volunteer, {volunteer: (newcomer, NOBODY)})
                return True
        came_from: dict[int, tuple[int, int]] = {}
        movers = [(newcomer, NOBODY)]
        for mover, here in movers:  # grows while it is walked: breadth first
            for volunteer in self.choices[mover]:
                if volunteer in came_from or volunteer in self.closed:
                    continue
                came_from[volunteer] = (mover, here)
                if self.free[volunteer] > 0:
                    self._shift(volunteer, came_from)
                    return True
                movers += [(holder, volunteer) for holder in self.holders[volunteer]]
        self.closed.update(came_from)
        return False

    def _shift(self, end: int, came_from: dict[int, tuple[int, int]]) -> None:
        """Move everybody one place along the way that ends in a free place."""
        self.free[end] -= 1
        while end != NOBODY:
            mover, here = came_from[end]
            if here != NOBODY:
                del self.holders[here][mover]
            self.holders[end][mover] = None
            self.seat[mover] = end
            end = here


def last_ahead(edges: Edges, capacity: Rows, seat: Rows) -> Rows:
    """See ``Kept.last_ahead``: what stands at the ends of moves goes back along them, until nothing changes.

    Each pair of somebody kept is a move from the own seat to the volunteer of the pair.
    """
    last, kept = np.full(len(capacity), NOBODY, dtype=np.int64), np.flatnonzero(seat != NOBODY)
    np.maximum.at(last, seat[kept], kept)
    last[np.bincount(seat[kept], minlength=len(capacity)) < capacity] = len(seat)
    of_kept = np.flatnonzero(seat[edges.newcomer] != NOBODY)
    here, there = seat[edges.newcomer[of_kept]], edges.volunteer[of_kept]
    order = graphs.by_number(here)
    here, there = here[order], there[order]
    first = np.flatnonzero(np.diff(here, prepend=NOBODY))
    while len(first):
        found = np.maximum.reduceat(last[there], first)
        is_later = found > last[here[first]]
        if not is_later.any():
            break
        last[here[first[is_later]]] = found[is_later]
    return last


def walk(edges: Edges, capacity: Rows) -> Kept:
    """Go down the queue and keep everyone who can still be kept."""
    seats = Seats(edges, capacity)
    for newcomer in range(len(seats.choices)):
        seats.keep(newcomer)
    is_closed = np.zeros(len(capacity), dtype=bool)
    is_closed[list(seats.closed)] = True
    seat = np.array(seats.seat, dtype=np.int64)
    return Kept(seat, is_closed, last_ahead(edges, capacity, seat))
