"""The database itself refuses the counter-obligations to everybody but their own role."""

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from django.apps import apps
from django.db import ProgrammingError, connection
from django.http import Http404

from backend.config.databases import BehindTheWall
from backend.config.twin_worlds.routes import addresses
from frontend.caseworker import elsewhere, urls
from local.folders import ROOT

TABLES = (
    "obligations_obligation",
    "obligations_obligationdecision",
    "obligations_requirementperiod",
    "obligations_hoursstatement",
)


@pytest.mark.django_db
@pytest.mark.parametrize("table", TABLES)
def test_the_usual_role_may_not_read_a_table_behind_the_wall(table):
    with connection.cursor() as cursor, pytest.raises(ProgrammingError, match="permission denied for schema"):
        cursor.execute(f"SELECT count(*) FROM obligations.{table}")


@pytest.mark.django_db
def test_no_table_of_the_room_stands_where_the_usual_role_can_read():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename LIKE 'obligations%'"
        )
        assert cursor.fetchall() == []


def test_no_deed_of_the_room_opens_only_half_of_its_transaction():
    room = ROOT / "backend" / "obligations"
    opened = [path.name for path in room.glob("*.py") if "transaction.atomic" in path.read_text("utf-8")]

    assert opened == ["database.py"]


def test_in_a_server_without_the_role_every_address_of_the_desk_answers_as_if_it_did_not_exist(rf):
    assert {each.name for each in elsewhere.urlpatterns} == {each.name for each in urls.urlpatterns}
    for each in elsewhere.urlpatterns:
        with pytest.raises(Http404):
            each.callback(rf.get("/"))


def test_the_front_sends_exactly_the_addresses_of_the_desk_to_the_desk():
    [named] = re.findall(r"@desk path (.+)", Path(ROOT, "Caddyfile").read_text("utf-8"))
    sent = {route for name, route in addresses() if any(fnmatchcase(_path(route), way) for way in named.split())}

    at_the_desk = {route for name, route in addresses() if name.startswith("caseworker:")}
    behind_the_wall = {route for name, route in addresses() if re.match(r"(obligation|hours-statement)-", name)}
    assert behind_the_wall
    assert sent == at_the_desk | behind_the_wall | {"klantmanager/readyz", "api/v1/openapi.json"}


def _path(route):
    return "/" + re.sub(r"<[^>]+>", "x", route.replace("^", "").replace("\\Z", "").replace("$", ""))


def test_rows_of_the_room_and_only_those_go_to_its_own_role():
    models = apps.get_models()
    router = BehindTheWall()

    walled = {model for model in models if router.db_for_read(model) == "duties"}

    assert walled == {model for model in models if model.__module__.startswith("backend.obligations")}
