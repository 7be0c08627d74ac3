"""A coordinator confirms hours for somebody who cannot answer, and calls a meeting off."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django_scopes import scope

from backend.meetings import attendance
from backend.privacy.models import AuditEntry
from notifications.models import Message
from tests import make
from tests.backend.meetings.hours import claim_at


@pytest.fixture(autouse=True)
def noon(town):
    """The clock stands still."""
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


def claimed(who="volunteer"):
    meeting = make.meeting()
    attendance.answer(
        meeting_id=meeting.pk,
        by=getattr(meeting.pair, who).account,
        answer="HELD",
        minutes=None,
        request_id=uuid.uuid4(),
        now=make.NOON,
    )
    return meeting


def page_of(meeting):
    return f"/coordinator/afspraak/{meeting.pk}/"


def state_of(meeting):
    return claim_at(meeting.pk).state


def test_hours_that_nobody_confirmed_are_confirmed_once_with_how_one_knows(browser):
    meeting, body = claimed(), {"request_id": str(uuid.uuid4()), "reason": "I saw them at the house"}

    for minutes in (1, 2):
        with time_machine.travel(make.NOON + timedelta(minutes=minutes), tick=False):
            assert browser.post(f"{page_of(meeting)}bevestigen/", body).status_code == 302

    assert state_of(meeting) == "CONFIRMED"
    assert AuditEntry.objects.get(deed="hours.confirm_for").reason == "I saw them at the house"
    assert "bevestigen/" not in browser.get(page_of(meeting)).content.decode()


def test_without_saying_how_one_knows_nothing_is_confirmed(browser):
    meeting = claimed()

    refused = browser.post(f"{page_of(meeting)}bevestigen/", {"request_id": str(uuid.uuid4()), "reason": ""})

    assert refused.status_code == 422
    assert state_of(meeting) == "CLAIMED"


def test_a_coordinator_does_not_confirm_the_own_hours():
    meeting = claimed()
    helper = make.coordinator(account=meeting.pair.volunteer.account)
    body = {"request_id": str(uuid.uuid4()), "reason": "I was there"}

    make.browser_of(helper.account).post(f"{page_of(meeting)}bevestigen/", body)

    assert state_of(meeting) == "CLAIMED"


def test_a_meeting_to_come_is_called_off_and_both_are_told(browser):
    meeting = make.meeting(starts_at=make.NOON + timedelta(days=2))
    assert "afzeggen/" in browser.get(page_of(meeting)).content.decode()

    for _ in range(2):
        assert browser.post(f"{page_of(meeting)}afzeggen/").status_code == 302

    meeting.refresh_from_db()
    assert meeting.cancelled_at == make.NOON
    told = set(Message.objects.filter(kind__startswith="meeting_cancelled").values_list("recipient_id", flat=True))
    assert told == {meeting.pair.newcomer.account_id, meeting.pair.volunteer.account_id}


def test_a_meeting_that_has_begun_stays(browser):
    meeting = make.meeting()
    browser.post(f"{page_of(meeting)}afzeggen/")

    meeting.refresh_from_db()
    assert meeting.cancelled_at is None


@pytest.mark.parametrize("deed", ["", "bevestigen/", "afzeggen/"])
def test_it_does_not_exist_for_anybody_else(deed):
    meeting = claimed()
    for role in (make.volunteer, make.newcomer, make.caseworker, make.programme_manager):
        stranger = make.browser_of(role().account)
        way = stranger.post if deed else stranger.get
        assert way(f"{page_of(meeting)}{deed}").status_code == 404
    with scope(municipality=make.OTHER_TOWN):
        elsewhere = make.browser_of(make.coordinator(of=make.OTHER_TOWN).account)
    assert (elsewhere.post if deed else elsewhere.get)(f"{page_of(meeting)}{deed}").status_code == 404
