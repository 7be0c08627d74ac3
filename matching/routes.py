"""Two ways to the same result: plain numpy and scipy, and compiled by numba where that is installed (``fast``).

A route is the stages of a round as functions. Both give the same arrays, bit for bit.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import numpy as np

from matching import assignment, components, explain, feasibility, near, queue, score, writing
from matching.assignment import Assignment
from matching.explain import Change
from matching.feasibility import Edges, Mask
from matching.problem import Problem, Rows
from matching.queue import NOBODY, Kept
from matching.rows import Newcomer, Volunteer
from matching.score import Parts
from matching.sheets import Sheet
from matching.smallest import Smallest
from matching.writing import Piece, Texts


class Chosen(NamedTuple):
    """The best assignment, and how many allowed pairs each component has, the largest first."""

    assignment: Assignment
    component_pairs: Rows


class AllowedPairs(Protocol):
    """The allowed pairs of a round, all of them in a list (``Edges``) or not.

    Attributes:
        counts: (N,) how many volunteers each newcomer may be proposed.
        of: the volunteer rows of one newcomer, ascending.
        some: the pairs of some newcomers as a list; newcomer i of it is ``rows[i]``.
        plus: these pairs and those of one volunteer more, behind all others, with some newcomers (ascending rows).
    """

    @property
    def counts(self) -> Rows: ...
    def __len__(self) -> int: ...
    def of(self, newcomer: int) -> Rows: ...
    def some(self, rows: Rows) -> Edges: ...
    def plus(self, newcomers: Rows, volunteer: int) -> "AllowedPairs": ...


class AcrossTowns(NamedTuple):
    """The stages of a round with ``online_across`` that never hold all pairs in a list."""

    allowed: Callable[[Problem, int], Any]
    who: Callable[[Any, Rows], Kept]
    with_whom: Callable[[Problem, Any, Kept, int], Chosen]


class Route(NamedTuple):
    """The stages of a round; the last argument of each is how many threads or processes may work at once.

    Attributes:
        allowed: every allowed pair.
        who: who is matched, from the pairs and the volunteers' (V,) capacity.
        scores: (E,) the scores of the pairs of kept newcomers (N,) True; of the others they say nothing.
        with_whom: the best assignment of the kept newcomers.
        told: see ``score.told``.
        remaining: see ``feasibility.remaining_after_each_rule``.
        changes: see ``explain.changes``.
        smallest: the smallest change of each of some unmatched newcomers (rows).
        sheet, pairs: the table in a file of newcomers or of volunteers, or of pairs, when it is in such good order
            that it need not be read row by row; else None.
        lines: see ``writing.lines``.
        top: a problem made ready, to be asked with a newcomer's row and a number for the rows of the volunteers who
            fit best, by score and then by id.
        across: how a round with ``online_across`` goes without a list of all pairs, where there is such a way.
    """

    name: str
    allowed: Callable[[Problem, int], Edges]
    who: Callable[[Edges, Rows], Kept]
    scores: Callable[[Problem, Edges, Mask, int], Rows]
    with_whom: Callable[[Problem, Edges, Rows, Mask, int], Chosen]
    told: Callable[[Problem, Rows, Rows], tuple[Parts, Rows]]
    remaining: Callable[[Problem, Rows], Rows]
    changes: Callable[[Problem, AllowedPairs, Kept, Assignment, Sequence[int]], Iterator[list[Change]]]
    smallest: Callable[[Problem, AllowedPairs, Kept, Assignment, Rows], Smallest]
    sheet: Callable[[Path, type[Newcomer] | type[Volunteer]], Sheet | None]
    pairs: Callable[[Path], list[tuple[str, str]] | None]
    lines: Callable[[Sequence[Piece], int], Texts]
    top: Callable[[Problem], Callable[[int, int], Rows]]
    across: AcrossTowns | None = None


def _allowed(problem: Problem, _jobs: int) -> Edges:
    return feasibility.allowed(problem)


def _scores(problem: Problem, edges: Edges, is_kept: Mask, _jobs: int) -> Rows:
    of_kept = np.flatnonzero(is_kept[edges.newcomer])
    scores = np.zeros(len(edges), dtype=np.int64)
    scores[of_kept] = score.totals(problem, edges.newcomer[of_kept], edges.volunteer[of_kept])
    return scores


def _with_whom(  # noqa: PLR0917 - what the stages before it gave
    problem: Problem, edges: Edges, scores: Rows, is_kept: Mask, jobs: int
) -> Chosen:
    parts = components.split(edges, is_kept, len(problem.volunteers))
    chosen = assignment.best(edges, scores, problem.volunteers.capacity, parts, jobs=jobs)
    return Chosen(chosen, np.array([len(part.edges) for part in parts], dtype=np.int64))


def _top(problem: Problem) -> Callable[[int, int], Rows]:
    def best(newcomer: int, k: int) -> Rows:
        row = np.array([newcomer])
        others = feasibility.within_reach_of_town(problem, int(problem.newcomers.town[newcomer]))
        found = [feasibility.keep_allowed(problem, n, v) for n, v in near.pairs(problem, row, others)]
        v = np.concatenate([rows for _n, rows in found])
        order = np.argsort(-score.totals(problem, np.full_like(v, newcomer), v), kind="stable")
        return np.asarray(v[order[:k]])

    return best


def _smallest(problem: Problem, edges: AllowedPairs, kept: Kept, chosen: Assignment, rows: Rows) -> Smallest:  # noqa: PLR0917
    return Smallest.of(explain.changes(problem, edges, kept, chosen, rows.tolist()))


def _row_by_row(*_file: Any) -> None:
    """No file is in such good order: numpy has no quicker way to read one."""


PLAIN = Route(
    name="plain",
    allowed=_allowed,
    who=queue.walk,
    scores=_scores,
    with_whom=_with_whom,
    told=score.told,
    remaining=feasibility.remaining_after_each_rule,
    changes=explain.changes,
    smallest=_smallest,
    sheet=_row_by_row,
    pairs=_row_by_row,
    lines=writing.lines,
    top=_top,
)


@cache
def fastest() -> Route:
    """The compiled route where numba is installed, else the plain one."""
    if find_spec("numba") is None:
        return PLAIN
    from matching.compiled import COMPILED  # noqa: PLC0415 - only where numba is installed

    return COMPILED


def is_kept(kept: Kept) -> Mask:
    """(N,) True for those who are matched."""
    return np.asarray(kept.seat != NOBODY)
