"""Why someone has no match, and the smallest change that gives one in the optimum; codes and numbers only.

The walk down the queue treats everybody further ahead alike, whatever this newcomer changes. So the newcomer
is kept after a change exactly when some volunteer, allowed by then, has a ``last_ahead`` behind the own row:
the answer of solving again, without solving again. ``again.is_matched_after`` does solve again. Gender wishes and
blocked pairs are never touched.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import isqrt
from typing import TYPE_CHECKING

import numpy as np

from matching import feasibility, time_windows
from matching.assignment import Assignment
from matching.feasibility import Mask
from matching.problem import UNTOLD, Newcomers, Problem, Rows
from matching.queue import NOBODY, Kept
from matching.time_windows import QUARTER_MINUTES, QUARTERS_A_DAY, Week, Window

if TYPE_CHECKING:
    from matching.routes import AllowedPairs

SHORTEST_SESSION_QUARTERS = 2
CYCLING_METRES_A_MINUTE = 250
ONLINE_ASKS_MINUTES = 30
GROUP_ASKS_MINUTES = 60


@dataclass(frozen=True, kw_only=True)
class Change:
    """Something a newcomer could change. ``kind`` says which of the numbers are given.

    Attributes:
        kind: ``window`` (weekday, starts_minute, ends_minute: free then as well), ``distance`` (metres
            more to travel), ``online``, ``session`` (minutes: a meeting of that length), ``group`` (weekday,
            starts_minute, ends_minute: join two who meet then), ``table`` (table, weekday, starts_minute,
            ends_minute: be willing to join a language table, and this one has a seat).
        asks_minutes: how much it asks, to compare changes; see docs/matching.md.
    """

    kind: str
    asks_minutes: int
    weekday: int | None = None
    starts_minute: int | None = None
    ends_minute: int | None = None
    metres: int | None = None
    minutes: int | None = None
    table: str | None = None

    def as_dict(self) -> dict[str, str | int]:
        """Only what is given, for JSON."""
        given = {name: getattr(self, name) for name in self.__dataclass_fields__}
        return {name: value for name, value in given.items() if value is not None}

    @property
    def window(self) -> Window:
        """The window of a ``window`` or a ``group``."""
        return self.weekday or 0, self.starts_minute or 0, self.ends_minute or 0


def _windowed(kind: str, asks_minutes: int, window: Window) -> Change:
    weekday, starts, ends = window
    return Change(kind=kind, asks_minutes=asks_minutes, weekday=weekday, starts_minute=starts, ends_minute=ends)


def one_more_window(problem: Problem, row: int, found: tuple[int, int, int]) -> Change:
    """Free on a weekday from a quarter of the day for one session, of which so many quarters are not free yet."""
    weekday, quarter, more = found
    lasts = int(problem.session_quarters[row]) * QUARTER_MINUTES
    begin = quarter * QUARTER_MINUTES
    return _windowed("window", more * QUARTER_MINUTES, (weekday, begin, begin + lasts))


def more_distance(metres: int) -> Change:
    """So many metres more, there and back by bicycle."""
    return Change(kind="distance", asks_minutes=-(-2 * metres // CYCLING_METRES_A_MINUTE), metres=metres)


def metres_to(square: int, reach: int) -> Change:
    """To a place so many squared metres away, for somebody who travels less far."""
    return more_distance(isqrt(max(square, 1) - 1) + 1 - reach)


def shorter_session(wanted_minutes: int, quarters: int) -> Change:
    """A session of so many quarters."""
    minutes = quarters * QUARTER_MINUTES
    return Change(kind="session", asks_minutes=wanted_minutes - minutes, minutes=minutes)


def join_a_pair(weekday: int, starts_minute: int, minutes: int) -> Change:
    """Join two who meet then."""
    return _windowed("group", GROUP_ASKS_MINUTES, (weekday, starts_minute, starts_minute + minutes))


ONLINE_TOO = Change(kind="online", asks_minutes=ONLINE_ASKS_MINUTES)


def all_but(problem: Problem, left_out: str) -> Rows:
    """Rows of the volunteers who pass every rule but one with the only newcomer of this problem."""
    v = np.arange(len(problem.volunteers))
    for name, rule in feasibility.RULES:
        if name != left_out:
            v = v[rule(problem, np.zeros_like(v), v)]
    return v


def window_among(problem: Problem, could_start: Week) -> Change | None:
    """The window of one session with the fewest minutes that are not free yet; the earliest of equal ones.

    ``could_start`` (E, 7, 2) are the quarters at which others could begin a meeting of that session.
    """
    quarters = int(problem.session_quarters[0])
    starts = np.bitwise_or.reduce(could_start, axis=0)
    free_before = np.pad(_bits(problem.newcomers.free[0]).cumsum(axis=1), ((0, 0), (1, 0)))
    last = QUARTERS_A_DAY + 1 - quarters
    free_inside = free_before[:, quarters:] - free_before[:, :last]
    more = np.where(_bits(starts)[:, :last], quarters - free_inside, QUARTERS_A_DAY + 1)
    weekday, quarter = np.unravel_index(int(more.argmin()), more.shape)
    if more[weekday, quarter] > QUARTERS_A_DAY:
        return None
    return one_more_window(problem, 0, (int(weekday), int(quarter), int(more[weekday, quarter])))


def _bits(week: Week) -> Mask:
    """(7, 96) the quarters of one week, one by one."""
    in_bytes = week.astype("<u8").view(np.uint8).reshape(7, 16)
    return np.unpackbits(in_bytes, axis=1, bitorder="little")[:, :QUARTERS_A_DAY].astype(bool)


def session_within(problem: Problem, hours: Week) -> Change | None:
    """The longest session, shorter than wanted, for which there is time in one of these weeks (E, 7, 2) of others."""
    common = problem.newcomers.free[0] & hours
    for quarters in range(int(problem.session_quarters[0]) - 1, SHORTEST_SESSION_QUARTERS - 1, -1):
        if time_windows.can_start(common, quarters).any():
            return shorter_session(int(problem.newcomers.session_minutes[0]), quarters)
    return None


def _more_distance(problem: Problem, v: Rows) -> Change | None:
    """The fewest metres more with which somebody is near enough; the volunteer's own limit stands."""
    squares = feasibility.squared_distance(problem, np.zeros_like(v), v)
    squares = squares[squares <= problem.volunteers.reach[v] ** 2]
    if not len(squares):
        return None
    return metres_to(int(squares.min()), int(problem.newcomers.reach[0]))


