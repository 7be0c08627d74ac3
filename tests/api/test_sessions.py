"""Logging in by a code, and what a session needs to change something."""

import json

import pytest
from django.test import Client
from django_scopes import scope

from backend.people import codes
from backend.people.models import LoginCode
from tests import make
from tests.api.client import V1, get, post

pytestmark = pytest.mark.usefixtures("town")


def code_sent_to(contact):
    return codes.digits_of(LoginCode.objects.filter(contact=contact).latest("asked_at").pk)


def test_a_code_opens_a_session_that_can_be_ended():
    person = make.newcomer()
    client = Client()
    assert post(client, "login-codes", {"contact": person.account.mail}).status_code == 202
    code = code_sent_to(person.account.mail)

    opened = post(client, "sessions", {"contact": person.account.mail, "code": code})
    assert opened.status_code == 201
    assert opened.json()["accounts"] == [{"id": str(person.account_id), "callName": person.account.call_name}]
    assert get(client, "newcomers").status_code == 200

    assert client.delete(f"{V1}/sessions").status_code == 204
    assert get(client, "newcomers").status_code == 403


def test_a_wrong_code_opens_nothing():
    person, client = make.newcomer(), Client()
    post(client, "login-codes", {"contact": person.account.mail})

    wrong = f"{(int(code_sent_to(person.account.mail)) + 1) % 1_000_000:06d}"
    answer = post(client, "sessions", {"contact": person.account.mail, "code": wrong})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert get(client, "newcomers").status_code == 403


def test_nobody_learns_who_is_known():
    known = make.newcomer().account.mail
    answers = [post(Client(), "login-codes", {"contact": contact}) for contact in (known, "nobody@example.org")]

    assert answers[0].status_code == answers[1].status_code == 202
    assert answers[0].content == answers[1].content


def test_a_session_changes_nothing_without_the_token_against_forged_requests():
    coordinator = make.coordinator()
    client = Client(enforce_csrf_checks=True)
    client.force_login(coordinator.account)
    proposal = make.proposal()

    answer = post(client, f"proposals/{proposal.pk}/approvals")
    assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json")
    with scope(municipality=make.TOWN):
        proposal.refresh_from_db()
        assert proposal.state == "PENDING"


def log_in(client, person, **about):
    post(client, "login-codes", {"contact": person.mail})
    return post(client, "sessions", {"contact": person.mail, "code": code_sent_to(person.mail)} | about)


def test_the_token_that_came_with_the_session_opens_what_changes_something():
    proposal, client = make.proposal(), Client(enforce_csrf_checks=True)
    assert log_in(client, make.coordinator().account).status_code == 201
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}

    def approve(**how):
        return client.post(f"{V1}/proposals/{proposal.pk}/approvals", content_type="application/json", **how)

    assert approve(headers={"X-CSRFToken": "x" * 32}).status_code == 403
    assert approve(headers=token).status_code == 201
    assert client.delete(f"{V1}/sessions").status_code == 403
    assert client.delete(f"{V1}/sessions", headers=token).status_code == 204


def test_nobody_is_logged_in_by_a_form_of_another_site():
    person = make.newcomer().account
    post(Client(), "login-codes", {"contact": person.mail})
    body = json.dumps({"contact": person.mail, "code": code_sent_to(person.mail)})

    for content_type in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
        forged = Client().generic("POST", f"{V1}/sessions", body, content_type=content_type)
        assert (forged.status_code, dict(forged.cookies)) == (415, {})


@pytest.mark.parametrize(
    ("kept", "typed"),
    [({"mail": "amina@example.org"}, " Amina@Example.org"), ({"phone": "+31612345678"}, "06 12 34 56 78")],
)
def test_a_contact_may_be_typed_as_people_do(kept, typed):
    person = make.account(**kept)
    [contact] = kept.values()
    post(Client(), "login-codes", {"contact": typed})

    opened = post(Client(), "sessions", {"contact": typed, "code": code_sent_to(contact)})
    assert opened.json()["accounts"] == [{"id": str(person.pk), "callName": person.call_name}]


def test_what_is_no_contact_is_said_where_it_stands():
    answer = post(Client(), "login-codes", {"contact": "Amina"})

    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/contact")


def test_a_family_that_shares_a_contact_chooses_who_it_is():
    mother, daughter = make.newcomer(), make.volunteer(account=make.account(mail="home@example.org"))
    mother.account.mail = daughter.account.mail
    mother.account.save()
    client = Client()

    opened = log_in(client, daughter.account, account=str(daughter.account_id))
    assert {row["id"] for row in opened.json()["accounts"]} == {str(mother.account_id), str(daughter.account_id)}
    assert [row["id"] for row in get(client, "volunteers").json()["results"]] == [str(daughter.pk)]
    assert get(client, "newcomers").json()["results"] == []


def test_a_right_code_opens_nobody_elses_session():
    person, other, client = make.newcomer().account, make.newcomer().account, Client()

    assert log_in(client, person, account=str(other.pk)).status_code == 400
    assert get(client, "newcomers").status_code == 403


@pytest.mark.parametrize(("role", "hours"), [(make.coordinator, 12), (make.caseworker, 12), (make.newcomer, 24 * 30)])
def test_who_works_with_data_of_others_shows_a_code_every_working_day(role, hours, time_machine):
    time_machine.move_to(make.NOON, tick=False)
    client = Client()
    log_in(client, role().account)

    assert client.session.get_expiry_age() == hours * 60 * 60


def test_nothing_of_who_was_here_before_remains():
    client = Client()
    before = client.session
    before["login_people"] = [str(make.coordinator().account_id)]
    before.save()
    log_in(client, make.newcomer().account)

    assert "login_people" not in client.session


@pytest.mark.parametrize(
    "path", ["newcomers", "pairs", "hours-entries", "proposals", "matching-rounds", "obligations"]
)
def test_a_stranger_is_refused_and_somebody_without_a_role_finds_nothing(path):
    refused, absent = get(Client(), path), get(make.browser_of(make.account()), path)

    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert (absent.status_code, absent.content) == (404, get(Client(), "nothing-here").content)
