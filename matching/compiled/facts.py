"""The facts of people who come and go, a row each, and who of the other side may be proposed to one of them.

The rules are those of ``feasibility`` and the score that of ``score``; here one person is held against all.
"""

from itertools import chain
from struct import Struct
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching import time_windows
from matching.compiled.columns import FOUR, GENDERS, LEVELS, MANY, WISHES
from matching.compiled.scores import Facts, Most, minutes, score_of
from matching.feasibility import Mask
from matching.problem import DUTCH_CARRIES_FROM, UNTOLD, People
from matching.rows import GENDERS as TOLD
from matching.rows import LEVELS as SPOKEN
from matching.rows import Newcomer, Person, Volunteer

Ints = NDArray[np.int32]
WORDS = ("languages", "goals", "interests")


class NoRoom(Exception):
    """More new people, pairs, words or towns than there was room for: begin anew."""


class Side(NamedTuple):
    """One side: what the score stands on, and what the rules look at besides; ``here`` is False for who left.

    Attributes:
        bits: (P,) those of ``columns``, and ``ONLINE`` for whoever can meet online: a newcomer only from level A2.
        roster: (3, room) who lives in each municipality, those of one side by side: ``ROW``, ``SETS`` (their bits)
            and ``HOURS`` (see ``_hours``); ``metres`` (3, room) are ``EAST``, ``NORTH`` and ``REACH`` of the same
            people, as doubles, which hold them and their squares exactly.
        where: (3, towns) those of municipality t are ``where[FIRST, t]:where[END, t]``, with room up to ``LIMIT``.
        used: (1,) where the next list may begin.
    """

    facts: Facts
    town: Ints
    bits: Ints
    speaks: NDArray[np.bool_]
    quarters: NDArray[np.int64]
    here: NDArray[np.bool_]
    roster: NDArray[np.int64]
    metres: NDArray[np.float64]
    where: NDArray[np.int64]
    used: NDArray[np.int64]


ROW, SETS, HOURS = range(3)
EAST, NORTH, REACH = range(3)
FIRST, END, LIMIT = range(3)
ONLINE = 1 << 20  # behind those of ``columns`` and their free bits
OWN, WISH, LEVEL = FOUR << GENDERS, FOUR << WISHES, MANY << LEVELS
PARTS_A_DAY, PART = 8, 12  # a part of a day is so many quarters of an hour
LEAST_ROOM = 8


@njit(cache=True, nogil=True)
def _hours(facts: Facts, row: int) -> int:
    """The parts of the week in which somebody has a free quarter, as bits: no part in common is no hour in common."""
    found = np.int64(0)
    for day in range(7):
        low, high = facts.free[row, day, 0], facts.free[row, day, 1]
        for part in range(PARTS_A_DAY):
            bits = low & np.uint64((1 << PART) - 1)
            if bits:
                found |= np.int64(1) << (day * PARTS_A_DAY + part)
            low, high = low >> np.uint64(PART) | high << np.uint64(64 - PART), high >> np.uint64(PART)
    return found


@njit(cache=True, nogil=True)
def _mark(side: Side, whom: tuple[int, int], own: tuple[int, int], home: tuple[int, int, int], holds: Mask) -> None:
    """Mark who of ``first:end`` may do by gender, level, place and hours; so plain that several go in one step."""
    (first, end), (bits, hours), (east, north, reach) = whom, own, home
    x, y, reaches = side.metres[EAST, first:end], side.metres[NORTH, first:end], side.metres[REACH, first:end]
    sets, free = side.roster[SETS, first:end], side.roster[HOURS, first:end]
    for at in range(end - first):
        both, limit = bits & sets[at], min(reaches[at], float(reach))
        across, up = float(east) - x[at], float(north) - y[at]
        has_place = (across * across + up * up <= limit * limit) | (both & ONLINE != 0)
        fits = (both & OWN != 0) & (both & WISH != 0) & (both & LEVEL != 0)
        holds[at] = has_place & fits & (hours & free[at] != 0)


