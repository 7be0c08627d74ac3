"""The facts of people who come and go, a row each, and who of the other side may be proposed to one of them.

The rules are those of ``feasibility`` and the score that of ``score``; here one person is held against all.
"""

from itertools import chain
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching import time_windows
from matching.compiled.columns import FOUR, GENDERS, LEVELS, MANY, WISHES
from matching.compiled.scores import Facts, Most, minutes, score_of
from matching.problem import DUTCH_CARRIES_FROM, UNTOLD, People
from matching.rows import GENDERS as TOLD
from matching.rows import LEVELS as SPOKEN
from matching.rows import Newcomer, Person, Volunteer

Ints = NDArray[np.int32]
WORDS = ("languages", "goals", "interests")
NO_ONE = -1


class NoRoom(Exception):
    """More new people, pairs, words or towns than there was room for: begin anew."""


class Side(NamedTuple):
    """One side: what the score stands on, and what the rules look at besides; ``here`` is False for who left.

    Attributes:
        town_first: (towns,) somebody of each municipality, -1 where there is nobody; ``next`` (P,) is the next one.
    """

    facts: Facts
    town: Ints
    bits: Ints
    online: NDArray[np.bool_]
    speaks: NDArray[np.bool_]
    quarters: NDArray[np.int64]
    here: NDArray[np.bool_]
    town_first: Ints
    next: Ints


@njit(cache=True, nogil=True)
def _is_allowed(w: Side, h: Side, n: int, v: int) -> bool:
    """Rules 3 to 7."""
    could_online = w.online[n] and w.speaks[n] and h.online[v]
    both = w.bits[n] & h.bits[v]
    if not (both >> GENDERS & FOUR and both >> WISHES & FOUR and both >> LEVELS & MANY):
        return False
    if not could_online:
        east = w.facts.home[n, 0] - h.facts.home[v, 0]
        north = w.facts.home[n, 1] - h.facts.home[v, 1]
        limit = min(w.facts.reach[n], h.facts.reach[v])
        if east * east + north * north > limit * limit:
            return False
    if not w.speaks[n]:
        shared = np.uint64(0)
        for word in range(w.facts.languages.shape[1]):
            shared |= w.facts.languages[n, word] & h.facts.languages[v, word]
        if not shared:
            return False
    return minutes(w.facts.free[n], h.facts.free[v], w.quarters[n]) > 0


World = tuple[NDArray[np.bool_], bool, Most]  # who works together, online across all towns, the weights


@njit(cache=True, nogil=True)
def of_newcomer(w: Side, h: Side, world: World, n: int, blocked: Ints) -> tuple[Ints, Ints]:  # fmt: skip
    """Volunteers and scores of the allowed pairs of a newcomer."""
    together, across, most = world
    found, scores, count = np.empty(len(h.here), dtype=np.int32), np.empty(len(h.here), dtype=np.int32), 0
    near, here, online, next_ = together[w.town[n]], h.here, h.online, h.next
    everywhere = across and w.online[n] and w.speaks[n]
    for town in range(len(h.town_first)):
        if near[town] or everywhere:
            v = h.town_first[town]
            while v != NO_ONE:
                if here[v] and (near[town] or online[v]):
                    if _is_allowed(w, h, n, v) and not _is_among(blocked, v):
                        found[count], scores[count] = v, score_of(w.facts, h.facts, n, v, w.quarters[n], most)
                        count += 1
                v = next_[v]
    return found[:count], scores[:count]


@njit(cache=True, nogil=True)
def _is_among(blocked: Ints, one: int) -> bool:
    for other in blocked:
        if other == one:
            return True
    return False


@njit(cache=True, nogil=True)
def of_volunteer(w: Side, h: Side, world: World, v: int, blocked: Ints) -> tuple[Ints, Ints]:  # fmt: skip
    """Newcomers and scores of the allowed pairs of a volunteer."""
    together, across, most = world
    found, scores, count = np.empty(len(w.here), dtype=np.int32), np.empty(len(w.here), dtype=np.int32), 0
    near, here, online, speaks, next_ = together[h.town[v]], w.here, w.online, w.speaks, w.next
    everywhere = across and h.online[v]
    for town in range(len(w.town_first)):
        if near[town] or everywhere:
            n = w.town_first[town]
            while n != NO_ONE:
                if here[n] and (near[town] or (online[n] and speaks[n])):
                    if _is_allowed(w, h, n, v) and not _is_among(blocked, n):
                        found[count], scores[count] = n, score_of(w.facts, h.facts, n, v, w.quarters[n], most)
                        count += 1
                n = next_[n]
    return found[:count], scores[:count]


