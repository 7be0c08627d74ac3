"""Volunteers near one place, copied side by side, so that eight are held against a newcomer in one step.

Newcomers of one square look at nearly the same volunteers. What is copied is short (32 bits a fact), and the step is
rough where it must be: distances are rounded, and a little more than the limit passes. Whoever passes is looked at
exactly afterwards, so roughness costs time and never a pair.
"""

from typing import Any, NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled.columns import CELL_M, FOUR, GENDERS, LEVELS, MANY, WISHES, Columns

PLACES = 17  # in ``sets``, behind those of ``told`` and ``asked``
HERE, ACROSS = 1 << PLACES, 2 << PLACES  # of a municipality that works together; can meet online with any other
# four sets in one number: with ALL_BUT_ONE added exactly those sets that are not empty carry into the free bit behind
# them, so that none is empty when all these bits are there
ALL_BUT_ONE = FOUR << GENDERS | FOUR << WISHES | MANY << LEVELS | 3 << PLACES
CARRIED = (FOUR + 1) << GENDERS | (FOUR + 1) << WISHES | (MANY + 1) << LEVELS | 4 << PLACES
NEEDS_NO_LANGUAGE = 1 << 31  # in ``languages``: every volunteer has it, and every newcomer whom Dutch carries
A_LITTLE_MORE = 1.00001  # of a squared distance; what rounding to 24 bits can cost is less than a tenth of that
IN_A_STEP = 32  # the loop that holds them against a newcomer is compiled to as many at once
IN_A_WORD = 8


class Nearby(NamedTuple):
    """Room for what is copied of each volunteer, (room,) each.

    Attributes:
        place: where the volunteer stands in ``Columns.helping``.
        east, north: metres from the first newcomer.
        reach: metres that the volunteer will travel; no limit for those copied because they are online.
        sets: ``asked`` with ``HERE`` and ``ACROSS``.
        languages: see ``_in_31_bits``.
        early, late: the halves of ``about`` for the shortest session; longer ones start nowhere else.
        passes: the answers of a step; ``eights`` are the same bytes, eight in a word.
    """

    place: NDArray[np.int32]
    east: NDArray[np.float32]
    north: NDArray[np.float32]
    reach: NDArray[np.float32]
    sets: NDArray[np.uint32]
    languages: NDArray[np.uint32]
    early: NDArray[np.uint32]
    late: NDArray[np.uint32]
    passes: NDArray[np.bool_]
    eights: NDArray[np.uint64]


