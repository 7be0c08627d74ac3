"""Everybody online, and what their pairs score: of one newcomer those worth at least so much at given prices.

A pair online scores a quarter of the weight of nearness and the four other parts. What a newcomer could score at
most, with a volunteer who speaks a common language and with one who does not, says how dear a volunteer may be to
matter at all; those who are dearer are left out 64 at a time, and the common hours of the rest are counted last.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled.bits import count
from matching.compiled.columns import Columns
from matching.compiled.online import BITS, ONE, Online, lowest, packed
from matching.compiled.scores import Most, most
from matching.problem import Problem, Rows
from matching.score import FULL_TIME_MINUTES, SHARES_OF_INTERESTS
from matching.time_windows import QUARTER_MINUTES

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]


class Side(NamedTuple):
    """What a pair online scores by, of one side; ``starts`` of newcomers alone."""

    languages: Words
    goals: Words
    interests: Words


class Market(NamedTuple):
    """Everybody online, with what their pairs score.

    Attributes:
        waiting, helping: (R, ...) and (C, ...) as in ``Online``.
        own_starts, days: (R, words) see ``Waiting.starts`` and ``Columns``.
        length, quarters: (R,) number of the session's length, and the quarters that it takes.
        speakers: (languages, words) the volunteers who speak each language.
        best_time: (R,) what the time could give at most.
    """

    online: Online
    waiting: Side
    helping: Side
    own_starts: Words
    days: int
    length: Ints
    quarters: Rows
    speakers: Words
    best_time: Rows
    most: Most


@njit(cache=True, nogil=True, inline="always")
def _time(m: Market, row: int, column: int) -> int:
    """What the common hours score: a run of r starts of sessions of q quarters lasts r + q - 1 quarters."""
    starts, runs, days = 0, 0, m.days
    theirs = m.online.starts[m.length[row]]
    for day in range(m.own_starts.shape[1]):
        if not m.own_starts[row, day]:
            continue
        both = m.own_starts[row, day] & theirs[day, column]
        if both:
            starts += count(both)
            runs += count(both & ~(both << ONE))
            if day >= days and both & ONE:
                before = m.own_starts[row, day - days] & theirs[day - days, column]
                runs -= np.int64(before >> np.uint64(63))
    minutes = min((starts + runs * (m.quarters[row] - 1)) * QUARTER_MINUTES, FULL_TIME_MINUTES)
    return (2 * m.most.time * minutes + FULL_TIME_MINUTES) // (2 * FULL_TIME_MINUTES)


@njit(cache=True, nogil=True, inline="always")
def _shared(mine: Words, theirs: Words) -> int:
    total = 0
    for word in range(len(mine)):
        both = mine[word] & theirs[word]
        if both:
            total += count(both)
    return total


@njit(cache=True, nogil=True, inline="always")
def _wishes(m: Market, row: int, column: int, wanted: int) -> int:
    """What shared goals and interests score."""
    goals = m.most.goals // 2
    if wanted:
        goals = (2 * m.most.goals * _shared(m.waiting.goals[row], m.helping.goals[column]) + wanted) // (2 * wanted)
    interests = min(_shared(m.waiting.interests[row], m.helping.interests[column]), SHARES_OF_INTERESTS)
    return goals + m.most.interests * interests // SHARES_OF_INTERESTS


@njit(cache=True, nogil=True)
def _same_language(m: Market, row: int, speak: Words) -> None:
    speak[:] = 0
    for word in range(m.waiting.languages.shape[1]):
        left = m.waiting.languages[row, word]
        while left:
            speak |= m.speakers[BITS * word + lowest(left)]
            left &= left - ONE


@njit(cache=True, nogil=True)
def look(m: Market, row: int, gain: int, price: Rows, cheap: Words, room: tuple[Words, Words, Ints, Ints]) -> int:
    """Columns and values ``score - price`` of the pairs of a row with a value of at least ``gain``; how many.

    Args:
        cheap: (prices, words) the volunteers at this price or less.
        room: words for a row, the volunteers to look at, and (C,) columns and values to write.
    """
    speak, among, columns, values = room
    _same_language(m, row, speak)
    wanted = _shared(m.waiting.goals[row], m.waiting.goals[row])
    interests = min(_shared(m.waiting.interests[row], m.waiting.interests[row]), SHARES_OF_INTERESTS)
    rest = m.most.nearness // 4 + m.most.interests * interests // SHARES_OF_INTERESTS - gain
    rest += m.best_time[row] + (m.most.goals if wanted else m.most.goals // 2)
    dearest = len(cheap) - 1
    same, other = rest + m.most.language, rest + m.most.language // 4
    found = 0
    if same < 0:
        return 0
    for word in range(m.online.bits.shape[1]):
        left = m.online.bits[row, word] & among[word]
        if not left:
            continue
        could = speak[word] & cheap[min(same, dearest), word]
        if other >= 0:
            could |= cheap[min(other, dearest), word]
        left &= could
        while left:
            place = lowest(left)
            left &= left - ONE
            column = BITS * word + place
            shares = speak[word] >> np.uint64(place) & ONE
            value = m.most.nearness // 4 - price[column] + (m.most.language if shares else m.most.language // 4)
            value += _wishes(m, row, column, wanted)
            if value + m.best_time[row] < gain:
                continue
            value += _time(m, row, column)
            if value >= gain:
                columns[found], values[found] = column, value
                found += 1
    return found


def of(problem: Problem, c: Columns, online: Online) -> Market:
    """Everybody online of a problem."""
    waiting, helping = problem.newcomers, problem.volunteers
    n, v = online.newcomer, online.volunteer
    found = Market(
        online=online,
        waiting=Side(waiting.languages[n], waiting.goals[n], waiting.interests[n]),
        helping=Side(helping.languages[v], helping.goals[v], helping.interests[v]),
        own_starts=np.ascontiguousarray(c.waiting.starts[n]),
        days=c.days,
        length=c.waiting.length[n],
        quarters=problem.session_quarters[n],
        speakers=_speakers(helping.languages[v], online.bits.shape[1]),
        best_time=np.zeros(len(n), dtype=np.int64),
        most=most(problem),
    )
    _fill_best_time(found)
    return found


def _speakers(languages: Words, words: int) -> Words:
    bits = np.arange(BITS, dtype=np.uint64)
    speaks = (languages[:, :, None] >> bits & ONE).reshape(len(languages), BITS * languages.shape[1]).T
    return packed(speaks.astype(bool), words)


@njit(cache=True, nogil=True)
def _fill_best_time(m: Market) -> None:
    """At most the newcomer's own hours are common."""
    for row in range(len(m.best_time)):
        starts, runs = 0, 0
        for day in range(m.own_starts.shape[1]):
            own = m.own_starts[row, day]
            starts += count(own)
            runs += count(own & ~(own << ONE))
        minutes = min((starts + runs * (m.quarters[row] - 1)) * QUARTER_MINUTES, FULL_TIME_MINUTES)
        m.best_time[row] = (2 * m.most.time * minutes + FULL_TIME_MINUTES) // (2 * FULL_TIME_MINUTES)
