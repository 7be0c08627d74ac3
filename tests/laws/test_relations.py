"""Foreign keys obey the order of the import contracts, which cannot see names in strings."""

import tomllib
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("backend.", "notifications")


def _heights() -> dict[str, int]:
    """Room -> height in the house, read from the import contract itself."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    [order] = [contract for contract in contracts if contract["name"] == "One direction of dependency"]
    floors = enumerate(reversed(order["layers"]))
    return {room.strip(" ()"): floor for floor, line in floors for room in line.split("|")}


def _models() -> list[type[Model]]:
    return [model for model in apps.get_models() if model._meta.app_config.name.startswith(ROOMS)]


def _relations():
    for model in _models():
        for field in model._meta.get_fields(include_parents=False):
            if field.is_relation and not field.auto_created and field.related_model in _models():
                yield pytest.param(field, id=f"{model.__name__}.{field.name}")


def _room(model: type[Model]) -> str:
    return model._meta.app_config.name


@pytest.mark.parametrize("field", list(_relations()))
def test_a_relation_never_points_to_a_room_above(field):
    height = _heights()

    assert height[_room(field.related_model)] <= height[_room(field.model)]


@pytest.mark.parametrize("field", list(_relations()))
def test_no_relation_crosses_the_wall_around_obligations(field):
    rooms = {_room(field.related_model), _room(field.model)}

    assert rooms == {"backend.obligations"} or "backend.obligations" not in rooms


def test_the_law_above_looks_at_both_sides_of_the_wall():
    rooms = {_room(param.values[0].model) for param in _relations()}

    assert {"backend.obligations", "backend.meetings", "backend.pairs", "backend.people"} <= rooms
