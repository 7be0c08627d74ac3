"""Scores of many pairs, compiled: volunteers in the order of place, and what a division gives looked up in a table.

Where a session can start stands in ``columns`` for each person. Where both can start one, an unbroken common window
of enough length begins; and every common window is as long as the starts in it, and a session less one quarter.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import columns
from matching.compiled.bits import count
from matching.compiled.scores import Most, goal_points, interest_points, most, nearness, time_points
from matching.feasibility import Edges
from matching.problem import People, Problem, Rows
from matching.score import FULL_TIME_MINUTES, SHARES_OF_INTERESTS
from matching.time_windows import QUARTER_MINUTES

Bits = NDArray[np.uint64]
Ints = NDArray[np.int32]
Scores = NDArray[np.int16]
FULL_QUARTERS = FULL_TIME_MINUTES // QUARTER_MINUTES
ONE, LAST = np.uint64(1), np.uint64(63)


class Facts(NamedTuple):
    """What the score of a pair stands on, of one side, a row a person.

    Attributes:
        place: (P, 3) east, north and reach in metres.
        bits: (P, words) languages, goals and interests behind each other, see ``About``.
        starts: where in the week a session can start, see ``columns``: (N, words), or (lengths, V, words).
    """

    place: NDArray[np.int64]
    bits: Bits
    starts: Bits


class About(NamedTuple):
    """Where in ``Facts.bits`` the words of each set end, the days of the starts, and the points.

    Attributes:
        place_of: (V,) where each volunteer (row) stands among the facts.
        length, quarters: (N,) number of each newcomer's length, and the quarters that it needs.
        goals: (wanted, shared) points for so many of so many goals.
        interests, time: points for so many shared interests, and for so many common quarters.
    """

    place_of: Ints
    length: Ints
    quarters: Rows
    languages: int
    goals_end: int
    days: int
    most: Most
    goals: Rows
    interests: Rows
    time: Rows


# Arrays are handed on one by one and asked by row: taking one out of a tuple, or a slice of it, counts a reference,
# which costs more than a pair does.


@njit(cache=True, nogil=True, inline="always")
def _quarters(ws: Bits, n: int, hs: Bits, length: int, p: int, days: int, needed: int) -> int:
    """Common quarters a week inside common windows of at least so many."""
    starts, windows, is_wide = 0, 0, ws.shape[1] > days
    for day in range(days):
        low = ws[n, day] & hs[length, p, day]
        starts += count(low)
        windows += count(low & ~(low << ONE))
        if is_wide:
            high = ws[n, day + days] & hs[length, p, day + days]
            starts += count(high)
            windows += count(high & ~(high << ONE | low >> LAST))
    return starts + windows * (needed - 1)


@njit(cache=True, nogil=True, inline="always")
def _shared_words(wb: Bits, n: int, hb: Bits, p: int, first: int, stop: int) -> int:
    total = 0
    for word in range(first, stop):
        total += count(wb[n, word] & hb[p, word])
    return total


@njit(cache=True, nogil=True, inline="always")
def _nearness(wp: Rows, n: int, hp: Rows, p: int, most: int) -> int:
    east, north = wp[n, 0] - hp[p, 0], wp[n, 1] - hp[p, 1]
    return nearness(east * east + north * north, min(wp[n, 2], hp[p, 2]), most)


@njit(cache=True, nogil=True)
def _fill(
    waiting: Facts, helping: Facts, about: About, pairs: tuple[Ints, Rows], rows: Rows, scores: Scores
) -> None:  # fmt: skip
    (wp, wb, ws), (hp, hb, hs), (volunteer, first) = waiting, helping, pairs
    place_of, lengths, quarters, languages, end, days, most, goals, interests, time = about
    for n in rows:
        length, needed, wanted = lengths[n], quarters[n], _shared_words(wb, n, wb, n, languages, end)
        for edge in range(first[n], first[n + 1]):
            p = place_of[volunteer[edge]]
            common = _quarters(ws, n, hs, length, p, days, needed)
            speak = _shared_words(wb, n, hb, p, 0, languages) > 0
            also = _shared_words(wb, n, hb, p, end, wb.shape[1])
            scores[edge] = (
                _nearness(wp, n, hp, p, most.nearness)
                + time[min(common, FULL_QUARTERS)]
                + (most.language if speak else most.language // 4)
                + goals[wanted, _shared_words(wb, n, hb, p, languages, end)]
                + interests[min(also, SHARES_OF_INTERESTS)]
            )


@njit(cache=True, nogil=True)
def fill_parts(
    waiting: Facts, helping: Facts, about: About, n: int, v: int, table: Rows
) -> None:  # fmt: skip
    """Nearness, time, language, goals, interests of one allowed pair, and the common minutes, in this order."""
    (wp, wb, ws), (hp, hb, hs), p = waiting, helping, about.place_of[v]
    languages, end = about.languages, about.goals_end
    common = _quarters(ws, n, hs, about.length[n], p, about.days, about.quarters[n])
    speak = _shared_words(wb, n, hb, p, 0, languages) > 0
    wanted = _shared_words(wb, n, wb, n, languages, end)
    also = _shared_words(wb, n, hb, p, end, wb.shape[1])
    table[0] = _nearness(wp, n, hp, p, about.most.nearness)
    table[1] = about.time[min(common, FULL_QUARTERS)]
    table[2] = about.most.language if speak else about.most.language // 4
    table[3] = about.goals[wanted, _shared_words(wb, n, hb, p, languages, end)]
    table[4] = about.interests[min(also, SHARES_OF_INTERESTS)]
    table[5] = common * QUARTER_MINUTES


def facts(problem: Problem) -> tuple[Facts, Facts, About]:
    """Both sides as the score looks at them."""
    if "score" not in problem.worked_out:
        problem.worked_out["score"] = _facts(problem)
    known: tuple[Facts, Facts, About] = problem.worked_out["score"]
    return known


def _facts(problem: Problem) -> tuple[Facts, Facts, About]:
    waiting, helping, c, points = problem.newcomers, problem.volunteers, columns.of(problem), most(problem)
    first = waiting.languages.shape[1]
    by_place = c.helping.row.astype(np.int64)
    place_of = np.empty(len(helping), dtype=np.int32)
    place_of[by_place] = np.arange(len(by_place))
    goals = np.arange(len(problem.words.goals) + 1)
    of_goals = goal_points(np.maximum(goals[:, None], 1), goals[None, :], points.goals)
    of_goals[0] = points.goals // 2
    minutes = np.arange(FULL_QUARTERS + 1) * QUARTER_MINUTES
    about = About(
        place_of=place_of,
        length=c.waiting.length,
        quarters=problem.session_quarters.astype(np.int64),
        languages=first,
        goals_end=first + waiting.goals.shape[1],
        days=c.days,
        most=points,
        goals=of_goals,
        interests=interest_points(np.arange(SHARES_OF_INTERESTS + 1), points.interests),
        time=time_points(minutes, points.time),
    )
    return (
        Facts(*_of_side(waiting, slice(None)), c.waiting.starts),
        Facts(*_of_side(helping, by_place), c.helping.starts),
        about,
    )


def _of_side(people: People, rows: Rows | slice) -> tuple[Rows, Bits]:
    place = np.concatenate((people.home, people.reach[:, None]), axis=1)
    bits = np.concatenate((people.languages, people.goals, people.interests), axis=1)
    return np.ascontiguousarray(place[rows]), np.ascontiguousarray(bits[rows])


def of_kept(problem: Problem, edges: Edges, is_kept: NDArray[np.bool_], threads: int = 1) -> Scores:
    """(E,) the scores of the pairs of kept newcomers (N,) True; 0 for the others."""
    scores = np.zeros(len(edges), dtype=np.int16)
    about, pairs = facts(problem), (edges.volunteer, edges.first)
    near_each_other = columns.of(problem).order.astype(np.int64)
    shares = np.array_split(near_each_other[is_kept[near_each_other]], 8 * threads)
    with ThreadPoolExecutor(threads) as pool:
        work = [pool.submit(_fill, *about, pairs, rows, scores) for rows in shares]
    for done in work:
        done.result()
    return scores
