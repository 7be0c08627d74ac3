"""Pairs online that matter: the best ones of a newcomer, those the prices do not bear out, and the tight ones."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import market
from matching.compiled.columns import Columns
from matching.compiled.market import Ints, Market, Room, Words, look
from matching.compiled.online import Online, in_shares, packed
from matching.feasibility import Mask
from matching.problem import Problem, Rows


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
    m: Market, rows: Rows, gain: Rows, about: tuple[Rows, Words, int, bool], among: Among, counts: Rows, room: Room
) -> tuple[Ints, Ints]:
    """Volunteers and scores of each of these rows, one list behind the other.

    Args:
        gain: (R,) the least value that counts.
        about: the price of each column, the cheap ones, how many pairs a row to keep (the best), and whether to
            look for so many best ones at no price, instead of all that count.
        among: which volunteers are looked at.
        counts: (R,) how many each row has; written.
        room: for one row after the other.
    """
    (price, cheap, keep, is_free), (whole, everybody, some) = about, among
    columns, values = room.columns, room.values
    volunteers, scores, used = np.empty(1024, dtype=np.int32), np.empty(1024, dtype=np.int32), 0
    for row in rows:
        market.sort(m, row, everybody if whole[row] else some, room)
        found = (
            market.best(m, row, keep, price, everybody, room)
            if is_free
            else look(m, row, gain[row], price, cheap, room)
        )
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
        self._market = market.of(problem, c, online)
        self._rows = np.flatnonzero(is_kept[online.newcomer])
        self._threads = threads
        self._before: tuple[Rows, Rows, Rows] | None = None

    def best(self, keep: int) -> Found:
        """The best pairs of each newcomer, by score alone."""
        none = np.zeros(len(self._market.online.column_of), dtype=np.int64)
        return self._search(np.zeros_like(self._market.best_time), none, (keep, True), self._everybody())[0]

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
        found, counts = self._search(own + 1, price, (keep, False), among)
        self._before = own, price.copy(), counts
        return found

    def tight(self, gain: Rows, price: Rows) -> Found:
        """Every pair with ``score >= gain + price``."""
        return self._search(gain[self._market.online.newcomer], price, (len(price), False), self._everybody())[0]

    def _everybody(self) -> Among:
        rows, words = self._market.online.bits.shape
        everybody = np.full(words, ~np.uint64(0))
        return Among(np.ones(rows, dtype=bool), everybody, everybody)

    def _search(self, gain: Rows, price: Rows, how: tuple[int, bool], among: Among) -> tuple[Found, Rows]:
        """The pairs, and how many each row has; see ``_search`` for the ends of ``about``."""
        online = self._market.online
        own = price[online.volunteer]
        about = (own, _cheap(own, online.bits.shape[1]), *how)
        counts = np.zeros(len(online.newcomer), dtype=np.int64)
        rows = self._rows if among.some.any() else self._rows[among.whole[self._rows]]
        m = self._market
        lists = in_shares(
            lambda some: _search(m, some, gain, about, among, counts, market.room(m)), rows, self._threads
        )
        if not lists:
            return Found.none(), counts
        newcomer = np.repeat(online.newcomer.astype(np.int64), counts)
        volunteer, score = (np.concatenate(columns) for columns in zip(*lists, strict=True))
        return Found(newcomer, volunteer, score.astype(np.int16)), counts


def _cheap(price: Rows, words: int) -> Words:
    """(dearest + 1, words) the volunteers at each price or less."""
    return packed(price[None, :] <= np.arange(int(price.max(initial=0)) + 1)[:, None], words)
