"""Pairs that could meet online, a bit each: a whole country of them without a list of pairs.

With ``online_across`` nearly everybody online may be proposed to everybody else, which is a thousand times as many
pairs as meet in person. They are kept as one bit for each newcomer and volunteer who are online; those who could
meet in person stand in a list of their own, as everywhere, and have no bit.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled.columns import FOUR, GENDERS, LEVELS, MANY, WISHES, Columns
from matching.feasibility import Edges
from matching.problem import Rows

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]
BITS = 64
ONE = np.uint64(1)

NOT_ONLINE = -1


class Online(NamedTuple):
    """Who is online, and who of them may be proposed to whom.

    Attributes:
        newcomer, volunteer: (R,) and (C,) rows in the problem of those who are online.
        row_of, column_of: (N,) and (V,) where they stand in those lists, -1 for the others.
        bits: (R, words) bit c of a row is set for an allowed pair that could meet online only.
        starts: (lengths, days or half days, 64 * words) where in the week a session of each length can start.
    """

    newcomer: Ints
    volunteer: Ints
    row_of: Ints
    column_of: Ints
    bits: Words
    starts: Words


@njit(cache=True, nogil=True, inline="always")
def lowest(word: np.uint64) -> int:
    """The place of the lowest bit that is set; the word is not 0."""
    place, step = 0, 32
    while step:
        if word & ((ONE << np.uint64(step)) - ONE) == 0:
            word >>= np.uint64(step)
            place += step
        step >>= 1
    return place


@njit(cache=True, nogil=True)
def _have_time(mine: Words, starts: Words, word: int, free: Words) -> np.uint64:
    """Rule 6 for 64 volunteers at once; ``free`` is room for 64 words."""
    free[:] = 0
    for day in range(len(mine)):
        own = mine[day]
        if own:
            theirs = starts[day, BITS * word : BITS * (word + 1)]
            for place in range(BITS):
                free[place] |= own & theirs[place]
    found = np.uint64(0)
    for place in range(BITS):
        found |= np.uint64(free[place] != 0) << np.uint64(place)
    return found


@njit(cache=True, nogil=True)
def _fill(c: Columns, o: Online, fits: Words, kind: Ints, near: tuple[Ints, Rows], share: Rows) -> None:
    """Set the bits of some rows; ``fits[kind[row]]`` are the volunteers for whom rules 3 and 4 hold."""
    volunteer, first = near
    free = np.empty(BITS, dtype=np.uint64)
    for row in share:
        n = o.newcomer[row]
        for word in range(o.bits.shape[1]):
            could = fits[kind[row], word]
            if could:
                o.bits[row, word] = could & _have_time(c.waiting.starts[n], o.starts[c.waiting.length[n]], word, free)
        for edge in range(first[n], first[n + 1]):
            _clear(o, row, volunteer[edge])
        for place in range(c.blocked_first[n], c.blocked_first[n + 1]):
            _clear(o, row, c.blocked[place])


@njit(cache=True, nogil=True, inline="always")
def _clear(o: Online, row: int, volunteer: int) -> None:
    column = o.column_of[volunteer]
    if column != NOT_ONLINE:
        o.bits[row, column // BITS] &= ~(ONE << np.uint64(column % BITS))


def _where(rows: Rows, size: int) -> Ints:
    places = np.full(size, NOT_ONLINE, dtype=np.int32)
    places[rows] = np.arange(len(rows))
    return places


def packed(flags: NDArray[np.bool_], words: int) -> Words:
    """(..., words) flags as bits."""
    padded = np.zeros((*flags.shape[:-1], words * BITS), dtype=bool)
    padded[..., : flags.shape[-1]] = flags
    return np.packbits(padded, axis=-1, bitorder="little").view("<u8").astype(np.uint64)


def _rules_3_and_4(told: Ints, asked: Ints) -> NDArray[np.bool_]:
    both = told[:, None] & asked[None, :]
    return ((both >> GENDERS & FOUR) != 0) & ((both >> WISHES & FOUR) != 0) & ((both >> LEVELS & MANY) != 0)


def of(c: Columns, near: Edges, threads: int = 1) -> Online:
    """Everybody who is online in a round that allows it across all towns; ``near`` are the pairs in person.

    Volunteers of whom rules 3 and 4 ask the same stand together, so that most words of a row are looked at for
    everybody or for nobody.
    """
    newcomer = np.flatnonzero(c.waiting.online).astype(np.int32)
    places = c.by_town[np.lexsort((c.helping.row[c.by_town], c.helping.asked[c.by_town]))]
    words = max(1, -(-len(places) // BITS))
    starts = np.zeros((len(c.helping.starts), c.helping.starts.shape[2], words * BITS), dtype=np.uint64)
    if len(newcomer):
        starts[:, :, : len(places)] = c.helping.starts[:, places].transpose(0, 2, 1)
    o = Online(
        newcomer=newcomer,
        volunteer=c.helping.row[places],
        row_of=_where(newcomer, len(c.waiting.online)),
        column_of=_where(c.helping.row[places], len(c.helping.row)),
        bits=np.zeros((len(newcomer), words), dtype=np.uint64),
        starts=starts,
    )
    told, kind = np.unique(c.waiting.told[newcomer], return_inverse=True)
    fits = packed(_rules_3_and_4(told, c.helping.asked[places]), words)
    about = (c, o, fits, kind.astype(np.int32), (near.volunteer, near.first))
    in_shares(lambda share: _fill(*about, share), np.arange(len(newcomer)), threads)
    return o


def in_shares(work: Callable[[Rows], Any], rows: Rows, threads: int) -> list[Any]:
    """Some work on shares of rows, by several threads; what each gave, in order."""
    shares = [share for share in np.array_split(rows, 8 * threads if threads > 1 else 1) if len(share)]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, shares))


@njit(cache=True, nogil=True)
def _list(o: Online, near: tuple[Ints, Rows], rows: Rows, first: Rows, found: Ints) -> None:
    volunteer, near_first = near
    for place in range(len(rows)):
        n, at = rows[place], first[place]
        for edge in range(near_first[n], near_first[n + 1]):
            found[at] = volunteer[edge]
            at += 1
        row = o.row_of[n]
        if row != NOT_ONLINE:
            for word in range(o.bits.shape[1]):
                left = o.bits[row, word]
                while left:
                    found[at] = o.volunteer[BITS * word + lowest(left)]
                    at += 1
                    left &= left - ONE
        found[first[place] : at].sort()


@dataclass(frozen=True, eq=False)
class Across:
    """The allowed pairs of a round with ``online_across``: a list of those in person, and bits; see ``Edges``."""

    near: Edges
    online: Online
    columns: Columns

    def __len__(self) -> int:
        return int(self.counts.sum())

    @cached_property
    def counts(self) -> Rows:
        """(N,) how many volunteers each newcomer may be proposed."""
        counts = self.near.counts.copy()
        counts[self.online.newcomer] += np.bitwise_count(self.online.bits).sum(axis=1, dtype=np.int64)
        return counts

    def some(self, rows: Rows) -> Edges:
        """The pairs of some newcomers, as a list: newcomer i of it is ``rows[i]``."""
        first = np.concatenate(([0], np.cumsum(self.counts[rows]))).astype(np.int64)
        found = np.empty(int(first[-1]), dtype=np.int32)
        _list(self.online, (self.near.volunteer, self.near.first), rows, first, found)
        return Edges(found, first)

    def of(self, newcomer: int) -> Rows:
        """Volunteer rows of one newcomer, in the order of their ids."""
        return self.some(np.array([newcomer])).volunteer.astype(np.int64)

    def plus(self, newcomers: Rows, volunteer: int) -> "Across":
        """These pairs and those of one volunteer more, who is not online; see ``Edges.plus``."""
        online = self.online._replace(column_of=np.append(self.online.column_of, np.int32(NOT_ONLINE)))
        return replace(self, near=self.near.plus(newcomers, volunteer), online=online)
