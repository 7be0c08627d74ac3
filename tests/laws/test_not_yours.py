"""The matrix: for everybody who may not see a row, every address of it answers as if there were no such row.

Status, headers, bytes and the number of queries are compared, for GET, POST (empty and filled in), PATCH and DELETE,
by everybody of the own town who has no part in the row and by everybody of another town. An address that the matrix
does not know fails.
"""

import logging
import uuid

import pytest
import time_machine
from django.test import override_settings
from django.urls import resolve
from django_scopes import scope

from tests import make
from tests.laws.not_yours import filled, leaking, matrix
from tests.laws.not_yours.asking import Asker, taken_back
from tests.laws.not_yours.comparing import told_by_ids, two_towns

OF_THE_TOWN = (
    "stranger",
    "somebody who left",
    "another newcomer",
    "another volunteer",
    "learner",
    "helper",
    "of whom somebody is afraid",
    "coordinator",
    "coordinator of one house",
    "caseworker",
    "another caseworker",
    "programme manager",
    "policy officer",
    "leader of the table",
    "who stands in",
    "who answered",
    "confidential adviser",
    "operator",
)
OF_ANOTHER_TOWN = ("learner", "helper", "coordinator", "caseworker", "confidential adviser")


@pytest.fixture(scope="module")
def towns(django_db_setup, django_db_blocker):
    """Two towns at noon, each with everybody and everything; gone afterwards."""
    logging.disable(logging.WARNING)
    with django_db_blocker.unblock(), taken_back(), time_machine.travel(make.NOON, tick=False):
        yield two_towns()
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize("role", OF_THE_TOWN)
def test_in_the_own_town_a_row_that_is_not_yours_is_not_there(towns, role):
    others = [line for line in matrix.lines() if role not in line.may]

    assert towns.differences(towns.asker(role), others) == []


@pytest.mark.parametrize("role", OF_ANOTHER_TOWN)
def test_for_everybody_of_another_town_it_is_not_there(towns, role):
    assert towns.differences(towns.asker(role, of_the_other=True), matrix.lines()) == []


def test_for_a_coordinator_of_both_towns_it_is_not_there_while_acting_in_the_other(towns):
    who = make.account()
    for town in (make.TOWN, make.OTHER_TOWN):
        with scope(municipality=town):
            make.coordinator(of=town, account=who)

    assert towns.differences(Asker(who, acts_in=make.OTHER_TOWN), matrix.lines()) == []


def test_every_row_is_there_for_somebody(towns):
    lines = [line for line in matrix.lines() if line.may]

    assert [(line.name, line.kind) for line in lines if not towns.is_there_for_somebody(line)] == []


def test_an_id_of_another_town_in_a_form_is_as_good_as_one_that_does_not_exist(towns):
    asked, told = told_by_ids(towns)

    assert told == []
    assert asked > 10


@pytest.mark.parametrize("leak", leaking.LEAKS)
def test_a_leak_is_noticed(towns, leak):
    [line] = [line for line in matrix.lines() if line.name == "coordinator:pair"]

    with override_settings(ROOT_URLCONF=leaking.urls(leak)):
        told = towns.differences(towns.asker("another volunteer"), [line])

    assert len(told) == len(towns.methods[line.name])


def test_an_address_that_the_matrix_does_not_know_fails():
    with pytest.raises(matrix.NotInTheMatrix, match="horoscope"):
        matrix.lines(iter([("coordinator:horoscope", "coordinator/<uuid:horoscope_id>/")]))


def test_every_operation_of_the_api_with_an_id_stands_in_the_matrix():
    paths = [path for path in filled.description()["paths"] if "{" in path]
    names = {resolve("/api/v1" + path.replace("{id}", str(uuid.UUID(int=7)))).view_name for path in paths}
    with_ids = {name for name, body in filled.bodies_of_the_api().items() if filled.ids_in_json(body)}

    assert names - {line.name for line in matrix.lines()} == {"municipality-detail"}
    assert with_ids == matrix.IDS_IN_JSON.keys()
