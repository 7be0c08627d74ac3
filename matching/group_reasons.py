"""Why somebody has no seat, and the smallest change that gives a match, with language tables in the round.

As in ``explain``, the answer of solving again without solving again: a newcomer is kept after a change exactly when
some place that is allowed by then, at a volunteer or at a node of a table, can be freed by somebody further back.
``rounds.is_matched_after`` does solve again.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

import numpy as np

from matching import explain, feasibility, groups, time_windows
from matching.explain import Change
from matching.group_seats import AtTables
from matching.problem import Rows
from matching.rows import MAX_DISTANCE_M
from matching.solution import Unmatched
from matching.time_windows import Window

TABLE_ASKS_MINUTES = 60
KINDS = ("window", "distance", "online", "session", "group", "table")


def smallest_first(changes: Collection[Change]) -> list[Change]:
    """By what they ask; of equal ones in the order of docs/matching.md; of one kind the fewest metres, which are
    more exact than the minutes they take.
    """
    return sorted(changes, key=lambda change: (change.asks_minutes, KINDS.index(change.kind), change.metres or 0))


def _tables_to_gain(found: AtTables, row: int, left_out: str) -> Rows:
    """Tables for which all rules but one hold with a newcomer, and where a place could be freed for him or her."""
    expanded = found.expanded
    n, t = groups.all_but(expanded.tables, np.array([row]), left_out)
    return t[found.last_ahead[expanded.nodes.of(expanded.tables, n, t)] > row]


def _one_more_session(found: AtTables, row: int) -> Iterator[Change]:
    """The session with the fewest minutes that are not free yet; of equal ones the earliest."""
    tables, free = found.expanded.tables, found.expanded.people.newcomers.free[row]
    more: list[tuple[int, Window]] = []
    for table in _tables_to_gain(found, row, "table_time").tolist():
        for place, window in enumerate(sorted(tables.rows[table].sessions)):
            more.append((int(time_windows.minutes(tables.sessions[table, place] & ~free)), window))
    if more:
        asks, (weekday, starts, ends) = min(more)
        yield Change(kind="window", asks_minutes=asks, weekday=weekday, starts_minute=starts, ends_minute=ends)


def _more_distance(found: AtTables, row: int) -> Iterator[Change]:
    """The fewest metres more to such a table."""
    tables = found.expanded.tables
    t = _tables_to_gain(found, row, "table_place")
    squares = feasibility.squared_distance(tables.seen, np.full_like(t, row), t)
    squares = squares[squares <= MAX_DISTANCE_M**2]
    if len(squares):
        yield explain.metres_to(int(squares.min()), int(found.expanded.people.newcomers.reach[row]))


def _join_a_table(found: AtTables, row: int) -> Iterator[Change]:
    """The first table, by id, that would have a seat for somebody willing."""
    tables = found.expanded.tables
    t = _tables_to_gain(found, row, "table_willing")[:1]
    for window in groups.slots(tables, np.full_like(t, row), t):
        weekday, starts, ends = window
        yield Change(
            kind="table",
            asks_minutes=TABLE_ASKS_MINUTES,
            weekday=weekday,
            starts_minute=starts,
            ends_minute=ends,
            table=tables.rows[int(t[0])].id,
        )


def changes_at_tables(found: AtTables, row: int) -> list[Change]:
    """The changes of a newcomer (row) that give a match at a table, the smallest of each kind."""
    ways = [] if found.expanded.tables.willing[row] else [_join_a_table]
    if found.expanded.tables.willing[row]:
        ways += [_one_more_session, _more_distance]
    return [change for way in ways for change in way(found, row)]


def _counts(found: AtTables, rows: Rows) -> dict[int, dict[str, int]]:
    names = ["tables", *(name for name, _rule in groups.RULES)]
    counts = groups.remaining_after_each_rule(found.expanded.tables, rows).tolist()
    return {row: dict(zip(names, each, strict=True)) for row, each in zip(rows.tolist(), counts, strict=True)}


def reasons(found: AtTables, of_volunteers: list[Unmatched]) -> list[Unmatched]:
    """What is said without tables, completed: seats count as places."""
    people, tables = found.expanded.people, found.expanded.tables
    row_of = {person: row for row, person in enumerate(people.newcomers.ids)}
    seats = np.array([table.seats for table in tables.rows], dtype=np.int64)
    allowed = np.bincount(found.expanded.n, minlength=len(row_of)).tolist()
    places = np.bincount(found.expanded.n, weights=seats[found.expanded.t], minlength=len(row_of)).tolist()
    lonely = [row_of[one.newcomer] for one in of_volunteers if one.reason == "no_candidate"]
    counts = _counts(found, np.array([row for row in lonely if not allowed[row]], dtype=np.int64))
    completed = []
    for one in of_volunteers:
        if one.reason != "incomplete":
            row = row_of[one.newcomer]
            detail = one.detail | counts.get(row, {})
            if row not in counts:
                before = one.detail if one.reason == "outranked" else {"allowed": 0, "places": 0}
                detail = {"allowed": before["allowed"] + allowed[row], "places": before["places"] + int(places[row])}
            one = replace(  # noqa: PLW2901 - the same row, completed
                one,
                reason="no_candidate" if row in counts else "outranked",
                detail=detail,
            )
        completed.append(one)
    return completed
