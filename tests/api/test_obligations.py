"""Counter-obligations through the API: for the own caseworker, and for others as if there were none."""

import uuid
from datetime import timedelta

import pytest

from backend.places import clock
from tests import make
from tests.api.client import get, of, post

pytestmark = pytest.mark.usefixtures("town")


def letter(volunteer, **about):
    today = clock.local_today(clock.now())
    return {
        "requestId": str(uuid.uuid4()),
        "personId": str(volunteer.account_id),
        "clientNumber": "C-77",
        "legalBasis": "PW_9_1_C",
        "caseReference": "Z-2026-1",
        "decidedOn": str(today - timedelta(days=60)),
        "startsOn": str(today - timedelta(days=60)),
        "endsOn": str(today + timedelta(days=30)),
        "minutesPerWeek": 240,
    } | about


@pytest.fixture
def caseworker():
    return of(make.caseworker())


@pytest.fixture
def volunteer():
    return make.volunteer()


def test_a_decision_is_linked_once_and_its_weeks_and_statement_follow(caseworker, volunteer):
    body = letter(volunteer)
    first, second = post(caseworker, "obligations", body), post(caseworker, "obligations", body)
    assert (first.status_code, first.json()) == (201, second.json())
    path = f"obligations/{first.json()['id']}"

    weeks = get(caseworker, f"{path}/weeks").json()
    assert weeks[-2]["requiredMinutes"] == 240
    period = {
        "requestId": str(uuid.uuid4()),
        "startsOn": body["startsOn"],
        "endsOn": str(clock.local_today(clock.now())),
    }
    issued = post(caseworker, f"{path}/statements", period)
    assert issued.status_code == 201
    document = get(caseworker, f"hours-statements/{issued.json()['id']}/document")
    assert (document["Content-Type"], document.content[:5]) == ("application/pdf", b"%PDF-")


@pytest.mark.parametrize(
    ("about", "status"),
    [
        ({"clientNumber": "111222333"}, 400),
        ({"endsOn": "2020-01-01"}, 400),
        ({"legalBasis": "BECAUSE"}, 400),
        ({"minutesPerWeek": 5000}, 400),
        ({"personId": str(uuid.uuid4())}, 404),
    ],
)
def test_what_cannot_be_decided_is_refused(caseworker, volunteer, about, status):
    answer = post(caseworker, "obligations", letter(volunteer, **about))

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert get(caseworker, "obligations").json()["results"] == []


@pytest.mark.parametrize(
    "role", [make.coordinator, make.programme_manager, make.volunteer, make.newcomer, make.caseworker]
)
def test_for_everybody_else_it_is_as_if_there_were_none(caseworker, volunteer, role):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]
    other = of(role())

    hidden, missing = get(other, f"obligations/{made}"), get(other, f"obligations/{uuid.uuid4()}")
    assert (hidden.status_code, hidden.content) == (404, missing.content)
    assert get(other, f"obligations/{made}/weeks").status_code == 404
    assert get(other, "obligations").json()["results"] == []


@pytest.mark.parametrize("role", [make.coordinator, make.programme_manager, make.volunteer])
def test_nobody_but_a_caseworker_decides(volunteer, role):
    answer = post(of(role()), "obligations", letter(volunteer))

    assert answer.status_code == 404


def test_a_statement_of_a_period_that_ends_before_it_begins_or_asks_nothing_is_refused(caseworker, volunteer):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]

    def status_of(starts_on, ends_on):
        period = {"requestId": str(uuid.uuid4()), "startsOn": starts_on, "endsOn": ends_on}
        return post(caseworker, f"obligations/{made}/statements", period).status_code

    assert status_of("2026-11-02", "2026-11-01") == 400
    assert status_of("2020-01-01", "2020-02-01") == 409
