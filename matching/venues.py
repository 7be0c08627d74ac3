"""Venues: a pair that cannot meet at home needs a house that is open, and a free table there (docs/matching.md).

That there is such a house is a hard rule of the pair. Who gets which table in which hour is settled after "with
whom": an hour at a table is a place, pairs walk down the queue, and the same who and with whom give out the places.
"""

from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from matching import assignment, components, feasibility, queue, routes, time_windows
from matching.assignment import Assignment
from matching.feasibility import Edges, Mask
from matching.options import Options
from matching.problem import Problem, Rows
from matching.queue import NOBODY, Kept
from matching.routes import Route
from matching.rows import MAX_DISTANCE_M
from matching.time_windows import QUARTER_MINUTES, QUARTERS_A_DAY, Week, Window
from matching.venue_rows import Venue, Venues

QUARTERS_A_WEEK = 7 * QUARTERS_A_DAY
BEST = 2 * MAX_DISTANCE_M * QUARTERS_A_WEEK + QUARTERS_A_WEEK - 1
PAIRS_AT_ONCE = 100_000


def needs_venue(whole: Problem, given: Venues, n: Rows, v: Rows) -> Mask:
    """(E,) True for pairs that meet in person and of whom one needs a venue."""
    waiting = np.array([one in given.newcomers for one in whole.newcomers.ids], dtype=bool)
    helping = np.array([one in given.volunteers for one in whole.volunteers.ids], dtype=bool)
    return np.asarray((waiting[n] | helping[v]) & feasibility.in_person(whole, n, v))


def can_reach(whole: Problem, venue: Venue, n: Rows, v: Rows) -> Mask:
    """(E,) True where both may use the venue and neither lives too far from it."""
    towns, joint = whole.words.towns, whole.options.joint
    near = {venue.municipality}.union(*(group for group in joint if venue.municipality in group))
    may_use = np.array([town in near for town in towns], dtype=bool)
    both = [(whole.newcomers, n), (whole.volunteers, v)]
    holds = np.ones(len(n), dtype=bool)
    for people, rows in both:
        holds &= may_use[people.town[rows]] & (squares(people.home[rows], venue) <= people.reach[rows] ** 2)
    return holds


def squares(home: Rows, venue: Venue) -> Rows:
    """(P,) squared metres from these homes (P, 2) to a venue."""
    return np.asarray(((home - (venue.x, venue.y)) ** 2).sum(axis=1))


def starts(whole: Problem, n: Rows, v: Rows, hours: Week) -> Week:
    """(E, 7, 2) the quarters at which each pair could begin a meeting inside these hours (7, 2)."""
    common = whole.newcomers.free[n] & whole.volunteers.free[v] & hours
    lengths = whole.session_quarters[n]
    for quarters in np.unique(lengths).tolist():
        at = np.flatnonzero(lengths == quarters)
        common[at] = time_windows.can_start(common[at], quarters)
    return common


def have_a_venue(whole: Problem, given: Venues, n: Rows, v: Rows) -> Mask:
    """Rule 8 (E,): no venue is needed, or one may be used, within reach of both, and open when they can meet."""
    left = np.flatnonzero(needs_venue(whole, given, n, v))
    holds = np.ones(len(n), dtype=bool)
    holds[left] = False
    for venue in given.venues:
        near = left[can_reach(whole, venue, n[left], v[left])]
        for some in np.split(near, range(PAIRS_AT_ONCE, len(near), PAIRS_AT_ONCE)):
            opens = time_windows.weeks([venue.opening])[0]
            holds[some] = (starts(whole, n[some], v[some], opens) != 0).any(axis=(1, 2))
        left = left[~holds[left]]
    return holds


def with_venues(route: Route, given: Venues) -> Route:
    """A route whose allowed pairs keep rule 8 as well; pairs online need no venue, so they stay as they are."""

    def only(whole: Problem, edges: Edges) -> Edges:
        return edges.only(have_a_venue(whole, given, edges.newcomer, edges.volunteer.astype(np.int64)))

    def allowed(whole: Problem, jobs: int) -> Edges:
        return only(whole, route.allowed(whole, jobs))

    if route.across is None:
        return route._replace(allowed=allowed)
    every = route.across.allowed

    def across(whole: Problem, jobs: int) -> Any:
        found = every(whole, jobs)
        return replace(found, near=only(whole, found.near))

    return route._replace(allowed=allowed, across=route.across._replace(allowed=across))


def route_of(options: Options) -> Route:
    """The fastest way to the allowed pairs under these choices."""
    fastest = routes.fastest()
    return with_venues(fastest, options.venues) if options.venues else fastest


@dataclass(frozen=True)
class Seating:
    """A venue in one of its blocks: as many places as tables are free then."""

    venue: Venue
    block: Window

    @property
    def places(self) -> int:
        """Tables that nobody has yet."""
        weekday, begins, ends = self.block
        taken = [day == weekday and starts < ends and begins < stops for day, starts, stops in self.venue.taken]
        return max(0, self.venue.tables - sum(taken))


