"""How somebody comes into the own caseload: looked up by the contact, then linked to a decision."""

import uuid

import pytest
from django.urls import reverse
from django_scopes import scope

from backend.obligations.models import LegalBasis, Obligation, ObligationDecision
from tests import make
from tests.backend.obligations.duties import linked, with_buddy
from tests.frontend.caseworker import typing
from tests.frontend.caseworker.people import caseworker_of
from tests.frontend.taking_part.people import browser

FIND = "/klantmanager/zoek/"


def named(**about):
    return with_buddy(**about)


@pytest.fixture
def client():
    return browser(make.caseworker())


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
