"""Only the caseworker with this person sees the file; for everybody else there is no page, byte for byte."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.obligations.models import HoursStatement, Obligation, ObligationDecision
from tests import make
from tests.backend.obligations.duties import linked, stated
from tests.frontend.caseworker import typing
from tests.frontend.caseworker.people import caseworker_of, person_of
from tests.frontend.strangers import OTHERS, masked, missing_page

NO_CASEWORKERS_HERE = [who for who in OTHERS if who not in {"a colleague", "a caseworker of another town"}]
DEEDS = {"decide": typing.decision, "end": typing.end, "issue_statement": typing.period}
FILE = [("get", name) for name in ("person", *DEEDS)] + [("post", name) for name in DEEDS]


def knock(client, obligation_id):
    """The address and the answer at every door of a file."""
    for method, name in FILE:
        address = reverse(f"caseworker:{name}", args=[obligation_id])
        yield address, getattr(client, method)(address)


@pytest.mark.parametrize("who", [*OTHERS, "the person"])
def test_a_file_does_not_exist_for_all_others(who):
    obligation = linked()
    client = person_of(obligation) if who == "the person" else make.browser_of(OTHERS[who]().account)

    for address, answer in knock(client, obligation.pk):
        assert masked(answer) == missing_page(client, address)


def test_a_file_that_was_never_made_does_not_exist_for_a_caseworker_either():
    client = caseworker_of(linked())

    for address, answer in knock(client, uuid.uuid4()):
        assert masked(answer) == missing_page(client, address)


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_changes_anything_in_a_file(who):
    obligation = linked()
    client = make.browser_of(OTHERS[who]().account)

    for name, form in DEEDS.items():
        typing.send(client, name, obligation.pk, form())

    assert ObligationDecision.objects.count() == 1
    assert not HoursStatement.objects.exists()
    assert obligation.periods.get().ends_on.year == 2027


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("who", NO_CASEWORKERS_HERE)
def test_the_desk_does_not_exist_for_who_is_no_caseworker(who, method):
    person_id = make.volunteer().account_id
    client = make.browser_of(OTHERS[who]().account)
    desk = [reverse("caseworker:caseload"), reverse("caseworker:find")]

    for address in [*desk, reverse("caseworker:link", args=[person_id])]:
        form = typing.first_decision() | {"contact": "sara@example.org"} if method == "post" else {}
        assert masked(getattr(client, method)(address, form)) == missing_page(client, address)
    assert not Obligation.objects.exists()


def test_a_caseworker_of_another_town_finds_and_links_nobody_here():
    volunteer = make.volunteer(account=make.account(mail="sara@example.org"))
    client = make.browser_of(OTHERS["a caseworker of another town"]().account)
    address = reverse("caseworker:link", args=[volunteer.account_id])

    assert masked(client.get(address)) == missing_page(client, address)
    assert client.post(reverse("caseworker:find"), {"contact": "sara@example.org"}).status_code == 422
    assert typing.send(client, "link", volunteer.account_id, typing.first_decision()).status_code == 404
    assert not Obligation.objects.exists()


@pytest.mark.parametrize("who", ["a colleague", "another volunteer", "a coordinator"])
def test_the_number_of_queries_does_not_tell_whether_there_is_a_file(who):
    obligation = linked()
    client, counts = make.browser_of(OTHERS[who]().account), []
    for obligation_id in (obligation.pk, uuid.uuid4()):
        with CaptureQueriesContext(connection) as queries:
            for _ in knock(client, obligation_id):
                pass
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_no_browser_keeps_a_copy_of_what_stands_behind_the_wall():
    obligation = linked()
    statement = stated(obligation)
    desk = [reverse("caseworker:caseload"), reverse("caseworker:person", args=[obligation.pk])]
    own = [reverse("caseworker:mine"), reverse("caseworker:statement_csv", args=[statement.pk])]

    answers = [caseworker_of(obligation).get(address) for address in desk]
    answers += [person_of(obligation).get(address) for address in own]

    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)
