"""The matched pairs as columns, and as the lines of a file: a nation takes no object a pair."""

from typing import NamedTuple

import numpy as np

from matching import routes, sheets, time_windows, writing
from matching.problem import Problem, Rows
from matching.score import PARTS, Parts
from matching.writing import Chosen, Numbers, Piece

MODES = ("online", "in_person")
COLUMNS = ("newcomer", "volunteer", "mode", "score", "distance_m", "common_minutes", "suggested_slot", *PARTS)


class Matched(NamedTuple):
    """Pairs of rows of a problem in the order of the newcomers' ids, with what is to be said of them.

    Attributes:
        slots: (E, 2) weekday and minute at which the suggested slot begins.
    """

    problem: Problem
    n: Rows
    v: Rows
    parts: Parts
    slots: Rows

    def __len__(self) -> int:
        return len(self.n)

    def text(self) -> bytes:
        """The lines of ``pairs.csv``, without the header."""
        waiting, helping, parts = self.problem.newcomers, self.problem.volunteers, self.parts
        slot, which = self._slots()
        cells: tuple[Piece, ...] = (
            Chosen(writing.cells_of(waiting.ids), self.n),
            Chosen(writing.cells_of(helping.ids), self.v),
            Chosen(writing.texts_of(MODES), parts.is_in_person.astype(np.int64)),
            Numbers(parts.total),
            Numbers(parts.distance_m),
            Numbers(parts.common_minutes),
            Chosen(writing.texts_of(slot), which),
            *(Numbers(getattr(parts, name)) for name in PARTS),
        )
        return writing.table(routes.fastest().lines, cells, len(self))

    def _slots(self) -> tuple[list[str], Rows]:
        """The different slots as people write them, and which is whose."""
        lasts = self.problem.newcomers.session_minutes[self.n]
        packed = (self.slots[:, 0] * 10_000 + self.slots[:, 1]) * 10_000 + lasts
        values, which = np.unique(packed, return_inverse=True)
        texts = []
        for value in values.tolist():
            weekday, starts, minutes = value // 10**8, value // 10**4 % 10**4, value % 10**4
            texts.append(time_windows.text((weekday, starts, starts + minutes)))
        return texts, which


def of(problem: Problem, n: Rows, v: Rows) -> Matched:
    """Some allowed pairs, put in order."""
    ids = problem.newcomers.ids
    order = sheets.in_order([ids[row] for row in n.tolist()])
    n, v = n[order], v[order]
    return Matched(problem, n, v, *routes.fastest().told(problem, n, v))
