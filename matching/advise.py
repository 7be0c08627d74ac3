"""Whom to recruit: which volunteer would let how many more people be matched, confirmed by solving again.

The first two objectives have dual prices too (a smallest cover of the allowed pairs, Kőnig 1931): one more place
is worth a person to everybody who is unmatched, and to everybody who holds a place that someone unmatched could
take over. A profile promises to help the unmatched whom it may be proposed to, and those around the places that
it would free. The profiles that promise most are then added to the problem for real.
"""

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from matching import components, group_seats, pins, problem, routes, venues
from matching.feasibility import Edges, Mask
from matching.options import Options
from matching.problem import Problem, Rows
from matching.queue import NOBODY, Kept
from matching.rows import MAX_CAPACITY, Newcomer, Volunteer

DAY_PARTS = {"morning": (9 * 60, 12 * 60), "afternoon": (13 * 60, 17 * 60), "evening": (18 * 60, 21 * 60)}
DAYS = {"weekdays": range(5), "weekend": range(5, 7)}
GENDERS = ("", "f", "m")
SQUARE_M = 1000
REACH_M = 5000
MOST_PLACES_AND_LANGUAGES = 300
TRIED_FOR_EACH = 6
LANGUAGES_INSTEAD = 3
Where = Callable[[str, int, int], bool]


@dataclass(frozen=True, kw_only=True)
class Advice:
    """A volunteer to look for, and what that would do.

    Attributes:
        x, y: metres, the middle of a square kilometre.
        language: ISO 639-3; empty when Dutch is enough.
        days, day_part: ``weekdays`` or ``weekend``; ``morning``, ``afternoon`` or ``evening``.
        gender: ``f`` or ``m``; empty when anybody will do.
        or_languages: other languages with which the same volunteer would do at least as much.
        places: how many newcomers the volunteer is counted to take, the most that one takes.
        more_people: so many more newcomers are matched; nobody loses a match.
        waiting_days: how long these have waited together.
    """

    municipality: str
    x: int
    y: int
    language: str
    days: str
    day_part: str
    gender: str
    places: int
    more_people: int
    waiting_days: int
    or_languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Profile:
    municipality: str
    x: int
    y: int
    language: str
    days: str
    day_part: str
    gender: str

    @property
    def volunteer(self) -> Volunteer:
        starts, ends = DAY_PARTS[self.day_part]
        return Volunteer(
            id="?",
            municipality=self.municipality,
            x=self.x,
            y=self.y,
            languages=frozenset({self.language} - {""}),
            availability=tuple((day, starts, ends) for day in DAYS[self.days]),
            max_distance_m=REACH_M,
            gender=self.gender,
            capacity=MAX_CAPACITY,
        )

    @property
    def demands(self) -> int:
        """How much is asked of a volunteer besides being there at that hour."""
        return (self.language != "") + (self.gender != "")


