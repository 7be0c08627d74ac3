"""Signing up through the API: once, whatever is sent twice, and with all that is wrong said at once."""

import pytest
from django.test import Client
from django_scopes import scope

from backend.people.models import Account, AvailabilitySlot, Newcomer, Volunteer
from tests import make
from tests.api.client import post, sign_up

NEWCOMER, VOLUNTEER = {"dutchLevel": "A1"}, {"minLevel": "A1", "capacity": 2}


@pytest.fixture(autouse=True)
def programme(db):
    make.neighbourhood()


def pointers(answer):
    return {error["pointer"] for error in answer.json()["errors"]}


def test_a_newcomer_signs_up():
    answer = post(Client(), "newcomers", sign_up(**NEWCOMER, sessionMinutes=60))

    assert answer.status_code == 201
    with scope(municipality=make.TOWN):
        person = Newcomer.objects.get(pk=answer.json()["id"])
        assert (person.account.full_name, person.account.phone) == ("Amina Tesfay", "+31612345678")
        assert (person.dutch_level, person.session_minutes, person.languages) == ("A1", 60, ["tir", "amh"])
        assert AvailabilitySlot.objects.values_list("weekday", "starts_minute", "ends_minute").get() == (
            2,
            1080,
            1260,
        )


def test_a_volunteer_signs_up():
    answer = post(Client(), "volunteers", sign_up(**VOLUNTEER))

    assert answer.status_code == 201
    with scope(municipality=make.TOWN):
        assert Volunteer.objects.get(pk=answer.json()["id"]).capacity == 2


@pytest.mark.parametrize(("path", "role"), [("newcomers", NEWCOMER), ("volunteers", VOLUNTEER)])
def test_the_same_request_twice_makes_one_person_and_gives_one_answer(path, role):
    body = sign_up(**role)
    first, second = post(Client(), path, body), post(Client(), path, body)

    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert Account.objects.count() == 1


def test_a_request_id_that_was_used_for_somebody_else_is_refused():
    body = sign_up(**NEWCOMER)
    post(Client(), "newcomers", body)
    answer = post(Client(), "newcomers", body | {"fullName": "Somebody Else", "callName": "Some"})

    assert answer.status_code == 422
    assert Account.objects.count() == 1


def test_everything_that_is_wrong_is_said_at_once_where_it_stands():
    wrong = sign_up(dutchLevel="C9", maxDistanceM=-1, week=[{"weekday": 7, "startsMinute": 0, "endsMinute": 60}])
    del wrong["fullName"]
    answer = post(Client(), "newcomers", wrong)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert pointers(answer) == {"/fullName", "/dutchLevel", "/maxDistanceM", "/week/0/weekday"}
    assert Account.objects.count() == 0


@pytest.mark.parametrize(
    ("about", "status"),
    [
        ({"phone": "12"}, 400),
        ({"phone": "", "mail": ""}, 400),
        ({"neighbourhood": "BU99999999"}, 400),
        ({"consentVersion": "1999-01"}, 400),
        ({"week": [{"weekday": 2, "startsMinute": 1260, "endsMinute": 1080}]}, 400),
        ({"week": [{"weekday": 2, "startsMinute": 1085, "endsMinute": 1260}]}, 400),
        ({"municipality": "GM9999"}, 409),
    ],
)
def test_what_cannot_be_is_a_problem_with_a_sentence_and_leaves_nothing(about, status):
    answer = post(Client(), "newcomers", sign_up(**(NEWCOMER | about)))

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert len(answer.json()["detail"]) > 10
    assert Account.objects.count() == 0


def test_broken_json_is_a_problem_too():
    answer = post(Client(), "newcomers", '{"fullName": ')

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_a_name_in_any_script_stays_as_it_is():
    name = "ኣሚና ተስፋይ"
    post(Client(), "newcomers", sign_up(**NEWCOMER, fullName=name))

    assert Account.objects.get().full_name == name
