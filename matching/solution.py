"""From a problem to its result: allowed pairs, who, with whom, why not, and the report."""

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from matching import (
    explain,
    fingerprint,
    matched,
    pins,
    problem,
    report,
    routes,
    sheets,
    unmatched,
)
from matching.assignment import Assignment
from matching.matched import Matched
from matching.options import Options
from matching.pairs import MatchedPair, scored_pairs
from matching.pins import SetAside
from matching.problem import Problem, Rows
from matching.queue import NOBODY, Kept
from matching.routes import AcrossTowns, Route
from matching.rows import Newcomer, Volunteer
from matching.sheets import Sheet
from matching.smallest import Smallest
from matching.stopwatch import Stopwatch, Tell
from matching.unmatched import Unmatched as NotMatched
from matching.venues import Place


@dataclass(frozen=True, kw_only=True)
class Unmatched:
    """Why a newcomer has no match.

    Attributes:
        reason: ``incomplete``, ``no_candidate`` or ``outranked``.
        missing: the needed facts that are not known, for ``incomplete``.
        detail: for ``no_candidate`` how many volunteers remain after each rule in turn; for ``outranked`` the
            allowed volunteers and the places they have together.
        smallest_change: ``explain.Change.as_dict`` of the smallest change that gives a match; empty when none
            of those that are tried does.
    """

    newcomer: str
    reason: str
    missing: tuple[str, ...] = ()
    detail: dict[str, int] = field(default_factory=dict)
    smallest_change: dict[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Result:
    """Pairs and unmatched newcomers, each by newcomer id; the report with the certificate is JSON.

    ``places`` are those of the pairs that need a venue, by newcomer id; None in a round without venues.
    """

    pairs: list[MatchedPair]
    unmatched: list[Unmatched]
    report: dict[str, Any]
    places: list[Place] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Solved:
    """A problem with its optimum, in rows; what explanations and advice start from.

    ``edges`` are ``routes.AllowedPairs``: ``Edges``, but for a compiled round with ``online_across``.
    ``component_pairs`` counts the allowed pairs of each component, the largest first.
    """

    problem: Problem
    edges: Any
    kept: Kept
    chosen: Assignment
    component_pairs: Rows

    @property
    def unmatched(self) -> list[int]:
        """Rows of the newcomers who are complete and not matched, in the order of the queue."""
        return np.flatnonzero(self.kept.seat == NOBODY).tolist()


def optimum(whole: Problem, watch: Stopwatch, jobs: int = 1, route: Route | None = None) -> Solved:
    """The optimum of a problem, stage by stage, by the fastest route that there is or by the one given."""
    route = route or routes.fastest()
    if route.across and whole.options.online_across:
        return _across_towns(whole, watch, jobs, route.across)
    with watch.stage("allowed_pairs"):
        edges = route.allowed(whole, jobs)
    with watch.stage("who"):
        kept = route.who(edges, whole.volunteers.capacity)
        is_kept = routes.is_kept(kept)
    with watch.stage("scores"):
        scores = route.scores(whole, edges, is_kept, jobs)
    with watch.stage("with_whom"):
        chosen, component_pairs = route.with_whom(whole, edges, scores, is_kept, jobs)
    return Solved(problem=whole, edges=edges, kept=kept, chosen=chosen, component_pairs=component_pairs)


def _across_towns(whole: Problem, watch: Stopwatch, jobs: int, route: AcrossTowns) -> Solved:
    """The same optimum without a list of all pairs; scores are counted as they are needed."""
    with watch.stage("allowed_pairs"):
        edges = route.allowed(whole, jobs)
    with watch.stage("who"):
        kept = route.who(edges, whole.volunteers.capacity)
    with watch.stage("with_whom"):
        chosen, component_pairs = route.with_whom(whole, edges, kept, jobs)
    return Solved(problem=whole, edges=edges, kept=kept, chosen=chosen, component_pairs=component_pairs)


def solve(
    newcomers: Sequence[Newcomer],
    volunteers: Sequence[Volunteer],
    blocked: Collection[tuple[str, str]] = (),
    *,
    day: date,
    options: Options | None = None,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Result:
    """The exact optimum of docs/matching.md, with reasons, smallest changes, report and certificate.

    Args:
        blocked: (newcomer id, volunteer id) of pairs that must never be proposed.
        day: the day of the round; waiting days count up to it, and nothing else depends on it.
        jobs: threads or processes that work at once; the result is the same for any number.
        tell: is called with the name of each stage when it begins.

    Raises:
        problem.BadProblem: an id stands twice, or a pinned pair cannot be.
    """
    found = solve_sheets(given(newcomers, volunteers, blocked), day=day, options=options, jobs=jobs, tell=tell)
    pairs = list(scored_pairs(found.pairs.problem, found.pairs.n, found.pairs.v))
    return Result(pairs=pairs, unmatched=[Unmatched(**row) for row in found.unmatched.rows()], report=found.report)


class Given(NamedTuple):
    """Everything that a round is given, as columns."""

    newcomers: Sheet
    volunteers: Sheet
    blocked: Collection[tuple[str, str]] = ()


def given(
    newcomers: Sequence[Newcomer], volunteers: Sequence[Volunteer], blocked: Collection[tuple[str, str]] = ()
) -> Given:
    """Rows as columns."""
    return Given(sheets.of(Newcomer, newcomers), sheets.of(Volunteer, volunteers), blocked)


@dataclass(frozen=True, kw_only=True, eq=False)
class Columns:
    """A result as columns; the report is that of ``Result``."""

    pairs: Matched
    unmatched: NotMatched
    report: dict[str, Any]


def solve_sheets(
    everything: Given,
    *,
    day: date,
    options: Options | None = None,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Columns:
    """See ``solve``: the same from columns to columns, for a nation."""
    watch = Stopwatch(tell)
    with watch.stage("columns"):
        whole = problem.of_sheets(*everything, options)
        apart = pins.set_aside(whole)
    with ThreadPoolExecutor(1) as beside:
        choices = report.options_of(whole.options)
        hashed = beside.submit(fingerprint.of, *everything, day=day, choices=choices)
        solved = optimum(apart.rest, watch, jobs)
    with watch.stage("pairs"):
        pairs = _all_pairs(apart, solved)
    with watch.stage("reasons"):
        why_not = unmatched.of(solved)
    with watch.stage("input_hash"):
        input_hash = hashed.result()
    figures = report.of(solved, apart, day, int(pairs.parts.total.sum()), why_not.counts())
    figures |= {"input_hash": input_hash, "seconds": watch.seconds}
    return Columns(pairs=pairs, unmatched=why_not, report=figures)


def _all_pairs(apart: SetAside, solved: Solved) -> Matched:
    """Those that the engine found and those that were pinned."""
    seated = np.flatnonzero(solved.chosen.seat != NOBODY)
    n = np.concatenate((apart.left[seated], apart.newcomer))
    v = np.concatenate((solved.chosen.seat[seated], apart.volunteer))
    return matched.of(apart.whole, n, v)


def matched_pairs(solved: Solved) -> list[MatchedPair]:
    """Every matched pair of two people, by newcomer id."""
    seat = solved.chosen.seat
    n = np.flatnonzero((seat != NOBODY) & (seat < len(solved.problem.volunteers)))
    pairs = scored_pairs(solved.problem, n, solved.chosen.seat[n])
    return sorted(pairs, key=lambda pair: pair.newcomer)


def top(whole: Problem, newcomer: int, k: int) -> list[MatchedPair]:
    """The allowed volunteers who fit a newcomer (row) best, whoever else waits and whether or not a place is free."""
    rows = routes.fastest().top(whole)(newcomer, k)
    return list(scored_pairs(whole, np.full(len(rows), newcomer), rows))


def reasons(solved: Solved, ways: Iterator[list[explain.Change]] | None = None) -> list[Unmatched]:
    """Why each newcomer without a match has none, by id; ``ways`` are the changes of ``solved.unmatched``."""
    if ways is None:
        return [Unmatched(**row) for row in unmatched.of(solved).rows()]
    ids = solved.problem.newcomers.ids
    first = {ids[row]: changes[0].as_dict() for row, changes in zip(solved.unmatched, ways, strict=True) if changes}
    nothing = Smallest.of([[]] * len(solved.unmatched))
    rows = unmatched.of(solved, nothing).rows()
    return [Unmatched(**row | {"smallest_change": first.get(row["newcomer"], {})}) for row in rows]
