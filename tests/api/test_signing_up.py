"""Signing up through the API: once, whatever is sent twice, and with all that is wrong said at once."""

import pytest
from django.test import Client
from django_scopes import scope

from backend.people.models import Account, AvailabilitySlot, Newcomer, Volunteer
from tests import make
from tests.api.client import V1, post, sign_up

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


def test_the_same_request_in_another_notation_is_the_same():
    body = sign_up(**NEWCOMER, mail="Amina@Example.org ")
    first = post(Client(), "newcomers", body)
    second = post(Client(), "newcomers", body | {"phone": "+31 6 1234 5678", "mail": "amina@example.org"})

    assert (second.status_code, second.json()) == (201, first.json())


def test_a_request_id_that_was_used_for_somebody_else_is_refused():
    body = sign_up(**NEWCOMER)
    post(Client(), "newcomers", body)
    make.neighbourhood(of=make.OTHER_TOWN)
    in_another_town = {"municipality": make.OTHER_TOWN, "neighbourhood": "BU02210000"}

    for about in ({"fullName": "Somebody Else", "callName": "Some"}, {"maxDistanceM": 1}, in_another_town):
        answer = post(Client(), "newcomers", body | about)
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert Account.objects.count() == 1


def test_whoever_is_logged_in_signs_somebody_up_with_the_token_against_forged_requests_only():
    person = Client(enforce_csrf_checks=True)
    person.force_login(make.account())

    assert post(person, "newcomers", sign_up(**NEWCOMER)).status_code == 403
    assert post(Client(enforce_csrf_checks=True), "newcomers", sign_up(**NEWCOMER)).status_code == 201


def test_what_only_the_domain_knows_to_be_wrong_is_said_in_the_same_answer():
    wrong = sign_up(
        fullName="www.example.com",
        phone="12",
        mail="no sign",
        consentVersion="1999-01",
        week=[{"weekday": 2, "startsMinute": 1260, "endsMinute": 1080}],
        languages=["Tigrinya"],
    )
    answer = post(Client(), "volunteers", wrong)

    assert answer.status_code == 400
    assert pointers(answer) == {"/fullName", "/phone", "/mail", "/consentVersion", "/week/0", "/languages/0"}


def test_that_nobody_can_be_reached_is_said_together_with_the_rest():
    answer = post(Client(), "newcomers", sign_up(phone="", mail="", dutchLevel="C9"))

    assert pointers(answer) == {"/mail", "/dutchLevel"}


@pytest.mark.parametrize(
    ("about", "pointer"),
    [
        ({"buddygender": "F"}, "/buddygender"),
        ({"isStaff": True}, "/isStaff"),
        (
            {"week": [{"weekday": 2, "startsMinute": 1080, "endsMinute": 1260, "every~other/week": 1}]},
            "/week/0/every~0other~1week",
        ),
    ],
)
def test_a_field_that_does_not_exist_is_refused_so_that_no_wish_is_lost_in_a_typo(about, pointer):
    answer = post(Client(), "newcomers", sign_up(**(NEWCOMER | about)))

    assert (answer.status_code, pointers(answer)) == (400, {pointer})
    assert Account.objects.count() == 0


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


@pytest.mark.parametrize(
    "text", ['{"fullName": ', "[" * 100_000, "[]", "null", "7", '{"language": "\\ud800"}', '{"\\ud800": 1}', "\xff"]
)
def test_what_is_no_form_at_all_is_a_problem_too(text):
    answer = post(Client(), "newcomers", text)

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer["API-Version"] == "1.0.0"


def test_a_body_that_is_no_object_points_at_the_whole():
    assert pointers(post(Client(), "newcomers", "[]")) == {""}


def test_an_unknown_alphabet_is_a_problem_too():
    answer = Client().generic("POST", f"{V1}/newcomers", b"{}", content_type="application/json; charset=hex")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


@pytest.mark.parametrize(
    ("content_type", "length", "status"),
    [("text/plain", 2, 415), ("application/x-www-form-urlencoded", 2, 415), ("application/json", 3_000_000, 413)],
)
def test_another_format_and_a_flood_are_problems_too(content_type, length, status):
    answer = Client().generic("POST", f"{V1}/newcomers", b" " * length, content_type=content_type)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_a_mail_address_longer_than_any_is_refused():
    answer = post(Client(), "newcomers", sign_up(**NEWCOMER, mail=f"{'a' * 250}@example.org"))

    assert (answer.status_code, pointers(answer)) == (400, {"/mail"})


def test_a_name_in_any_script_stays_as_it_is():
    name = "ኣሚና ተስፋይ"
    post(Client(), "newcomers", sign_up(**NEWCOMER, fullName=name))

    assert Account.objects.get().full_name == name
