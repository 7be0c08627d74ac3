"""Community centres of a town: a house with an address, in a neighbourhood, open at set hours."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.db import transaction

from backend.places.models import CommunityCentre, Neighbourhood, OpeningHours


class NoSuchNeighbourhood(Exception):
    """The town has no neighbourhood with this code."""


@dataclass(frozen=True, kw_only=True)
class House:
    """What there is to know about a centre; ``week`` is weekday (Monday 0) -> (opens, closes) in minutes.

    ``tables`` is how many pairs can sit there at a time.
    """

    name: str
    address: str
    neighbourhood_code: str
    phone: str = ""
    tables: int = 0
    week: Mapping[int, Sequence[tuple[int, int]]] = field(default_factory=dict)


@transaction.atomic
def put(*, town: str, house: House) -> CommunityCentre:
    """Add a centre, or give the centre of this name these facts and hours; the town is open.

    Raises:
        NoSuchNeighbourhood: the code is not one of this town.
    """
    where = Neighbourhood.objects.current_in(town).filter(code=house.neighbourhood_code).first()
    if where is None:
        raise NoSuchNeighbourhood
    centre, _ = CommunityCentre.objects.update_or_create(
        municipality_id=town,
        name=house.name,
        defaults={
            "address": house.address,
            "neighbourhood": where,
            "phone": house.phone,
            "tables": house.tables,
        },
    )
    OpeningHours.objects.filter(centre=centre).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(municipality_id=town, centre=centre, weekday=weekday, opens_minute=opens, closes_minute=closes)
        for weekday, windows in house.week.items()
        for opens, closes in windows
    )
    return centre
