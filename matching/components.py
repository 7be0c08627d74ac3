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
    nodes = np.flatnonzero(np.bincount(n, minlength=count)), np.flatnonzero(np.bincount(v, minlength=len(label)))
    parts = [
        Component(newcomers, others - count, numbers[part])
        for newcomers, others, part in zip(
            *(_grouped(rows, label[rows]) for rows in nodes), _grouped(np.arange(len(n)), label[n]), strict=True
        )
    ]
    return sorted(parts, key=lambda part: (-len(part.edges), int(part.newcomers[0])))


def _grouped(rows: Rows, label: Rows) -> list[Rows]:
    """The rows of each label that occurs, labels and rows ascending."""
    order = graphs.by_number(label)
    return np.split(rows[order], np.flatnonzero(np.diff(label[order])) + 1)
