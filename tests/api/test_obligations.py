"""Counter-obligations through the API: for the own caseworker, and for others as if there were none."""

import hashlib
import json
import uuid
from datetime import timedelta

import pytest
from django_scopes import scope

from backend.places import clock
from tests import make
from tests.api.client import V1, get, of, post

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
    return make.pair(started_on=make.MONDAY - timedelta(weeks=30)).volunteer


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
        ({"personId": str(uuid.uuid4())}, 400),
    ],
)
def test_what_cannot_be_decided_is_refused(caseworker, volunteer, about, status):
    answer = post(caseworker, "obligations", letter(volunteer, **about))

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert get(caseworker, "obligations").json()["results"] == []


NOT_CASEWORKERS = [make.coordinator, make.programme_manager, make.volunteer, make.newcomer]


@pytest.mark.parametrize("role", [*NOT_CASEWORKERS, make.caseworker])
def test_an_obligation_of_another_caseload_equals_one_that_does_not_exist(caseworker, volunteer, role):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]
    other = of(role())

    for more in ("", "/weeks"):
        hidden, missing = get(other, f"obligations/{made}{more}"), get(other, f"obligations/{uuid.uuid4()}{more}")
        assert (hidden.status_code, hidden.content) == (404, missing.content)
        assert dict(hidden.headers) == dict(missing.headers)


@pytest.mark.parametrize("role", NOT_CASEWORKERS)
def test_for_everybody_but_caseworkers_there_is_not_even_a_list_or_a_form(caseworker, volunteer, role):
    post(caseworker, "obligations", letter(volunteer))
    other = of(role())
    nothing = get(other, "no-such-thing").content

    for path in ("obligations", "hours-statements"):
        assert (get(other, path).status_code, get(other, path).content) == (404, nothing)
    for body in (letter(make.volunteer()), {}):  # also what is wrong in a form is nobody else's to read
        refused = post(other, "obligations", body)
        assert (refused.status_code, refused.content) == (404, nothing)


def test_a_colleague_has_an_empty_caseload(caseworker, volunteer):
    post(caseworker, "obligations", letter(volunteer))

    assert get(of(make.caseworker()), "obligations").json()["results"] == []
    assert len(get(caseworker, "obligations").json()["results"]) == 1


def test_a_statement_of_another_caseload_does_not_exist(caseworker, volunteer):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]
    period = {"requestId": str(uuid.uuid4()), "startsOn": "2026-11-02", "endsOn": "2026-11-08"}
    issued = post(caseworker, f"obligations/{made}/statements", period).json()["id"]

    for other in (of(make.caseworker()), of(volunteer)):
        assert get(other, f"hours-statements/{issued}").status_code == 404
        assert get(other, f"hours-statements/{issued}/document").status_code == 404


def test_one_request_never_says_two_things(caseworker, volunteer):
    body = letter(volunteer)
    made = post(caseworker, "obligations", body).json()["id"]
    with scope(municipality=make.OTHER_TOWN):
        elsewhere, over_there = of(make.caseworker(of=make.OTHER_TOWN)), make.volunteer(of=make.OTHER_TOWN)

    answers = [
        post(caseworker, "obligations", body | {"minutesPerWeek": 60}),
        post(caseworker, "obligations", body | {"clientNumber": "C-78"}),
        post(caseworker, "obligations", body | {"personId": str(make.volunteer().account_id)}),
        post(elsewhere, "obligations", body | {"personId": str(over_there.account_id)}),
    ]

    assert [answer.status_code for answer in answers] == [422] * 4
    assert [row["id"] for row in get(caseworker, "obligations").json()["results"]] == [made]


def test_a_request_for_a_statement_gives_no_other_statement(caseworker, volunteer):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]
    colleague = of(make.caseworker())
    theirs = post(colleague, "obligations", letter(make.volunteer())).json()["id"]
    period = {"requestId": str(uuid.uuid4()), "startsOn": "2026-11-02", "endsOn": "2026-11-08"}
    issued = post(caseworker, f"obligations/{made}/statements", period)

    assert post(caseworker, f"obligations/{made}/statements", period).json() == issued.json()
    assert post(colleague, f"obligations/{theirs}/statements", period).status_code == 422
    other_days = period | {"endsOn": "2026-11-15"}
    assert post(caseworker, f"obligations/{made}/statements", other_days).status_code == 422


def test_the_hash_of_a_statement_can_be_checked_by_who_receives_it(caseworker, volunteer):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]
    period = {"requestId": str(uuid.uuid4()), "startsOn": "2026-11-02", "endsOn": "2026-11-08"}
    issued = post(caseworker, f"obligations/{made}/statements", period).json()

    read = get(caseworker, f"hours-statements/{issued['id']}").json()
    canonical = json.dumps(read["figures"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert hashlib.sha256(canonical).hexdigest() == read["figuresSha256"]


def test_the_weeks_are_thirteen_and_the_last_one_goes_on(caseworker, volunteer, time_machine):
    time_machine.move_to(make.NOON, tick=False)
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]

    weeks = get(caseworker, f"obligations/{made}/weeks").json()
    assert (len(weeks), weeks[0]["monday"], weeks[-1]["monday"]) == (13, "2026-08-31", "2026-11-23")


@pytest.mark.parametrize("accept", ["application/pdf", "application/json", "*/*"])
def test_the_document_comes_to_who_asks_for_paper_and_its_absence_as_a_problem(caseworker, volunteer, accept):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]
    period = {"requestId": str(uuid.uuid4()), "startsOn": "2026-11-02", "endsOn": "2026-11-08"}
    issued = post(caseworker, f"obligations/{made}/statements", period).json()["id"]

    def ask(statement):
        return caseworker.get(f"{V1}/hours-statements/{statement}/document", headers={"accept": accept})

    assert (ask(issued).status_code, ask(issued)["Content-Type"]) == (200, "application/pdf")
    missing = ask(uuid.uuid4())
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    assert missing.json()["status"] == 404


def test_who_has_stopped_helping_gets_no_new_duty(caseworker):
    stopped = make.volunteer(left_on=make.MONDAY)

    assert post(caseworker, "obligations", letter(stopped)).status_code == 400


def test_a_statement_of_a_period_that_ends_before_it_begins_or_asks_nothing_is_refused(caseworker, volunteer):
    made = post(caseworker, "obligations", letter(volunteer)).json()["id"]

    def status_of(starts_on, ends_on):
        period = {"requestId": str(uuid.uuid4()), "startsOn": starts_on, "endsOn": ends_on}
        return post(caseworker, f"obligations/{made}/statements", period).status_code

    assert status_of("2026-11-02", "2026-11-01") == 400
    assert status_of("2020-01-01", "2020-02-01") == 409
    assert status_of("2026-11-02", "9999-12-31") == 400
