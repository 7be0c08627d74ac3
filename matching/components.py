"""The problem falls apart: people who share no volunteer, directly or through others, are solved apart."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching import graphs
from matching.feasibility import Edges
from matching.problem import Rows


@dataclass(frozen=True, eq=False)
class Component:
    """Newcomer rows, volunteer rows and numbers of the edges of one component, each ascending."""

    newcomers: Rows
    volunteers: Rows
    edges: Rows


def split(edges: Edges, is_kept: NDArray[np.bool_], volunteers: int) -> list[Component]:
    """The components of the allowed pairs of the kept newcomers (N,) True; the largest first."""
    count = len(edges.first) - 1
    numbers = np.flatnonzero(is_kept[edges.newcomer])
    if not len(numbers):
        return []
    n, v = edges.newcomer[numbers], edges.volunteer[numbers] + count
    label = graphs.parts(n, v, count + volunteers)
    order = np.argsort(label[n], kind="stable")
    ends = np.flatnonzero(np.diff(label[n][order])) + 1
    parts = [
        Component(np.unique(n[part]), np.unique(v[part]) - count, numbers[part]) for part in np.split(order, ends)
    ]
    return sorted(parts, key=lambda part: (-len(part.edges), int(part.newcomers[0])))
