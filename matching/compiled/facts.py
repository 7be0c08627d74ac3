"""The facts of people who come and go, a row each, and who of the other side may be proposed to one of them.

The rules are those of ``feasibility`` and the score that of ``score``; here one person is held against all.
"""

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


class NoRoom(Exception):
    """More new people, pairs, words or towns than there was room for: begin anew."""


class Side(NamedTuple):
    """One side: what the score stands on, and what the rules look at besides; ``here`` is False for who left."""

    facts: Facts
    town: Ints
    bits: Ints
    online: NDArray[np.bool_]
    speaks: NDArray[np.bool_]
    quarters: NDArray[np.int64]
    here: NDArray[np.bool_]


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


@njit(cache=True, nogil=True)
def of_newcomer(
    w: Side, h: Side, world: tuple[NDArray[np.bool_], bool, Most], n: int, blocked: Ints
) -> tuple[Ints, Ints]:  # fmt: skip
    """Volunteers and scores of the allowed pairs of a newcomer."""
    together, across, most = world
    found, scores, count = np.empty(len(h.here), dtype=np.int32), np.empty(len(h.here), dtype=np.int32), 0
    near, town, here, online = together[w.town[n]], h.town, h.here, h.online
    everywhere = across and w.online[n] and w.speaks[n]
    for v in range(len(here)):
        if here[v] and (near[town[v]] or (everywhere and online[v])):
            if _is_allowed(w, h, n, v) and not _is_among(blocked, v):
                found[count], scores[count] = v, score_of(w.facts, h.facts, n, v, w.quarters[n], most)
                count += 1
    return found[:count], scores[:count]


@njit(cache=True, nogil=True)
def _is_among(blocked: Ints, one: int) -> bool:
    for other in blocked:
        if other == one:
            return True
    return False


@njit(cache=True, nogil=True)
def of_volunteer(
    w: Side, h: Side, world: tuple[NDArray[np.bool_], bool, Most], v: int, blocked: Ints
) -> tuple[Ints, Ints]:  # fmt: skip
    """Newcomers and scores of the allowed pairs of a volunteer."""
    together, across, most = world
    found, scores, count = np.empty(len(w.here), dtype=np.int32), np.empty(len(w.here), dtype=np.int32), 0
    near, town, here, online, speaks = together[h.town[v]], w.town, w.here, w.online, w.speaks
    everywhere = across and h.online[v]
    for n in range(len(here)):
        if here[n] and (near[town[n]] or (everywhere and online[n] and speaks[n])):
            if _is_allowed(w, h, n, v) and not _is_among(blocked, n):
                found[count], scores[count] = n, score_of(w.facts, h.facts, n, v, w.quarters[n], most)
                count += 1
    return found[:count], scores[:count]


class Table:
    """The rows of one side; a row is written once, and its place is not given to anybody else."""

    def __init__(self, size: int, words: dict[str, int]) -> None:
        masks = {about: np.zeros((size, words[about]), dtype=np.uint64) for about in WORDS}
        facts = Facts(
            home=np.zeros((size, 2), dtype=np.int64),
            reach=np.zeros(size, dtype=np.int64),
            free=np.zeros((size, 7, 2), dtype=np.uint64),
            **masks,
        )
        flags = [np.zeros(size, dtype=bool) for _ in range(3)]
        numbers = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
        self.side = Side(facts, *numbers, flags[0], flags[1], np.ones(size, dtype=np.int64), flags[2])
        self.count = 0

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

    def write(self, person: Person, town: int, masks: dict[str, list[int]]) -> int:
        """A row more; its place.

        Raises:
            NoRoom: every row is given away.
        """
        row, self.count = self.count, self.count + 1
        if row == len(self.side.here):
            raise NoRoom
        side, facts = self.side, self.side.facts
        level = SPOKEN.index(person.dutch_level if isinstance(person, Newcomer) else _least(person))
        facts.home[row] = person.x, person.y
        facts.reach[row] = person.max_distance_m
        facts.free[row] = time_windows.week(person.availability)
        for about in WORDS:
            getattr(facts, about)[row] = masks[about]
        side.town[row], side.online[row], side.here[row] = town, person.online, True
        side.speaks[row] = level >= DUTCH_CARRIES_FROM
        side.bits[row] = _bits(person, level)
        if isinstance(person, Newcomer):
            side.quarters[row] = time_windows.quarters_needed(person.session_minutes)
        return row


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
