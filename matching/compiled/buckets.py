"""A line of volunteers by whole distances, the nearest first (Dial, 1969, "Algorithm 360").

Each distance has a bucket: a ring of volunteers, with a node for the bucket itself behind those of the volunteers.
Whoever comes nearer moves to another ring, so nobody stands in line twice. Distances of ``WIDE`` or more share one
ring, which is dealt out anew when the others are empty.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.problem import Rows

Ints = NDArray[np.int32]
FAR = 1 << 40
WIDE = 512
NO_ONE = -1
AFTER, BEFORE = 0, 1


def rings(volunteers: int) -> Ints:
    """(V + WIDE + 1, 2) the neighbours of each node in its ring; nobody stands in line."""
    nodes = np.arange(volunteers + WIDE + 1, dtype=np.int32)
    return np.ascontiguousarray(np.column_stack((nodes, nodes)))


@njit(cache=True, nogil=True)
def stand(ring: Ints, one: int, bucket: int) -> None:
    """Somebody comes into the ring of this bucket (its node)."""
    then = ring[bucket, AFTER]
    ring[one, AFTER], ring[one, BEFORE] = then, bucket
    ring[bucket, AFTER] = ring[then, BEFORE] = one


@njit(cache=True, nogil=True)
def go(ring: Ints, one: int) -> None:
    """Somebody leaves the ring."""
    before, after = ring[one, BEFORE], ring[one, AFTER]
    ring[before, AFTER], ring[after, BEFORE] = after, before


@njit(cache=True, nogil=True)
def nearest(ring: Ints, length: Rows, base: int, at: int, limit: int) -> tuple[int, int, int]:
    """Take the nearest out of the line, or ``NO_ONE`` when nobody is nearer than the limit.

    ``length`` are the distances of the volunteers. The first bucket is for the distance ``base``, and those before
    ``at`` are empty; what these two are afterwards is given back.
    """
    buckets, last = len(length), min(limit - base, WIDE)
    while at < last and ring[buckets + at, AFTER] == buckets + at:
        at += 1
    if at >= last and last == WIDE:
        least = _deal_out(ring, length, limit)
        if least < limit:
            base, at, last = least, 0, WIDE
    if at >= last:
        return NO_ONE, base, at
    one = ring[buckets + at, AFTER]
    go(ring, one)
    return one, base, at


@njit(cache=True, nogil=True)
def _deal_out(ring: Ints, length: Rows, limit: int) -> int:
    """The distance of the nearest of the far ones; where that is below the limit, its bucket becomes the first."""
    volunteers, least = len(length), FAR
    bucket = volunteers + WIDE
    one = ring[bucket, AFTER]
    while one != bucket:
        least, one = min(least, length[one]), ring[one, AFTER]
    if least >= limit:
        return least
    one = ring[bucket, AFTER]
    ring[bucket, AFTER] = ring[bucket, BEFORE] = bucket
    while one != bucket:
        then = ring[one, AFTER]
        stand(ring, one, volunteers + min(length[one] - least, WIDE))
        one = then
    return least


@njit(cache=True, nogil=True)
def send_away(ring: Ints, length: Rows, base: int, one: int) -> None:
    """Empty the bucket in which somebody may stand; the distance is forgotten."""
    bucket = len(length) + min(max(length[one] - base, 0), WIDE)
    ring[bucket, AFTER] = ring[bucket, BEFORE] = bucket
    length[one] = FAR