def _profiles(whole: Problem, unmatched: Rows) -> list[_Profile]:
    """A profile in each square kilometre where somebody waits, for each language spoken there."""
    waiting, words = whole.newcomers, whole.words
    found: Counter[tuple[str, int, int, str]] = Counter()
    for row in unmatched.tolist():
        x, y = (int(metres) // SQUARE_M * SQUARE_M + SQUARE_M // 2 for metres in waiting.home[row])
        bits = waiting.languages[row].tolist()
        spoken = [code for bit, code in enumerate(words.languages) if bits[bit // 64] >> bit % 64 & 1]
        found.update((words.towns[int(waiting.town[row])], x, y, language) for language in ("", *spoken))
    return [
        _Profile(*place, days, day_part, gender)
        for place, _count in sorted(found.items(), key=lambda item: (-item[1], item[0]))[:MOST_PLACES_AND_LANGUAGES]
        for days in DAYS
        for day_part in DAY_PARTS
        for gender in GENDERS
    ]


def _who_could_meet(whole: Problem, rows: Rows, profiles: Sequence[_Profile]) -> list[Rows]:
    """For each profile the rows among these newcomers to whom it may be proposed."""
    if not profiles:
        return []
    others = problem.volunteer_columns([profile.volunteer for profile in profiles], whole.words)
    asked = replace(
        whole, newcomers=whole.newcomers.take(rows), volunteers=others, blocked=np.zeros(0, dtype=np.int64)
    )
    edges = venues.route_of(whole.options).allowed(asked, 1)
    order = np.argsort(edges.volunteer, kind="stable")
    ends = np.searchsorted(edges.volunteer[order], np.arange(1, len(profiles)))
    return [rows[some] for some in np.split(edges.newcomer[order], ends)]


def _could_be_helped(edges: Edges, kept: Kept) -> list[Rows]:
    """For each newcomer the unmatched to whom one more place there is worth a match.

    For someone unmatched that is the newcomer alone; for the holder of a closed place the unmatched of the same
    component of closed places; for anybody else nobody.
    """
    is_unmatched = kept.seat == NOBODY
    holds_closed = np.zeros(len(kept.seat), dtype=bool)
    holds_closed[~is_unmatched] = kept.is_closed[kept.seat[~is_unmatched]]
    closed = edges.only((is_unmatched | holds_closed)[edges.newcomer] & kept.is_closed[edges.volunteer])
    nobody = np.zeros(0, dtype=np.int64)
    helped = [np.array([row]) if alone else nobody for row, alone in enumerate(is_unmatched.tolist())]
    for part in components.split(closed, is_unmatched | holds_closed, len(kept.is_closed)):
        others = part.newcomers[is_unmatched[part.newcomers]]
        for row in part.newcomers[holds_closed[part.newcomers]].tolist():
            helped[row] = others
    return helped


def _together(helped: list[Rows], rows: Rows, is_unmatched: Mask) -> Rows:
    """Everybody whom some of these newcomers could pass a place on to; holders of one component share a list."""
    is_promised = np.zeros(len(helped), dtype=bool)
    is_promised[rows[is_unmatched[rows]]] = True
    lists = {id(helped[row]): helped[row] for row in rows[~is_unmatched[rows]].tolist()}
    for others in lists.values():
        is_promised[others] = True
    return np.flatnonzero(is_promised)


def _those(whole: Problem, rows: Rows, where: Where | None) -> Rows:
    """The newcomers among these who live where advice is asked for."""
    waiting, towns = whole.newcomers, whole.words.towns
    if where is None:
        return rows
    places = zip(rows.tolist(), waiting.town[rows].tolist(), waiting.home[rows].tolist(), strict=True)
    return np.array([row for row, town, home in places if where(towns[town], *home)], dtype=np.int64)


class _Ranking:
    """Profiles with those whom each promises to help; people who are helped already do not count.

    What a profile promises only falls as people are helped, so a profile that still stands on top after it was
    looked at anew is the best one, and the others need not be looked at (Minoux, 1978).
    """

    def __init__(self, whole: Problem, edges: Edges, kept: Kept, *, day: date, where: Where | None) -> None:
        helped = _could_be_helped(edges, kept)
        priced = np.array([row for row, others in enumerate(helped) if len(others)], dtype=np.int64)
        is_unmatched = kept.seat == NOBODY
        profiles = _profiles(whole, _those(whole, np.flatnonzero(is_unmatched), where))
        self._left: dict[_Profile, tuple[int, Rows]] = {}
        for profile, rows in zip(profiles, _who_could_meet(whole, priced, profiles), strict=True):
            if len(rows):
                promised = _together(helped, rows, is_unmatched)
                self._left[profile] = (min(MAX_CAPACITY, len(rows)), promised)
        self._waited = day.toordinal() - whole.newcomers.waiting_since
        self._is_helped = np.zeros(len(whole.newcomers), dtype=bool)
        self._queue = [(*self._rank(profile), place, profile) for place, profile in enumerate(self._left)]
        heapq.heapify(self._queue)

    def _rank(self, profile: _Profile) -> tuple[int, int, int]:
        """The smaller, the better."""
        places, promised = self._left[profile]
        longest = np.sort(self._waited[promised[~self._is_helped[promised]]])[::-1][:places]
        return -len(longest), -int(longest.sum()), profile.demands

    def best(self) -> _Profile | None:
        """The profile that promises most, and of equal ones the least demanding; it is not given again."""
        while self._queue:
            *promised, place, profile = self._queue[0]
            rank = self._rank(profile)
            if list(rank) == promised:
                heapq.heappop(self._queue)
                return profile if rank[0] else None
            heapq.heapreplace(self._queue, (*rank, place, profile))
        return None

    def with_another_language(self, like: _Profile) -> list[_Profile]:
        """Profiles that differ in the language alone, those that promise most first."""
        others = [
            each for each in self._left if each.language and each == replace(like, language=each.language) != like
        ]
        return sorted(others, key=self._rank)[:LANGUAGES_INSTEAD]

    def is_new(self, rows: Rows) -> bool:
        """Whether somebody among these was not helped yet; from now on they are."""
        new = not self._is_helped[rows].all()
        self._is_helped[rows] = True
        return new


def _matched_besides(whole: Problem, edges: Edges, kept: Kept, profile: _Profile) -> Rows:
    """Solve again with this volunteer added: rows of those who are matched besides."""
    everybody = np.arange(len(whole.newcomers))
    meets = _who_could_meet(whole, everybody, [profile])[0]
    more = edges.plus(meets, len(whole.volunteers))
    again = routes.fastest().who(more, np.append(whole.volunteers.capacity, MAX_CAPACITY))
    return np.flatnonzero((again.seat != NOBODY) & (kept.seat == NOBODY))


def advise(
    newcomers: Sequence[Newcomer],
    volunteers: Sequence[Volunteer],
    blocked: Collection[tuple[str, str]] = (),
    *,
    day: date,
    options: Options | None = None,
    top: int = 10,
    where: Where | None = None,
) -> list[Advice]:
    """The profiles that help most people, and of equal ones those who waited longest; each helps somebody new.

    ``where`` says of a municipality and of metres in the Dutch grid whether advice is asked for who lives there;
    without it, for all of the round.

    Raises:
        problem.BadProblem: an id stands twice.
    """
    whole = pins.set_aside(problem.make(newcomers, volunteers, blocked, options), blocked).rest
    route = venues.route_of(whole.options)
    if whole.options.groups:
        expanded = group_seats.expand(whole, whole.options.groups, blocked, route=route)
        whole, edges = expanded.whole, expanded.edges
    else:
        edges = route.allowed(whole, 1)
    kept = route.who(edges, whole.volunteers.capacity)
    ranking, found = _Ranking(whole, edges, kept, day=day, where=where), list[Advice]()
    waited = day.toordinal() - whole.newcomers.waiting_since
    for _ in range(top * TRIED_FOR_EACH):
        profile = ranking.best() if len(found) < top else None
        if profile is None:
            break
        more = _matched_besides(whole, edges, kept, profile)
        others = ranking.with_another_language(profile) if profile.language else []
        if ranking.is_new(more):
            days = int(waited[more].sum())
            by_language = {each.language: _matched_besides(whole, edges, kept, each) for each in others}
            as_good = [
                language
                for language, rows in by_language.items()
                if len(rows) >= len(more) and waited[rows].sum() >= days
            ]
            about: dict[str, Any] = {"more_people": len(more), "waiting_days": days, "or_languages": tuple(as_good)}
            found.append(Advice(**vars(profile), places=MAX_CAPACITY, **about))
    return sorted(found, key=lambda advice: (-advice.more_people, -advice.waiting_days))