def seatings(given: Venues) -> list[Seating]:
    """Each opening window cut into blocks from its start, a rest left out; by venue id, then from Monday on."""
    return [
        Seating(venue, (weekday, begin, begin + venue.block_minutes))
        for venue in sorted(given.venues, key=lambda one: one.id)
        for weekday, opens, closes in time_windows.windows(time_windows.weeks([venue.opening])[0])
        for begin in range(opens, closes - venue.block_minutes + 1, venue.block_minutes)
    ]


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a pair that needs a venue can meet; ``venue`` is empty when no table was left.

    Attributes:
        table: 1 and up, among those of the venue that this round gives out in that block.
        weekday, starts_minute, minutes: when; Monday is 0.
    """

    newcomer: str
    volunteer: str
    venue: str = ""
    table: int = 0
    weekday: int = 0
    starts_minute: int = 0
    minutes: int = 0


@dataclass(frozen=True, kw_only=True, eq=False)
class GivenOut:
    """Tables given out to P pairs in the order of the queue.

    Attributes:
        n, v: (P,) rows of the pairs; ``seatings`` S of them.
    """

    n: Rows
    v: Rows
    seatings: list[Seating]
    kept: Kept
    chosen: Assignment
    places: list[Place]


def _edges(whole: Problem, pairs: tuple[Rows, Rows], all_seatings: list[Seating]) -> tuple[Edges, Rows]:
    """Which pair could have which seating, and its score: first the nearer for both together, then the earlier."""
    n, v = pairs
    found = [np.zeros((0, 3), dtype=np.int64)]
    for place, seating in enumerate(all_seatings):
        near = np.flatnonzero(can_reach(whole, seating.venue, n, v))
        block = time_windows.weeks([[seating.block]])[0]
        near = near[(starts(whole, n[near], v[near], block) != 0).any(axis=(1, 2))]
        metres = sum(
            np.floor(np.sqrt(squares(people.home[rows[near]], seating.venue).astype(np.float64)) + 0.5)
            for people, rows in ((whole.newcomers, n), (whole.volunteers, v))
        )
        weekday, begin, _end = seating.block
        quarter = weekday * QUARTERS_A_DAY + begin // QUARTER_MINUTES
        score = BEST - np.asarray(metres).astype(np.int64) * QUARTERS_A_WEEK - quarter
        found.append(np.stack((near, np.full_like(near, place), score), axis=1))
    rows = np.concatenate(found)
    rows = rows[np.lexsort((rows[:, 1], rows[:, 0]))]
    first = np.searchsorted(rows[:, 0], np.arange(len(n) + 1))
    return Edges(rows[:, 1].astype(np.int32), first.astype(np.int64)), rows[:, 2].copy()


def give_out(whole: Problem, given: Venues, n: Rows, v: Rows) -> GivenOut:
    """Tables for the pairs (rows) that need one, longest waiting first, nearest and earliest."""
    n, v = n.astype(np.int64), v.astype(np.int64)
    is_needed = needs_venue(whole, given, n, v)
    order = np.argsort(n[is_needed])
    n, v = n[is_needed][order], v[is_needed][order]
    every = seatings(given)
    capacity = np.array([seating.places for seating in every], dtype=np.int64)
    edges, score = _edges(whole, (n, v), every)
    kept = queue.walk(edges, capacity)
    parts = components.split(edges, kept.seat != NOBODY, len(capacity))
    chosen = assignment.best(edges, score, capacity, parts)
    return GivenOut(
        n=n, v=v, seatings=every, kept=kept, chosen=chosen, places=_places(whole, (n, v), every, chosen.seat)
    )


def _places(whole: Problem, pairs: tuple[Rows, Rows], every: list[Seating], seat: Rows) -> list[Place]:
    n, v = pairs
    held, found = Counter[int](), list[Place]()
    for pair, place in enumerate(seat.tolist()):
        row, other = n[pair : pair + 1], v[pair : pair + 1]
        about = Place(newcomer=whole.newcomers.ids[int(row[0])], volunteer=whole.volunteers.ids[int(other[0])])
        if place != NOBODY:
            held[place] += 1
            block = time_windows.weeks([[every[place].block]])[0]
            weekday, begin, _end = time_windows.windows(starts(whole, row, other, block)[0])[0]
            about = replace(
                about,
                venue=every[place].venue.id,
                table=held[place],
                weekday=weekday,
                starts_minute=begin,
                minutes=int(whole.newcomers.session_minutes[row[0]]),
            )
        found.append(about)
    return sorted(found, key=lambda place: place.newcomer)


def certificate(whole: Problem, given_out: GivenOut) -> dict[str, Any]:
    """Both halves for the tables given out, as docs/matching.md has them for volunteers."""
    named = [[one.venue.id, time_windows.text(one.block)] for one in given_out.seatings]
    kept, chosen = given_out.kept, given_out.chosen
    closed = zip(named, kept.is_closed.tolist(), kept.last_ahead.tolist(), strict=True)
    gains = zip(given_out.n.tolist(), chosen.seat.tolist(), chosen.gain.tolist(), strict=True)
    return {
        "closed": [[*one, last + 1] for one, is_closed, last in closed if is_closed],
        "prices": [[*one, price] for one, price in zip(named, chosen.price.tolist(), strict=True) if price],
        "newcomers": {whole.newcomers.ids[row]: gain for row, seat, gain in gains if seat != NOBODY},
    }


def counts(given_out: GivenOut) -> dict[str, int]:
    """Pairs that need a venue, and those who got no table."""
    return {
        "seatings": len(given_out.seatings),
        "need_a_venue": len(given_out.n),
        "without_a_table": sum(not place.venue for place in given_out.places),
    }
