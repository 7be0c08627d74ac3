"""Lists of pairs that grow and shrink: each person's pairs side by side, with room behind them."""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.problem import Rows

Ints = NDArray[np.int32]
LEAST_ROOM = 4


class Lists(NamedTuple):
    """The pairs of each person: ``other[first[p]:end[p]]`` with their scores; there is room up to ``limit[p]``.

    ``used`` (1,) is where the next list may begin.
    """

    other: Ints
    score: NDArray[np.int16]
    first: Rows
    end: Rows
    limit: Rows
    used: Rows


def of(other: Ints, first: Rows, score: NDArray[np.int16], people: int, spare: int = 0) -> Lists:
    """Lists that are full, with room for three times as much behind the last, and for so many people altogether."""
    size, count = len(other), len(first) - 1
    room = size + max(3 * size, spare) + LEAST_ROOM * people + 4096
    pairs = np.zeros(room, dtype=np.int32), np.zeros(room, dtype=np.int16)
    pairs[0][:size], pairs[1][:size] = other, score
    where = np.zeros((2, people), dtype=np.int64)
    where[0, :count], where[1, :count] = first[:-1], first[1:]
    return Lists(*pairs, where[0], where[1], where[1].copy(), np.array([size], dtype=np.int64))


@njit(cache=True, nogil=True)
def _turn(n: Rows, v: Ints, score: NDArray[np.int16], first: Rows, turned: tuple[Ints, NDArray[np.int16]]) -> None:
    at, (newcomer, points) = first.copy(), turned
    for edge in range(len(v)):
        to = at[v[edge]]
        newcomer[to], points[to] = n[edge], score[edge]
        at[v[edge]] += 1


def turned(n: Rows, v: Ints, score: NDArray[np.int16], sizes: tuple[int, int], spare: int = 0) -> Lists:
    """The pairs the other way round: for each volunteer the newcomers; there are so many, with room for so many."""
    first = np.concatenate(([0], np.cumsum(np.bincount(v, minlength=sizes[0])))).astype(np.int64)
    others = np.empty(len(v), dtype=np.int32), np.empty(len(v), dtype=np.int16)
    _turn(n, v, score, first, others)
    return of(others[0], first, others[1], sizes[1], spare)


def has_room(lists: Lists, asked: int) -> bool:
    """Whether so many pairs fit behind the last list."""
    return int(lists.used[0]) + asked <= len(lists.other)


@njit(cache=True, nogil=True)
def append(lists: Lists, person: int, other: int, score: int) -> None:
    """One pair more; a list without room moves to the end."""
    if lists.end[person] == lists.limit[person]:
        begin, size = lists.used[0], lists.end[person] - lists.first[person]
        for place in range(size):
            lists.other[begin + place] = lists.other[lists.first[person] + place]
            lists.score[begin + place] = lists.score[lists.first[person] + place]
        lists.first[person], lists.end[person] = begin, begin + size
        lists.limit[person] = begin + 2 * size + LEAST_ROOM
        lists.used[0] = lists.limit[person]
    lists.other[lists.end[person]], lists.score[lists.end[person]] = other, score
    lists.end[person] += 1


@njit(cache=True, nogil=True)
def drop(lists: Lists, person: int, other: int) -> None:
    """One pair less."""
    for place in range(lists.first[person], lists.end[person]):
        if lists.other[place] == other:
            lists.end[person] -= 1
            lists.other[place] = lists.other[lists.end[person]]
            lists.score[place] = lists.score[lists.end[person]]
            return


@njit(cache=True, nogil=True)
def put(here: Lists, there: Lists, person: int, others: Ints, scores: Ints) -> None:
    """All pairs of somebody new, on both sides."""
    here.first[person] = here.end[person] = here.limit[person] = here.used[0]
    for place in range(len(others)):
        append(here, person, others[place], scores[place])
        append(there, others[place], person, scores[place])


@njit(cache=True, nogil=True)
def take_away(here: Lists, there: Lists, person: int) -> None:
    """All pairs of somebody who leaves, on both sides."""
    for place in range(here.first[person], here.end[person]):
        drop(there, here.other[place], person)
    here.end[person] = here.first[person]