@njit(cache=True, nogil=True)
def _shortlist(mine: Side, theirs: Side, together: Mask, across: bool, row: int) -> Ints:
    """Rows of the other side who may do for somebody; what is left to look at are languages and minutes."""
    found, count, where = np.empty(len(theirs.here), dtype=np.int32), 0, theirs.where
    bits, home = np.int64(mine.bits[row]), mine.facts.home
    own, place = (bits, _hours(mine.facts, row)), (home[row, 0], home[row, 1], mine.facts.reach[row])
    everywhere = across and bits & ONLINE != 0
    for town in range(where.shape[1]):
        if together[town] or everywhere:
            first, end = where[FIRST, town], where[END, town]
            holds = np.empty(end - first, dtype=np.bool_)
            _mark(theirs, (first, end), own, place, holds)
            rows, sets = theirs.roster[ROW, first:end], theirs.roster[SETS, first:end]
            for at in range(end - first):
                if holds[at] and theirs.here[rows[at]] and (together[town] or sets[at] & ONLINE != 0):
                    found[count] = rows[at]
                    count += 1
    return found[:count]


@njit(cache=True, nogil=True)
def _common_minutes(w: Side, h: Side, n: int, v: int) -> int:
    """The common minutes a week in windows that are long enough; 0 where rule 5 or 6 does not hold."""
    if not w.speaks[n]:
        shared = np.uint64(0)
        for word in range(w.facts.languages.shape[1]):
            shared |= w.facts.languages[n, word] & h.facts.languages[v, word]
        if not shared:
            return 0
    return minutes(w.facts.free[n], h.facts.free[v], w.quarters[n])


World = tuple[Mask, bool, Most]  # who works together, online across all towns, the weights


@njit(cache=True, nogil=True)
def of_newcomer(w: Side, h: Side, world: World, n: int, blocked: Ints) -> tuple[Ints, Ints]:
    """Volunteers and scores of the allowed pairs of a newcomer."""
    together, across, most = world
    found, count = _shortlist(w, h, together[w.town[n]], across, n), 0
    scores = np.empty(len(found), dtype=np.int32)
    for v in found:
        common = _common_minutes(w, h, n, v)
        if common and not _is_among(blocked, v):
            found[count], scores[count] = v, score_of(w.facts, h.facts, n, v, common, most)
            count += 1
    return found[:count], scores[:count]


@njit(cache=True, nogil=True)
def _is_among(blocked: Ints, one: int) -> bool:
    for other in blocked:
        if other == one:
            return True
    return False


@njit(cache=True, nogil=True)
def of_volunteer(w: Side, h: Side, world: World, v: int, blocked: Ints) -> tuple[Ints, Ints]:
    """Newcomers and scores of the allowed pairs of a volunteer."""
    together, across, most = world
    found, count = _shortlist(h, w, together[h.town[v]], across, v), 0
    scores = np.empty(len(found), dtype=np.int32)
    for n in found:
        common = _common_minutes(w, h, n, v)
        if common and not _is_among(blocked, n):
            found[count], scores[count] = n, score_of(w.facts, h.facts, n, v, common, most)
            count += 1
    return found[:count], scores[:count]


# where each fact of somebody new stands in a row of numbers
X, Y, FAR, TOWN, BITS, SPEAKS, QUARTERS, WEEK = range(8)
MASKS = WEEK + 14
WORD = (1 << 64) - 1


