"""The best volunteers of one newcomer, compiled: everybody stays in memory, and one question takes microseconds."""

from typing import Any

import numpy as np
from numba import njit

from matching.compiled import columns, nearby, scores
from matching.compiled.candidates import find
from matching.compiled.columns import Columns
from matching.compiled.nearby import Nearby
from matching.compiled.scores import Facts, Most, minutes, score_of
from matching.problem import Problem, Rows


@njit(cache=True, nogil=True)
def _best(c: Columns, w: Facts, h: Facts, most: Most, ask: Any, room: tuple[Nearby, Any]) -> Any:
    """The best allowed rows of one newcomer, by score and then by id; ``ask`` is (row, quarters, how many)."""
    (n, quarters, k), (near, found) = ask, room
    count = find(c, n, near, found)
    rows = found[:count]
    rows.sort()
    keys = np.empty(count, dtype=np.int64)
    for place in range(count):
        common = minutes(w.free[n], h.free[rows[place]], quarters)
        keys[place] = -score_of(w, h, n, rows[place], common, most) * count + place
    keys.sort()
    return rows[keys[:k] % count] if count else rows


class Index:
    """A problem, ready to be asked; see ``routes.Route.top``."""

    def __init__(self, problem: Problem) -> None:
        self._columns = columns.of(problem)
        self._sides = scores.facts(problem.newcomers), scores.facts(problem.volunteers), scores.most(problem)
        self._quarters = problem.session_quarters.tolist()
        near = nearby.room(self._columns)
        self._room = near, np.empty(len(near.place), dtype=np.int32)

    def __call__(self, newcomer: int, k: int) -> Rows:
        """Volunteer rows, the best first."""
        ask = (newcomer, self._quarters[newcomer], k)
        return np.asarray(_best(self._columns, *self._sides, ask, self._room)).astype(np.int64)
