"""With whom: the greatest sum of scores for exactly the newcomers who are matched.

The optimum of a component comes from scipy's sparse assignment (Jonker and Volgenant, 1987), with a copy of
a volunteer for each place that can be used. Its costs are integers far below 2**53, which a double holds
exactly. The integer prices are then derived from it: ``price[v]`` is what one more place at a volunteer would
add to the sum, ``gain[n]`` the rest of the score; together they prove that no assignment scores more.
"""

from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np

from matching import graphs, ties
from matching.components import Component
from matching.feasibility import Edges
from matching.problem import Rows
from matching.queue import NOBODY

EDGES_WORTH_A_PROCESS = 20_000
CLOSE = 12  # points that another volunteer may be worse, and still matter much


@dataclass(frozen=True, eq=False)
class Part:
    """One component with rows counted from zero: E pairs sorted by newcomer, then volunteer.

    Every newcomer of a part is matched by somebody's assignment; ``capacity`` (volunteers,) is at least that.
    """

    n: Rows
    v: Rows
    score: Rows
    capacity: Rows


@dataclass(frozen=True, eq=False)
class Assignment:
    """The best assignment with its proof.

    Attributes:
        seat: (N,) volunteer row of each newcomer, -1 for those who are not matched.
        gain: (N,) dual price of each matched newcomer, 0 for the others.
        price: (V,) dual price of each volunteer, never below 0, and 0 while a place is free.
    """

    seat: Rows
    gain: Rows
    price: Rows


def greatest_sum(part: Part) -> Rows:
    """(newcomers,) a volunteer for each newcomer, with the greatest sum of scores.

    scipy minimises, and takes a cost of zero for no pair at all: so costs are counted down to one.
    """
    copies = np.minimum(part.capacity, np.bincount(part.v, minlength=len(part.capacity)))
    first = np.concatenate(([0], np.cumsum(copies)))
    times = copies[part.v]
    n = np.repeat(part.n, times)
    cost = np.repeat(part.score.max() + 1 - part.score, times).astype(np.float64)
    which = np.arange(len(n)) - np.repeat(np.cumsum(times) - times, times)
    columns = np.repeat(first[part.v], times) + which
    places = graphs.cheapest(cost, n, columns, (int(part.n[-1]) + 1, int(first[-1])))
    return np.asarray(np.searchsorted(first, places, side="right") - 1)


def smallest_prices(part: Part, seat: Rows) -> tuple[Rows, Rows]:
    """(newcomers,) gains and (volunteers,) prices: the smallest for which nobody would do better elsewhere.

    A price rises to what the keenest newcomer would gain by coming, until none rises any more. The rise ends
    because the assignment is optimal, and a volunteer with a free place stays at 0 for the same reason.
    """
    own = score_of(part, seat)
    better = part.score - own[part.n]
    order = graphs.by_number(part.v)
    price = np.zeros(len(part.capacity), dtype=np.int64)
    # First among the few pairs that matter most, so that little is left to the others.
    for least in (-CLOSE, better.min()):
        some = order[better[order] >= least]
        price = _risen(price, seat[part.n[some]], part.v[some], better[some])
    return own - price[seat], price


def _risen(price: Rows, here: Rows, there: Rows, better: Rows) -> Rows:
    """Prices after each asks for what those who sit here would gain there, until none rises; ``there`` ascends."""
    starts = np.flatnonzero(np.diff(there, prepend=-1))
    while len(starts):
        asked = np.maximum.reduceat(price[here] + better, starts)
        higher = price.copy()
        higher[there[starts]] = np.maximum(price[there[starts]], asked)
        if np.array_equal(higher, price):
            break
        price = higher
    return price


def score_of(part: Part, seat: Rows) -> Rows:
    """(newcomers,) the score of each newcomer with the volunteer of ``seat``."""
    size = len(part.capacity)
    at = np.searchsorted(part.n * size + part.v, np.arange(len(seat)) * size + seat)
    return np.asarray(part.score[at])


def solve_part(part: Part) -> tuple[Rows, Rows, Rows]:
    """Seats, gains and prices of one component; among equals the rule on ids has chosen."""
    seat = greatest_sum(part)
    gain, price = smallest_prices(part, seat)
    is_tight = part.score == gain[part.n] + price[part.v]
    seat = ties.settle(part.n[is_tight], part.v[is_tight], seat=seat, capacity=part.capacity, price=price)
    return seat, gain, price


@contextmanager
def _solver(parts: list[Part], jobs: int) -> Iterator[Iterable[tuple[Rows, Rows, Rows]]]:
    """The solved parts, by several processes where there is enough work to share; the result is the same."""
    if jobs < 2 or sum(len(part.n) for part in parts) < EDGES_WORTH_A_PROCESS or len(parts) < 2:
        yield map(solve_part, parts)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        yield pool.map(solve_part, parts)


def best(edges: Edges, score: Rows, capacity: Rows, components: list[Component], *, jobs: int = 1) -> Assignment:
    """The best assignment of every component, put together; ``score`` (E,) stands beside the edges."""
    newcomers = len(edges.first) - 1
    seat = np.full(newcomers, NOBODY, dtype=np.int64)
    gain, price = np.zeros(newcomers, dtype=np.int64), np.zeros(len(capacity), dtype=np.int64)
    place = np.zeros((2, max(newcomers, len(capacity))), dtype=np.int64)  # in the own component
    for component in components:
        place[0, component.newcomers] = np.arange(len(component.newcomers))
        place[1, component.volunteers] = np.arange(len(component.volunteers))
    parts = [
        Part(
            n=place[0, edges.newcomer[component.edges]],
            v=place[1, edges.volunteer[component.edges]],
            score=score[component.edges],
            capacity=capacity[component.volunteers],
        )
        for component in components
    ]
    with _solver(parts, jobs) as solved:
        for component, (seats, gains, prices) in zip(components, solved, strict=True):
            seat[component.newcomers] = component.volunteers[seats]
            gain[component.newcomers] = gains
            price[component.volunteers] = prices
    return Assignment(seat, gain, price)
