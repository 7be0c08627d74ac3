"""Graphs by scipy, which is loaded when it is asked: half a second that the compiled route does without."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.problem import Rows


def by_number(numbers: Rows) -> Rows:
    """(E,) the places of small numbers (E,) in ascending order, equal ones as they stood.

    In as few bits as will do, for up to 16 of them numpy counts instead of comparing: seven times sooner.
    """
    kind = np.min_scalar_type(int(numbers.max(initial=0)))
    return np.argsort(numbers.astype(kind), kind="stable")


def _graph(values: NDArray[Any], ends: tuple[Rows, Rows], shape: tuple[int, int]) -> Any:
    from scipy.sparse import csr_array  # noqa: PLC0415 - see above

    return csr_array((values, ends), shape=shape)


def parts(sources: Rows, targets: Rows, nodes: int, *, strong: bool = False) -> Rows:
    """(nodes,) the number of the part in which each node lies: connected, or strongly connected."""
    from scipy.sparse.csgraph import connected_components  # noqa: PLC0415 - see above

    graph = _graph(np.ones(len(sources), dtype=np.int8), (sources, targets), (nodes, nodes))
    _count, label = connected_components(graph, directed=strong, connection="strong" if strong else "weak")
    return np.asarray(label)


def cheapest(cost: NDArray[np.float64], n: Rows, places: Rows, shape: tuple[int, int]) -> Rows:
    """(newcomers,) a place for each newcomer at the least cost together; no cost is 0."""
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching  # noqa: PLC0415 - see above

    _newcomers, chosen = min_weight_full_bipartite_matching(_graph(cost, (n, places), shape))
    return np.asarray(chosen)
