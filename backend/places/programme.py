"""In which towns people can sign up, and doing something in each of them."""

import logging
from collections.abc import Callable
from datetime import date

from django.db import transaction
from django_scopes import scope

from backend.places.models import Municipality, Neighbourhood

log = logging.getLogger(__name__)


class NoNeighbourhoods(Exception):
    """Of this municipality no neighbourhoods are known, so nobody could say where they live."""


@transaction.atomic
def open_in(*, town: str, since: date) -> Municipality:
    """Open the programme of a town; a town that is open keeps its first day.

    Raises:
        NoNeighbourhoods: nothing was imported for this code.
    """
    if not Neighbourhood.objects.filter(municipality=town).exists():
        raise NoNeighbourhoods
    municipality = Municipality.objects.select_for_update(no_key=True).get(pk=town)
    if municipality.programme_since is None:
        municipality.programme_since = since
        municipality.save(update_fields=["programme_since"])
    return municipality


def in_every_town(deed: Callable[[str], object], *, doing: str) -> None:
    """Do something in each town that has a programme, with that town open; the deed is given its code.

    A town in which it fails is logged with what was being done, and stops no other: the next tick tries again.
    """
    for town in Municipality.objects.with_programme():
        try:
            with scope(municipality=town.code):
                deed(town.code)
        except Exception:
            log.exception("%s failed in %s; the other towns go on, the next tick tries again.", doing, town.code)
