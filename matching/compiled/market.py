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
from matching.compiled.scores import Most, goal_points, interest_points, most, time_points
from matching.problem import Problem, Rows
from matching.score import FULL_TIME_MINUTES, SHARES_OF_INTERESTS
from matching.time_windows import QUARTER_MINUTES

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]
GOALS, INTERESTS, COUNT = 0, 1, 2  # places in ``Room.most``


class Side(NamedTuple):
    """What a pair online scores by: the newcomers with their numbers as bits, (R, words); the volunteers the other
    way round, (numbers, words) who speaks each language, helps with each goal and has each interest.
    """

    languages: Words
    goals: Words
    interests: Words


class Room(NamedTuple):
    """One newcomer's volunteers, sorted, with room for the columns and values that are found.

    Attributes:
        words, allowed: the words of ``Online.bits`` in which there is somebody whom he or she may meet, and these.
        speak: who speaks a common language, in the same words.
        with_goals, with_interests: (most + 1, words) those allowed who share so many goals, interests.
        most: how many goals and interests can be shared, and how many words there are.
    """

    words: Ints
    allowed: Words
    speak: Words
    with_goals: Words
    with_interests: Words
    most: Rows
    columns: Ints
    values: Ints


class Priced(NamedTuple):
    """The least value that counts, the price of each column, and those who are cheap enough."""

    gain: int
    price: Rows
    enough: Words


class Market(NamedTuple):
    """Everybody online, with what their pairs score.

    Attributes:
        own_starts, days: (R, words) see ``Waiting.starts`` and ``Columns``.
        length, quarters: (R,) number of the session's length, and the quarters that it takes.
        best_time: (R,) what the time could give at most.
    """

    online: Online
    waiting: Side
    helping: Side
    own_starts: Words
    days: int
    length: Ints
    quarters: Rows
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
    return time_points(minutes, m.most.time)


@njit(cache=True, nogil=True)
def _same_language(m: Market, row: int, words: Ints, speak: Words) -> None:
    speak[: len(words)] = 0
    for word in range(m.waiting.languages.shape[1]):
        left = m.waiting.languages[row, word]
        while left:
            has = m.helping.languages[BITS * word + lowest(left)]
            left &= left - ONE
            for place in range(len(words)):
                speak[place] |= has[words[place]]


@njit(cache=True, nogil=True)
def _share(among: tuple[Ints, Words], mine: Words, who: Words, most: int, share: Words) -> int:
    """``share[k]`` become those who share exactly k of the newcomer's numbers, or ``most`` and more; how many k."""
    (words, bits), many = among, 0
    for place in range(len(words)):
        share[0, place] = bits[place]
    for word in range(len(mine)):
        left = mine[word]
        while left:
            has = who[BITS * word + lowest(left)]
            left &= left - ONE
            if many < most:
                many += 1
                share[many, : len(words)] = 0
            for k in range(many, 0, -1):
                for place in range(len(words)):
                    share[k, place] |= share[k - 1, place] & has[words[place]]
    for k in range(many):
        for place in range(len(words)):
            share[k, place] &= ~share[k + 1, place]
    return many


@njit(cache=True, nogil=True)
def sort(m: Market, row: int, among: Words, room: Room) -> None:
    """Sort the volunteers whom a newcomer may meet, of these, by what they share with him or her."""
    count = 0
    for word in range(len(among)):
        allowed = among[word] & m.online.bits[row, word]
        if allowed:
            room.words[count], room.allowed[count] = word, allowed
            count += 1
    words = room.words[:count]
    _same_language(m, row, words, room.speak)
    those, goals = (words, room.allowed), len(m.helping.goals)
    room.most[GOALS] = _share(those, m.waiting.goals[row], m.helping.goals, goals, room.with_goals)
    room.most[INTERESTS] = _share(
        those, m.waiting.interests[row], m.helping.interests, SHARES_OF_INTERESTS, room.with_interests
    )
    room.most[COUNT] = count


