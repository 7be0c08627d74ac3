"""What others would do: a k-d tree, vectorised numpy, scipy's assignments, OR-Tools' flow."""

from itertools import chain

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.spatial import cKDTree

from matching import assignment, components, feasibility, score
from matching.feasibility import Edges
from matching.problem import Problem
from matching.queue import NOBODY, Kept


def tree_and_numpy(problem: Problem) -> Edges:
    """Allowed pairs: who lives near by cKDTree, who is online by town, then every rule with numpy."""
    waiting, helping = problem.newcomers, problem.volunteers
    tree = cKDTree(helping.home)
    near = tree.query_ball_point(waiting.home, waiting.reach + 0.5)
    count = np.array([len(found) for found in near], dtype=np.int64)
    n = np.repeat(np.arange(len(waiting)), count)
    v = np.fromiter(chain.from_iterable(near), dtype=np.int64, count=int(count.sum()))
    parts = [n * len(helping) + v]
    for town in range(len(problem.together)):
        rows = np.flatnonzero((waiting.town == town) & waiting.online)
        others = np.flatnonzero(problem.together[town][helping.town] & helping.online)
        parts.append((rows[:, None] * len(helping) + others[None, :]).ravel())
    keys = np.unique(np.concatenate(parts))
    kept: list[np.ndarray] = []
    for start in range(0, len(keys), feasibility.PAIRS_AT_ONCE):
        n, v = np.divmod(keys[start : start + feasibility.PAIRS_AT_ONCE], len(helping))
        has_place = feasibility.have_a_place(problem, n, v)
        n, v = feasibility.keep_allowed(problem, n[has_place], v[has_place])
        kept.append(n * len(helping) + v)
    n, v = np.divmod(np.concatenate(kept), len(helping))
    return Edges(v.astype(np.int32), np.searchsorted(n, np.arange(len(waiting) + 1)).astype(np.int64))


def scan(problem: Problem, newcomer: int, k: int) -> np.ndarray:
    """The best volunteers of one newcomer: every rule and every score with numpy, over all volunteers."""
    v = np.arange(len(problem.volunteers))
    n = np.full_like(v, newcomer)
    holds = np.logical_and.reduce([rule(problem, n, v) for _name, rule in feasibility.RULES])
    return v[holds][np.argsort(-score.totals(problem, n[holds], v[holds]), kind="stable")[:k]]


def copy_of(problem: Problem, edges: Edges) -> None:
    """One copy of the inputs and of the pairs: the least that any search must do."""
    for side in (problem.newcomers, problem.volunteers):
        for column in vars(side).values():
            if isinstance(column, np.ndarray):
                column.copy()
    edges.volunteer.copy()


def dense_assignment(problem: Problem, edges: Edges, scores: np.ndarray, kept: Kept) -> None:
    """scipy's dense assignment of the kept newcomers to places; a pair that is not allowed costs much."""
    rows = np.flatnonzero(kept.seat != NOBODY)
    at = np.full(len(problem.newcomers), -1)
    at[rows] = np.arange(len(rows))
    first = np.concatenate(([0], np.cumsum(problem.volunteers.capacity)))
    cost = np.full((len(rows), int(first[-1])), 1e6)
    inside = at[edges.newcomer] >= 0
    n, v, score = at[edges.newcomer][inside], edges.volunteer[inside], scores[inside]
    for place in range(int(problem.volunteers.capacity.max())):
        has = problem.volunteers.capacity[v] > place
        cost[n[has], first[v[has]] + place] = 100.0 - score[has]
    linear_sum_assignment(cost)


def sparse_by_component(problem: Problem, edges: Edges, scores: np.ndarray, kept: Kept) -> None:
    """scipy's sparse assignment of each component, without prices."""
    capacity = problem.volunteers.capacity
    for part in components.split(edges, kept.seat != NOBODY, len(capacity)):
        assignment.greatest_sum(
            assignment.Part(
                n=np.searchsorted(part.newcomers, edges.newcomer[part.edges]),
                v=np.searchsorted(part.volunteers, edges.volunteer[part.edges]),
                score=scores[part.edges].astype(np.int64),
                capacity=capacity[part.volunteers],
            )
        )


def flow(problem: Problem, edges: Edges, scores: np.ndarray, kept: Kept) -> None:
    """OR-Tools' minimum-cost flow of the kept newcomers."""
    from ortools.graph.python import min_cost_flow  # noqa: PLC0415 - only where it is installed

    solver = min_cost_flow.SimpleMinCostFlow()
    is_kept = kept.seat != NOBODY
    rows, size, capacity = np.flatnonzero(is_kept), len(problem.newcomers), problem.volunteers.capacity
    inside = is_kept[edges.newcomer]
    source, sink = size + len(capacity), size + len(capacity) + 1
    n, v = edges.newcomer[inside], edges.volunteer[inside] + size
    ones = np.ones(len(n), dtype=np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(n, v, ones, 100 - scores[inside].astype(np.int64))
    one = np.ones(len(rows), dtype=np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(np.full(len(rows), source), rows, one, 0 * one)
    helping = np.arange(len(capacity)) + size
    solver.add_arcs_with_capacity_and_unit_cost(helping, np.full(len(capacity), sink), capacity, 0 * capacity)
    solver.set_nodes_supplies(np.array([source, sink]), np.array([len(rows), -len(rows)]))
    if solver.solve() != solver.OPTIMAL:
        raise ArithmeticError("the flow found no optimum")
