"""When a community centre is open: minutes since local midnight, half-open windows; Monday is 0."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Prefetch, Q

from backend.places.models import CommunityCentre, OpeningHours

Window = tuple[int, int]  # opens, closes


def covers(hours: Iterable[Window], *, starts_minute: int, ends_minute: int) -> bool:
    """Whether a house with these hours on a day is open all the time between the two minutes.

    Hours that touch or overlap are one; a lunch break in between is not.
    """
    open_until = starts_minute
    for opens, closes in sorted(hours):
        if opens > open_until:
            break
        open_until = max(open_until, closes)
    return starts_minute < ends_minute <= open_until


def open_houses(*, on: date, starts_minute: int, minutes: int) -> list[CommunityCentre]:
    """The centres of the open town, by name, that are open for so many minutes on this day. Two queries."""
    hours = OpeningHours.objects.filter(weekday=on.weekday())
    there_still = Q(closed_on=None) | Q(closed_on__gt=on)
    houses = CommunityCentre.objects.filter(there_still).order_by("name")
    return [
        house
        for house in houses.prefetch_related(Prefetch("opening_hours", hours))
        if covers(
            [(row.opens_minute, row.closes_minute) for row in house.opening_hours.all()],
            starts_minute=starts_minute,
            ends_minute=starts_minute + minutes,
        )
    ]
