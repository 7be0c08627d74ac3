"""Logging in by a code, and what a session needs to change something."""

import pytest
from django.test import Client
from django_scopes import scope

from backend.people import codes
from backend.people.models import LoginCode
from tests import make
from tests.api.client import V1, get, of, post

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


def test_somebody_without_a_role_finds_nothing():
    client = make.browser_of(make.account())

    assert {get(client, path).status_code for path in ("newcomers", "pairs", "matching-rounds")} == {404}
    assert of(make.coordinator()).get(f"{V1}/newcomers").status_code == 200
