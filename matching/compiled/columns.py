"""A problem's columns as the compiled loops want them: short, side by side, and volunteers in order of place.

A week becomes as few 64-bit words as the quarters that any volunteer uses, and "a session can start here" is
worked out beforehand, so that a common window of enough length is one AND a word.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled.bits import long_enough
from matching.problem import DUTCH_CARRIES_FROM, UNTOLD, People, Problem, Rows
from matching.time_windows import Week

Ints = NDArray[np.int32]
Words = NDArray[np.uint64]
BITS_A_WORD = 64
CELL_M = 1024  # a power of 2: the square of a place is found by shifting
MOST_CELLS_A_VOLUNTEER = 8
LAYERS = (0.1, 0.35, 0.65, 0.9, 1.0)  # shares of the volunteers who travel no farther than a layer of the map
# where each of three small sets stands in ``told`` and ``asked``: the own gender, the wish, the level
GENDERS, WISHES, LEVELS = 0, 4, 8
FOUR, MANY = 0b1111, 0b111111


class Waiting(NamedTuple):
    """Newcomers in the order of the queue, N rows.

    Attributes:
        told: (N,) see the function of that name.
        length: (N,) number of the session's length among the lengths that occur.
        starts: (N, words) where in the week a session can start.
        about: (N,) the same in one word, roughly: see ``roughly``.
        online: (N,) True for those who can meet online: willing, and speaking A2.
        speaks: (N,) True from A2 up.
    """

    x: Ints
    y: Ints
    reach: Ints
    town: Ints
    told: Ints
    length: Ints
    languages: Words
    starts: Words
    about: Words
    online: NDArray[np.bool_]
    speaks: NDArray[np.bool_]


class Helping(NamedTuple):
    """Volunteers by layer of the map, square and then row, V rows.

    Attributes:
        row: (V,) the row in the problem.
        asked: (V,) see the function of that name.
        starts: (lengths, V, words) where in the week a session of each length can start.
        about: (lengths, V) the same in one word, roughly: see ``roughly``.
    """

    row: Ints
    x: Ints
    y: Ints
    reach: Ints
    town: Ints
    asked: Ints
    languages: Words
    starts: Words
    about: Words
    online: NDArray[np.bool_]


class Map(NamedTuple):
    """Squares over the land, in layers: who travels little stands apart, for nobody far away need look there.

    Attributes:
        shift: a square is ``1 << shift`` metres wide.
        reach: (layers,) metres that nobody of a layer travels beyond.
        first: (layers, squares + 1) ``first[l, c]:first[l, c + 1]`` are the volunteers of square c in layer l, row
            by row of squares.
    """

    west: int
    south: int
    shift: int
    across: int
    up: int
    reach: NDArray[np.int64]
    first: NDArray[np.int64]


class Hours(NamedTuple):
    """The days and the hours at which some volunteer can start a session: what is left of a week to look at."""

    days: Rows
    first: int
    last: int


class Columns(NamedTuple):
    """Everything that the search for allowed pairs looks at.

    Attributes:
        order: (N,) newcomer rows by town and place, so that neighbours are looked at one after the other.
        by_town: volunteers (places in ``helping``) who are online, grouped: ``town_first[t]:town_first[t + 1]``.
        together: (towns, towns).
        days: days of the week that ``starts`` tell of; twice as many words are their first halves, then the second.
        hours: which days these are, and the first and the last of the quarters.
        blocked_first: (N + 1,) ``blocked[a:b]`` are the volunteer rows that a newcomer must not be proposed.
    """

    waiting: Waiting
    helping: Helping
    map: Map
    order: Ints
    by_town: Ints
    town_first: NDArray[np.int64]
    together: NDArray[np.bool_]
    online_across: bool
    days: int
    hours: Hours
    blocked_first: NDArray[np.int64]
    blocked: Ints


def of(problem: Problem) -> Columns:
    """The columns of a problem."""
    if "columns" not in problem.worked_out:
        problem.worked_out["columns"] = _of(problem)
    known: Columns = problem.worked_out["columns"]
    return known


def _of(problem: Problem) -> Columns:
    waiting, helping = problem.newcomers, problem.volunteers
    lengths, length = np.unique(problem.session_quarters, return_inverse=True)
    map_, by_square = _map(helping)
    free = helping.free[by_square]
    volunteer_starts = [can_start(free, np.full(len(free), quarters)) for quarters in lengths.tolist()]
    used = _used_hours(volunteer_starts)
    is_online = helping.online[by_square]
    town = helping.town[by_square]
    online_places = np.flatnonzero(is_online)
    by_town = online_places[np.argsort(town[online_places], kind="stable")]
    own = _squeezed(can_start(waiting.free, problem.session_quarters), used)
    theirs = _stacked([_squeezed(starts, used) for starts in volunteer_starts], len(helping))
    key = problem.blocked // max(1, len(helping))
    return Columns(
        waiting=Waiting(
            *_place_columns(waiting, np.arange(len(waiting))),
            told=told(waiting),
            length=length.astype(np.int32),
            languages=waiting.languages,
            starts=own,
            about=roughly(own),
            online=waiting.online & (waiting.level >= DUTCH_CARRIES_FROM),
            speaks=waiting.level >= DUTCH_CARRIES_FROM,
        ),
        helping=Helping(
            by_square.astype(np.int32),
            *_place_columns(helping, by_square),
            asked=asked(helping)[by_square],
            languages=helping.languages[by_square],
            starts=theirs,
            about=np.stack([roughly(starts) for starts in theirs]),
            online=is_online,
        ),
        map=map_,
        order=in_space(waiting),
        by_town=by_town.astype(np.int32),
        town_first=np.searchsorted(town[by_town], np.arange(len(problem.together) + 1)).astype(np.int64),
        together=problem.together,
        online_across=problem.options.online_across,
        days=len(used.days),
        hours=used,
        blocked_first=np.searchsorted(key, np.arange(len(waiting) + 1)).astype(np.int64),
        blocked=(problem.blocked % max(1, len(helping))).astype(np.int32),
    )


def in_space(people: People) -> Ints:
    """(P,) rows by town and place, so that neighbours come one after the other."""
    cell = people.home // CELL_M
    low = cell.min(axis=0, initial=0)
    across = int(cell[:, 0].max(initial=0) - low[0]) + 1
    up = int(cell[:, 1].max(initial=0) - low[1]) + 1
    key = (people.town.astype(np.int64) * up + cell[:, 1] - low[1]) * across + cell[:, 0] - low[0]
    return np.argsort(key, kind="stable").astype(np.int32)


@njit(cache=True, nogil=True)
def roughly(starts: Words) -> Words:
    """(P,) a word in which each bit stands for some hours of a day: who has none in common has no time in common."""
    people, words = starts.shape
    parts = BITS_A_WORD // max(1, words)
    size = -(-BITS_A_WORD // parts)
    found = np.zeros(people, dtype=np.uint64)
    for person in range(people):
        about = np.uint64(0)
        for word in range(words):
            left, bit = starts[person, word], word * parts
            while left:
                if left & ((np.uint64(1) << np.uint64(size)) - np.uint64(1) if size < BITS_A_WORD else ~np.uint64(0)):
                    about |= np.uint64(1) << np.uint64(bit)
                left = left >> np.uint64(size) if size < BITS_A_WORD else np.uint64(0)
                bit += 1
        found[person] = about
    return found


def told(waiting: People) -> Ints:
    """(N,) bits: the genders accepted, the own gender, every level up to the own one."""
    return _bits(_accepted(waiting), _own(waiting), (2 << waiting.level.astype(np.int32)) - 1)


def asked(helping: People) -> Ints:
    """(V,) bits: the own gender, the genders accepted, the lowest level; each meets ``told`` or does not."""
    return _bits(_own(helping), _accepted(helping), 1 << helping.level.astype(np.int32))


def _place_columns(people: People, rows: Rows) -> tuple[Ints, Ints, Ints, Ints]:
    home = people.home[rows].astype(np.int32)
    east, north = np.ascontiguousarray(home[:, 0]), np.ascontiguousarray(home[:, 1])
    return east, north, people.reach[rows].astype(np.int32), people.town[rows].astype(np.int32)


def _own(people: People) -> Ints:
    return (1 << people.gender.astype(np.int32)).astype(np.int32)


def _accepted(people: People) -> Ints:
    wish = people.wish.astype(np.int32)
    return np.where(wish == UNTOLD, 0b1111, 1 << wish).astype(np.int32)


def _bits(genders: Ints, wishes: Ints, levels: Ints) -> Ints:
    return (genders << GENDERS | wishes << WISHES | levels << LEVELS).astype(np.int32)


def _stacked(starts: list[Words], people: int) -> Words:
    return np.stack(starts) if starts else np.zeros((1, people, 0), dtype=np.uint64)


def _map(helping: People) -> tuple[Map, Rows]:
    """The squares, as small as their number allows, and the volunteers (rows) layer by layer, square by square."""
    home = helping.home
    low = home.min(axis=0, initial=2**40) if len(home) else np.zeros(2, dtype=np.int64)
    span = home.max(axis=0, initial=-(2**40)) - low if len(home) else np.zeros(2, dtype=np.int64)
    width = CELL_M
    while (span[0] // width + 1) * (span[1] // width + 1) > 1000 + MOST_CELLS_A_VOLUNTEER * len(home):
        width *= 2
    across, up = int(span[0] // width) + 1, int(span[1] // width) + 1
    reach = (
        np.unique(np.quantile(helping.reach, LAYERS, method="higher")) if len(home) else np.zeros(1, dtype=np.int64)
    )
    square = (home[:, 1] - low[1]) // width * across + (home[:, 0] - low[0]) // width
    square += np.searchsorted(reach, helping.reach) * (across * up)
    ends = np.cumsum(np.bincount(square, minlength=len(reach) * across * up)).reshape(len(reach), -1)
    first = np.concatenate((np.concatenate(([0], ends[:-1, -1]))[:, None], ends), axis=1)
    map_ = Map(
        int(low[0]), int(low[1]), width.bit_length() - 1, across, up, reach.astype(np.int64), first.astype(np.int64)
    )
    return map_, np.argsort(square, kind="stable")


@njit(cache=True, nogil=True)
def can_start(free: Week, quarters: Rows) -> Week:
    """(P, 7, 2) the quarters at which each person could begin a meeting of so many quarters, (P,)."""
    starts = np.empty_like(free)
    for person in range(len(free)):
        for day in range(7):
            low, high = long_enough(free[person, day, 0], free[person, day, 1], quarters[person])
            starts[person, day, 0], starts[person, day, 1] = low, high
    return starts


def _used_hours(starts: list[Week]) -> Hours:
    union = np.zeros((7, 2), dtype=np.uint64)
    for week in starts:
        union |= np.bitwise_or.reduce(week, axis=0)
    low, high = np.bitwise_or.reduce(union, axis=0).tolist()
    bits = low | high << BITS_A_WORD
    first = (bits & -bits).bit_length() - 1 if bits else 0
    return Hours(np.flatnonzero(union.any(axis=1)), first, max(first, bits.bit_length() - 1))


def _squeezed(weeks: Week, hours: Hours) -> Words:
    """(P, words) only the hours in use: one word a day where they fit in 64 quarters, else two."""
    low, high = weeks[:, hours.days, 0], weeks[:, hours.days, 1]
    if hours.last - hours.first >= BITS_A_WORD:
        return np.ascontiguousarray(np.concatenate((low, high), axis=1))
    if hours.first >= BITS_A_WORD:
        return np.ascontiguousarray(high >> np.uint64(hours.first - BITS_A_WORD))
    if hours.first == 0:
        return np.ascontiguousarray(low)
    return (low >> np.uint64(hours.first)) | (high << np.uint64(BITS_A_WORD - hours.first))


@njit(cache=True, nogil=True)
def whole_week(words: Words, hours: Hours) -> Words:
    """(7, 2) the week of some squeezed words, whose other hours are empty."""
    week, count, shift = np.zeros((7, 2), dtype=np.uint64), len(hours.days), np.uint64(hours.first)
    for place in range(count):
        day, word = hours.days[place], words[place]
        if len(words) > count:
            week[day, 0], week[day, 1] = word, words[count + place]
        elif hours.first >= BITS_A_WORD:
            week[day, 1] = word << (shift - np.uint64(BITS_A_WORD))
        elif hours.first == 0:
            week[day, 0] = word
        else:
            week[day, 0], week[day, 1] = word << shift, word >> (np.uint64(BITS_A_WORD) - shift)
    return week
