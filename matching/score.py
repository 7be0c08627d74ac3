"""How well an allowed pair fits: an integer in five parts, to the letter of docs/matching.md.

Integers throughout but for one square root, which is an IEEE double as the definition says.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import feasibility, time_windows
from matching.problem import Problem, Rows

FULL_TIME_MINUTES = 360  # six common hours a week give the whole part
SHARES_OF_INTERESTS = 4  # so many shared interests give the whole part
EDGES_AT_ONCE = 10_000


@dataclass(frozen=True, eq=False)
class Parts:
    """Columns (E,) beside E pairs: the five parts, and the facts they stand on."""

    nearness: Rows
    time: Rows
    language: Rows
    goals: Rows
    interests: Rows
    is_in_person: NDArray[np.bool_]
    distance_m: Rows
    common_minutes: Rows

    @property
    def total(self) -> Rows:
        """(E,) the score."""
        return self.nearness + self.time + self.language + self.goals + self.interests


PARTS = ("nearness", "time", "language", "goals", "interests")


def nearness(weight: int, squares: Rows, limit: Rows) -> Rows:
    """(E,) the nearer, the more, from squared metres (E,) and the most that both will travel; online a quarter."""
    metres = np.sqrt(squares.astype(np.float64))
    part = np.floor(float(weight) - float(weight) * metres / np.maximum(limit, 1) + 0.5).astype(np.int64)
    part = np.where(limit == 0, weight, part)
    return np.where(squares <= limit**2, part, weight // 4)


def common_minutes(problem: Problem, n: Rows, v: Rows) -> Rows:
    """(E,) minutes a week inside common windows of at least the newcomer's session."""
    found = np.zeros(len(n), dtype=np.int64)
    lengths = problem.session_quarters[n]
    for quarters in problem.lengths_of_sessions:
        at = np.flatnonzero(lengths == quarters)
        theirs = problem.volunteers_can_start(quarters)
        starts = time_windows.in_common(problem.newcomers_can_start, n[at], theirs, v[at])
        found[at] = time_windows.minutes_of_meetings(starts, quarters)
    return found


def _shared(mine: NDArray[np.uint64], theirs: NDArray[np.uint64]) -> Rows:
    return np.asarray(np.bitwise_count(mine & theirs).sum(axis=1, dtype=np.int64))


def goals(problem: Problem, n: Rows, v: Rows) -> Rows:
    """(E,) the share of the newcomer's goals that the volunteer likes to help with; no goals: half."""
    weight = problem.options.weights.goals
    mine = problem.newcomers.goals[n]
    wanted = np.bitwise_count(mine).sum(axis=1, dtype=np.int64)
    shared = _shared(mine, problem.volunteers.goals[v])
    part = (2 * weight * shared + wanted) // np.maximum(2 * wanted, 1)
    return np.where(wanted == 0, weight // 2, part)


def of(problem: Problem, n: Rows, v: Rows) -> Parts:
    """The score of some allowed pairs with all its parts."""
    weights = problem.options.weights
    minutes = common_minutes(problem, n, v)
    capped = np.minimum(minutes, FULL_TIME_MINUTES)
    speak = feasibility.shares_language(problem, n, v)
    interests = _shared(problem.newcomers.interests[n], problem.volunteers.interests[v])
    squares, limit = feasibility.squared_distance(problem, n, v), feasibility.limit(problem, n, v)
    return Parts(
        nearness=nearness(weights.nearness, squares, limit),
        time=(2 * weights.time * capped + FULL_TIME_MINUTES) // (2 * FULL_TIME_MINUTES),
        language=np.where(speak, weights.language, weights.language // 4),
        goals=goals(problem, n, v),
        interests=weights.interests * np.minimum(interests, SHARES_OF_INTERESTS) // SHARES_OF_INTERESTS,
        is_in_person=squares <= limit**2,
        distance_m=np.floor(np.sqrt(squares.astype(np.float64)) + 0.5).astype(np.int64),
        common_minutes=minutes,
    )


def totals(problem: Problem, n: Rows, v: Rows) -> Rows:
    """(E,) the scores alone, for any number of pairs."""
    scores = np.zeros(len(n), dtype=np.int64)
    for start in range(0, len(n), EDGES_AT_ONCE):
        some = slice(start, start + EDGES_AT_ONCE)
        scores[some] = of(problem, n[some], v[some]).total
    return scores


def suggested_slots(problem: Problem, n: Rows, v: Rows) -> Rows:
    """(E, 2) weekday and minute at which the longest common window of each allowed pair begins."""
    windows = [np.zeros((0, 3), dtype=np.int64)]
    for start in range(0, len(n), EDGES_AT_ONCE):
        some = slice(start, start + EDGES_AT_ONCE)
        common = problem.newcomers.free[n[some]] & problem.volunteers.free[v[some]]
        windows.append(time_windows.longest_windows(common))
    return np.asarray(np.concatenate(windows)[:, :2])


def told(problem: Problem, n: Rows, v: Rows) -> tuple[Parts, Rows]:
    """Everything that is said of some allowed pairs: the parts of the score, and the slots."""
    return of(problem, n, v), suggested_slots(problem, n, v)
