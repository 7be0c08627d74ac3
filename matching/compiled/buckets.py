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
def deal_out(ring: Ints, length: Rows) -> int:
    """Deal the far ones out over all buckets, the first of which is for the distance that is given back.

    ``length`` are the distances of the volunteers. ``FAR`` when nobody is far.
    """
    volunteers, least = len(length), FAR
    bucket = volunteers + WIDE
    one = ring[bucket, AFTER]
    while one != bucket:
        least, one = min(least, length[one]), ring[one, AFTER]
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
