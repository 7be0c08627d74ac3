"""With which rows each address is asked: those of people whose duty differs, and of people beside them."""

import re
import uuid
from collections.abc import Sequence

from django.apps import apps
from django.db import models

from backend.pairs.models import Pair
from backend.people.models import Volunteer

OURS, ROOM = ("backend.", "notifications."), "obligations"
NOWHERE = uuid.UUID(int=4711)
MOST = 2
WORDS: dict[str, list[object]] = {
    "code": ["GM0216"],
    "kind": ["pair_began", "pdf"],
    "name": ["unknown"],
    "role": ["newcomer", "volunteer"],
    "slug": ["wie"],
    "step": ["wie"],
    "token": ["unknown"],
    "town": ["GM0216"],
    "way": ["leren"],
}


def of(flipped: Sequence[Volunteer], beside: Volunteer, walled: Sequence[uuid.UUID]) -> dict[str, list[object]]:
    """Parameter of an address -> values. Rows are found by name: ``pair_id`` is a ``Pair``.

    Args:
        walled: ids of rows behind the wall, which exist in one of the worlds only.
    """
    people = [*flipped[:MOST], beside]
    pairs = list(Pair.objects.filter(volunteer__in=people).order_by("pk")[: 2 * MOST])
    by_hand: dict[str, list[object]] = {
        "volunteer_id": [each.pk for each in people],
        "person_id": [each.account_id for each in people],
        "account_id": [each.account_id for each in people],
        "pair_id": [pair.pk for pair in pairs],
        "newcomer_id": [pair.newcomer_id for pair in pairs[:MOST]],
    }
    return _rows() | WORDS | by_hand | _behind_the_wall(walled)


def _rows() -> dict[str, list[object]]:
    """Every model by its name, and by each ending of it: ``hours_certificate_id``, ``certificate_id``."""
    found: dict[str, list[object]] = {}
    for model in apps.get_models():
        if model.__module__.startswith(OURS) and model._meta.app_label != ROOM:
            rows: list[object] = [*model._default_manager.order_by("pk").values_list("pk", flat=True)[:MOST]]
            for name in _names(model):
                found.setdefault(f"{name}_id", rows or [NOWHERE])
    return found


def _behind_the_wall(walled: Sequence[uuid.UUID]) -> dict[str, list[object]]:
    rooms = (model for model in apps.get_models() if model._meta.app_label == ROOM)
    return {f"{name}_id": [*walled[:MOST], NOWHERE] for model in rooms for name in _names(model)}


def _names(model: type[models.Model]) -> list[str]:
    words = re.findall("[A-Z][a-z]*", model.__name__)
    return ["_".join(words[start:]).lower() for start in range(len(words))]
