"""Language tables inside the optimum: their nodes (``group_nodes``) become volunteers with capacity.

The problem stays one of newcomers and places: who, with whom, the rule on ids and the certificate are those of
docs/matching.md.
"""

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any, TypeVar

import numpy as np

from matching import groups, routes
from matching.assignment import Assignment
from matching.feasibility import Edges, Mask
from matching.group_nodes import UNTOLD, Nodes, nodes_of
from matching.group_rows import Groups
from matching.groups import Tables
from matching.problem import BadProblem, People, Problem, Rows
from matching.queue import NOBODY, Kept
from matching.routes import Route
from matching.stopwatch import Stopwatch

Side = TypeVar("Side", bound=People)
MOST_PAIRS = 20_000_000  # about 3 GB while seats are put between them


@dataclass(frozen=True, kw_only=True, eq=False)
class Expanded:
    """A problem with fillers in front of its newcomers and nodes among its volunteers, in the order of ids.

    Attributes:
        people: the problem without them, and ``pairs`` its allowed pairs.
        n, t: (S,) the allowed seats: newcomer row of ``people`` and table row.
        whole: the expanded problem, and ``edges`` its allowed pairs.
        source: (E,) for each of the edges its number among pairs, seats and fillers' places put one after the other.
        volunteer_at, node_at: (V,) and (M,) their rows in ``whole``.
    """

    people: Problem
    pairs: Edges
    tables: Tables
    nodes: Nodes
    n: Rows
    t: Rows
    whole: Problem
    edges: Edges
    source: Rows
    volunteer_at: Rows
    node_at: Rows

    @property
    def fillers(self) -> int:
        """How many stand in front of the queue."""
        return int(self.nodes.fillers.sum())


def _joined(one: Side, other: People, order: Rows) -> Side:
    """Two sides one after the other, then in some order."""
    columns: dict[str, Any] = {
        each.name: np.concatenate([getattr(one, each.name), getattr(other, each.name)])[order]
        for each in fields(one)
        if each.name != "ids"
    }
    ids = [*one.ids, *other.ids]
    return replace(one, ids=tuple(ids[row] for row in order.tolist()), **columns)


def _with_fillers(people: Problem, count: int) -> Problem:
    """Nobody in particular, so many times, in front of the queue; they are never free for a volunteer."""
    rows = np.concatenate((np.zeros(count, dtype=np.int64), np.arange(len(people.newcomers))))
    waiting = people.newcomers.take(rows)
    free = waiting.free.copy()
    free[:count] = 0
    size = len(people.volunteers)
    return replace(people, newcomers=replace(waiting, free=free), blocked=people.blocked + count * size)


def _in_order_of_ids(people: Problem, tables: Tables, nodes: Nodes) -> Rows:
    """(V + M,) volunteers and nodes, counted on, by the ids of volunteers and tables and then by tongue."""
    names = [(one, UNTOLD) for one in people.volunteers.ids]
    of_nodes = zip(nodes.table.tolist(), nodes.tongue, strict=True)
    names += [(tables.rows[row].id, tongue) for row, tongue in of_nodes]
    return np.array(sorted(range(len(names)), key=names.__getitem__), dtype=np.int64)


def expand(
    people: Problem, given: Groups, blocked: Collection[tuple[str, str]], *, route: Route, jobs: int = 1
) -> Expanded:
    """Find the allowed pairs and seats, and put tables among the volunteers.

    Raises:
        problem.BadProblem: the id of a table stands twice, or is a volunteer's too; or there are too many pairs.
    """
    tables = groups.beside(people, given, blocked)
    nodes, pairs = nodes_of(tables), _all_pairs(people, route, jobs)
    n, t = groups.all_but(tables, np.arange(len(people.newcomers)))
    order, size = _in_order_of_ids(people, tables, nodes), len(people.volunteers)
    at = np.argsort(order)
    fronted = _with_fillers(people, int(nodes.fillers.sum()))
    seats = replace(tables.seen.volunteers.take(nodes.table), capacity=nodes.capacity)
    blocked_n, blocked_v = np.divmod(fronted.blocked, max(1, size))
    edges, source = _edges(nodes, pairs, (n, nodes.of(tables, n, t)), at)
    return Expanded(
        people=people,
        pairs=pairs,
        tables=tables,
        nodes=nodes,
        n=n,
        t=t,
        whole=replace(
            fronted,
            volunteers=_joined(people.volunteers, seats, order),
            blocked=np.sort(blocked_n * len(at) + at[blocked_v]),
        ),
        edges=edges,
        source=source,
        volunteer_at=at[:size],
        node_at=at[size:],
    )


def _all_pairs(people: Problem, route: Route, jobs: int) -> Edges:
    """A list of all pairs, which seats stand between; online across towns they are counted before they are listed."""
    if not (route.across and people.options.online_across):
        return route.allowed(people, jobs)
    found = route.across.allowed(people, jobs)
    if len(found) > MOST_PAIRS:
        raise BadProblem(
            f"There are {len(found)} allowed pairs, and with language tables at most {MOST_PAIRS} can be listed. "
            "Leave --online-across out, or give the tables in rounds of fewer towns."
        )
    listed: Edges = found.some(np.arange(len(people.newcomers)))
    return listed


