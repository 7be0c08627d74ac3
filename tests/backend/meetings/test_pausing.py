"""What a pause does to meetings and reminders: off, and back when it ends earlier."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import planning, reminders
from backend.meetings.models import Meeting
from backend.pairs import pauses
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)
WEDNESDAY = make.MONDAY + 2 * DAY


@pytest.fixture
def pair():
    """Meets every Wednesday, planned eight weeks ahead, with a pause of two weeks."""
    weekly = make.series(in_school_holidays=True)
    planning.plan_due(make.NOON)
    about = {"from_on": make.MONDAY, "until_on": make.MONDAY + 13 * DAY, "request_id": uuid.uuid4()}
    pauses.ask(pair_id=weekly.pair.pk, by=weekly.pair.newcomer.account, now=make.NOON, **about)
    planning.plan_due(make.NOON)
    return weekly.pair


def days():
    return list(Meeting.objects.going_on().order_by("starts_at").values_list("local_date", flat=True)[:2])


def test_meetings_in_a_pause_are_off_and_go_on_after_it(pair):
    assert days() == [WEDNESDAY + 14 * DAY, WEDNESDAY + 21 * DAY]


def test_nobody_is_reminded_of_them(pair):
    before = Message.objects.filter(kind__startswith="reminder").count()

    reminders.owe_due(town=make.TOWN, now=make.NOON + 2 * DAY)

    assert Message.objects.filter(kind__startswith="reminder").count() == before


def test_a_pause_that_ends_earlier_brings_them_back(pair):
    pauses.resume(pair_id=pair.pk, by=pair.volunteer.account, now=make.NOON + 5 * DAY)

    planning.plan_due(make.NOON + 5 * DAY)

    assert days() == [WEDNESDAY + 7 * DAY, WEDNESDAY + 14 * DAY]


def test_also_when_the_pause_was_longer_than_what_is_planned_ahead():
    weekly = make.series(in_school_holidays=True)
    about = {"from_on": make.MONDAY, "until_on": make.MONDAY + 150 * DAY, "request_id": uuid.uuid4()}
    pauses.ask(pair_id=weekly.pair.pk, by=weekly.pair.newcomer.account, now=make.NOON, **about)
    for week in range(12):
        planning.plan_due(make.NOON + week * 7 * DAY)
    assert days() == []

    later = make.NOON + 80 * DAY
    pauses.resume(pair_id=weekly.pair.pk, by=weekly.pair.newcomer.account, now=later)
    planning.plan_due(later)

    assert days() == [WEDNESDAY + 84 * DAY, WEDNESDAY + 91 * DAY]


def test_a_meeting_does_not_come_back_when_one_of_the_two_is_elsewhere_by_now(pair):
    other = make.pair(volunteer=pair.volunteer, place=2)
    make.meeting(pair=other, starts_at=make.NOON + 9 * DAY + timedelta(hours=6))

    pauses.resume(pair_id=pair.pk, by=pair.newcomer.account, now=make.NOON + 5 * DAY)
    planning.plan_due(make.NOON + 5 * DAY)

    assert not Meeting.objects.going_on().filter(pair=pair, local_date=WEDNESDAY + 7 * DAY).exists()


def test_a_meeting_that_somebody_called_off_stays_off(pair):
    meeting = Meeting.objects.get(local_date=WEDNESDAY + 7 * DAY)
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_by=pair.newcomer.account, off_because="")

    pauses.resume(pair_id=pair.pk, by=pair.newcomer.account, now=make.NOON + 5 * DAY)
    planning.plan_due(make.NOON + 5 * DAY)

    assert WEDNESDAY + 7 * DAY not in days()
