"""The region of a community centre: wherever no other open centre of the town is nearer.

A coordinator of one centre looks for volunteers there. A home counts as its neighbourhood's centroid, as in a round.
"""

import math
from collections.abc import Callable
from uuid import UUID

from backend.people.models import Coordinator
from backend.places.models import CommunityCentre, Neighbourhood

Where = Callable[[str, int, int], bool]  # municipality, metres in the Dutch grid (EPSG:28992)


def of_coordinators() -> dict[str, Where]:
    """For each open centre of the town that has a coordinator of its own, by key: is a place in its region?"""
    open_ones = CommunityCentre.objects.filter(closed_on=None, neighbourhood__rd_x__isnull=False).order_by("pk")
    rows = open_ones.values_list("pk", "neighbourhood__rd_x", "neighbourhood__rd_y")
    places = {str(pk): (x, y) for pk, x, y in rows if x is not None and y is not None}
    with_own = Coordinator.objects.filter(until=None, centre__isnull=False).values_list("centre", flat=True)
    return {pk: _nearest_to(pk, places) for pk in sorted({str(pk) for pk in with_own} & places.keys())}


def of_account(account_id: UUID) -> list[CommunityCentre]:
    """The open centres of the town of which somebody is a coordinator, by name."""
    own = Coordinator.objects.filter(until=None, account=account_id, centre__closed_on=None, centre__isnull=False)
    return list(CommunityCentre.objects.filter(pk__in=own.values("centre")).order_by("name"))


def to_call(home: Neighbourhood) -> CommunityCentre | None:
    """The house of the town for who wants to talk: the nearest open one with a phone, else the nearest open one.

    Of houses that are as near the first by name; None where the town has no house that is open.
    """
    houses = CommunityCentre.objects.filter(closed_on=None).select_related("neighbourhood").order_by("name")
    return min(houses, key=lambda house: (not house.phone, _metres(house.neighbourhood, home)), default=None)


def _metres(one: Neighbourhood, other: Neighbourhood) -> float:
    """Between two centroids; infinite where one is not known."""
    if one.rd_x is None or one.rd_y is None or other.rd_x is None or other.rd_y is None:
        return math.inf
    return math.dist((one.rd_x, one.rd_y), (other.rd_x, other.rd_y))


def _nearest_to(own: str, places: dict[str, tuple[int, int]]) -> Where:
    """Of two centres that are as near, or in one neighbourhood, both have the place in their region."""

    def holds(_municipality: str, x: int, y: int) -> bool:
        return math.dist(places[own], (x, y)) <= min(math.dist(place, (x, y)) for place in places.values())

    return holds