def _edges(nodes: Nodes, pairs: Edges, seats: tuple[Rows, Rows], at: Rows) -> tuple[Edges, Rows]:
    """Pairs, seats and the fillers' places as the edges of the expanded problem, and where each comes from."""
    n, node = seats
    size = len(at)
    fillers, node_at = int(nodes.fillers.sum()), at[size - len(nodes.table) :]
    filler, place = nodes.of_fillers()
    newcomer = np.concatenate((pairs.newcomer + fillers, n + fillers, filler))
    other = np.concatenate((at[pairs.volunteer], node_at[node], node_at[place]))
    keys = newcomer * size + other
    source = np.argsort(keys)
    newcomer, other = np.divmod(keys[source], max(1, size))
    first = np.searchsorted(newcomer, np.arange(fillers + len(pairs.first)))
    return Edges(other.astype(np.int32), first.astype(np.int64)), source


@dataclass(frozen=True, kw_only=True, eq=False)
class AtTables:
    """The optimum with tables.

    Attributes:
        kept, chosen: of people and volunteers; a seat of V or more is node ``seat - V``.
        component_pairs: of the expanded problem, the largest first.
        is_closed, last_ahead, price: (M,) of the nodes, as ``Kept`` and ``Assignment`` have them of volunteers.
        filler_gain: (T,) the dual price of each filler of a table; 0 where there is none.
    """

    expanded: Expanded
    kept: Kept
    chosen: Assignment
    component_pairs: Rows
    is_closed: Mask
    last_ahead: Rows
    price: Rows
    filler_gain: Rows


def _behind(edges: Edges, column: Rows, fillers: int) -> tuple[Edges, Rows]:
    """The same edges and a column beside them with the fillers behind everybody: ties are settled in that order."""
    first, cut = edges.first, int(edges.first[fillers])
    last = first[1 : fillers + 1] + (len(edges) - cut)
    turned = Edges(np.roll(edges.volunteer, -cut), np.concatenate((first[fillers:] - cut, last)))
    return turned, np.roll(column, -cut)


def walk(expanded: Expanded, route: Route) -> tuple[Kept, Kept]:
    """Who is matched: of the expanded problem, and of its people and volunteers alone."""
    kept = route.who(expanded.edges, expanded.whole.volunteers.capacity)
    return kept, _of_people(expanded, kept)


def _of_people(expanded: Expanded, kept: Kept) -> Kept:
    return Kept(
        _as_people_know(expanded, kept.seat[expanded.fillers :]),
        kept.is_closed[expanded.volunteer_at],
        _without_fillers(expanded, kept.last_ahead[expanded.volunteer_at]),
    )


def _without_fillers(expanded: Expanded, row: Rows) -> Rows:
    return np.maximum(row - expanded.fillers, NOBODY)


def _as_people_know(expanded: Expanded, seat: Rows) -> Rows:
    """Rows of the expanded problem as volunteer rows, or V and more for the nodes; -1 stays."""
    back = np.empty(len(expanded.volunteer_at) + len(expanded.node_at) + 1, dtype=np.int64)
    back[np.concatenate((expanded.volunteer_at, expanded.node_at))] = np.arange(len(back) - 1)
    back[NOBODY] = NOBODY
    return np.asarray(back[seat])


def _scores(expanded: Expanded, is_kept: Mask, route: Route, jobs: int) -> Rows:
    """(E,) the scores of the edges of kept people; of the others they say nothing."""
    of_pairs = route.scores(expanded.people, expanded.pairs, is_kept, jobs)
    of_seats = groups.score_of(expanded.tables, expanded.n, expanded.t).total
    of_fillers = np.zeros(len(expanded.edges) - len(of_pairs) - len(of_seats), dtype=np.int64)
    return np.concatenate((of_pairs, of_seats, of_fillers))[expanded.source]


def optimum(
    people: Problem,
    given: Groups,
    blocked: Collection[tuple[str, str]],
    watch: Stopwatch,
    *,
    jobs: int = 1,
    route: Route | None = None,
) -> AtTables:
    """The optimum of a problem with its tables, stage by stage.

    Raises:
        problem.BadProblem: the id of a table stands twice, or is a volunteer's too.
    """
    route = route or routes.fastest()
    with watch.stage("allowed_pairs"):
        expanded = expand(people, given, blocked, route=route, jobs=jobs)
    fillers, at = expanded.fillers, expanded.node_at
    with watch.stage("who"):
        whole_kept, kept = walk(expanded, route)
    with watch.stage("scores"):
        scores = _scores(expanded, routes.is_kept(kept), route, jobs)
    with watch.stage("with_whom"):
        edges, scores = _behind(expanded.edges, scores, fillers)
        turned = np.roll(np.arange(len(whole_kept.seat)), -fillers)
        whole = replace(expanded.whole, newcomers=expanded.whole.newcomers.take(turned))
        found, sizes = route.with_whom(whole, edges, scores, routes.is_kept(whole_kept)[turned], jobs)
    count = len(people.newcomers)
    gains, last = found.gain[count:], np.cumsum(expanded.nodes.fillers)
    return AtTables(
        expanded=expanded,
        kept=kept,
        chosen=Assignment(
            _as_people_know(expanded, found.seat[:count]), found.gain[:count], found.price[expanded.volunteer_at]
        ),
        component_pairs=sizes,
        is_closed=whole_kept.is_closed[at],
        last_ahead=_without_fillers(expanded, whole_kept.last_ahead[at]),
        price=found.price[at],
        filler_gain=np.where(expanded.nodes.fillers > 0, np.append(gains, 0)[last - 1], 0),
    )
