"""The same results, compiled: the stages of a round for a whole nation at once (the extra ``fast``).

Nothing here decides anything: every function gives, bit for bit, what its plain counterpart gives, and the
tests hold the two side by side. Without numba the plain route is taken.
"""

import numpy as np

from matching.assignment import Assignment
from matching.compiled import (
    across,
    candidates,
    changes,
    components,
    pair_scores,
    reading,
    reasons,
    ties,
    told,
    top,
    who,
    who_across,
    with_whom,
    writing,
)
from matching.feasibility import Edges, Mask
from matching.problem import Problem, Rows
from matching.routes import AcrossTowns, Chosen, Route


def _with_whom(problem: Problem, edges: Edges, scores: Rows, is_kept: Mask, threads: int) -> Chosen:
    pairs = with_whom.Pairs.of(edges.volunteer, edges.first, scores.astype(np.int16, copy=False))
    component, sizes = components.of(edges, is_kept, len(problem.volunteers))
    seats = with_whom.best(pairs, problem.volunteers.capacity, component, np.flatnonzero(is_kept), threads)
    ties.settle(*ties.tight_pairs(pairs, seats, 2), seats, component)
    return Chosen(Assignment(seats.seat.astype(np.int64), seats.gain, seats.price), sizes)


COMPILED = Route(
    name="compiled",
    allowed=candidates.allowed,
    who=who.walk,
    scores=pair_scores.of_kept,
    with_whom=_with_whom,
    told=told.told,
    remaining=reasons.remaining,
    changes=changes.changes,
    smallest=changes.smallest,
    sheet=reading.sheet,
    pairs=reading.pairs,
    lines=writing.lines,
    top=top.Index,
    across=AcrossTowns(allowed=across.allowed, who=who_across.walk, with_whom=across.with_whom_best),
)
