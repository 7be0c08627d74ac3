"""Scores of many pairs, compiled: the arithmetic of ``scores`` over rows that lie together, without empty hours."""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled.bits import SIXTY_FOUR, count, long_enough
from matching.compiled.columns import common_hours, in_space
from matching.compiled.scores import Most, most
from matching.feasibility import Edges
from matching.problem import People, Problem, Rows
from matching.score import FULL_TIME_MINUTES, SHARES_OF_INTERESTS
from matching.time_windows import QUARTER_MINUTES

Bits = NDArray[np.uint64]
Scores = NDArray[np.int16]


class Facts(NamedTuple):
    """What the score of a pair stands on, of one side, a row a person.

    Attributes:
        place: (P, 3) east, north and reach in metres.
        bits: (P, words) languages, goals, interests and hours behind each other, see ``About``.
    """

    place: NDArray[np.int64]
    bits: Bits


class About(NamedTuple):
    """Where in ``Facts.bits`` the words of each set end, the days of the hours, and the most of each part."""

    languages: int
    goals: int
    interests: int
    days: int
    most: Most


@njit(cache=True, nogil=True)
def _in_long_windows(low: np.uint64, high: np.uint64, quarters: int) -> int:
    """Quarters of a day, in two words, that lie in windows of at least so many quarters."""
    low, high = long_enough(low, high, quarters)
    reached = 1
    while reached < quarters and (low | high):
        step = np.uint64(min(reached, quarters - reached, 63))
        low, high = low | low << step, high | high << step | low >> (SIXTY_FOUR - step)
        reached += np.int64(step)
    return count(low) + count(high)


# Arrays are handed on one by one and asked by row: taking one out of a tuple, or a slice of it, counts a reference,
# which costs more than a pair does.


@njit(cache=True, nogil=True)
def _minutes(wb: Bits, n: int, hb: Bits, v: int, about: About, quarters: int) -> int:
    """Common minutes a week inside common windows of at least so many quarters."""
    total, first = 0, about.interests
    is_wide = wb.shape[1] > first + about.days
    for day in range(first, first + about.days):
        low = wb[n, day] & hb[v, day]
        if is_wide:
            high = wb[n, day + about.days] & hb[v, day + about.days]
            if low | high:
                total += _in_long_windows(low, high, quarters)
            continue
        reached = 1
        while reached < quarters and low:
            step = min(reached, quarters - reached, 63)
            low &= low >> np.uint64(step)
            reached += step
        if low:
            reached = 1
            while reached < quarters:
                step = min(reached, quarters - reached, 63)
                low |= low << np.uint64(step)
                reached += step
            total += count(low)
    return total * QUARTER_MINUTES


@njit(cache=True, nogil=True, inline="always")
def _shared_words(wb: Bits, n: int, hb: Bits, v: int, first: int, stop: int) -> int:
    total = 0
    for word in range(first, stop):
        total += count(wb[n, word] & hb[v, word])
    return total


@njit(cache=True, nogil=True)
def _nearness(wp: Rows, n: int, hp: Rows, v: int, most: int) -> int:
    east, north = wp[n, 0] - hp[v, 0], wp[n, 1] - hp[v, 1]
    square, limit = east * east + north * north, min(wp[n, 2], hp[v, 2])
    if square > limit * limit:
        return most // 4
    if limit == 0:
        return most
    return int(np.floor(float(most) - float(most) * np.sqrt(float(square)) / limit + 0.5))


@njit(cache=True, nogil=True)
def parts_of(
    wp: Rows, wb: Bits, n: int, hp: Rows, hb: Bits, v: int, about: About, quarters: int
) -> tuple[int, int, int, int, int, int]:
    """Nearness, time, language, goals, interests of one allowed pair, and the common minutes."""
    minutes = _minutes(wb, n, hb, v, about, quarters)
    speak = _shared_words(wb, n, hb, v, 0, about.languages) > 0
    wanted = _shared_words(wb, n, wb, n, about.languages, about.goals)
    goals = about.most.goals // 2
    if wanted:
        shared = _shared_words(wb, n, hb, v, about.languages, about.goals)
        goals = (2 * about.most.goals * shared + wanted) // (2 * wanted)
    interests = min(_shared_words(wb, n, hb, v, about.goals, about.interests), SHARES_OF_INTERESTS)
    time = 2 * about.most.time * min(minutes, FULL_TIME_MINUTES) + FULL_TIME_MINUTES
    return (
        _nearness(wp, n, hp, v, about.most.nearness),
        time // (2 * FULL_TIME_MINUTES),
        about.most.language if speak else about.most.language // 4,
        goals,
        about.most.interests * interests // SHARES_OF_INTERESTS,
        minutes,
    )


@njit(cache=True, nogil=True, inline="always")
def score_of(wp: Rows, wb: Bits, n: int, hp: Rows, hb: Bits, v: int, about: About, quarters: int) -> int:
    """The score of one allowed pair."""
    nearness, time, language, goals, interests, _minutes = parts_of(wp, wb, n, hp, hb, v, about, quarters)
    return nearness + time + language + goals + interests


@njit(cache=True, nogil=True)
def _fill(
    waiting: Facts, helping: Facts, about: About, quarters: Rows, pairs: tuple[NDArray[np.int32], Rows], rows: Rows,
    scores: Scores,
) -> None:  # fmt: skip
    (wp, wb), (hp, hb), (volunteer, first) = waiting, helping, pairs
    for n in rows:
        for edge in range(first[n], first[n + 1]):
            scores[edge] = score_of(wp, wb, n, hp, hb, volunteer[edge], about, quarters[n])


def facts(problem: Problem) -> tuple[Facts, Facts, About]:
    """Both sides as the score looks at them."""
    mine, theirs, days = common_hours(problem)
    waiting, helping = problem.newcomers, problem.volunteers
    first = waiting.languages.shape[1]
    second = first + waiting.goals.shape[1]
    about = About(first, second, second + waiting.interests.shape[1], days, most(problem))
    return _facts(waiting, mine), _facts(helping, theirs), about


def _facts(people: People, hours: Bits) -> Facts:
    place = np.concatenate((people.home, people.reach[:, None]), axis=1)
    return Facts(place, np.concatenate((people.languages, people.goals, people.interests, hours), axis=1))


def of_kept(problem: Problem, edges: Edges, is_kept: NDArray[np.bool_], threads: int = 1) -> Scores:
    """(E,) the scores of the pairs of kept newcomers (N,) True; 0 for the others."""
    scores = np.zeros(len(edges), dtype=np.int16)
    about, pairs = facts(problem), (edges.volunteer, edges.first)
    near_each_other = in_space(problem.newcomers).astype(np.int64)
    shares = np.array_split(near_each_other[is_kept[near_each_other]], 8 * threads)
    with ThreadPoolExecutor(threads) as pool:
        work = [pool.submit(_fill, *about, problem.session_quarters, pairs, rows, scores) for rows in shares]
    for done in work:
        done.result()
    return scores