@njit(cache=True, nogil=True)
def _points(m: Market, row: int, shared: tuple[int, int, int], wanted: int) -> int:
    """What a pair scores at most that shares so many goals and interests, and a language (1) or none (0)."""
    g, k, language = shared
    points = m.best_time[row] + m.most.nearness // 4 + interest_points(k, m.most.interests)
    points += goal_points(wanted, g, m.most.goals) if wanted else m.most.goals // 2
    return points + (m.most.language if language else m.most.language // 4)


@njit(cache=True, nogil=True)
def _value(m: Market, row: int, who: tuple[int, int, int], most: int, room: Room, about: Priced, found: int) -> int:
    """Append those who share just this and are worth at least ``gain``; how many are found then."""
    (g, k, language), (gain, price, enough) = who, about
    with_goals, with_interests, speak = room.with_goals[g], room.with_interests[k], room.speak
    columns, values, rest, words = room.columns, room.values, most - m.best_time[row], room.words
    for place in range(room.most[COUNT]):
        could = with_goals[place] & with_interests[place] & enough[words[place]]
        could &= speak[place] if language else ~speak[place]
        while could:
            column = BITS * words[place] + lowest(could)
            could &= could - ONE
            value = rest - price[column] + _time(m, row, column)
            if value >= gain:
                columns[found], values[found] = column, value
                found += 1
    return found


@njit(cache=True, nogil=True)
def look(m: Market, row: int, gain: int, price: Rows, cheap: Words, room: Room) -> int:
    """Columns and values ``score - price`` of the sorted pairs of a row with a value of at least ``gain``; how many.

    Args:
        cheap: (prices, words) the volunteers at this price or less.
        room: as ``sort`` left it.
    """
    wanted, interests = room.most[GOALS], room.most[INTERESTS]
    found = 0
    for g in range(wanted + 1):
        for k in range(interests + 1):
            for language in range(2):
                most = _points(m, row, (g, k, language), wanted)
                if most >= gain:
                    about = Priced(gain, price, cheap[min(most - gain, len(cheap) - 1)])
                    found = _value(m, row, (g, k, language), most, room, about, found)
    return found


@njit(cache=True, nogil=True)
def best(m: Market, row: int, keep: int, price: Rows, everybody: Words, room: Room) -> int:
    """Columns and values of at least the ``keep`` best of the sorted pairs of a row, where all prices are 0."""
    wanted, interests = room.most[GOALS], room.most[INTERESTS]
    kinds = np.empty((wanted + 1, interests + 1, 2), dtype=np.int64)
    for g in range(wanted + 1):
        for k in range(interests + 1):
            for language in range(2):
                kinds[g, k, language] = _points(m, row, (g, k, language), wanted)
    most = kinds.reshape(-1)
    level, better, found = most.max(), 0, 0
    reached = np.zeros(level + 1, dtype=np.int64)
    for kind in np.argsort(-most):
        while level > most[kind]:
            better += reached[level]
            level -= 1
        if better >= keep:
            break
        shared = kind // (2 * interests + 2), kind // 2 % (interests + 1), kind % 2
        begin, found = found, _value(m, row, shared, level, room, Priced(0, price, everybody), found)
        for place in range(begin, found):
            reached[room.values[place]] += 1
    return found


def of(problem: Problem, c: Columns, online: Online) -> Market:
    """Everybody online of a problem."""
    waiting, helping = problem.newcomers, problem.volunteers
    n, v = online.newcomer, online.volunteer
    words = online.bits.shape[1]
    found = Market(
        online=online,
        waiting=Side(waiting.languages[n], waiting.goals[n], waiting.interests[n]),
        helping=Side(*(_turned(each[v], words) for each in (helping.languages, helping.goals, helping.interests))),
        own_starts=np.ascontiguousarray(c.waiting.starts[n]),
        days=c.days,
        length=c.waiting.length[n],
        quarters=problem.session_quarters[n],
        best_time=np.zeros(len(n), dtype=np.int64),
        most=most(problem),
    )
    _fill_best_time(found)
    return found


def room(m: Market) -> Room:
    """Room for one newcomer after the other."""
    columns, words = len(m.online.volunteer), m.online.bits.shape[1]
    return Room(
        words=np.empty(words, dtype=np.int32),
        allowed=np.empty(words, dtype=np.uint64),
        speak=np.empty(words, dtype=np.uint64),
        with_goals=np.empty((len(m.helping.goals) + 1, words), dtype=np.uint64),
        with_interests=np.empty((SHARES_OF_INTERESTS + 1, words), dtype=np.uint64),
        most=np.zeros(3, dtype=np.int64),
        columns=np.empty(columns, dtype=np.int32),
        values=np.empty(columns, dtype=np.int32),
    )


def _turned(numbers: Words, words: int) -> Words:
    """(numbers, words) the volunteers who have each of some numbers, from the numbers of each volunteer as bits."""
    bits = np.arange(BITS, dtype=np.uint64)
    has = (numbers[:, :, None] >> bits & ONE).reshape(len(numbers), BITS * numbers.shape[1]).T
    return packed(has.astype(bool), words)


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
        m.best_time[row] = time_points(minutes, m.most.time)
