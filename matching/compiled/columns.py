"""A problem's columns as the compiled loops want them: short, side by side, and volunteers in order of place.

What a week becomes is in ``starts``.
"""

from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.compiled.starts import Hours, Words, in_words, used_hours
from matching.problem import DUTCH_CARRIES_FROM, UNTOLD, People, Problem, Rows

Ints = NDArray[np.int32]
CELL_M = 2048  # a power of 2: the square of a place is found by shifting
MOST_CELLS_A_VOLUNTEER = 8
LAYERS = (0.1, 0.35, 0.65, 0.9, 1.0)  # shares of the volunteers who travel no farther than a layer of the map
# where each of three small sets stands in ``told`` and ``asked``: the own gender, the wish, the level; the bit behind
# each is free, see ``nearby``
GENDERS, WISHES, LEVELS = 0, 5, 10
FOUR, MANY = 0b1111, 0b111111


class Waiting(NamedTuple):
    """Newcomers in the order of the queue, N rows.

    Attributes:
        told: (N,) see the function of that name.
        length: (N,) number of the session's length among the lengths that occur.
        starts: (N, words) where in the week a session can start.
        about: (N,) the same in one word, roughly: see ``starts.in_words``.
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
        about: (lengths, V) the same in one word, roughly: see ``starts.in_words``.
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


def of(problem: Problem, threads: int = 1) -> Columns:
    """The columns of a problem; two threads make one side each."""
    if "columns" not in problem.worked_out:
        problem.worked_out["columns"] = _of(problem, threads)
    known: Columns = problem.worked_out["columns"]
    return known


def _of(problem: Problem, threads: int) -> Columns:
    lengths, length = np.unique(problem.session_quarters, return_inverse=True)
    lengths = lengths if len(lengths) else np.ones(1, dtype=np.int64)  # nobody waits
    hours = used_hours(problem.volunteers.free, int(lengths[0]))
    with ThreadPoolExecutor(min(2, threads)) as pool:
        helping = pool.submit(_helping, problem, hours, lengths)
        waiting = pool.submit(_waiting, problem, hours, length.astype(np.int32))
        order = pool.submit(in_space, problem.newcomers)
    volunteers, map_ = helping.result()
    online_places = np.flatnonzero(volunteers.online)
    by_town = online_places[np.argsort(volunteers.town[online_places], kind="stable")]
    key = problem.blocked // max(1, len(volunteers.row))
    return Columns(
        waiting=waiting.result(),
        helping=volunteers,
        map=map_,
        order=order.result(),
        by_town=by_town.astype(np.int32),
        town_first=np.searchsorted(volunteers.town[by_town], np.arange(len(problem.together) + 1)).astype(np.int64),
        together=problem.together,
        online_across=problem.options.online_across,
        days=len(hours.days),
        hours=hours,
        blocked_first=np.searchsorted(key, np.arange(len(problem.newcomers) + 1)).astype(np.int64),
        blocked=(problem.blocked % max(1, len(volunteers.row))).astype(np.int32),
    )


def _waiting(problem: Problem, hours: Hours, length: Ints) -> Waiting:
    people = problem.newcomers
    rows = np.arange(len(people))
    starts, about = in_words(people.free, rows, problem.session_quarters[None, :], hours)
    return Waiting(
        *_place_columns(people, rows),
        told=told(people),
        length=length,
        languages=people.languages,
        starts=starts[0],
        about=about[0],
        online=people.online & (people.level >= DUTCH_CARRIES_FROM),
        speaks=people.level >= DUTCH_CARRIES_FROM,
    )


def _helping(problem: Problem, hours: Hours, lengths: Rows) -> tuple[Helping, Map]:
    people = problem.volunteers
    map_, rows = _map(people)
    starts, about = in_words(people.free, rows, np.repeat(lengths[:, None], len(rows), axis=1), hours)
    volunteers = Helping(
        rows.astype(np.int32),
        *_place_columns(people, rows),
        asked=asked(people)[rows],
        languages=people.languages[rows],
        starts=starts,
        about=about,
        online=people.online[rows],
    )
    return volunteers, map_


def in_space(people: People) -> Ints:
    """(P,) rows by town and place, so that neighbours come one after the other."""
    cell = people.home // CELL_M
    low = cell.min(axis=0, initial=0)
    across = int(cell[:, 0].max(initial=0) - low[0]) + 1
    up = int(cell[:, 1].max(initial=0) - low[1]) + 1
    key = (people.town.astype(np.int64) * up + cell[:, 1] - low[1]) * across + cell[:, 0] - low[0]
    return np.argsort(key, kind="stable").astype(np.int32)


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
