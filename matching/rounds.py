"""A round with everything that it may be given: people, and language tables and venues beside them."""

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from matching import (
    again,
    fingerprint,
    group_reasons,
    group_result,
    group_seats,
    pins,
    problem,
    report,
    routes,
    solution,
    venue_reasons,
    venues,
)
from matching.explain import Change
from matching.group_seats import AtTables
from matching.options import Options
from matching.pairs import scored_pairs
from matching.pins import SetAside
from matching.problem import Problem, Rows
from matching.queue import NOBODY
from matching.rows import Newcomer, Volunteer
from matching.solution import Result, Solved, Unmatched
from matching.stopwatch import Stopwatch, Tell

Blocked = Collection[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Round:
    """A round that has tables or venues, solved: everything that is to be said starts from it."""

    apart: SetAside
    blocked: Blocked
    solved: Solved
    at_tables: AtTables | None

    @property
    def options(self) -> Options:
        """The choices of the round."""
        return self.apart.whole.options

    @cached_property
    def seated(self) -> tuple[Rows, Rows]:
        """Rows, in the whole problem, of the pairs of two people: those pinned and those found."""
        seat = self.solved.chosen.seat
        n = np.flatnonzero((seat != NOBODY) & (seat < len(self.solved.problem.volunteers)))
        return np.concatenate((self.apart.left[n], self.apart.newcomer)), np.concatenate(
            (seat[n], self.apart.volunteer)
        )

    def changes(self, rows: Sequence[int]) -> Iterator[list[Change]]:
        """For each of these unmatched newcomers (rows) the changes that give a match, the smallest first."""
        this = self.solved
        ways = routes.fastest().changes(this.problem, this.edges, this.kept, this.chosen, rows)
        for row, found in zip(rows, ways, strict=True):
            at_tables = group_reasons.changes_at_tables(self.at_tables, row) if self.at_tables else []
            yield group_reasons.smallest_first([*self._where_they_can_meet(row, found), *at_tables])

    def _where_they_can_meet(self, row: int, found: list[Change]) -> list[Change]:
        """The same changes with the rule on venues inside; who joins a pair meets where that does."""
        if self.options.venues is None:
            return found
        own = venue_reasons.own_changes(self.solved.problem, self.options.venues, self.solved.kept, row)
        return [*own, *(change for change in found if change.kind == "group")]

    def reasons(self) -> list[Unmatched]:
        """Why each newcomer without a match has none, by newcomer id."""
        found = solution.reasons(self.solved, self.changes(self.solved.unmatched))
        if self.options.venues:
            remaining = {"venue": 0}
            found = [
                replace(one, detail=one.detail | remaining) if one.reason == "no_candidate" else one for one in found
            ]
        return group_reasons.reasons(self.at_tables, found) if self.at_tables else found


def solved(whole: Problem, blocked: Blocked, watch: Stopwatch, jobs: int = 1) -> Round:
    """The optimum of a problem whose options have tables or venues.

    Raises:
        problem.BadProblem: the id of a table stands twice, or a pinned pair cannot be.
    """
    apart = pins.set_aside(whole, blocked)
    options = apart.rest.options
    _refuse_pins_without_a_venue(apart)
    route, found = venues.route_of(options), None
    if options.groups:
        found = group_seats.optimum(apart.rest, options.groups, blocked, watch, jobs=jobs, route=route)
    best = group_result.solved(found) if found else solution.optimum(apart.rest, watch, jobs, route)
    return Round(apart=apart, blocked=blocked, solved=best, at_tables=found)


def _refuse_pins_without_a_venue(apart: SetAside) -> None:
    given, whole = apart.whole.options.venues, apart.whole
    if given is None:
        return
    has_one = venues.have_a_venue(whole, given, apart.newcomer, apart.volunteer)
    for n, v in zip(apart.newcomer[~has_one].tolist(), apart.volunteer[~has_one].tolist(), strict=True):
        raise pins.not_allowed((whole.newcomers.ids[n], whole.volunteers.ids[v]), "venue")


def solve(
    newcomers: Sequence[Newcomer],
    volunteers: Sequence[Volunteer],
    blocked: Blocked = (),
    *,
    day: date,
    options: Options | None = None,
    jobs: int = 1,
    tell: Tell | None = None,
) -> Result:
    """The exact optimum of docs/matching.md, with reasons, smallest changes, report and certificate.

    Without tables and venues the result is that of ``solution.solve``.

    Args:
        blocked: (newcomer id, volunteer or table id) of pairs that must never be proposed.
        day: the day of the round; waiting days count up to it, and nothing else depends on it.
        jobs: threads or processes that work at once; the result is the same for any number.
        tell: is called with the name of each stage when it begins.

    Raises:
        problem.BadProblem: an id stands twice, or a pinned pair cannot be.
    """
    options = options or Options()
    if options.groups is None and options.venues is None:
        return solution.solve(newcomers, volunteers, blocked, day=day, options=options, jobs=jobs, tell=tell)
    watch = Stopwatch(tell)
    with watch.stage("columns"):
        whole = problem.make(newcomers, volunteers, blocked, options)
    this = solved(whole, blocked, watch, jobs)
    with watch.stage("pairs"):
        seats = group_result.pairs(this.at_tables, this.apart, blocked) if this.at_tables else []
        pairs = sorted([*scored_pairs(whole, *this.seated), *seats], key=lambda pair: pair.newcomer)
        given_out = venues.give_out(whole, options.venues, *this.seated) if options.venues else None
    with watch.stage("reasons"):
        unmatched = this.reasons()
    with watch.stage("input_hash"):
        everybody, choices = solution.given(newcomers, volunteers, blocked), report.options_of(options)
        of_people = fingerprint.of(*everybody, day=day, choices=choices)
        hashed = input_hash(of_people, options, [person.id for person in (*newcomers, *volunteers)])
    score, why = sum(pair.score for pair in pairs), Counter(row.reason for row in unmatched)
    figures = report.of(this.solved, this.apart, day, score, why) | {"input_hash": hashed, "seconds": watch.seconds}
    _complete(figures, this, given_out)
    places = given_out.places if given_out else None
    return Result(pairs=pairs, unmatched=unmatched, report=figures, places=places)


def _complete(figures: dict[str, Any], this: Round, given_out: venues.GivenOut | None) -> None:
    """Add to the report what it says of tables and venues."""
    if this.at_tables:
        figures["counts"] |= group_result.counts(this.at_tables, this.apart)
        figures["sizes"]["allowed_pairs"] += figures["counts"]["allowed_seats"]
        figures["certificate"]["tables"] = group_result.certificate(this.at_tables)
    if given_out:
        figures["counts"] |= venues.counts(given_out)
        figures["certificate"]["venues"] = venues.certificate(this.apart.whole, given_out)


def input_hash(of_people: str, options: Options, people: Collection[str]) -> str:
    """SHA-256 of the hash without places, the places, and what these people said of them."""
    known, told = set(people), dict[str, Any]()
    if options.groups:
        told["tables"] = [asdict(table) for table in sorted(options.groups.tables, key=lambda one: one.id)]
        told["willing"] = options.groups.willing & known
        told["mother_tongue"] = sorted(
            [one, code] for one, code in options.groups.mother_tongue.items() if one in known
        )
    if options.venues:
        told["venues"] = [asdict(venue) for venue in sorted(options.venues.venues, key=lambda one: one.id)]
        told["needs_venue"] = [options.venues.newcomers & known, options.venues.volunteers & known]
    text = json.dumps([of_people, told], default=sorted, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def is_matched_after(whole: Problem, blocked: Blocked, newcomer: int, change: Change) -> bool:
    """Solve again, from the start, with this change: is the newcomer (row) matched?"""
    options, route = whole.options, venues.route_of(whole.options)
    if options.groups is None or change.kind == "group":  # a group is a place of its own, for this newcomer alone
        return again.is_matched_after(whole, newcomer, change, route)
    groups = options.groups
    if change.kind == "table":
        groups = replace(groups, willing=groups.willing | {whole.newcomers.ids[newcomer]})
    expanded = group_seats.expand(again.changed(whole, newcomer, change), groups, blocked, route=route)
    return bool(group_seats.walk(expanded, route)[1].seat[newcomer] != NOBODY)
