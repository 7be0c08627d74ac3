"""Where somebody lives: from a postcode or from the list of a town."""

import math
import re
from collections.abc import Iterable

from backend.places.models import Neighbourhood

# Dutch postcodes have four digits, the first not a zero, and two letters that are optional here
_POSTCODE = re.compile(r"\s*([1-9]\d{3})\s*(?:[A-Za-z]{2})?\s*", re.ASCII)


class NotAPostcode(Exception):
    """The text is no Dutch postcode, such as 4105 or 4105 AB."""


def four_digits(text: str) -> str:
    """The digits of a postcode, written as people write it: ``4105 AB``, ``4105ab`` or ``4105``.

    Raises:
        NotAPostcode: it is something else.
    """
    found = _POSTCODE.fullmatch(text)
    if not found:
        raise NotAPostcode
    return found[1]


def around(*, town: str, postcode: str) -> list[Neighbourhood]:
    """The neighbourhoods of a town that this postcode can mean, most people first; none if it lies elsewhere.

    The person chooses when there are several: the letters of a postcode are not used.

    Raises:
        NotAPostcode: the text is no postcode.
    """
    return list(Neighbourhood.objects.current_in(town).around_postcode(four_digits(postcode)))


def all_of(*, town: str) -> list[Neighbourhood]:
    """The neighbourhoods of the newest division of a town, by name, each with its district."""
    return list(Neighbourhood.objects.current_in(town))


def nearest(places: Iterable[Neighbourhood], *, x: int, y: int) -> Neighbourhood | None:
    """The neighbourhood among these whose centroid is nearest to a point (metres, EPSG:28992); None without any."""
    placed = [place for place in places if place.rd_x is not None]
    return min(placed, key=lambda each: math.dist((each.rd_x or 0, each.rd_y or 0), (x, y)), default=None)
