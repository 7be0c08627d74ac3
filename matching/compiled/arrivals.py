"""Somebody new, in one call: the facts are written, the allowed pairs are found and listed, and seats are given.

Handing a round's arrays to compiled code takes as long as the work itself does; so it is done once, when the round
begins to stand.
"""

import numpy as np
from numba import njit, types
from numba.experimental import structref
from numpy.typing import NDArray

from matching.compiled import facts, lists, moves
from matching.compiled.facts import Ints, Side, World
from matching.compiled.lists import Lists
from matching.compiled.moves import State


@structref.register
class _HeldType(types.StructRef):
    """Compiled code's name for ``Held``."""


class Held(structref.StructRefProxy):
    """A round that stands, handed to compiled code."""

    state: State
    sides: tuple[Side, Side]
    world: World


structref.define_proxy(Held, _HeldType, ["state", "sides", "world"])  # type: ignore[no-untyped-call]


@njit(cache=True)
def hold(state: State, sides: tuple[Side, Side], world: World) -> Held:
    """Hand a round over. ``Held`` called from Python would be compiled anew in each process, for seconds."""
    return Held(state, sides, world)  # type: ignore[no-untyped-call]


Told = tuple[int, NDArray[np.uint64], Ints]  # the row, the numbers to write there, rows of blocked people


@njit(cache=True, nogil=True)
def _has_room(here: Lists, there: Lists, others: Ints) -> bool:
    """Whether these pairs can be listed on both sides, even when every list has to move."""
    longest = len(others)
    for other in others:
        longest += there.end[other] - there.first[other]
    fits_there = there.used[0] + 4 * longest + 64 <= len(there.other)
    return fits_there and here.used[0] + 8 * len(others) + 64 <= len(here.other)


@njit(cache=True, nogil=True)
def newcomer(held: Held, told: Told) -> bool:
    """A newcomer more, who stands in the queue already; False when there is no room."""
    s, world, (w, h), (row, numbers, blocked) = held.state, held.world, held.sides, told
    if not facts.write(w, row, numbers):
        return False
    others, points = facts.of_newcomer(w, h, world, row, blocked)
    if not _has_room(s.pairs, s.callers, others):
        return False
    lists.put(s.pairs, s.callers, row, others, points)
    moves.join(s, row)
    return True


@njit(cache=True, nogil=True)
def volunteer(held: Held, told: Told) -> bool:
    """A volunteer more, whose places are free already; False when there is no room."""
    s, world, (w, h), (row, numbers, blocked) = held.state, held.world, held.sides, told
    if not facts.write(h, row, numbers):
        return False
    others, points = facts.of_volunteer(w, h, world, row, blocked)
    if not _has_room(s.callers, s.pairs, others):
        return False
    lists.put(s.callers, s.pairs, row, others, points)
    moves.open_(s, row)
    return True
