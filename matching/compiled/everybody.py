"""A problem for asking why not: both sides in the rows of the problem, the volunteers by town."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import columns
from matching.compiled.starts import Hours
from matching.problem import People, Problem, Rows

Bits = NDArray[np.uint64]


class Side(NamedTuple):
    """One side, in the rows of the problem; ``bits`` is ``told`` or ``asked`` of ``columns``."""

    home: NDArray[np.int64]
    reach: NDArray[np.int64]
    town: NDArray[np.int32]
    bits: NDArray[np.int32]
    languages: Bits
    free: Bits
    online: NDArray[np.bool_]
    level: NDArray[np.int8]


class World(NamedTuple):
    """A problem for asking who remains.

    Attributes:
        helping: the volunteers by town: ``town_first[t]:town_first[t + 1]``; ``row`` are their rows in the problem,
            ``free`` are the weeks of the rows.
        own_starts, starts: (N, words) and (lengths, V, words) where a session of each length that occurs can start,
            without the hours that nobody uses, see ``columns``; ``hours`` are those that somebody does.
        about, abouts: (N,) and (lengths, V) the starts in one word, roughly.
        length, quarters: (N,) number of each newcomer's length, and the quarters that it needs.
        blocked: see ``Problem``; those of newcomer n are ``blocked_first[n]:blocked_first[n + 1]``.
    """

    waiting: Side
    helping: Side
    own_starts: Bits
    starts: Bits
    hours: Hours
    about: Bits
    abouts: Bits
    length: NDArray[np.int64]
    quarters: NDArray[np.int64]
    together: NDArray[np.bool_]
    across: bool
    row: NDArray[np.int64]
    free: Bits
    town_first: NDArray[np.int64]
    blocked: NDArray[np.int64]
    blocked_first: NDArray[np.int64]


def world(problem: Problem) -> World:
    """The problem as the loops below want it."""
    if "world" not in problem.worked_out:
        problem.worked_out["world"] = _world(problem)
    known: World = problem.worked_out["world"]
    return known


def _world(problem: Problem) -> World:
    waiting, helping, c = problem.newcomers, problem.volunteers, columns.of(problem)
    by_town = np.argsort(helping.town, kind="stable")
    place_of = np.empty(len(helping), dtype=np.int64)
    place_of[c.helping.row] = np.arange(len(helping))
    places = place_of[by_town]
    towns = np.arange(len(problem.together) + 1)
    return World(
        waiting=_side(waiting, c.waiting.told, slice(None)),
        helping=_side(helping, columns.asked(helping), by_town),
        own_starts=c.waiting.starts,
        starts=np.ascontiguousarray(c.helping.starts[:, places]),
        hours=c.hours,
        about=c.waiting.about,
        abouts=np.ascontiguousarray(c.helping.about[:, places]),
        length=c.waiting.length.astype(np.int64),
        quarters=problem.session_quarters.astype(np.int64),
        together=problem.together,
        across=problem.options.online_across,
        row=by_town,
        free=helping.free,
        town_first=np.searchsorted(helping.town[by_town], towns).astype(np.int64),
        blocked=problem.blocked,
        blocked_first=np.searchsorted(problem.blocked, np.arange(len(waiting) + 1) * len(helping)).astype(np.int64),
    )


def _side(people: People, bits: NDArray[np.int32], rows: Rows | slice) -> Side:
    return Side(
        home=people.home[rows],
        reach=people.reach[rows],
        town=people.town[rows],
        bits=bits[rows],
        languages=people.languages[rows],
        free=people.free[rows],
        online=people.online[rows],
        level=people.level[rows],
    )


@njit(cache=True, nogil=True, inline="always")
def have_time(own: Bits, n: int, starts: Bits, length: int, v: int) -> bool:
    for word in range(own.shape[1]):
        if own[n, word] & starts[length, v, word]:
            return True
    return False


@njit(cache=True, nogil=True, inline="always")
def can_talk(mine: Bits, n: int, theirs: Bits, v: int) -> bool:
    for word in range(mine.shape[1]):
        if mine[n, word] & theirs[v, word]:
            return True
    return False


@njit(cache=True, nogil=True, inline="always")
def is_in(keys: Rows, first: int, stop: int, key: int) -> bool:
    for place in range(first, stop):
        if keys[place] == key:
            return True
    return False
