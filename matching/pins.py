"""Pairs that a coordinator decided: they are set aside before the engine looks for the others.

A pinned pair keeps the hard rules like any other, and takes one place of its volunteer.
"""

from dataclasses import dataclass, replace

import numpy as np

from matching import feasibility
from matching.problem import BadProblem, Problem, Rows


@dataclass(frozen=True, eq=False)
class SetAside:
    """The pinned pairs as rows of ``whole``, and the problem that is left without them.

    ``left`` are the newcomers of ``rest`` as rows of ``whole``; the volunteers are the same.
    """

    whole: Problem
    newcomer: Rows
    volunteer: Rows
    rest: Problem
    left: Rows


def set_aside(whole: Problem) -> SetAside:
    """Take the pinned pairs of the round's options out of a problem.

    Raises:
        BadProblem: a pinned pair names somebody who takes no part, or is not allowed, or there is no place for it.
    """
    pairs = sorted(set(whole.options.pinned))
    row_n = {person: row for row, person in enumerate(whole.newcomers.ids)} if pairs else {}
    row_v = {person: row for row, person in enumerate(whole.volunteers.ids)} if pairs else {}
    for newcomer, volunteer in pairs:
        if newcomer not in row_n or volunteer not in row_v:
            who = newcomer if newcomer not in row_n else volunteer
            raise BadProblem(f"The pinned pair {newcomer} with {volunteer}: {who} takes no part in this round.")
    n = np.array([row_n[newcomer] for newcomer, _ in pairs], dtype=np.int64)
    v = np.array([row_v[volunteer] for _, volunteer in pairs], dtype=np.int64)
    _refuse_impossible(whole, n, v)
    is_left = np.ones(len(whole.newcomers), dtype=bool)
    is_left[n] = False
    held = np.bincount(v, minlength=len(whole.volunteers))
    rest = _without(whole, is_left, held) if len(n) else whole
    return SetAside(whole, n, v, rest, np.flatnonzero(is_left))


def _refuse_impossible(whole: Problem, n: Rows, v: Rows) -> None:
    for newcomer, volunteer in zip(n.tolist(), v.tolist(), strict=True):
        pair = f"The pinned pair {whole.newcomers.ids[newcomer]} with {whole.volunteers.ids[volunteer]}"
        for name, rule in feasibility.RULES:
            if not rule(whole, np.array([newcomer]), np.array([volunteer]))[0]:
                raise BadProblem(f"{pair} is not allowed: the rule {name!r} does not hold.")
        if (n == newcomer).sum() > 1:
            raise BadProblem(f"{pair}: the newcomer is pinned to somebody else too.")
        if (v == volunteer).sum() > whole.volunteers.capacity[volunteer]:
            raise BadProblem(f"{pair}: the volunteer has no free place for it.")


def _without(whole: Problem, is_left: feasibility.Mask, held: Rows) -> Problem:
    """The same round for the newcomers who are left, with so many places held."""
    size = max(1, len(whole.volunteers))
    blocked = whole.blocked[is_left[whole.blocked // size]] if len(whole.blocked) else whole.blocked
    new_row = np.cumsum(is_left) - 1
    return replace(
        whole,
        newcomers=whole.newcomers.take(np.flatnonzero(is_left)),
        volunteers=replace(whole.volunteers, capacity=whole.volunteers.capacity - held),
        blocked=new_row[blocked // size] * size + blocked % size,
    )
