"""Tables of community centres: which are free at what hour, for pairs that can meet nowhere else.

A language table holds one table of its house, counted from the last; a pair holds the table that it was given, as
long as its proposal waits for an answer or the pair goes on.
"""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import Q

from backend.pairs.models import LanguageTable, Pair, Proposal
from backend.places.models import CommunityCentre
from matching import Venue
from matching.time_windows import Window

Held = tuple[Window, int | None]  # without a number for a language table


def _overlap(one: Window, other: Window) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _held() -> Iterator[tuple[UUID | None, Held]]:
    for table in LanguageTable.objects.going_on():
        yield table.centre_id, ((table.weekday, table.starts_minute, table.ends_minute), None)
    current = Pair.objects.current().values("proposal")
    holding = Q(state=Proposal.State.OFFERED) | Q(pk__in=current)
    for each in Proposal.objects.filter(holding, centre__isnull=False):
        window = (each.weekday, each.starts_minute, each.starts_minute + each.minutes)
        yield each.centre_id, (window, each.table_number)


class Rooms:
    """The open centres of the town with their tables, and who holds which."""

    def __init__(self) -> None:
        centres = CommunityCentre.objects.filter(closed_on=None, neighbourhood__rd_x__isnull=False)
        rows = centres.select_related("neighbourhood").prefetch_related("opening_hours").order_by("pk")
        self._centres = {str(row.pk): row for row in rows if row.opening_hours.all()}
        self._held: dict[str, list[Held]] = {pk: [] for pk in self._centres}
        for centre, held in _held():
            self._held.get(str(centre), []).append(held)

    def venues(self) -> list[Venue]:
        """As the engine is told of them."""
        return [
            Venue(
                id=pk,
                municipality=row.municipality_id,
                x=row.neighbourhood.rd_x or 0,
                y=row.neighbourhood.rd_y or 0,
                opening=tuple((one.weekday, one.opens_minute, one.closes_minute) for one in row.opening_hours.all()),
                tables=row.tables,
                taken=tuple(sorted(window for window, _number in self._held[pk])),
            )
            for pk, row in self._centres.items()
        ]

    def take(self, centre: str, window: Window) -> int:
        """The first table that nobody holds at this hour, from now on held; there is one, for the engine said so."""
        numbers = [number for other, number in self._held[centre] if _overlap(window, other)]
        free = range(1, self._centres[centre].tables + 1 - numbers.count(None))
        chosen = next((number for number in free if number not in numbers), len(numbers) + 1)
        self._held[centre].append((window, chosen))
        return chosen
