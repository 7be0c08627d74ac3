"""My clients: everybody in the own caseload, and how somebody comes into it."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from backend.obligations import caseload
from backend.obligations.models import LegalBasis, Obligation, ObligationDecision
from tests import make
from tests.backend.obligations.duties import FOUR_HOURS, letter, linked, with_buddy, worked
from tests.backend.obligations.duties import caseworker_of as caseworker_behind
from tests.frontend.caseworker import typing
from tests.frontend.caseworker.people import caseworker_of
from tests.frontend.taking_part.people import browser

CASELOAD, FIND = "/klantmanager/", "/klantmanager/zoek/"


def named(**about):
    return with_buddy(**about)


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


class TestLookingSomebodyUp:
    def found(self, client, contact):
        return client.post(FIND, {"contact": contact})

    @pytest.mark.parametrize("contact", ["sara@example.org", " Sara@Example.org "])
    def test_by_mail_address(self, client, contact):
        volunteer = named(full_name="Sara Aydın", mail="sara@example.org")

        page = self.found(client, contact).content.decode()

        assert "Sara Aydın" in page
        assert reverse("caseworker:link", args=[volunteer.account_id]) in page

    @pytest.mark.parametrize("contact", ["06 12345678", "+31612345678", "0031 6 1234 5678"])
    def test_by_a_phone_number_as_people_write_it(self, client, contact):
        named(full_name="Sara Aydın", mail="", phone="+31612345678")

        assert "Sara Aydın" in self.found(client, contact).content.decode()

    def test_of_a_family_that_shares_a_phone_shows_everybody_who_volunteers(self, client):
        for name in ("Sara Aydın", "Emre Aydın"):
            named(full_name=name, phone="+31612345678")
        make.newcomer(account=make.account(full_name="Oma Aydın", phone="+31612345678"))

        page = self.found(client, "0612345678").content.decode()

        assert "Sara Aydın" in page
        assert "Emre Aydın" in page
        assert "Oma Aydın" not in page

    def test_finds_nobody_who_stopped_or_who_only_learns_or_who_helps_in_another_town(self, client):
        about = {"mail": "sara@example.org", "full_name": "Sara Aydın"}
        make.volunteer(account=make.account(**about), left_on=make.MONDAY)
        make.newcomer(account=make.account(**about))
        with scope(municipality=make.OTHER_TOWN):
            make.volunteer(of=make.OTHER_TOWN, account=make.account(**about))

        page = self.found(client, "sara@example.org")

        assert page.status_code == 422
        assert "Nobody with this contact volunteers here." in page.content.decode()
        assert "Sara Aydın" not in page.content.decode()

    @pytest.mark.parametrize(
        ("contact", "advice"),
        [
            ("", "This field is required."),
            ("sara@", "Check the mail address."),
            ("Sara Aydın", "Write a mail address like name@example.nl, or a phone number"),
        ],
    )
    def test_by_something_else_says_what_to_type_and_keeps_what_was_typed(self, client, contact, advice):
        page = self.found(client, contact)

        assert page.status_code == 422
        assert advice in page.content.decode()
        assert typing.lost(page, {"contact": contact}) == []

    def test_has_a_page_of_its_own_to_come_back_to(self, client):
        choose = {"language": "en", "next": FIND}

        page = client.post("/taal/", choose, follow=True)

        assert page.status_code == 200
        assert 'name="contact"' in page.content.decode()


class TestLinkingADecision:
    def test_proposes_today_and_half_a_year_and_no_legal_basis(self, client):
        page = client.get(reverse("caseworker:link", args=[make.volunteer().account_id]))

        today = {"decided_on": "2026-11-23", "starts_on": "2026-11-23", "ends_on": "2027-05-23"}
        assert typing.lost(page, today | {"legal_basis": ""}) == []

    def test_opens_the_file_of_the_new_client(self, client):
        volunteer = named(full_name="Sara Aydın")

        page = typing.send(client, "link", volunteer.account_id, typing.first_decision(), follow=True)

        html = page.content.decode()
        assert page.redirect_chain[0][0] == reverse("caseworker:person", args=[Obligation.objects.get().pk])
        assert "Sara Aydın" in html
        assert "4 hours 30 minutes a week from 23 Nov 2026" in html
        assert "Z-2026-8" in html
        assert "K-4100" in html
        assert ObligationDecision.objects.get().legal_basis == LegalBasis.IOAW_37_1_F

    def test_twice_is_one_decision(self, client):
        person_id, form = make.volunteer().account_id, typing.first_decision()

        first, second = (typing.send(client, "link", person_id, form) for _ in range(2))

        assert first.headers["Location"] == second.headers["Location"]
        assert ObligationDecision.objects.count() == 1

    @pytest.mark.parametrize(
        ("slip", "advice"),
        [
            ({"ends_on": "2026-11-22"}, "Choose a last day on or after the first day."),
            ({"client_number": "111222333"}, "This looks like a citizen number (BSN)."),
            ({"case_reference": "1112.22.333"}, "This looks like a citizen number (BSN)."),
            ({"hours_per_week": "25"}, "less than or equal to 24"),
            ({"hours_per_week": "-1"}, "greater than or equal to 0"),
            ({"hours_per_week": "four"}, "Enter a number."),
            ({"legal_basis": ""}, "This field is required."),
            ({"starts_on": "0026-11-23"}, "Look at the year. This law exists since 2012."),
            ({"ends_on": ""}, "This field is required."),
        ],
    )
    def test_with_a_slip_says_what_to_mend_and_loses_nothing(self, client, slip, advice):
        form = typing.first_decision(**slip)

        page = typing.send(client, "link", make.volunteer().account_id, form)

        assert page.status_code == 422
        assert advice in page.content.decode()
        assert typing.lost(page, form) == []
        assert not Obligation.objects.exists()

    @pytest.mark.parametrize(("hours", "minutes"), [("4,5", 270), ("4.5", 270), ("0", 0), ("24", 1440), ("0,33", 19)])
    def test_keeps_hours_as_whole_minutes(self, client, hours, minutes):
        typing.send(client, "link", make.volunteer().account_id, typing.first_decision(hours_per_week=hours))

        assert Obligation.objects.get().periods.get().minutes_per_week == minutes

    def test_of_somebody_with_a_caseworker_already_says_whom_to_ask(self, client):
        volunteer, form = make.volunteer(), typing.first_decision()
        linked(volunteer)

        page = typing.send(client, "link", volunteer.account_id, form)

        assert page.status_code == 422
        assert "This person already has a caseworker here." in page.content.decode()
        assert typing.lost(page, form) == []

    def test_of_ones_own_client_opens_the_file(self):
        obligation = linked()

        answer = caseworker_of(obligation).get(reverse("caseworker:link", args=[obligation.person_id]))

        assert answer.headers["Location"] == reverse("caseworker:person", args=[obligation.pk])

    def test_after_going_back_and_changing_the_letter_is_asked_once_more(self, client):
        volunteer, other = make.volunteer(), make.volunteer()
        form = typing.first_decision()
        typing.send(client, "link", volunteer.account_id, form)

        page = typing.send(client, "link", other.account_id, form)

        assert page.status_code == 422
        assert typing.TOLD_BEFORE in page.content.decode()
        assert form["request_id"] not in page.content.decode()

    @pytest.mark.parametrize("role", [make.newcomer, lambda: make.volunteer(left_on=make.MONDAY)])
    def test_of_somebody_who_does_not_volunteer_has_no_page(self, client, role):
        for person_id in (role().account_id, uuid.uuid4()):
            assert client.get(reverse("caseworker:link", args=[person_id])).status_code == 404
            assert typing.send(client, "link", person_id, typing.first_decision()).status_code == 404


def test_a_decision_of_days_to_come_asks_nothing_yet():
    obligation = linked(decision=letter(starts_on=make.MONDAY + timedelta(days=1)))

    page = caseworker_of(obligation).get(CASELOAD).content.decode()

    assert '<td class="num" data-label="Required">0 minutes</td>' in page
