"""Strongly connected parts of a graph, compiled (Tarjan, 1972; here without recursion)."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.problem import Rows

Ints = NDArray[np.int32]
UNSEEN, DONE = -1, 1 << 60


@njit(cache=True, nogil=True)
def strong(sources: Rows, targets: Rows, nodes: int) -> Ints:
    """(nodes,) a number for each node; two nodes have the same one when each is reached from the other."""
    first = np.zeros(nodes + 2, dtype=np.int64)
    for source in sources:
        first[source + 2] += 1
    first = np.cumsum(first)
    target = np.empty(len(targets), dtype=np.int32)
    for edge in range(len(sources)):
        target[first[sources[edge] + 1]] = targets[edge]
        first[sources[edge] + 1] += 1
    label = np.full(nodes, UNSEEN, dtype=np.int32)
    seen, lowest = np.full(nodes, UNSEEN, dtype=np.int64), np.zeros(nodes, dtype=np.int64)
    at, way, open_ = first[:-1].copy(), np.empty(nodes, dtype=np.int32), np.empty(nodes, dtype=np.int32)
    count = 0
    for start in range(nodes):
        if seen[start] != UNSEEN:
            continue
        way[0], deep, left = start, 1, 0
        while deep > 0:
            here = way[deep - 1]
            if seen[here] == UNSEEN:
                seen[here] = lowest[here] = count
                count += 1
                open_[left] = here
                left += 1
            goes_down = False
            while at[here] < first[here + 1] and not goes_down:
                there = target[at[here]]
                if seen[there] == UNSEEN:
                    way[deep] = there
                    deep += 1
                    goes_down = True
                else:
                    lowest[here] = min(lowest[here], lowest[there])
                    at[here] += 1
            if goes_down:
                continue
            deep -= 1
            if lowest[here] == seen[here]:
                while True:
                    left -= 1
                    other = open_[left]
                    label[other], lowest[other] = here, DONE
                    if other == here:
                        break
    return label
