"""Pairs online that matter: the best ones of a newcomer, those that the prices do not bear out, and the tight ones.

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
from matching.compiled.online import BITS, ONE, Online, in_shares, lowest, packed
from matching.compiled.scores import Most, most
from matching.feasibility import Mask
from matching.problem import Problem, Rows
from matching.score import FULL_TIME_MINUTES, SHARES_OF_INTERESTS
from matching.time_windows import QUARTER_MINUTES

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]
NO_LIMIT = 1 << 30


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
def _look(m: Market, row: int, gain: int, price: Rows, cheap: Words, room: tuple[Words, Words, Ints, Ints]) -> int:
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


@njit(cache=True, nogil=True)
def _keep_best(columns: Ints, values: Ints, found: int, keep: int, turn: int) -> int:
    """Bring the ``keep`` of the greatest value to the front; of equal ones those from place ``turn`` on."""
    if found <= keep:
        return found
    low = values[:found].min()
    many = np.zeros(values[:found].max() - low + 1, dtype=np.int64)
    for place in range(found):
        many[values[place] - low] += 1
    least, above = len(many) - 1, 0
    while above + many[least] < keep:
        above += many[least]
        least -= 1
    equal, written = keep - above, 0
    best_columns, best_values = np.empty(keep, dtype=np.int32), np.empty(keep, dtype=np.int32)
    for place in range(found):
        each = (place + turn) % found
        value = values[each] - low
        if value < least or (value == least and equal == 0):
            continue
        equal -= np.int64(value == least)
        best_columns[written], best_values[written] = columns[each], values[each]
        written += 1
    columns[:keep], values[:keep] = best_columns, best_values
    return keep


class Among(NamedTuple):
    """Volunteers to look at, as bits: ``everybody`` for the rows (R,) that are True in ``whole``, else ``some``."""

    whole: NDArray[np.bool_]
    everybody: Words
    some: Words


@njit(cache=True, nogil=True)
def _search(
    m: Market, rows: Rows, gain: Rows, about: tuple[Rows, Words, int, int], among: Among, counts: Rows
) -> tuple[Ints, Ints]:
    """Volunteers and scores of each of these rows, one list behind the other.

    Args:
        gain: (R,) the least value that counts.
        about: the price of each column, the cheap ones, how many pairs a row to keep (the best), and by how much
            to ask less of a row that has fewer, again and again.
        among: which volunteers are looked at.
        counts: (R,) how many each row has; written.
    """
    (price, cheap, keep, step), (whole, everybody, some) = about, among
    size = len(m.online.volunteer)
    columns, values = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    speak = np.empty(m.online.bits.shape[1], dtype=np.uint64)
    volunteers, scores, used = np.empty(1024, dtype=np.int32), np.empty(1024, dtype=np.int32), 0
    for row in rows:
        least, looked_at = gain[row], everybody if whole[row] else some
        found = _look(m, row, least, price, cheap, (speak, looked_at, columns, values))
        while step and found < keep and least > 0:
            least -= step
            found = _look(m, row, least, price, cheap, (speak, looked_at, columns, values))
        found = _keep_best(columns, values, found, keep, row * 37)
        if used + found > len(volunteers):
            more = 2 * (used + found)
            wider, higher = np.empty(more, dtype=np.int32), np.empty(more, dtype=np.int32)
            wider[:used], higher[:used] = volunteers[:used], scores[:used]
            volunteers, scores = wider, higher
        for place in range(found):
            volunteers[used] = m.online.volunteer[columns[place]]
            scores[used] = values[place] + price[columns[place]]
            used += 1
        counts[row] = found
    return volunteers[:used], scores[:used]


class Found(NamedTuple):
    """Pairs online by newcomer row (ascending), not sorted within a newcomer."""

    newcomer: Rows
    volunteer: Ints
    score: NDArray[np.int16]

    @classmethod
    def none(cls) -> "Found":
        """No pair at all."""
        return cls(np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int16))


class Pricing:
    """The pairs online of the newcomers who are kept, asked by their prices."""

    def __init__(self, problem: Problem, c: Columns, online: Online, is_kept: Mask, threads: int) -> None:
        waiting, helping = problem.newcomers, problem.volunteers
        n, v = online.newcomer, online.volunteer
        self._market = Market(
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
        _fill_best_time(self._market)
        self._rows = np.flatnonzero(is_kept[n])
        self._threads = threads
        self._before: tuple[Rows, Rows, Rows] | None = None

    def best(self, keep: int) -> Found:
        """The best pairs of each newcomer, by score alone."""
        m = self._market
        utmost = m.best_time + m.most.nearness // 4 + m.most.language + m.most.goals + m.most.interests
        prices = np.zeros(len(m.online.column_of), dtype=np.int64)
        return self._search(utmost - STEP, prices, (keep, STEP), self._everybody())[0]

    def dearer(self, gain: Rows, price: Rows, keep: int) -> Found:
        """Pairs with ``score > gain + price`` (N,), (V,): of each newcomer those that exceed it most.

        Where neither has fallen since this was asked before, and all that there were then were given, there are none.
        """
        online = self._market.online
        among, own = self._everybody(), gain[online.newcomer]
        if self._before is not None:
            gains, prices, counts = self._before
            has_fallen = packed((price < prices)[online.volunteer], online.bits.shape[1])
            among = among._replace(whole=(own < gains) | (counts >= keep), some=has_fallen)
        found, counts = self._search(own + 1, price, (keep, 0), among)
        self._before = own, price.copy(), counts
        return found

    def tight(self, gain: Rows, price: Rows) -> Found:
        """Every pair with ``score >= gain + price``."""
        return self._search(gain[self._market.online.newcomer], price, (len(price), 0), self._everybody())[0]

    def _everybody(self) -> Among:
        rows, words = self._market.online.bits.shape
        everybody = np.full(words, ~np.uint64(0))
        return Among(np.ones(rows, dtype=bool), everybody, everybody)

    def _search(self, gain: Rows, price: Rows, how: tuple[int, int], among: Among) -> tuple[Found, Rows]:
        """The pairs, and how many each row has; ``how`` is (how many a row to keep, by how much to ask less)."""
        online = self._market.online
        own = price[online.volunteer]
        about = (own, _cheap(own, online.bits.shape[1]), *how)
        counts = np.zeros(len(online.newcomer), dtype=np.int64)
        rows = self._rows if among.some.any() else self._rows[among.whole[self._rows]]
        lists = in_shares(lambda some: _search(self._market, some, gain, about, among, counts), rows, self._threads)
        if not lists:
            return Found.none(), counts
        newcomer = np.repeat(online.newcomer.astype(np.int64), counts)
        volunteer, score = (np.concatenate(columns) for columns in zip(*lists, strict=True))
        return Found(newcomer, volunteer, score.astype(np.int16)), counts


STEP = 6  # by so much less is asked of a newcomer with too few good pairs


def _cheap(price: Rows, words: int) -> Words:
    """(dearest + 1, words) the volunteers at each price or less."""
    return packed(price[None, :] <= np.arange(int(price.max(initial=0)) + 1)[:, None], words)


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
