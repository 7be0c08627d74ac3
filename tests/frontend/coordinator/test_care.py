"""What coordinators see of safety, disputes and clashes, and that nobody else does."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from backend.meetings import attendance, ledger, safety
from backend.meetings.models import PlanningClash, SafetyReport
from tests import make
from tests.backend.meetings.hours import claim_at
from tests.frontend.taking_part.people import browser

CARE = "/coordinator/zorg/"


@pytest.fixture(autouse=True)
def noon(town):
    """The clock stands still."""
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def coordinator():
    return make.coordinator()


def reported():
    pair = make.meeting(starts_at=make.NOON + timedelta(days=1)).pair
    return safety.report(pair_id=pair.pk, by=pair.newcomer.account, request_id=uuid.uuid4(), now=make.NOON)


def disputed():
    meeting = make.meeting()
    for who, word in ((meeting.pair.volunteer, "HELD"), (meeting.pair.newcomer, "NOT_HELD")):
        attendance.answer(
            meeting_id=meeting.pk,
            by=who.account,
            answer=word,
            minutes=None,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )
    return meeting


class TestSafety:
    def test_stands_on_the_board_until_somebody_called(self, coordinator):
        report, client = reported(), browser(coordinator)
        assert "1 person asks you to call today" in client.get("/coordinator/").content.decode()

        client.post(reverse("coordinator:called", args=[report.pk]))

        assert SafetyReport.objects.get().called_by == coordinator.account
        assert "asks you to call" not in client.get("/coordinator/").content.decode()

    def test_says_whom_to_call(self, coordinator):
        report = reported()

        page = browser(coordinator).get(CARE).content.decode()

        assert f"Call <bdi>{report.account.full_name}</bdi> today" in page

    def test_is_for_coordinators_only(self):
        report = reported()

        for who in (report.pair.newcomer, report.pair.volunteer, make.caseworker()):
            client = browser(who)
            assert client.get(CARE).status_code == 404
            assert client.post(reverse("coordinator:called", args=[report.pk])).status_code == 404


class TestADispute:
    def decide(self, client, meeting, **about):
        given = {"request_id": uuid.uuid4(), "outcome": "STANDS", "reason": "I called both."} | about
        return client.post(reverse("coordinator:decide_hours", args=[meeting.pk]), given)

    @pytest.mark.parametrize(("outcome", "state"), [("STANDS", "CONFIRMED"), ("REJECTED", "REJECTED")])
    def test_is_decided_with_a_reason(self, coordinator, outcome, state):
        meeting, client = disputed(), browser(coordinator)
        assert "Ask both, then decide." in client.get(CARE).content.decode()

        self.decide(client, meeting, outcome=outcome)

        assert claim_at(meeting.pk).state == state
        assert "Ask both, then decide." not in client.get(CARE).content.decode()

    def test_is_not_decided_without_one(self, coordinator):
        meeting = disputed()

        self.decide(browser(coordinator), meeting, reason="")

        assert ledger.disputed()

    def test_about_hours_of_ones_own_is_for_a_colleague(self):
        meeting = disputed()
        volunteer = meeting.pair.volunteer
        make.coordinator(account=volunteer.account)
        client = browser(volunteer)

        self.decide(client, meeting)

        assert "These are your own hours." in client.get(CARE).content.decode()

    def test_that_was_taken_back_is_gone(self, coordinator):
        meeting = disputed()
        attendance.answer(
            meeting_id=meeting.pk,
            by=meeting.pair.newcomer.account,
            answer="HELD",
            minutes=None,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        assert "Nobody needs you here now." in browser(coordinator).get(CARE).content.decode()


def test_a_plan_that_does_not_fit_is_shown(coordinator):
    weekly = make.series()
    PlanningClash.objects.create(
        municipality_id=make.TOWN, series=weekly, local_date=make.MONDAY + timedelta(days=2), noticed_at=make.NOON
    )
    client = browser(coordinator)

    assert "1 plan that does not fit" in client.get("/coordinator/").content.decode()
    assert weekly.pair.newcomer.account.call_name in client.get(CARE).content.decode()
