"""Of several assignments that reach the greatest sum, the one that the rule on ids picks.

The rule: go down the queue; each newcomer gets the volunteer with the smallest id that is left to him or her
in some assignment with the greatest sum that agrees with everybody before. The result is unique.

Every such assignment uses tight pairs only (score = gain + price) and fills every volunteer with a price. So
one can be changed into any other by moving people along tight pairs: around a circle, or from a volunteer
without a price to one with a free place. ``OPEN`` stands for "a place somewhere that may stay free": it turns
such a way into a circle too, and a newcomer may move to a volunteer exactly when a circle leads back.
"""

import numpy as np
from numpy.typing import NDArray

from matching import graphs
from matching.problem import Rows

OPEN = -1


def settle(n: Rows, v: Rows, *, seat: Rows, capacity: Rows, price: Rows) -> Rows:
    """(newcomers,) the assignment that the rule picks, from any optimal one.

    Args:
        n, v: the tight pairs, sorted by newcomer, then volunteer.
        seat: (newcomers,) an optimal assignment.
        capacity, price: (volunteers,).
    """
    free = np.flatnonzero(np.bincount(seat, minlength=len(capacity)) < capacity)
    is_usable = _on_a_circle(seat[n], v, free, np.flatnonzero(price == 0))
    choices: list[list[int]] = [[] for _ in range(len(seat))]
    for newcomer, volunteer in zip(n[is_usable].tolist(), v[is_usable].tolist(), strict=True):
        choices[newcomer].append(volunteer)
    return _Circles(choices, seat, capacity, price).settled()


def _on_a_circle(here: Rows, there: Rows, free: Rows, unpriced: Rows) -> NDArray[np.bool_]:
    """(E,) True for moves from one volunteer to another that occur in some optimal assignment.

    Those are the moves between volunteers that are strongly connected, by moves and through ``OPEN``.
    """
    size = int(max(here.max(), there.max(), free.max(initial=0), unpriced.max(initial=0))) + 1
    sources = np.concatenate((here, free, np.full(len(unpriced), size)))
    targets = np.concatenate((there, np.full(len(free), size), unpriced))
    label = graphs.parts(sources, targets, size + 1, strong=True)
    return np.asarray(label[here] == label[there])


class _Circles:
    """Moves people around circles of equally good volunteers until the rule holds."""

    def __init__(self, choices: list[list[int]], seat: Rows, capacity: Rows, price: Rows) -> None:
        self.choices = choices
        self.seat: list[int] = seat.tolist()
        self.free: list[int] = (capacity - np.bincount(seat, minlength=len(capacity))).tolist()
        self.is_unpriced: list[bool] = (price == 0).tolist()
        could_leave = {volunteer for some in choices if len(some) > 1 for volunteer in some}
        self.unpriced = sorted(volunteer for volunteer in could_leave if self.is_unpriced[volunteer])
        self.movable: list[dict[int, None]] = [{} for _ in self.free]
        for newcomer, volunteer in enumerate(self.seat):
            if len(choices[newcomer]) > 1:
                self.movable[volunteer][newcomer] = None

    def settled(self) -> Rows:
        for newcomer, choices in enumerate(self.choices):
            if len(choices) > 1:
                self._settle(newcomer)
        return np.array(self.seat, dtype=np.int64)

    def _settle(self, newcomer: int) -> None:
        own = self.seat[newcomer]
        del self.movable[own][newcomer]
        dead_ends: set[int] = set()
        for wanted in self.choices[newcomer]:
            if wanted == own:
                return
            if wanted not in dead_ends and self._circle(newcomer, wanted, dead_ends):
                return

    def _circle(self, newcomer: int, wanted: int, dead_ends: set[int]) -> bool:
        """Move the newcomer to the wanted volunteer if others can move around back to the own one."""
        own, choices, movable, free = self.seat[newcomer], self.choices, self.movable, self.free
        came_from: dict[int, tuple[int, int]] = {}
        dead_ends.add(wanted)
        todo = [wanted]
        for volunteer in todo:  # grows while it is walked: breadth first
            if volunteer == OPEN:
                moves = [(OPEN, [own] if self.is_unpriced[own] else self.unpriced)]
            else:
                moves = [(mover, choices[mover]) for mover in movable[volunteer]]
                if free[volunteer] > 0:  # nobody moves between a place and ``OPEN``
                    moves.append((OPEN, [OPEN]))
            for mover, others in moves:
                for other in others:
                    if other not in dead_ends:
                        dead_ends.add(other)
                        came_from[other] = (mover, volunteer)
                        todo.append(other)
            if own in came_from:
                self._move(newcomer, wanted, came_from)
                return True
        return False

    def _move(self, newcomer: int, wanted: int, came_from: dict[int, tuple[int, int]]) -> None:
        there = self.seat[newcomer]
        while there != wanted:
            mover, here = came_from[there]
            if here == OPEN:
                self.free[there] += 1
            elif there == OPEN:
                self.free[here] -= 1
            else:
                del self.movable[here][mover]
                self.movable[there][mover] = None
                self.seat[mover] = there
            there = here
        self.seat[newcomer] = wanted
