"""Why each newcomer without a match has none, as columns: a nation takes no object a person.

In rows it is ``solution.Unmatched``, which says what the columns mean.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from matching import feasibility, routes, sheets, writing
from matching.problem import Rows
from matching.report import REASONS
from matching.smallest import Smallest
from matching.writing import Chosen, Numbers, Piece, Texts

if TYPE_CHECKING:
    from matching.solution import Solved

ROWS_AT_ONCE = 1000
INCOMPLETE, NO_CANDIDATE, OUTRANKED = range(3)
REMAINING = ("volunteers", *(name for name, _rule in feasibility.RULES))
COLUMNS = ("newcomer", "reason", "detail", "smallest_change")


class Unmatched(NamedTuple):
    """U newcomers in the order of their ids.

    Attributes:
        reason: (U,) number in ``REASONS``.
        place: (U,) place among those with that reason, in the columns that only they have.
        missing: the facts that the incomplete ones miss.
        remaining: (rows, 8) see ``feasibility.remaining_after_each_rule``, of those without a candidate.
        allowed, places: the allowed volunteers of the outranked ones, and the places that these have together.
        smallest: the smallest changes of all but the incomplete ones, whose number is -1 in ``change`` (U,).
    """

    ids: list[str]
    reason: Rows
    place: Rows
    missing: list[tuple[str, ...]]
    remaining: Rows
    allowed: Rows
    places: Rows
    change: Rows
    smallest: Smallest

    def __len__(self) -> int:
        return len(self.ids)

    def counts(self) -> dict[str, int]:
        """How many there are for each reason."""
        return dict(zip(REASONS, np.bincount(self.reason, minlength=len(REASONS)).tolist(), strict=True))

    def rows(self) -> Iterator[dict[str, Any]]:
        """The facts of ``solution.Unmatched``, one by one."""
        changes = [*self.smallest.given(), dict[str, str | int]()]
        remaining = self.remaining.tolist()
        outranked = list(zip(self.allowed.tolist(), self.places.tolist(), strict=True))
        facts = zip(self.ids, self.reason.tolist(), self.place.tolist(), self.change.tolist(), strict=True)
        for person, reason, place, change in facts:
            row: dict[str, Any] = {"newcomer": person, "reason": REASONS[reason], "smallest_change": changes[change]}
            if reason == INCOMPLETE:
                row["missing"] = self.missing[place]
            elif reason == NO_CANDIDATE:
                row["detail"] = dict(zip(REMAINING, remaining[place], strict=True))
            else:
                row["detail"] = dict(zip(("allowed", "places"), outranked[place], strict=True))
            yield row

    def text(self) -> bytes:
        """The lines of ``unmatched.csv``, without the header."""
        lines, count = routes.fastest().lines, self.counts()
        missing = [f"missing={'+'.join(facts)}" for facts in self.missing]
        remaining = _named(zip(REMAINING, self.remaining.T, strict=True))
        outranked = _named(zip(("allowed", "places"), (self.allowed, self.places), strict=True))
        details = (
            writing.texts_of(missing),
            lines(remaining, count["no_candidate"]),
            lines(outranked, count["outranked"]),
        )
        before = np.cumsum([0, count["incomplete"], count["no_candidate"]])
        texts, which = self.smallest.texts()
        change = np.where(self.change < 0, len(texts), np.append(which, 0)[self.change])
        cells = (
            Chosen(writing.cells_of(self.ids), np.arange(len(self))),
            Chosen(writing.texts_of(REASONS), self.reason),
            Chosen(_behind_each_other(details), before[self.reason] + self.place),
            Chosen(writing.texts_of([*texts, ""]), change),
        )
        return writing.table(lines, cells, len(self))


def _named(columns: Any) -> list[Piece]:
    """``name=number`` with spaces between them."""
    pieces: list[Piece] = []
    for name, values in columns:
        pieces += [writing.always(f" {name}=" if pieces else f"{name}=", len(values)), Numbers(values)]
    return pieces


def _behind_each_other(parts: tuple[Texts, ...]) -> Texts:
    ends, size = [np.zeros(1, dtype=np.int64)], 0
    for part in parts:
        ends.append(part.first[1:] + size)
        size += len(part.data)
    return Texts(np.concatenate([part.data for part in parts]), np.concatenate(ends))


def of(solved: "Solved", smallest: Smallest | None = None) -> Unmatched:
    """Everybody without a match, and why; ``smallest`` are the smallest changes, where they are known already."""
    whole, edges, route = solved.problem, solved.edges, routes.fastest()
    rows = np.array(solved.unmatched, dtype=np.int64)
    count = edges.counts[rows]
    is_lonely = count == 0
    smallest = smallest or route.smallest(whole, edges, solved.kept, solved.chosen, rows)
    incomplete = len(whole.incomplete)
    ids = [*whole.incomplete, *map(whole.newcomers.ids.__getitem__, rows.tolist())]
    reason = np.concatenate((np.full(incomplete, INCOMPLETE), np.where(is_lonely, NO_CANDIDATE, OUTRANKED)))
    place = np.zeros(len(ids), dtype=np.int64)
    for number in range(len(REASONS)):
        place[reason == number] = np.arange(int((reason == number).sum()))
    order = sheets.in_order(ids)
    return Unmatched(
        ids=list(map(ids.__getitem__, order.tolist())),
        reason=reason[order],
        place=place[order],
        missing=list(whole.incomplete.values()),
        remaining=route.remaining(whole, rows[is_lonely]),
        allowed=count[~is_lonely],
        places=_places(solved, rows[~is_lonely]),
        change=np.maximum(order - incomplete, -1),
        smallest=smallest,
    )


def _places(solved: "Solved", rows: Rows) -> Rows:
    """The places that the allowed volunteers of some newcomers have together."""
    found = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        some = solved.edges.some(rows[start : start + ROWS_AT_ONCE])
        before = np.concatenate(([0], np.cumsum(solved.problem.volunteers.capacity[some.volunteer])))
        found.append(np.diff(before[some.first]))
    return np.concatenate(found)
