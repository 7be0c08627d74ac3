"""My clients: what the list shows of everybody, and how one client is found among thousands."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from backend.obligations import caseload
from tests import make
from tests.backend.obligations.duties import FOUR_HOURS, letter, linked, worked
from tests.backend.obligations.duties import caseworker_of as caseworker_behind
from tests.backend.obligations.duties import with_buddy as named
from tests.frontend.caseworker.people import caseworker_of
from tests.frontend.taking_part.people import browser

CASELOAD = "/klantmanager/"


@pytest.fixture
def client():
    return browser(make.caseworker())


class TestTheCaseload:
    def test_of_nobody_says_how_to_begin(self, client):
        assert "You have no clients here yet." in client.get(CASELOAD).content.decode()

    def test_shows_what_is_asked_done_and_counts_in_four_weeks(self):
        obligation = linked(named(full_name="Sara Aydın"), client_number="K-4100")
        worked(obligation, days_ago=5, minutes=90)
        worked(obligation, days_ago=12, minutes=60, is_confirmed=False)
        worked(obligation, days_ago=26, minutes=45)  # in the week before these four

        page = caseworker_of(obligation).get(CASELOAD).content.decode()

        assert "Sara Aydın" in page
        assert "K-4100" in page
        assert '<td class="num" data-label="Required">12 hours 30 minutes</td>' in page
        assert '<td class="num" data-label="Done">2 hours 30 minutes</td>' in page
        assert '<td class="num" data-label="Counts">1 hour 30 minutes</td>' in page

    def test_shows_own_clients_only(self):
        mine, of_a_colleague = linked(client_number="MINE-1"), linked(client_number="OTHER-1")

        page = caseworker_of(mine).get(CASELOAD).content.decode()

        assert reverse("caseworker:person", args=[mine.pk]) in page
        assert reverse("caseworker:person", args=[of_a_colleague.pk]) not in page
        assert "OTHER-1" not in page

    @pytest.mark.parametrize("search", [{}, {"q": "4100"}, {"q": "sara"}, {"look": "1"}])
    def test_takes_as_many_queries_for_many_as_for_one(self, search):
        caseworker, counts = make.caseworker(), []
        client = browser(caseworker)
        for more in (1, 9):
            for _ in range(more):
                worked(linked(named(full_name="Sara Aydın"), caseworker, client_number="4100"))
            with CaptureQueriesContext(connection) as queries, CaptureQueriesContext(connections["duties"]) as walled:
                page = client.get(CASELOAD, search).content.decode()
            counts.append((len(queries), len(walled)))

        assert page.count("1 hour 30 minutes") == 20  # done and counted, of ten people
        assert counts[0] == counts[1]


def test_the_month_for_the_statistic_takes_as_many_queries_for_many_as_for_one():
    caseworker, counts = make.caseworker(), []
    client = browser(caseworker)
    for more in (1, 9):
        for _ in range(more):
            worked(linked(caseworker=caseworker))
        with CaptureQueriesContext(connection) as queries, CaptureQueriesContext(connections["duties"]) as walled:
            rows = client.get("/klantmanager/bus.csv", {"maand": "2026-11"}).content.decode().splitlines()
        counts.append((len(queries), len(walled)))

    assert rows[1:] == ["C-77,2026-11,1"] * 10
    assert counts[0] == counts[1]


class TestFindingAClient:
    @pytest.fixture
    def caseworker(self):
        return make.caseworker()

    @pytest.fixture
    def sara(self, caseworker):
        volunteer = named(full_name="Sara Aydın", mail="sara@example.org", phone="+31612345678")
        return linked(volunteer, caseworker, client_number="K-4100")

    @pytest.fixture(autouse=True)
    def emre(self, caseworker):
        return linked(named(full_name="Emre de Vries"), caseworker, client_number="K-41001")

    def found(self, who, **search):
        return browser(who).get(CASELOAD, search).content.decode()

    @pytest.mark.parametrize("q", ["aydın sara", "SARA@example.org", "06-12345678", " k-4100 "])
    def test_by_a_part_of_the_name_or_the_whole_contact_or_client_number(self, caseworker, sara, q):
        page = self.found(caseworker, q=q)

        assert reverse("caseworker:person", args=[sara.pk]) in page
        assert "Emre de Vries" not in page

    @pytest.mark.parametrize("q", ["Sara", "sara@example.org", "K-4100"])
    def test_of_a_colleague_finds_nobody_and_says_what_to_do(self, sara, q):
        other = linked().caseworker_id

        page = self.found(make.Caseworker.objects.get(account=other), q=q)

        assert "None of your clients has this name or number." in page
        assert "Aydın" not in page
        assert f'value="{q}"' in page

    def test_of_a_colleague_who_is_away_is_found_too(self, sara):
        substitute = make.caseworker()
        caseload.delegate(
            town=make.TOWN,
            by=caseworker_behind(sara),
            to_id=substitute.account_id,
            back_on=None,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        assert "of a colleague who is away" in self.found(substitute, q="sara")

    def test_goes_on_with_the_same_words_on_the_next_page(self, caseworker, sara, monkeypatch):
        monkeypatch.setattr("frontend.caseworker.caseload_list.ROWS_A_PAGE", 1)
        linked(named(full_name="Saar Bos"), caseworker)

        first, second = (self.found(caseworker, q="sa", page=page) for page in (1, 2))

        assert "Page 1 of 2" in first
        assert "?q=sa&amp;page=2" in first
        assert "Saar Bos" in first
        assert "Sara Aydın" in second

    def test_who_is_to_be_looked_at_stands_first_on_a_page_and_can_be_asked_for_alone(self, caseworker, monkeypatch):
        on_track = [linked(named(full_name=name), caseworker) for name in ("Anna Bos", "Bea Bos")]
        for obligation in on_track:
            for week in range(1, 4):
                worked(obligation, days_ago=7 * week, minutes=FOUR_HOURS)

        page = self.found(caseworker)
        assert page.index("Emre de Vries") < page.index("Anna Bos") < page.index("Bea Bos")
        assert "look=1" not in page
        monkeypatch.setattr("frontend.caseworker.caseload_list.ROWS_A_PAGE", 1)

        assert "look=1" in self.found(caseworker)
        page = self.found(caseworker, look="1")
        assert "Emre de Vries" in page
        assert "Bos" not in page


def test_a_decision_of_days_to_come_asks_nothing_yet():
    obligation = linked(decision=letter(starts_on=make.MONDAY + timedelta(days=1)))

    page = caseworker_of(obligation).get(CASELOAD).content.decode()

    assert '<td class="num" data-label="Required">0 minutes</td>' in page
