"""In which towns people can sign up."""

from datetime import date

from django.db import transaction

from backend.places.models import Municipality, Neighbourhood


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