def those_online(problem: Problem) -> Rows:
    """Rows of the volunteers who pass every rule if the newcomer, so far unwilling, would meet online too."""
    if problem.newcomers.online[0]:
        return np.zeros(0, dtype=np.int64)
    return all_but(replace(problem, newcomers=replace(problem.newcomers, online=np.array([True]))), "")


def among_helpful(problem: Problem, kept: Kept, newcomer: int) -> Problem | None:
    """The problem of one newcomer and the volunteers who can free a place for him or her, if there are any."""
    could_come = np.zeros(len(problem.volunteers), dtype=bool)
    could_come[feasibility.within_reach_of_town(problem, int(problem.newcomers.town[newcomer]))] = True
    helpful = np.flatnonzero(could_come & (kept.last_ahead > newcomer))
    return problem.among(newcomer, helpful) if len(helpful) else None


def _own_changes(problem: Problem, kept: Kept, newcomer: int) -> Iterator[Change | None]:
    """The smallest of each kind that needs nobody else, among the volunteers who can free a place.

    Of two that ask as much, the one that comes first here is tried first. Where venues are given, ``venue_reasons``
    asks the same with the rule on venues inside.
    """
    own = among_helpful(problem, kept, newcomer)
    if own is None:
        return
    but_time = all_but(own, "time")
    if len(but_time):
        yield window_among(own, own.volunteers_can_start(int(own.session_quarters[0]))[but_time])
    yield _more_distance(own, all_but(own, "place"))
    yield ONLINE_TOO if len(those_online(own)) else None
    yield session_within(own, own.volunteers.free[but_time])


def _wish_is_met(newcomers: Newcomers, of: int, by: int) -> bool:
    return bool(newcomers.wish[of] in (UNTOLD, newcomers.gender[by]))


def _join_a_pair(problem: Problem, candidates: Rows, groups: dict[int, list[int]], newcomer: int) -> Change | None:
    """A pair to join: the volunteer is allowed, the three share a window, and no wish is passed over.

    It lasts as long as the longer of the two sessions, from the start of the longest common window.
    """
    newcomers = problem.newcomers
    for volunteer in candidates.tolist():
        for other in groups.get(volunteer, []):
            if not (_wish_is_met(newcomers, newcomer, other) and _wish_is_met(newcomers, other, newcomer)):
                continue
            common = newcomers.free[newcomer] & newcomers.free[other] & problem.volunteers.free[volunteer]
            window = time_windows.longest_window(common)
            session = int(newcomers.session_minutes[[newcomer, other]].max())
            if window and window[2] - window[1] >= session:
                return join_a_pair(window[0], window[1], session)
    return None


def changes(  # noqa: PLR0917 - what the stages of a round gave, and whom it is about
    problem: Problem, edges: "AllowedPairs", kept: Kept, chosen: Assignment, rows: Sequence[int]
) -> Iterator[list[Change]]:
    """For each of these unmatched newcomers (rows) the changes that give a match, the smallest first."""
    groups: dict[int, list[int]] = {}
    for newcomer, volunteer in enumerate(chosen.seat.tolist()):
        groups.setdefault(volunteer, []).append(newcomer)
    groups.pop(NOBODY, None)
    for row in rows:
        found = [*_own_changes(problem, kept, row), _join_a_pair(problem, edges.of(row), groups, row)]
        yield sorted((change for change in found if change), key=lambda change: change.asks_minutes)
