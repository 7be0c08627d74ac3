"""The coordinator's day: what needs me, the lists, and the deeds behind the buttons."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.pairs.models import EndReason, Exclusion, Pair, Proposal
from tests import make

pytestmark = pytest.mark.usefixtures("town")
LISTS = ["", "wachtlijst/", "voorstellen/", "koppels/", "vrijwilligers/", "zorg/", "bellen/", "ronde/", "samen/"]


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


def queries_of(browser, path):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", LISTS)
def test_a_page_takes_as_many_queries_for_many_as_for_one(browser, path):
    page = f"/coordinator/{path}"
    make.proposal()
    make.pair()
    browser.get(page)
    one = queries_of(browser, page)

    for _ in range(20):
        make.proposal()
        make.pair()

    assert queries_of(browser, page) == one


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("role", [make.volunteer, make.newcomer, make.caseworker, make.programme_manager])
def test_these_pages_do_not_exist_for_anybody_else(path, role):
    assert make.browser_of(role().account).get(f"/coordinator/{path}").status_code == 404


class TestAnotherTown:
    def rows(self):
        with scope(municipality=make.OTHER_TOWN):
            pair, proposal = make.pair(of=make.OTHER_TOWN), make.proposal(of=make.OTHER_TOWN)
        return {
            "koppel": pair.pk,
            "voorstel": proposal.pk,
            "nieuwkomer": pair.newcomer_id,
            "vrijwilliger": pair.volunteer_id,
        }

    def test_is_answered_like_what_does_not_exist(self, browser):
        for kind, pk in self.rows().items():
            theirs = browser.get(f"/coordinator/{kind}/{pk}/")
            nothing = browser.get(f"/coordinator/{kind}/{uuid.uuid4()}/")

            assert theirs.status_code == nothing.status_code == 404

    def test_is_in_no_list(self, browser):
        with scope(municipality=make.OTHER_TOWN):
            pair = make.pair(of=make.OTHER_TOWN)

        for path in LISTS:
            assert pair.newcomer.account.call_name not in browser.get(f"/coordinator/{path}").content.decode()


class TestAProposal:
    def test_is_approved_with_one_click_and_a_second_click_is_harmless(self, browser):
        proposal = make.proposal()

        for _ in range(2):
            browser.post(f"/coordinator/voorstel/{proposal.pk}/akkoord/")

        proposal.refresh_from_db()
        assert proposal.state == Proposal.State.OFFERED

    def test_is_rejected_with_a_reason_and_never_comes_back(self, browser):
        proposal = make.proposal()

        browser.post(f"/coordinator/voorstel/{proposal.pk}/niet/", {"reason": "Buren met ruzie"})

        assert Exclusion.objects.get().cause == Exclusion.Cause.REJECTED

    def test_is_not_rejected_without_a_reason(self, browser):
        proposal = make.proposal()

        answer = browser.post(f"/coordinator/voorstel/{proposal.pk}/niet/", {"reason": ""})

        proposal.refresh_from_db()
        assert (answer.status_code, proposal.state) == (422, Proposal.State.PENDING)

    def test_says_so_when_the_volunteer_has_no_place_left(self, browser):
        pair = make.pair()
        proposal = make.proposal(volunteer=pair.volunteer)

        page = browser.post(f"/coordinator/voorstel/{proposal.pk}/akkoord/", follow=True)

        assert "geen plek meer" in page.content.decode()


class TestAPair:
    def test_is_ended_with_a_day_and_a_reason(self, browser):
        pair = make.pair()

        browser.post(f"/coordinator/koppel/{pair.pk}/", {"on": "2026-11-23", "reason": EndReason.MOVED})

        pair.refresh_from_db()
        assert pair.end_reason == EndReason.MOVED

    def test_is_not_ended_before_it_began(self, browser):
        pair = make.pair()
        day_before = pair.started_on - timedelta(days=1)

        answer = browser.post(f"/coordinator/koppel/{pair.pk}/", {"on": day_before, "reason": EndReason.MOVED})

        assert answer.status_code == 422
        assert Pair.objects.current().count() == 1

    def test_that_fell_silent_is_on_the_board(self, browser, time_machine):
        time_machine.move_to(make.NOON, tick=False)
        pair = make.pair(last_met_on=make.MONDAY - timedelta(days=25))
        lively = make.pair(last_met_on=make.MONDAY - timedelta(days=3))

        page = browser.get("/coordinator/").content.decode()

        assert f"/coordinator/koppel/{pair.pk}/" in page
        assert f"/coordinator/koppel/{lively.pk}/" not in page


@pytest.mark.parametrize(
    ("state", "words"), [("RUNNING", "We zoeken"), ("DRY", "Klaar om te bekijken"), ("FAILED", "Mislukt")]
)
def test_a_round_that_needs_somebody_is_on_the_board(browser, state, words):
    this = make.matching_round(state=state)

    page = browser.get("/coordinator/").content.decode()

    assert f"/coordinator/ronde/{this.pk}/" in page
    assert words in page


def test_an_exclusion_is_lifted_with_a_reason_only(browser):
    proposal = make.proposal()
    browser.post(f"/coordinator/voorstel/{proposal.pk}/niet/", {"reason": "Vergissing"})
    exclusion = Exclusion.objects.get()
    address = f"/coordinator/niet-samen/{exclusion.pk}/opheffen/"

    browser.post(address, {"reason": ""})
    exclusion.refresh_from_db()
    assert exclusion.lifted_at is None
    browser.post(address, {"reason": "Ze willen het allebei"})

    exclusion.refresh_from_db()
    assert exclusion.lift_reason == "Ze willen het allebei"
