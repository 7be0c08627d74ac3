"""What would change it, by solving again: a newcomer's smallest changes, and whether one gives a match."""

from dataclasses import replace
from typing import Any

import numpy as np

from matching import explain, routes, time_windows
from matching.problem import Problem
from matching.queue import NOBODY
from matching.routes import Route
from matching.solution import Solved


def changes_for(solved: Solved, row: int) -> list[explain.Change]:
    """Every change that gives one unmatched newcomer a match, the smallest first."""
    return next(routes.fastest().changes(solved.problem, solved.edges, solved.kept, solved.chosen, [row]))


def changed(problem: Problem, newcomer: int, change: explain.Change) -> Problem:
    """The same problem after a newcomer (row) changed something of their own."""
    columns: dict[str, Any] = {}
    if change.kind == "window":
        columns["free"] = problem.newcomers.free.copy()
        columns["free"][newcomer] |= time_windows.weeks([[change.window]])[0]
    elif change.kind == "session":
        columns["session_minutes"] = problem.newcomers.session_minutes.copy()
        columns["session_minutes"][newcomer] = change.minutes
    elif change.kind == "distance":
        columns["reach"] = problem.newcomers.reach.copy()
        columns["reach"][newcomer] += change.metres
    elif change.kind == "online":
        columns["online"] = problem.newcomers.online.copy()
        columns["online"][newcomer] = True
    return replace(problem, newcomers=replace(problem.newcomers, **columns))


def is_matched_after(problem: Problem, newcomer: int, change: explain.Change, route: Route | None = None) -> bool:
    """Solve again, from the start, with this change: is the newcomer matched?

    A group is a place of its own, for this newcomer alone.
    """
    after = changed(problem, newcomer, change)
    route = route or routes.fastest()
    stages = route.across if route.across and after.options.online_across else route
    edges, capacity = stages.allowed(after, 1), after.volunteers.capacity
    if change.kind == "group":
        edges = edges.plus(np.array([newcomer]), len(capacity))
        capacity = np.append(capacity, 1)
    return bool(stages.who(edges, capacity).seat[newcomer] != NOBODY)
