"""The smallest changes that ``matching.compiled.reasons`` found, as changes and as columns."""

from collections.abc import Iterator, Sequence

import numpy as np

from matching import explain
from matching.assignment import Assignment
from matching.compiled import reasons
from matching.compiled.reasons import (
    GROUP_DAY,
    GROUP_LASTS,
    GROUP_QUARTER,
    NO,
    ONLINE,
    SESSION,
    SQUARE,
    WINDOW_DAY,
    WINDOW_MORE,
    WINDOW_QUARTER,
)
from matching.explain import Change
from matching.problem import Problem, Rows
from matching.queue import Kept
from matching.routes import AllowedPairs
from matching.smallest import DISTANCE, GROUP, WINDOW, Smallest
from matching.smallest import ONLINE as ONLINE_TOO
from matching.smallest import SESSION as SHORTER
from matching.time_windows import QUARTER_MINUTES


def changes(
    problem: Problem, edges: AllowedPairs, kept: Kept, chosen: Assignment, rows: Sequence[int]
) -> Iterator[list[Change]]:
    """See ``explain.changes``."""
    table = reasons.found(problem, edges, kept, chosen, np.array(rows, dtype=np.int64))
    for row, found in zip(rows, table.tolist(), strict=True):
        yield sorted(_as_changes(problem, row, found), key=lambda change: change.asks_minutes)


def _as_changes(problem: Problem, row: int, found: list[int]) -> Iterator[Change]:
    """In the order in which those that ask as much are tried."""
    sessions = problem.newcomers.session_minutes
    if found[WINDOW_DAY] != NO:
        yield explain.one_more_window(problem, row, tuple(found[:3]))
    if found[SQUARE] != NO:
        yield explain.metres_to(found[SQUARE], int(problem.newcomers.reach[row]))
    if found[ONLINE] != NO:
        yield explain.ONLINE_TOO
    if found[SESSION] >= explain.SHORTEST_SESSION_QUARTERS:
        yield explain.shorter_session(int(sessions[row]), found[SESSION])
    if found[GROUP_DAY] != NO:
        longer = int(max(sessions[row], sessions[found[GROUP_LASTS]]))
        yield explain.join_a_pair(found[GROUP_DAY], found[GROUP_QUARTER] * QUARTER_MINUTES, longer)


def smallest(problem: Problem, edges: AllowedPairs, kept: Kept, chosen: Assignment, rows: Rows) -> Smallest:
    """The smallest change of each of these newcomers: the first of ``changes``, as columns."""
    found = reasons.found(problem, edges, kept, chosen, rows).T
    sessions, lasts = problem.newcomers.session_minutes, problem.session_quarters[rows] * QUARTER_MINUTES
    window, joined, shorter = found[[WINDOW_QUARTER, GROUP_QUARTER, SESSION]] * QUARTER_MINUTES
    more = found[WINDOW_MORE] * QUARTER_MINUTES
    metres = _root_upwards(found[SQUARE]) - problem.newcomers.reach[rows]
    cycling = -(-2 * metres // explain.CYCLING_METRES_A_MINUTE)
    longer = np.maximum(sessions[rows], sessions[found[GROUP_LASTS]])
    is_shorter = found[SESSION] >= explain.SHORTEST_SESSION_QUARTERS
    none = np.zeros_like(rows)
    ways = {  # kind: is there one, what it asks, its numbers; of those that ask as much the first is taken
        WINDOW: (found[WINDOW_DAY] != NO, more, found[WINDOW_DAY], window, window + lasts),
        DISTANCE: (found[SQUARE] != NO, cycling, metres, none, none),
        ONLINE_TOO: (found[ONLINE] != NO, none + explain.ONLINE_ASKS_MINUTES, none, none, none),
        SHORTER: (is_shorter, sessions[rows] - shorter, shorter, none, none),
        GROUP: (found[GROUP_DAY] != NO, none + explain.GROUP_ASKS_MINUTES, found[GROUP_DAY], joined, joined + longer),
    }
    table = np.zeros((len(rows), 5), dtype=np.int64)
    asks = np.full(len(rows), np.iinfo(np.int64).max)
    for kind, (is_found, minutes, *numbers) in ways.items():
        better = np.flatnonzero(is_found & (minutes < asks))
        asks[better] = minutes[better]
        table[better] = np.stack((none + kind, minutes, *numbers), axis=1)[better]
    return Smallest(table[:, 0], table[:, 1], table[:, 2:])


def _root_upwards(squares: Rows) -> Rows:
    """The least whole numbers whose squares are at least so much, exactly: ``isqrt(square - 1) + 1``."""
    below = np.maximum(squares - 1, 0)
    root = np.sqrt(below.astype(np.float64)).astype(np.int64)
    root -= root * root > below
    root += (root + 1) * (root + 1) <= below
    return np.asarray(root + 1)
