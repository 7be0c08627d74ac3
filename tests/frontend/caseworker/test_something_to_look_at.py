"""Only clients with something to look at: exactly those whose own file shows it, in a few queries for all of them."""

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.obligations import signals
from backend.obligations.models import Obligation
from tests import make
from tests.frontend.caseworker.clients import KINDS, SOMETHING
from tests.frontend.taking_part.people import browser

TO_HANDLE = "signaal/?kind="  # the address behind each signal in a file
TO_LOOK_AT = "/klantmanager/?look=1"


@pytest.fixture
def caseworker():
    searching = {"search_period_weeks": 4, "search_period_extensions": 1}
    make.ordinance(**searching, auto_confirm_after_days=14, claim_deadline_days=90)
    return make.caseworker()


def file_of(client):
    return reverse("caseworker:person", args=[client.pk])


def test_are_exactly_those_whose_own_file_shows_it(caseworker):
    desk, clients = browser(caseworker), {kind: make_one(caseworker) for kind, make_one in KINDS.items()}

    listed = desk.get(TO_LOOK_AT).content.decode()
    in_the_list = {kind for kind, client in clients.items() if file_of(client) in listed}
    in_the_file = {
        kind for kind, client in clients.items() if TO_HANDLE in desk.get(file_of(client)).content.decode()
    }

    assert in_the_list == in_the_file == set(SOMETHING)


@pytest.mark.parametrize("weeks", [(signals.LOOK_BACK_WEEKS,), (2, 3, 5, signals.LOOK_BACK_WEEKS)])
def test_are_the_same_in_whatever_steps_their_hours_are_read(caseworker, monkeypatch, weeks):
    for make_one in KINDS.values():
        make_one(caseworker)
    clients = list(Obligation.objects.all())
    seen = signals.of_many(clients, today=make.MONDAY)

    monkeypatch.setattr(signals, "READ_WEEKS", weeks)

    assert signals.of_many(clients, today=make.MONDAY) == seen
    assert signals.to_look_at(clients, today=make.MONDAY) == [each for each in clients if seen[each.pk].signals]


def test_are_found_in_as_many_queries_among_many_as_among_one_of_each_kind(caseworker, monkeypatch):
    monkeypatch.setattr("frontend.caseworker.caseload_list.ROWS_A_PAGE", len(SOMETHING))
    desk, counts = browser(caseworker), []
    for more in (1, 2):
        for make_one in [*KINDS.values()] * more:
            make_one(caseworker)
        with CaptureQueriesContext(connection) as queries, CaptureQueriesContext(connections["duties"]) as walled:
            page = desk.get(TO_LOOK_AT).content.decode()
        counts.append((len(queries), len(walled)))

    assert Obligation.objects.count() >= 50
    assert "Page 1 of 3" in page
    assert counts[0] == counts[1]
