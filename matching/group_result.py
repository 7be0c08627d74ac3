"""What comes of language tables in a round: the seats, and what the report and its certificate say of them."""

from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from matching import groups, score
from matching.group_seats import AtTables
from matching.groups import Tables
from matching.pairs import MatchedPair, words_shared
from matching.pins import SetAside
from matching.problem import Rows
from matching.solution import Solved

TABLE = "table"


def solved(found: AtTables) -> Solved:
    """Newcomers and volunteers alone; who sits at a table is kept, with a seat beyond the last volunteer."""
    return Solved(
        problem=found.expanded.people,
        edges=found.expanded.pairs,
        kept=found.kept,
        chosen=found.chosen,
        component_pairs=found.component_pairs,
    )


def seated(found: AtTables) -> tuple[Rows, Rows]:
    """Rows of the newcomers who have a seat, and of their tables."""
    node = found.chosen.seat - len(found.expanded.people.volunteers)
    n = np.flatnonzero(node >= 0)
    return n, found.expanded.nodes.table[node[n]]


def pairs(found: AtTables, apart: SetAside, blocked: Collection[tuple[str, str]]) -> Iterator[MatchedPair]:
    """A row of the result for everybody who has a seat, pinned or found."""
    yield from _pairs(found.expanded.tables, *seated(found))
    if len(apart.seated) and apart.whole.options.groups:
        yield from _pairs(groups.beside(apart.whole, apart.whole.options.groups, blocked), apart.seated, apart.table)


def _pairs(tables: Tables, n: Rows, t: Rows) -> Iterator[MatchedPair]:
    """The table stands in the place of the volunteer."""
    ids = tables.seen.newcomers.ids
    parts, shared = groups.score_of(tables, n, t), words_shared(tables.seen, n, t)
    columns = [getattr(parts, name).tolist() for name in score.PARTS]
    facts = zip(
        n.tolist(),
        t.tolist(),
        groups.slots(tables, n, t),
        parts.distance_m.tolist(),
        parts.common_minutes.tolist(),
        zip(*columns, strict=True),
        shared,
        strict=True,
    )
    for row, table, (weekday, starts, ends), metres, common, points, words in facts:
        languages, goals, interests = words
        yield MatchedPair(
            newcomer=ids[row],
            volunteer=tables.rows[table].id,
            mode=TABLE,
            score=sum(points),
            distance_m=metres,
            common_minutes=common,
            weekday=weekday,
            starts_minute=starts,
            minutes=ends - starts,
            parts=dict(zip(score.PARTS, points, strict=True)),
            languages=languages,
            goals=goals,
            interests=interests,
        )


def certificate(found: AtTables) -> dict[str, Any]:
    """The part of the certificate about tables, see docs/matching.md: nodes are named by table and mother tongue.

    A closed node has a number as well: who holds a place that can be freed from there is a filler, or is among so
    many at the front of the queue.
    """
    tables, nodes = found.expanded.tables.rows, found.expanded.nodes
    named = [[tables[row].id, tongue] for row, tongue in zip(nodes.table.tolist(), nodes.tongue, strict=True)]
    return {
        "closed": [
            [*node, last + 1]
            for node, is_closed, last in zip(named, found.is_closed.tolist(), found.last_ahead.tolist(), strict=True)
            if is_closed
        ],
        "prices": [[*node, price] for node, price in zip(named, found.price.tolist(), strict=True) if price],
        "fillers": {
            table.id: gain
            for table, gain, count in zip(tables, found.filler_gain.tolist(), nodes.fillers.tolist(), strict=True)
            if count
        },
    }


def counts(found: AtTables, apart: SetAside) -> dict[str, int]:
    """Tables, the seats that were free before anybody was pinned there, and who got one."""
    tables = found.expanded.tables.rows
    return {
        "tables": len(tables),
        "seats": sum(table.seats for table in tables) + len(apart.seated),
        "seated": len(seated(found)[0]) + len(apart.seated),
        "allowed_seats": len(found.expanded.n),
    }
