"""May this volunteer be proposed to this newcomer? One function a hard rule, numbered as in docs/matching.md.

Every rule takes a problem and E pairs as two columns of row numbers (E,), and gives (E,) True where the rule
holds. Squared metres are int64: exact, and far below 2**63. Only pairs that a rule lets through are shown to
the next one, so no table of everybody with everybody is ever kept.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from matching import near, time_windows
from matching.problem import DUTCH_CARRIES_FROM, UNTOLD, Problem, Rows

Mask = NDArray[np.bool_]
PAIRS_AT_ONCE = 500_000


def may_meet(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 1: one municipality, or two that work together, or online if the round allows that everywhere."""
    near = problem.together[problem.newcomers.town[n], problem.volunteers.town[v]]
    if problem.options.online_across:
        near = near | online(problem, n, v)
    return np.asarray(near)


def not_blocked(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 2: not a pair that must never be proposed."""
    keys = n * len(problem.volunteers) + v
    return np.asarray(np.append(problem.blocked, -1)[np.searchsorted(problem.blocked, keys)] != keys)


def wishes_are_met(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 3: each one's wish is empty or equals the gender that the other told."""
    newcomers, volunteers = problem.newcomers, problem.volunteers
    mine, theirs = newcomers.wish[n], volunteers.wish[v]
    mine_is_met = (mine == UNTOLD) | (mine == volunteers.gender[v])
    theirs_is_met = (theirs == UNTOLD) | (theirs == newcomers.gender[n])
    return np.asarray(mine_is_met & theirs_is_met)


def level_is_enough(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 4: the newcomer speaks at least the lowest level that the volunteer helps."""
    return problem.newcomers.level[n] >= problem.volunteers.level[v]


def shares_language(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Whether the two have a language in common."""
    common = problem.newcomers.languages[n] & problem.volunteers.languages[v]
    return np.asarray((common != 0).any(axis=1))


def can_talk(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 5: a shared language, or the newcomer speaks A2 and Dutch carries the meeting."""
    return (problem.newcomers.level[n] >= DUTCH_CARRIES_FROM) | shares_language(problem, n, v)


def have_time(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 6: on some day one unbroken common window of at least the newcomer's session."""
    found = np.zeros(len(n), dtype=bool)
    lengths = problem.session_quarters[n]
    for quarters in problem.lengths_of_sessions:
        at = np.flatnonzero(lengths == quarters)
        theirs = problem.volunteers_can_start(quarters)
        found[at] = time_windows.share_any(problem.newcomers_can_start, n[at], theirs, v[at])
    return found


def squared_distance(problem: Problem, n: Rows, v: Rows) -> Rows:
    """(E,) squared metres between the homes."""
    mine, theirs = problem.newcomers.home, problem.volunteers.home
    east, north = mine[n, 0] - theirs[v, 0], mine[n, 1] - theirs[v, 1]
    return np.asarray(east * east + north * north)


def limit(problem: Problem, n: Rows, v: Rows) -> Rows:
    """(E,) metres that both will travel."""
    return np.minimum(problem.newcomers.reach[n], problem.volunteers.reach[v])


def in_person(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 7, in person: not farther than both will travel."""
    return squared_distance(problem, n, v) <= limit(problem, n, v) ** 2


def online(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 7, online: both are willing and the newcomer speaks at least A2."""
    speaks = problem.newcomers.level[n] >= DUTCH_CARRIES_FROM
    return speaks & problem.newcomers.online[n] & problem.volunteers.online[v]


def have_a_place(problem: Problem, n: Rows, v: Rows) -> Mask:
    """Rule 7: in person or online."""
    return in_person(problem, n, v) | online(problem, n, v)


Rule = Callable[[Problem, Rows, Rows], Mask]
RULES: tuple[tuple[str, Rule], ...] = (
    ("municipality", may_meet),
    ("not_blocked", not_blocked),
    ("gender", wishes_are_met),
    ("level", level_is_enough),
    ("language", can_talk),
    ("time", have_time),
    ("place", have_a_place),
)
# the rules but for the one on place, those first that leave the fewest pairs for the least work
CHEAPEST_FIRST: tuple[Rule, ...] = (may_meet, wishes_are_met, level_is_enough, can_talk, have_time, not_blocked)
LEFT_BY_NEAR: tuple[Rule, ...] = (may_meet, can_talk, have_time, not_blocked)


@dataclass(frozen=True, eq=False)
class Edges:
    """E allowed pairs by newcomer row, then volunteer row; ``volunteer[first[n]:first[n + 1]]`` are n's."""

    volunteer: NDArray[np.int32]
    first: Rows

    def __len__(self) -> int:
        return len(self.volunteer)

    @cached_property
    def newcomer(self) -> Rows:
        """(E,) the newcomer row of each pair."""
        return np.repeat(np.arange(len(self.first) - 1), np.diff(self.first))

    @property
    def counts(self) -> Rows:
        """(N,) how many volunteers each newcomer may be proposed."""
        return np.diff(self.first)

    def some(self, rows: Rows) -> "Edges":
        """The pairs of some newcomers: newcomer i of the result is ``rows[i]``."""
        counts = self.counts[rows]
        first = np.concatenate(([0], np.cumsum(counts)))
        at = np.arange(int(first[-1])) + np.repeat(self.first[rows] - first[:-1], counts)
        return Edges(self.volunteer[at], first)

    def of(self, newcomer: int) -> Rows:
        """Volunteer rows of one newcomer, in the order of their ids."""
        return self.volunteer[self.first[newcomer] : self.first[newcomer + 1]].astype(np.int64)

    def only(self, is_wanted: Mask) -> "Edges":
        """Some of these pairs (E,) True."""
        before = np.concatenate(([0], np.cumsum(is_wanted)))
        return Edges(self.volunteer[is_wanted], before[self.first])

    def plus(self, newcomers: Rows, volunteer: int) -> "Edges":
        """These pairs and those of one volunteer more, behind all others, with some newcomers (ascending rows)."""
        at = self.first[newcomers + 1]
        is_new = np.zeros(len(self.first) - 1, dtype=np.int64)
        is_new[newcomers] = 1
        return Edges(
            np.insert(self.volunteer, at, volunteer),
            self.first + np.concatenate(([0], np.cumsum(is_new))),
        )


def every_pair(rows: Rows, columns: Rows) -> Iterator[tuple[Rows, Rows]]:
    """Each newcomer with each volunteer, as (n, v) columns of some hundred thousand at a time."""
    step = max(1, PAIRS_AT_ONCE // max(1, len(columns)))
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        yield np.repeat(some, len(columns)), np.tile(columns, len(some))


def keep_allowed(problem: Problem, n: Rows, v: Rows, rules: tuple[Rule, ...] = CHEAPEST_FIRST) -> tuple[Rows, Rows]:
    """Of pairs that have a place to meet those for which every other rule holds."""
    for rule in rules:
        holds = rule(problem, n, v)
        n, v = n[holds], v[holds]
    return n, v


def within_reach_of_town(problem: Problem, town: int) -> Rows:
    """Volunteer rows that rule 1 could let through for newcomers of this town."""
    near = problem.together[town][problem.volunteers.town]
    if problem.options.online_across:
        near = near | problem.volunteers.online
    return np.flatnonzero(near)


def _near(problem: Problem) -> Iterator[tuple[Rows, Rows]]:
    """Pairs worth a look, town by town."""
    for town in np.unique(problem.newcomers.town).tolist():
        rows = np.flatnonzero(problem.newcomers.town == town)
        yield from near.pairs(problem, rows, within_reach_of_town(problem, town))


def _together(parts: Iterable[tuple[Rows, Rows]]) -> Iterator[tuple[Rows, Rows]]:
    """The same pairs in parts that are worth a call to numpy."""
    left, right, count = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)], 0
    for n, v in parts:
        left.append(n)
        right.append(v)
        count += len(n)
        if count >= PAIRS_AT_ONCE:
            yield np.concatenate(left), np.concatenate(right)
            left, right, count = left[:1], right[:1], 0
    yield np.concatenate(left), np.concatenate(right)


def allowed(problem: Problem) -> Edges:
    """Every allowed pair, found town by town."""
    size, found = len(problem.volunteers), [np.zeros(0, dtype=np.int64)]
    for n, v in _together(_near(problem)):
        n_kept, v_kept = keep_allowed(problem, n, v, LEFT_BY_NEAR)
        found.append(n_kept * size + v_kept)
    keys = np.sort(np.concatenate(found))
    newcomer, volunteer = np.divmod(keys, max(1, size))
    first = np.searchsorted(newcomer, np.arange(len(problem.newcomers) + 1))
    return Edges(volunteer.astype(np.int32), first.astype(np.int64))


def remaining_after_each_rule(problem: Problem, rows: Rows) -> Rows:
    """(R, 1 + rules) for some newcomers: all volunteers, and how many remain after each rule in turn."""
    counts = np.zeros((len(rows), 1 + len(RULES)), dtype=np.int64)
    counts[:, 0] = len(problem.volunteers)
    for pairs in every_pair(np.arange(len(rows)), np.arange(len(problem.volunteers))):
        place, v = pairs
        for column, (_name, rule) in enumerate(RULES, start=1):
            holds = rule(problem, rows[place], v)
            place, v = place[holds], v[holds]
            counts[:, column] += np.bincount(place, minlength=len(rows))
    return counts
