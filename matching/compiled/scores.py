"""The score of one pair, compiled; of many pairs that lie together see ``pair_scores``."""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numba.extending import register_jitable
from numpy.typing import NDArray

from matching.compiled.bits import SIXTY_FOUR, count, long_enough
from matching.problem import People, Problem
from matching.score import FULL_TIME_MINUTES, SHARES_OF_INTERESTS
from matching.time_windows import QUARTER_MINUTES

Bits = NDArray[np.uint64]


class Facts(NamedTuple):
    """What the score of a pair stands on, of one side."""

    home: NDArray[np.int64]
    reach: NDArray[np.int64]
    languages: Bits
    goals: Bits
    interests: Bits
    free: Bits


class Most(NamedTuple):
    """The most that each part gives."""

    nearness: int
    time: int
    language: int
    goals: int
    interests: int


# The points of each part stand once: for one pair in a compiled loop, or for a whole table of numbers at once.


@njit(cache=True, nogil=True, inline="always")
def nearness(square: int, limit: int, most: int) -> int:
    """Points for so many squared metres."""
    if square > limit * limit:
        return most // 4
    if limit == 0:
        return most
    return int(np.floor(float(most) - float(most) * np.sqrt(float(square)) / float(limit) + 0.5))


@register_jitable
def time_points(minutes: Any, most: int) -> Any:
    return (2 * most * minutes + FULL_TIME_MINUTES) // (2 * FULL_TIME_MINUTES)


@register_jitable
def goal_points(wanted: Any, shared: Any, most: int) -> Any:
    """At least one is wanted; who wants none is given half."""
    return (2 * most * shared + wanted) // (2 * wanted)


@register_jitable
def interest_points(shared: Any, most: int) -> Any:
    return most * shared // SHARES_OF_INTERESTS


@njit(cache=True, nogil=True)
def minutes(mine: Bits, theirs: Bits, quarters: int) -> int:
    """Common minutes a week inside common windows of at least so many quarters."""
    total = 0
    for day in range(7):
        low, high = long_enough(mine[day, 0] & theirs[day, 0], mine[day, 1] & theirs[day, 1], quarters)
        if not (low | high):
            continue
        reached = 1
        while reached < quarters:
            step = np.uint64(min(reached, quarters - reached, 63))
            low, high = low | low << step, high | high << step | low >> (SIXTY_FOUR - step)
            reached += np.int64(step)
        total += count(low) + count(high)
    return total * QUARTER_MINUTES


@njit(cache=True, nogil=True, inline="always")
def _shared(mine: Bits, theirs: Bits) -> int:
    total = 0
    for word in range(len(mine)):
        total += count(mine[word] & theirs[word])
    return total


@njit(cache=True, nogil=True)
def score_of(w: Facts, h: Facts, n: int, v: int, common: int, most: Most) -> int:
    """The score of one allowed pair with so many common minutes a week."""
    speak = _shared(w.languages[n], h.languages[v]) > 0
    wanted = _shared(w.goals[n], w.goals[n])
    goals = most.goals // 2
    if wanted:
        goals = goal_points(wanted, _shared(w.goals[n], h.goals[v]), most.goals)
    interests = min(_shared(w.interests[n], h.interests[v]), SHARES_OF_INTERESTS)
    east, north = w.home[n, 0] - h.home[v, 0], w.home[n, 1] - h.home[v, 1]
    return (
        nearness(east * east + north * north, min(w.reach[n], h.reach[v]), most.nearness)
        + time_points(min(common, FULL_TIME_MINUTES), most.time)
        + (most.language if speak else most.language // 4)
        + goals
        + interest_points(interests, most.interests)
    )


def facts(people: People) -> Facts:
    """The columns of one side that the score looks at."""
    return Facts(people.home, people.reach, people.languages, people.goals, people.interests, people.free)


def most(problem: Problem) -> Most:
    """The weights of the round."""
    weights = problem.options.weights
    return Most(weights.nearness, weights.time, weights.language, weights.goals, weights.interests)
