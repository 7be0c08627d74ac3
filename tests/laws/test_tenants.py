"""A row of a municipality cannot be read before the municipality is named."""

import pytest
from django.apps import apps
from django_scopes import scope
from django_scopes.exceptions import ScopeError

from backend.places.scope import TenantManager, TenantRow
from tests import make


def _models_with_a_town():
    for model in apps.get_models():
        names = {field.attname for field in model._meta.concrete_fields}
        if "municipality_id" in names and model._meta.app_config.name.startswith("backend."):
            yield model


PUBLIC = {"District", "Neighbourhood"}  # the division of CBS is the same for everybody
TENANT_ROWS = [model for model in _models_with_a_town() if model.__name__ not in PUBLIC]


@pytest.mark.parametrize("model", TENANT_ROWS, ids=lambda model: model.__name__)
def test_reading_without_a_town_raises(model):
    with pytest.raises(ScopeError):
        model.objects.all()


@pytest.mark.parametrize("model", TENANT_ROWS, ids=lambda model: model.__name__)
def test_reading_asks_the_database_for_the_open_town_only(model):
    with scope(municipality="GM9999"):
        sql = str(model.objects.all().query)

    assert "municipality_id" in sql
    assert "GM9999" in sql


def test_every_row_with_a_town_is_scoped():
    assert len(TENANT_ROWS) > 15
    assert all(isinstance(model._default_manager, TenantManager) for model in TENANT_ROWS)
    assert all(model in TENANT_ROWS for model in apps.get_models() if issubclass(model, TenantRow))


@pytest.mark.django_db
def test_a_row_of_another_town_is_not_there():
    with scope(municipality=make.OTHER_TOWN):
        theirs = make.newcomer(of=make.OTHER_TOWN)

    with scope(municipality=make.TOWN):
        assert not type(theirs).objects.filter(pk=theirs.pk).exists()