# where each fact of somebody new stands in a row of numbers
EAST, NORTH, REACH, TOWN, BITS, ONLINE, SPEAKS, QUARTERS, WEEK = range(9)
MASKS = WEEK + 14
WORD = (1 << 64) - 1


@njit(cache=True, nogil=True)
def write(side: Side, row: int, told: NDArray[np.uint64]) -> None:
    """A row more, from numbers: see ``Table.numbers``."""
    f, at = side.facts, MASKS
    f.home[row, 0], f.home[row, 1] = np.int64(told[EAST]), np.int64(told[NORTH])
    f.reach[row] = np.int64(told[REACH])
    side.town[row], side.bits[row] = np.int32(told[TOWN]), np.int32(told[BITS])
    side.online[row], side.speaks[row] = told[ONLINE] != 0, told[SPEAKS] != 0
    side.quarters[row], side.here[row] = np.int64(told[QUARTERS]), True
    for word in range(14):
        f.free[row, word // 2, word % 2] = told[WEEK + word]
    for masks in (f.languages, f.goals, f.interests):
        for word in range(masks.shape[1]):
            masks[row, word] = told[at]
            at += 1
    _join_town(side, row)


@njit(cache=True, nogil=True)
def _join_town(side: Side, row: int) -> None:
    town = side.town[row]
    side.next[row], side.town_first[town] = side.town_first[town], row


@njit(cache=True, nogil=True)
def _join_towns(side: Side, count: int) -> None:
    for row in range(count):
        _join_town(side, row)


class Table:
    """The rows of one side; a row is written once, and its place is not given to anybody else."""

    def __init__(self, size: int, words: dict[str, int], towns: int) -> None:
        masks = {about: np.zeros((size, words[about]), dtype=np.uint64) for about in WORDS}
        facts = Facts(
            home=np.zeros((size, 2), dtype=np.int64),
            reach=np.zeros(size, dtype=np.int64),
            free=np.zeros((size, 7, 2), dtype=np.uint64),
            **masks,
        )
        flags = [np.zeros(size, dtype=bool) for _ in range(3)]
        numbers = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
        chains = np.full(towns, NO_ONE, dtype=np.int32), np.full(size, NO_ONE, dtype=np.int32)
        self.side = Side(facts, *numbers, flags[0], flags[1], np.ones(size, dtype=np.int64), flags[2], *chains)
        self.count = 0
        self._told = np.zeros(MASKS + sum(words.values()), dtype=np.uint64)

    def fill(self, people: People, bits: Ints) -> None:
        """The first rows, from columns; ``bits`` are those of ``columns``."""
        count = self.count = len(people)
        side, facts = self.side, self.side.facts
        facts.home[:count], facts.reach[:count], facts.free[:count] = people.home, people.reach, people.free
        for about in WORDS:
            known = getattr(people, about)
            getattr(facts, about)[:count, : known.shape[1]] = known
        side.town[:count], side.bits[:count], side.online[:count] = people.town, bits, people.online
        side.speaks[:count], side.here[:count] = people.level >= DUTCH_CARRIES_FROM, True
        _join_towns(side, count)

    def numbers(self, person: Person, town: int, masks: list[int]) -> tuple[int, NDArray[np.uint64]]:
        """The place of a row more, and what ``write`` is to write there.

        Raises:
            NoRoom: every row is given away.
        """
        row, self.count = self.count, self.count + 1
        if row == len(self.side.here):
            raise NoRoom
        level = SPOKEN.index(person.dutch_level if isinstance(person, Newcomer) else _least(person))
        minutes = person.session_minutes if isinstance(person, Newcomer) else time_windows.QUARTER_MINUTES
        self._told[:] = [
            (person.x or 0) & WORD,
            (person.y or 0) & WORD,
            person.max_distance_m,
            town,
            _bits(person, level),
            person.online,
            level >= DUTCH_CARRIES_FROM,
            time_windows.quarters_needed(minutes),
            *chain.from_iterable(time_windows.week(person.availability)),
            *masks,
        ]
        return row, self._told


def _least(person: Person) -> str:
    if not isinstance(person, Volunteer):
        raise TypeError(f"{person.id} is neither a newcomer nor a volunteer")
    return person.min_level


def _bits(person: Person, level: int) -> int:
    """See ``columns.told`` and ``columns.asked``."""
    own = 1 << (TOLD.index(person.gender) + 1 if person.gender else UNTOLD)
    accepted = 1 << (TOLD.index(person.buddy_gender) + 1) if person.buddy_gender else FOUR
    if isinstance(person, Newcomer):
        return accepted << GENDERS | own << WISHES | (2 << level) - 1 << LEVELS
    return own << GENDERS | accepted << WISHES | 1 << level << LEVELS
