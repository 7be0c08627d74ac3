"""The caseworker's desk: the own caseload, the decision letter, the statement; and one's own arrangements."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.obligations.models import HoursStatement, Obligation, ObligationDecision
from backend.places import clock
from tests import make
from tests.backend.meetings import hours

pytestmark = pytest.mark.usefixtures("town")
DESK, OWN = "/klantmanager/", "/mijn/afspraken/"


def letter(**about):
    today = clock.local_today(clock.now())
    return {
        "request_id": str(uuid.uuid4()),
        "client_number": "C-77",
        "legal_basis": "PW_9_1_C",
        "case_reference": "Z-2026-1",
        "decided_on": str(today),
        "starts_on": str(today - timedelta(days=60)),
        "ends_on": str(today + timedelta(days=30)),
        "hours_per_week": "4",
    } | about


@pytest.fixture
def caseworker():
    return make.caseworker().account


@pytest.fixture
def browser(caseworker):
    return make.browser_of(caseworker)


@pytest.fixture
def volunteer():
    return make.volunteer()


def link(browser, volunteer, **about):
    return browser.post(f"{DESK}koppel/{volunteer.account_id}/", letter(**about))


def file_of(browser, volunteer):
    link(browser, volunteer)
    return f"{DESK}dossier/{Obligation.objects.get(person_id=volunteer.account_id).pk}/"


class TestFindingAClient:
    def test_takes_the_contact_in_full(self, browser, volunteer):
        found = browser.post(f"{DESK}zoek/", {"contact": volunteer.account.mail})

        assert volunteer.account.full_name in found.content.decode()

    @pytest.mark.parametrize("contact", ["person", "nobody@example.org"])
    def test_says_what_to_do_when_nobody_has_it(self, browser, volunteer, contact):
        found = browser.post(f"{DESK}zoek/", {"contact": contact})

        assert found.status_code == 422
        assert volunteer.account.full_name not in found.content.decode()
        assert f'value="{contact}"' in found.content.decode()

    def test_does_not_reach_another_town(self, browser):
        with scope(municipality=make.OTHER_TOWN):
            elsewhere = make.volunteer(of=make.OTHER_TOWN)

        assert browser.post(f"{DESK}zoek/", {"contact": elsewhere.account.mail}).status_code == 422
        assert link(browser, elsewhere).status_code == 404


class TestTheDecisionLetter:
    def test_brings_a_volunteer_into_the_caseload_once(self, browser, volunteer):
        sent = letter()
        for _ in range(2):
            assert browser.post(f"{DESK}koppel/{volunteer.account_id}/", sent).status_code == 302

        assert ObligationDecision.objects.count() == 1
        assert volunteer.account.full_name in browser.get(DESK).content.decode()

    @pytest.mark.parametrize(
        "about",
        [
            {"client_number": "111222333"},
            {"case_reference": "111222333"},
            {"ends_on": "2020-01-01"},
            {"legal_basis": ""},
            {"hours_per_week": "25"},
            {"hours_per_week": ""},
        ],
    )
    def test_that_cannot_be_is_refused_with_nothing_lost(self, browser, volunteer, about):
        answer = link(browser, volunteer, **about)

        page, typed = answer.content.decode(), letter(**about)
        assert answer.status_code == 422
        assert "aria-invalid" in page
        assert all(f'value="{typed[name]}"' in page for name in ("client_number", "case_reference", "starts_on"))
        assert not Obligation.objects.exists()

    def test_that_was_sent_and_is_sent_again_with_other_minutes_is_refused(self, browser, volunteer):
        sent = letter()
        browser.post(f"{DESK}koppel/{volunteer.account_id}/", sent)
        again = browser.post(f"{DESK}koppel/{volunteer.account_id}/", sent | {"hours_per_week": "6"})

        assert again.status_code == 422
        assert ObligationDecision.objects.get().periods.get().minutes_per_week == 240

    def test_of_somebody_who_has_a_caseworker_is_refused(self, browser, volunteer):
        link(make.browser_of(make.caseworker().account), volunteer)

        assert link(browser, volunteer).status_code == 422

    def test_may_not_overlap_another(self, browser, volunteer):
        page = file_of(browser, volunteer)

        answer = browser.post(f"{page}besluit/", letter(case_reference="Z-second"))

        assert answer.status_code == 422
        assert "Z-second" in answer.content.decode()
        assert ObligationDecision.objects.count() == 1

    def test_can_end_the_duty(self, browser, volunteer):
        page = file_of(browser, volunteer)
        today = clock.local_today(clock.now())

        sent = {"request_id": str(uuid.uuid4()), "on": str(today), "case_reference": "Z-end"}
        assert browser.post(f"{page}einde/", sent).status_code == 302
        assert Obligation.objects.get().periods.get().ends_on == today


class TestTheFile:
    def test_shows_the_minutes_against_the_decision(self, browser, volunteer):
        page = file_of(browser, volunteer)
        claim = hours.claimed(
            volunteer.account_id,
            meeting=make.meeting(pair=make.pair(volunteer=volunteer)),
            starts_at=clock.now() - timedelta(days=3),
        )
        assert claim.minutes == 90

        seen = browser.get(page).context["overview"]
        assert (seen.done, seen.confirmed) == (90, 0)
        assert seen.required > 0

    def test_gives_a_statement_that_stays_the_same(self, browser, volunteer):
        page = file_of(browser, volunteer)
        today = clock.local_today(clock.now())
        period = {
            "request_id": str(uuid.uuid4()),
            "starts_on": str(today - timedelta(days=30)),
            "ends_on": str(today),
        }
        for _ in range(2):
            assert browser.post(f"{page}verklaring/", period).status_code == 302
        statement = HoursStatement.objects.get()

        def downloads():
            return [browser.get(f"{OWN}{statement.pk}.{kind}").content for kind in ("pdf", "csv")]

        first = downloads()
        hours.claimed(
            volunteer.account_id,
            meeting=make.meeting(pair=make.pair(volunteer=volunteer)),
            starts_at=clock.now() - timedelta(days=3),
        )
        assert downloads() == first
        assert first[0].startswith(b"%PDF-")

    def test_of_a_period_without_a_decision_there_is_no_statement(self, browser, volunteer):
        page = file_of(browser, volunteer)
        period = {"request_id": str(uuid.uuid4()), "starts_on": "2020-01-01", "ends_on": "2020-02-01"}

        answer = browser.post(f"{page}verklaring/", period)
        assert answer.status_code == 422
        assert 'value="2020-01-01"' in answer.content.decode()

    def test_the_caseload_takes_as_many_queries_for_many_as_for_one(self, browser, volunteer):
        def queries():
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(DESK).status_code == 200
            return len(asked)

        link(browser, volunteer)
        browser.get(DESK)
        one = queries()
        for _ in range(10):
            link(browser, make.volunteer())
        assert queries() == one


class TestTheWall:
    @pytest.mark.parametrize("role", [make.coordinator, make.programme_manager, make.volunteer, make.newcomer])
    def test_the_desk_does_not_exist_for_anybody_else(self, browser, volunteer, role):
        page = file_of(browser, volunteer)
        other = make.browser_of(role().account)

        for path in (DESK, page, f"{DESK}koppel/{volunteer.account_id}/"):
            assert other.get(path).status_code == 404

    def test_a_colleague_does_not_see_the_file(self, browser, volunteer):
        page, colleague = file_of(browser, volunteer), make.browser_of(make.caseworker().account)

        hidden, missing = colleague.get(page), colleague.get(f"{DESK}dossier/{uuid.uuid4()}/")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert volunteer.account.full_name not in colleague.get(DESK).content.decode()

    @pytest.mark.parametrize("kind", ["pdf", "csv"])
    def test_a_statement_is_for_the_caseworker_and_the_person_alone(self, browser, volunteer, kind):
        page, today = file_of(browser, volunteer), clock.local_today(clock.now())
        period = {"request_id": str(uuid.uuid4()), "starts_on": str(today - timedelta(days=9)), "ends_on": str(today)}
        browser.post(f"{page}verklaring/", period)
        path = f"{OWN}{HoursStatement.objects.get().pk}.{kind}"

        assert make.browser_of(volunteer.account).get(path).status_code == 200
        for other in (make.volunteer(), make.coordinator(), make.caseworker(), make.programme_manager()):
            assert make.browser_of(other.account).get(path).status_code == 404

    def test_somebody_without_a_town_finds_no_statement(self):
        nobody = make.browser_of(make.account())

        assert nobody.get(f"{OWN}{uuid.uuid4()}.pdf").status_code == 404
        assert nobody.get(f"{OWN}{uuid.uuid4()}.csv").status_code == 404


class TestOnesOwnArrangements:
    def test_stand_on_a_page_that_everybody_has(self, browser, volunteer):
        file_of(browser, volunteer)

        own = make.browser_of(volunteer.account).get(OWN)
        assert "Z-2026-1" in own.content.decode()
        for other in (make.volunteer(), make.newcomer(), make.coordinator()):
            answer = make.browser_of(other.account).get(OWN)
            assert answer.status_code == 200
            assert "Z-2026-1" not in answer.content.decode()
