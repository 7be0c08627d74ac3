"""From a problem to its result: allowed pairs, who, with whom, why not, and the report."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import explain, feasibility, problem, report, routes, score
from matching.assignment import Assignment
from matching.feasibility import Edges
from matching.options import Options
from matching.problem import Problem, Rows
from matching.queue import NOBODY, Kept
from matching.routes import Route
from matching.rows import Newcomer, Volunteer
from matching.stopwatch import Stopwatch, Tell


@dataclass(frozen=True, kw_only=True)
class MatchedPair:
    """A newcomer and a volunteer with whom he or she is matched, and why it fits.

    Attributes:
        mode: ``in_person`` or ``online``.
        score: the sum of ``parts``: nearness, time, language, goals, interests.
        common_minutes: a week, inside common windows that are long enough.
        weekday, starts_minute, minutes: the suggested slot; Monday is 0, minutes since local midnight.
        languages, goals, interests: what the two share.
    """

    newcomer: str
    volunteer: str
    mode: str
    score: int
    distance_m: int
    common_minutes: int
    weekday: int
    starts_minute: int
    minutes: int
    parts: dict[str, int]
    languages: tuple[str, ...]
    goals: tuple[str, ...]
    interests: tuple[str, ...]


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
    """Pairs and unmatched newcomers, each by newcomer id; the report with the certificate is JSON."""

    pairs: list[MatchedPair]
    unmatched: list[Unmatched]
    report: dict[str, Any]


@dataclass(frozen=True, kw_only=True, eq=False)
class Solved:
    """A problem with its optimum, in rows; what explanations and advice start from.

    ``component_pairs`` counts the allowed pairs of each component, the largest first.
    """

    problem: Problem
    edges: Edges
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
        problem.BadProblem: an id stands twice.
    """
    watch = Stopwatch(tell)
    with watch.stage("columns"):
        whole = problem.make(newcomers, volunteers, blocked, options)
    solved = optimum(whole, watch, jobs)
    with watch.stage("pairs"):
        pairs = matched_pairs(solved)
    with watch.stage("reasons"):
        unmatched = reasons(solved)
    with watch.stage("input_hash"):
        input_hash = report.input_hash(newcomers, volunteers, blocked, day=day, options=whole.options)
    figures = report.of(solved, day, sum(pair.score for pair in pairs), [row.reason for row in unmatched])
    figures |= {"input_hash": input_hash, "seconds": watch.seconds}
    return Result(pairs=pairs, unmatched=unmatched, report=figures)


def _words(bits: NDArray[np.uint64], vocabulary: Sequence[str]) -> tuple[str, ...]:
    number = sum(word << 64 * place for place, word in enumerate(bits.tolist()))
    return tuple(word for place, word in enumerate(vocabulary) if number >> place & 1)


def scored_pairs(whole: Problem, n: Rows, v: Rows) -> Iterator[MatchedPair]:
    """Some allowed pairs with everything that is to be said of them, in the order given."""
    parts, waiting, helping = score.of(whole, n, v), whole.newcomers, whole.volunteers
    words = whole.words
    rows = zip(n.tolist(), v.tolist(), strict=True)
    for place, (newcomer, volunteer) in enumerate(rows):
        weekday, starts, ends = score.suggested_slot(whole, newcomer, volunteer)
        yield MatchedPair(
            newcomer=waiting.ids[newcomer],
            volunteer=helping.ids[volunteer],
            mode="in_person" if parts.is_in_person[place] else "online",
            score=int(parts.total[place]),
            distance_m=int(parts.distance_m[place]),
            common_minutes=int(parts.common_minutes[place]),
            weekday=weekday,
            starts_minute=starts,
            minutes=ends - starts,
            parts={name: int(getattr(parts, name)[place]) for name in score.PARTS},
            languages=_words(waiting.languages[newcomer] & helping.languages[volunteer], words.languages),
            goals=_words(waiting.goals[newcomer] & helping.goals[volunteer], words.goals),
            interests=_words(waiting.interests[newcomer] & helping.interests[volunteer], words.interests),
        )


def matched_pairs(solved: Solved) -> list[MatchedPair]:
    """Every matched pair, by newcomer id."""
    n = np.flatnonzero(solved.chosen.seat != NOBODY)
    pairs = scored_pairs(solved.problem, n, solved.chosen.seat[n])
    return sorted(pairs, key=lambda pair: pair.newcomer)


def changes_for(solved: Solved, row: int) -> list[explain.Change]:
    """Every change that gives one unmatched newcomer a match, the smallest first."""
    return next(explain.changes(solved.problem, solved.edges, solved.kept, solved.chosen, rows=[row]))


def reasons(solved: Solved) -> list[Unmatched]:
    """Why each newcomer without a match has none, by newcomer id."""
    whole, edges, rows = solved.problem, solved.edges, solved.unmatched
    lonely = np.array([row for row in rows if not len(edges.of(row))], dtype=np.int64)
    names = ["volunteers", *(name for name, _rule in feasibility.RULES)]
    counts = feasibility.remaining_after_each_rule(whole, lonely).tolist()
    remain = dict(zip(lonely.tolist(), counts, strict=True))
    found = [
        Unmatched(newcomer=person, reason="incomplete", missing=missing)
        for person, missing in whole.incomplete.items()
    ]
    ways = explain.changes(whole, edges, solved.kept, solved.chosen, rows=rows)
    for row, changes in zip(rows, ways, strict=True):
        candidates = edges.of(row)
        places = int(whole.volunteers.capacity[candidates].sum())
        outranked = {"allowed": len(candidates), "places": places}
        found.append(
            Unmatched(
                newcomer=whole.newcomers.ids[row],
                reason="outranked" if len(candidates) else "no_candidate",
                detail=outranked if len(candidates) else dict(zip(names, remain[row], strict=True)),
                smallest_change=changes[0].as_dict() if changes else {},
            )
        )
    return sorted(found, key=lambda row: row.newcomer)