@njit(cache=True, nogil=True)
def write(side: Side, row: int, told: NDArray[np.uint64]) -> bool:
    """A row more, from numbers, see ``Table.numbers``; False when there is no room for it in its town."""
    f, at = side.facts, MASKS
    f.home[row, 0], f.home[row, 1] = np.int64(told[X]), np.int64(told[Y])
    f.reach[row] = np.int64(told[FAR])
    side.town[row], side.bits[row], side.speaks[row] = np.int32(told[TOWN]), np.int32(told[BITS]), told[SPEAKS] != 0
    side.quarters[row], side.here[row] = np.int64(told[QUARTERS]), True
    for word in range(14):
        f.free[row, word // 2, word % 2] = told[WEEK + word]
    for masks in (f.languages, f.goals, f.interests):
        for word in range(masks.shape[1]):
            masks[row, word] = told[at]
            at += 1
    return _join_town(side, row)


@njit(cache=True, nogil=True)
def _join_town(side: Side, row: int) -> bool:
    """Enter somebody in the list of a municipality; a list without room moves to the end."""
    where, town = side.where, side.town[row]
    first, end = where[FIRST, town], where[END, town]
    if end == where[LIMIT, town]:
        begin, size = side.used[0], end - first
        if begin + 2 * size + LEAST_ROOM > side.roster.shape[1]:
            return False
        side.roster[:, begin : begin + size] = side.roster[:, first:end]
        side.metres[:, begin : begin + size] = side.metres[:, first:end]
        end = begin + size
        where[FIRST, town], where[LIMIT, town] = begin, begin + 2 * size + LEAST_ROOM
        side.used[0] = where[LIMIT, town]
    side.roster[ROW, end], side.roster[SETS, end] = row, side.bits[row]
    side.roster[HOURS, end] = _hours(side.facts, row)
    side.metres[EAST, end], side.metres[NORTH, end] = side.facts.home[row, 0], side.facts.home[row, 1]
    side.metres[REACH, end] = side.facts.reach[row]
    where[END, town] = end + 1
    return True


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
        numbers = np.zeros(size, dtype=np.int32), np.zeros(size, dtype=np.int32)
        room = 8 * size + LEAST_ROOM * towns  # a list that grows leaves its old places empty
        self.side = Side(
            facts,
            *numbers,
            np.zeros(size, dtype=bool),
            np.ones(size, dtype=np.int64),
            np.zeros(size, dtype=bool),
            roster=np.zeros((3, room), dtype=np.int64),
            metres=np.zeros((3, room)),
            where=np.zeros((3, towns), dtype=np.int64),
            used=np.zeros(1, dtype=np.int64),
        )
        self.count = 0
        self._told = np.zeros(MASKS + sum(words.values()), dtype=np.uint64)
        self._layout = Struct(f"={len(self._told)}Q")

    def fill(self, people: People, bits: Ints) -> None:
        """The first rows, from columns; ``bits`` as in ``Side``."""
        count = self.count = len(people)
        side, facts = self.side, self.side.facts
        facts.home[:count], facts.reach[:count], facts.free[:count] = people.home, people.reach, people.free
        for about in WORDS:
            known = getattr(people, about)
            getattr(facts, about)[:count, : known.shape[1]] = known
        side.town[:count], side.bits[:count] = people.town, bits
        side.speaks[:count], side.here[:count] = people.level >= DUTCH_CARRIES_FROM, True
        sizes = 2 * np.bincount(people.town, minlength=side.where.shape[1]) + LEAST_ROOM
        side.where[LIMIT] = np.cumsum(sizes)
        side.where[FIRST] = side.where[END] = side.where[LIMIT] - sizes
        side.used[0] = side.where[LIMIT, -1]
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
        self._layout.pack_into(
            self._told,
            0,
            (person.x or 0) & WORD,
            (person.y or 0) & WORD,
            person.max_distance_m,
            town,
            _bits(person, level),
            level >= DUTCH_CARRIES_FROM,
            time_windows.quarters_needed(minutes),
            *chain.from_iterable(time_windows.week(person.availability)),
            *masks,
        )
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
        online = person.online and level >= DUTCH_CARRIES_FROM
        return accepted << GENDERS | own << WISHES | (2 << level) - 1 << LEVELS | ONLINE * online
    return own << GENDERS | accepted << WISHES | 1 << level << LEVELS | ONLINE * person.online