def room(c: Columns) -> Nearby:
    """Room for everybody, in person and once more online."""
    size = 2 * len(c.helping.row) + IN_A_STEP
    eights = np.zeros(size // IN_A_WORD + 1, dtype=np.uint64)
    return Nearby(
        place=np.empty(size, dtype=np.int32),
        east=np.zeros(size, dtype=np.float32),
        north=np.zeros(size, dtype=np.float32),
        reach=np.zeros(size, dtype=np.float32),
        sets=np.zeros(size, dtype=np.uint32),
        languages=np.zeros(size, dtype=np.uint32),
        early=np.zeros(size, dtype=np.uint32),
        late=np.zeros(size, dtype=np.uint32),
        passes=eights.view(np.bool_),
        eights=eights,
    )


@njit(cache=True, nogil=True, inline="always")
def _in_31_bits(languages: Any, person: int) -> int:
    """A set of languages, roughly: who shares one shares a bit, and some who share a bit share none."""
    found = np.uint64(0)
    for word in range(languages.shape[1]):
        found |= languages[person, word]
    found |= found >> np.uint64(32)
    return np.int64(found & np.uint64(NEEDS_NO_LANGUAGE - 1) | (found >> np.uint64(1)) & np.uint64(1 << 30))


@njit(cache=True, nogil=True)
def end_of_square(c: Columns, order: NDArray[np.int32], at: int) -> int:
    """Where those end who live in the same municipality and square as the one at a place of the order."""
    towns, xs, ys, one = c.waiting.town, c.waiting.x, c.waiting.y, order[at]
    end = at + 1
    while end < len(order):
        other = order[end]
        if towns[other] != towns[one] or xs[other] // CELL_M != xs[one] // CELL_M:
            break
        if ys[other] // CELL_M != ys[one] // CELL_M:
            break
        end += 1
    return end


@njit(cache=True, nogil=True)
def in_person(c: Columns, rows: NDArray[np.int32], near: Nearby) -> int:
    """Copy the volunteers whom one of these newcomers of one municipality could meet in person; how many there are.

    Among them are those of other municipalities with whom rule 1 lets only newcomers meet who are online too.

    No array is taken out of a tuple in the loops here and below: that counts a reference.
    """
    town, own_x, own_y = c.waiting.town[rows[0]], np.int64(c.waiting.x[rows[0]]), np.int64(c.waiting.y[rows[0]])
    west, east, south, north, farthest = own_x, own_x, own_y, own_y, np.int64(0)
    for n in rows:
        x, y = np.int64(c.waiting.x[n]), np.int64(c.waiting.y[n])
        west, east, south, north = min(west, x), max(east, x), min(south, y), max(north, y)
        farthest = max(farthest, np.int64(c.waiting.reach[n]))
    left_edge, low_edge, shift = np.int64(c.map.west), np.int64(c.map.south), np.int64(c.map.shift)
    xs, ys, reaches, towns, is_online = c.helping.x, c.helping.y, c.helping.reach, c.helping.town, c.helping.online
    asked, abouts, together, across = c.helping.asked, c.helping.about[0], c.together[town], c.online_across
    place, to_east, to_north, reach_of = near.place, near.east, near.north, near.reach
    sets, spoken, early, late, languages = near.sets, near.languages, near.early, near.late, c.helping.languages
    count = 0
    for layer in range(len(c.map.reach)):
        reach, first = min(farthest, c.map.reach[layer]), c.map.first[layer]
        lowest, highest = (south - low_edge - reach) >> shift, (north - low_edge + reach) >> shift
        for up in range(max(0, lowest), min(c.map.up - 1, highest) + 1):
            low = low_edge + (up << shift)
            beyond = max(0, low - north, south - (low + (1 << shift)) + 1)  # metres to this row of squares
            half = int(np.sqrt(float(reach * reach - beyond * beyond))) + 1
            left = max(0, (west - left_edge - half) >> shift)
            right = min(c.map.across - 1, (east - left_edge + half) >> shift)
            if left > right:
                continue
            at = up * c.map.across
            for p in range(first[at + left], first[at + right + 1]):
                x, y, limit = np.int64(xs[p]), np.int64(ys[p]), min(farthest, np.int64(reaches[p]))
                dx, dy = max(0, west - x, x - east), max(0, south - y, y - north)
                where = HERE * together[towns[p]] | ACROSS * (across & is_online[p])
                place[count], sets[count] = p, asked[p] | where
                to_east[count], to_north[count] = np.float32(x - own_x), np.float32(y - own_y)
                reach_of[count], spoken[count] = np.float32(reaches[p]), _in_31_bits(languages, p) | NEEDS_NO_LANGUAGE
                early[count], late[count] = np.uint32(abouts[p]), np.uint32(abouts[p] >> np.uint64(32))
                count += (dx * dx + dy * dy <= limit * limit) & (where != 0)  # else the next takes this room
    return count


@njit(cache=True, nogil=True)
def online(c: Columns, town: int, near: Nearby, count: int) -> int:
    """Copy, behind those, everybody who can meet online with somebody of a municipality; how many there are now."""
    asked, abouts, by_town, first = c.helping.asked, c.helping.about[0], c.by_town, c.town_first
    place, east, north, reach = near.place, near.east, near.north, near.reach
    sets, spoken, early, late, languages = near.sets, near.languages, near.early, near.late, c.helping.languages
    for other in range(len(first) - 1):
        if other != town and not c.online_across and not c.together[town, other]:
            continue
        for at in range(first[other], first[other + 1]):
            p = by_town[at]
            place[count], sets[count] = p, asked[p] | ACROSS
            early[count], late[count] = np.uint32(abouts[p]), np.uint32(abouts[p] >> np.uint64(32))
            spoken[count] = _in_31_bits(languages, p) | NEEDS_NO_LANGUAGE
            east[count], north[count], reach[count] = 0, 0, np.inf
            count += 1
    return count


@njit(cache=True, nogil=True, inline="always")
def passing(
    c: Columns, n: int, near: Nearby, span: tuple[int, int], limits: tuple[int, int, float], found: NDArray[np.int32]
) -> int:
    """Write the places of those in a span of what was copied who pass, and roughly: perhaps a few more.

    Args:
        span: from, to.
        limits: metres, what ``east`` and ``north`` are counted from, and how far is near.
        found: where to write.
    """
    first, end = span
    east, north = np.float32(c.waiting.x[n] - limits[0]), np.float32(c.waiting.y[n] - limits[1])
    reach, about = np.float32(limits[2]), c.waiting.about[n]
    told = np.uint32(c.waiting.told[n] | HERE | ACROSS * c.waiting.online[n])
    early, late = np.uint32(about), np.uint32(about >> np.uint64(32))
    spoken = np.uint32(_in_31_bits(c.waiting.languages, n) | NEEDS_NO_LANGUAGE * c.waiting.speaks[n])
    all_but_one, carried = np.uint32(ALL_BUT_ONE), np.uint32(CARRIED)
    more, passes, eights, place = np.float32(A_LITTLE_MORE), near.passes, near.eights, near.place
    to_east, to_north, reaches, asked = near.east, near.north, near.reach, near.sets
    languages, earlies, lates = near.languages, near.early, near.late
    size = end - first
    for at in range(first, first + -(-size // IN_A_STEP) * IN_A_STEP):
        dx, dy, limit, both = to_east[at] - east, to_north[at] - north, min(reach, reaches[at]), told & asked[at]
        fits = np.uint32(both + all_but_one) & carried == carried
        has_hours = ((early & earlies[at]) | (late & lates[at])) != 0
        is_near = dx * dx + dy * dy <= limit * limit * more
        passes[at - first] = is_near & fits & has_hours & (spoken & languages[at] != 0)
    for at in range(size, -(-size // IN_A_WORD) * IN_A_WORD):
        passes[at] = False
    count = 0
    for eight in range(-(-size // IN_A_WORD)):
        if eights[eight]:
            for at in range(eight * IN_A_WORD, eight * IN_A_WORD + IN_A_WORD):
                found[count] = place[first + at]
                count += passes[at]
    return count
