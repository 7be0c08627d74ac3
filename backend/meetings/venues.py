"""At which house a pair meets: one that is open for the whole meeting, near the newcomer."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.db.models import Q

from backend.places.models import CommunityCentre, Neighbourhood, OpeningHours


def minute_of(wall: time) -> int:
    """Minutes since local midnight."""
    return wall.hour * 60 + wall.minute


class Houses:
    """The houses of the open town with their hours, read in two queries."""

    def __init__(self, today: date) -> None:
        not_closed = Q(closed_on=None) | Q(closed_on__gt=today)
        centres = CommunityCentre.objects.filter(not_closed).select_related("neighbourhood")
        self._centres = sorted(centres, key=lambda centre: centre.name)
        self._hours: dict[object, list[OpeningHours]] = {centre.pk: [] for centre in self._centres}
        for hours in OpeningHours.objects.filter(centre__in=self._centres):
            self._hours[hours.centre_id].append(hours)

    def open_at(self, *, weekday: int, starts: time, minutes: int) -> Sequence[CommunityCentre]:
        """Those that are open from start to end on this weekday, by name."""
        begin, end = minute_of(starts), minute_of(starts) + minutes
        return [
            centre
            for centre in self._centres
            if any(
                hours.weekday == weekday and hours.opens_minute <= begin and end <= hours.closes_minute
                for hours in self._hours[centre.pk]
            )
        ]


def nearest(centres: Iterable[CommunityCentre], home: Neighbourhood) -> CommunityCentre | None:
    """The house nearest to a neighbourhood; of two as near the first by name. None when there is none."""
    return min(centres, key=lambda centre: (_squared_metres(centre.neighbourhood, home), centre.name), default=None)


def _squared_metres(one: Neighbourhood, other: Neighbourhood) -> int:
    if one.pk == other.pk:
        return 0
    if None in {one.rd_x, one.rd_y, other.rd_x, other.rd_y}:
        return 2**62  # no coordinates known: farther than everything else
    return ((one.rd_x or 0) - (other.rd_x or 0)) ** 2 + ((one.rd_y or 0) - (other.rd_y or 0)) ** 2
