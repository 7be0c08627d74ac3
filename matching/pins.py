"""Pairs that a coordinator decided: they are set aside before the engine looks for the others.

A pinned pair keeps the hard rules like any other, and takes one place of its volunteer.
"""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np

from matching import feasibility, groups
from matching.group_rows import Groups, Table
from matching.groups import Tables
from matching.problem import BadProblem, Problem, Rows

Pair = tuple[str, str]


class BadPin(BadProblem):
    """A pinned pair that cannot be; ``column`` names whose id it is when that alone is wrong."""

    def __init__(self, pair: Pair, problem: str, column: str = "") -> None:
        self.pair, self.problem, self.column = pair, problem, column
        super().__init__(f"The pinned pair {pair[0]} with {pair[1]}: {problem}.")


@dataclass(frozen=True, eq=False)
class SetAside:
    """The pinned pairs as rows of ``whole``, and the problem that is left without them.

    ``left`` are the newcomers of ``rest`` as rows of ``whole``; the volunteers are the same. ``seated`` are the
    newcomers (rows of ``whole``) who are pinned to a seat, and ``table`` (rows in the order of ids) where; the tables
    of ``rest`` have so many seats less.
    """

    whole: Problem
    newcomer: Rows
    volunteer: Rows
    rest: Problem
    left: Rows
    seated: Rows
    table: Rows

    @property
    def pinned(self) -> int:
        """How many newcomers are set aside."""
        return len(self.newcomer) + len(self.seated)


def set_aside(whole: Problem, blocked: Collection[Pair] = ()) -> SetAside:
    """Take the pinned pairs of the round's options out of a problem; ``blocked`` as it was given it.

    Raises:
        BadPin: a pinned pair names somebody who takes no part, or is not allowed, or there is no place for it.
    """
    pairs, given = sorted(set(whole.options.pinned)), whole.options.groups
    nothing = np.zeros(0, dtype=np.int64)
    if not pairs:
        return SetAside(whole, nothing, nothing, whole, np.arange(len(whole.newcomers)), nothing, nothing)
    row_n, row_v = _rows(whole.newcomers.ids), _rows(whole.volunteers.ids)
    row_t = _rows(sorted(table.id for table in given.tables)) if given else {}
    for newcomer, other in pairs:
        if newcomer not in row_n:
            _refuse_nobody((newcomer, other), "newcomer", newcomer in whole.incomplete)
        if other not in row_v and other not in row_t:
            _refuse_nobody((newcomer, other), "volunteer", other in whole.volunteers_left_out)
    n = np.array([row_n[newcomer] for newcomer, _ in pairs], dtype=np.int64)
    at_table = np.array([other not in row_v for _, other in pairs], dtype=bool)
    v = np.array([row_v.get(one, row_t.get(one, 0)) for _, one in pairs], dtype=np.int64)
    _refuse_twice(pairs, n)
    _refuse_impossible(whole, n[~at_table], v[~at_table])
    is_left = np.ones(len(whole.newcomers), dtype=bool)
    is_left[n] = False
    held = np.bincount(v[~at_table], minlength=len(whole.volunteers))
    rest = _without(whole, is_left, held)
    if given and at_table.any():
        tables = groups.beside(whole, given, blocked)
        left = _seats_left(tables, given, n[at_table], v[at_table])
        rest = replace(rest, options=replace(rest.options, groups=left))
    aside, seats = (n[~at_table], v[~at_table]), (n[at_table], v[at_table])
    return SetAside(whole, *aside, rest, np.flatnonzero(is_left), *seats)


def _rows(ids: Collection[str]) -> dict[str, int]:
    return {one: row for row, one in enumerate(ids)}


def _refuse_nobody(pair: Pair, column: str, is_known: bool) -> None:
    one = pair[("newcomer", "volunteer").index(column)]
    said = "takes no part in this round, for the place or the availability is not known"
    raise BadPin(pair, f"{one} {said}" if is_known else f"unknown id {one!r}", column)


def _refuse_twice(pairs: list[Pair], n: Rows) -> None:
    for pair, row in zip(pairs, n.tolist(), strict=True):
        if (n == row).sum() > 1:
            raise BadPin(pair, "the newcomer is pinned to somebody else too")


def _seats_left(tables: Tables, given: Groups, n: Rows, t: Rows) -> Groups:
    """The tables without the seats of those who are pinned there, who count for their mother tongues."""
    left: dict[str, Table] = {table.id: table for table in tables.rows}
    for newcomer, table in zip(n.tolist(), t.tolist(), strict=True):
        before, tongue = left[tables.rows[table].id], tables.tongue[newcomer]
        pair = (tables.seen.newcomers.ids[newcomer], before.id)
        for name, rule in groups.RULES:
            if not rule(tables, np.array([newcomer]), np.array([table]))[0]:
                raise not_allowed(pair, name)
        if not before.seats:
            raise BadPin(pair, "the table has no free seat for it")
        if tongue and before.most_per_language and Counter(before.seated)[tongue] >= before.most_per_language:
            raise BadPin(pair, "the table has no place for one more with this mother tongue")
        seated = (*before.seated, tongue) if tongue else before.seated
        left[before.id] = replace(before, seats=before.seats - 1, seated=seated)
    return replace(given, tables=list(left.values()))


def not_allowed(pair: Pair, rule: str) -> BadPin:
    """The refusal of a pinned pair for which a rule does not hold."""
    return BadPin(pair, f"it is not allowed, for the rule {rule!r} does not hold")


def _refuse_impossible(whole: Problem, n: Rows, v: Rows) -> None:
    for newcomer, volunteer in zip(n.tolist(), v.tolist(), strict=True):
        pair = (whole.newcomers.ids[newcomer], whole.volunteers.ids[volunteer])
        for name, rule in feasibility.RULES:
            if not rule(whole, np.array([newcomer]), np.array([volunteer]))[0]:
                raise not_allowed(pair, name)
        if (v == volunteer).sum() > whole.volunteers.capacity[volunteer]:
            raise BadPin(pair, "the volunteer has no free place for it")


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
