"""The seats of language tables as nodes with places: the exact reduction of docs/matching.md ("Language tables").

A table that takes at most k people of one mother tongue becomes one node for each tongue, with k places, and as
many fillers as these have places more than the table has seats. Fillers stand at the very front of the queue and
may sit at every node of their table with score 0. They always keep their places, so at most ``seats`` people sit
at the table, at most k of one tongue, and every such seating can be completed with them.
"""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from matching.group_rows import Table
from matching.groups import Tables
from matching.problem import Rows

ANY, UNTOLD = "*", ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Nodes:
    """The M nodes of all tables, by table and tongue; ``number`` finds one by table row and tongue.

    Attributes:
        table: (M,) row of the table.
        tongue: M codes, ``ANY`` of a table without a limit, ``UNTOLD`` for all who did not tell theirs.
        capacity: (M,) places.
        fillers: (T,) of each table.
    """

    table: Rows
    tongue: tuple[str, ...]
    capacity: Rows
    fillers: Rows
    number: dict[tuple[int, str], int]

    def of(self, tables: Tables, n: Rows, t: Rows) -> Rows:
        """(E,) the node of a newcomer at a table."""
        tongues = (tables.tongue[row] for row in n.tolist())
        found = [
            self.number[table, tongue if tables.rows[table].most_per_language else ANY]
            for table, tongue in zip(t.tolist(), tongues, strict=True)
        ]
        return np.array(found, dtype=np.int64)

    def of_fillers(self) -> tuple[Rows, Rows]:
        """Each filler with each node of its table, as two columns; fillers are counted table by table."""
        nodes = np.bincount(self.table, minlength=len(self.fillers))
        table = np.repeat(np.arange(len(self.fillers)), self.fillers)
        filler = np.repeat(np.arange(len(table)), nodes[table])
        first, run = np.searchsorted(self.table, table), np.cumsum(nodes[table])
        return filler, np.arange(len(filler)) + (first - run + nodes[table])[filler]


def _places(table: Table, tongues: Counter[str]) -> dict[str, int]:
    """Places by mother tongue, for those of the queue who live where the table may be used."""
    if not table.most_per_language:
        return {ANY: table.seats}
    taken = Counter(table.seated)
    left = {tongue: max(0, table.most_per_language - taken[tongue]) for tongue in tongues}
    return {
        tongue: min(table.seats, count, table.seats if tongue == UNTOLD else left[tongue])
        for tongue, count in sorted(tongues.items())
    }


def nodes_of(tables: Tables) -> Nodes:
    """The reduction, table by table."""
    town = tables.seen.newcomers.town.tolist()
    by_town: dict[int, Counter[str]] = {}
    for place, tongue in zip(town, tables.tongue, strict=True):
        by_town.setdefault(place, Counter())[tongue] += 1
    found: list[tuple[int, str, int]] = []
    fillers = np.zeros(len(tables), dtype=np.int64)
    for row, table in enumerate(tables.rows):
        near = Counter[str]()
        for place in np.flatnonzero(tables.may_use[:, row]).tolist():
            near.update(by_town.get(place, {}))
        places = _places(table, near)
        found += [(row, tongue, count) for tongue, count in places.items()]
        fillers[row] = max(0, sum(places.values()) - table.seats)
    return Nodes(
        table=np.array([row for row, _tongue, _count in found], dtype=np.int64),
        tongue=tuple(tongue for _row, tongue, _count in found),
        capacity=np.array([count for _row, _tongue, count in found], dtype=np.int64),
        fillers=fillers,
        number={(row, tongue): node for node, (row, tongue, _count) in enumerate(found)},
    )
