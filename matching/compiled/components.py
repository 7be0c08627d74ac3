"""Connected components, compiled: who shares a volunteer, directly or through others."""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.feasibility import Edges
from matching.problem import Rows

Ints = NDArray[np.int32]


@njit(cache=True, nogil=True, inline="always")
def root_of(parent: Ints, node: int) -> int:
    while parent[node] != node:
        parent[node] = parent[parent[node]]
        node = parent[node]
    return node


@njit(cache=True, nogil=True)
def _label(volunteer: Ints, first: Rows, is_kept: NDArray[np.bool_], volunteers: int) -> tuple[Ints, Rows]:
    parent = np.arange(volunteers).astype(np.int32)
    for newcomer in range(len(first) - 1):
        if is_kept[newcomer] and first[newcomer] < first[newcomer + 1]:
            top = root_of(parent, volunteer[first[newcomer]])
            for edge in range(first[newcomer] + 1, first[newcomer + 1]):
                other = root_of(parent, volunteer[edge])
                if other != top:
                    parent[max(top, other)] = min(top, other)
                    top = min(top, other)
    pairs = np.zeros(volunteers, dtype=np.int64)
    for newcomer in range(len(first) - 1):
        if is_kept[newcomer] and first[newcomer] < first[newcomer + 1]:
            pairs[root_of(parent, volunteer[first[newcomer]])] += first[newcomer + 1] - first[newcomer]
    label = np.empty(volunteers, dtype=np.int32)
    count = 0
    for here in range(volunteers):
        if parent[here] == here:
            label[here] = count
            count += 1
    for here in range(volunteers):
        label[here] = label[root_of(parent, here)] if parent[here] != here else label[here]
    return label, pairs


def of(edges: Edges, is_kept: NDArray[np.bool_], volunteers: int) -> tuple[Ints, Rows]:
    """(V,) the number of each volunteer's component, and the pairs of each component, the largest first."""
    label, pairs = _label(edges.volunteer, edges.first, is_kept, volunteers)
    return label, np.sort(pairs[pairs > 0])[::-1]


def shares(part: Ints, counts: Rows, threads: int) -> list[Rows]:
    """Newcomers (places) for each thread: whole components, the largest first to who has least; order is kept.

    ``part`` and ``counts`` are each newcomer's component and number of pairs.
    """
    everybody = np.arange(len(part))
    if threads < 2 or not len(part):
        return [everybody]
    work = np.bincount(part, weights=counts)
    load, thread_of = [0.0] * threads, np.zeros(len(work), dtype=np.int64)
    for each in np.argsort(-work, kind="stable").tolist():
        lightest = load.index(min(load))
        thread_of[each] = lightest
        load[lightest] += float(work[each])
    return [everybody[thread_of[part] == thread] for thread in range(threads)]
