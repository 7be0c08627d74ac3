"""One meeting on another day, and one extra meeting: the plan goes on as it is."""

import uuid
from datetime import date, time, timedelta

import pytest

from backend.meetings import absences, limits, moving, planning, reminders
from backend.meetings.models import Attendance, Meeting, OffBecause
from notifications.models import Message
from tests import make
from tests.backend.meetings.test_days_off import FIRST, SECOND, away, closed, days_on, off, planned
from tests.backend.meetings.test_planning import local, new_pair

pytestmark = pytest.mark.usefixtures("town")

THURSDAY = date(2026, 11, 26)


def slot(on=THURSDAY, **about):
    return moving.Slot(**({"on": on, "starts_local": time(10), "minutes": 60} | about))


def move(meeting, to=None, by=None, **about):
    given = {"request_id": uuid.uuid4(), "now": make.NOON} | about
    return moving.move(meeting_id=meeting.pk, by=by or meeting.pair.volunteer.account, to=to or slot(), **given)


def add(pair, at=None, **about):
    given = {"by": pair.volunteer.account, "request_id": uuid.uuid4(), "now": make.NOON} | about
    return moving.add(pair_id=pair.pk, at=at or slot(), **given)


def first():
    return Meeting.objects.select_related("pair__volunteer__account", "pair__newcomer__account").earliest("starts_at")


class TestMoving:
    def test_keeps_the_meeting_and_tells_the_other_one(self):
        pair = planned()
        before = first()

        moved = move(before)

        assert (moved.pk, moved.local_date, local(moved.starts_at).time()) == (before.pk, THURSDAY, time(10))
        assert set(Attendance.objects.filter(meeting=moved).values_list("starts_at", flat=True)) == {moved.starts_at}
        told = Message.objects.filter(kind__startswith="meeting_moved").order_by("kind")
        both = [(pair.newcomer.account_id, "mail"), (pair.volunteer.account_id, "mail")]  # also the own calendar
        assert list(told.values_list("recipient_id", "channel")) == both

    def test_does_not_have_the_old_day_planned_again(self):
        planned()
        move(first())

        planning.plan_due(make.NOON + timedelta(days=1))

        assert days_on()[:2] == [THURSDAY, SECOND]

    def test_raises_the_number_that_calendars_look_at(self):
        planned()

        assert move(first()).sequence == 1
        assert move(first(), slot(starts_local=time(11))).sequence == 2

    def test_sent_twice_moves_once(self):
        planned()
        meeting, request_id = first(), uuid.uuid4()

        for _ in range(2):
            move(meeting, request_id=request_id)

        assert first().sequence == 1
        with pytest.raises(moving.RequestUsedBefore):
            move(meeting, slot(minutes=90), request_id=request_id)

    def test_brings_a_meeting_back_that_a_day_off_had_called_off(self):
        pair = planned()
        away(pair.newcomer.account, FIRST, FIRST)

        move(first())

        assert days_on()[0] == THURSDAY

    def test_to_a_school_holiday_or_a_holiday_is_a_choice(self):
        planned()

        move(first(), slot(on=date(2026, 12, 25)))

        assert date(2026, 12, 25) in days_on()
        assert off() == [(day, OffBecause.SCHOOL_HOLIDAY) for day in (date(2026, 12, 23), date(2026, 12, 30))]

    def test_has_the_reminder_sent_again_at_the_new_time(self):
        planned()
        meeting = first()
        reminders.owe_due(town=make.TOWN, now=meeting.starts_at - timedelta(hours=1))
        move(
            meeting, slot(on=date(2026, 11, 25), starts_local=time(20)), now=meeting.starts_at - timedelta(minutes=50)
        )

        reminders.owe_due(town=make.TOWN, now=first().starts_at - timedelta(hours=1))

        owed = Message.objects.filter(kind__startswith="reminder_two_hours")
        assert owed.filter(withdrawn_at=None).count() == 2
        assert owed.count() == 4

    def test_of_strangers_is_not_there(self):
        planned()

        with pytest.raises(Meeting.DoesNotExist):
            move(first(), by=make.volunteer().account)

    def test_of_what_somebody_called_off_is_refused(self):
        pair = planned()
        planning.cancel(meeting_id=first().pk, by=pair.newcomer.account, now=make.NOON)

        with pytest.raises(moving.MeetingIsOff):
            move(first())

    def test_of_what_has_begun_is_refused(self):
        planned()

        with pytest.raises(planning.MeetingHasBegun):
            move(first(), now=first().starts_at)

    @pytest.mark.parametrize(
        ("to", "why"),
        [
            (slot(on=make.MONDAY, starts_local=time(9)), moving.NotAheadOfUs),
            (slot(on=make.MONDAY + timedelta(days=200)), moving.NotAheadOfUs),
            (slot(minutes=241), limits.MinutesOutOfRange),
            (slot(centre_id=uuid.UUID(int=9)), planning.CentreIsClosed),
        ],
    )
    def test_to_an_impossible_hour_or_place_is_refused(self, to, why):
        planned()

        with pytest.raises(why):
            move(first(), to)

    def test_onto_another_meeting_of_one_of_the_two_is_refused_and_nothing_moves(self):
        pair = planned()
        new_pair(volunteer=pair.volunteer, place=2, weekday=3, starts_minute=10 * 60)
        planning.plan_due(make.NOON)

        with pytest.raises(planning.InAnotherMeetingThen):
            move(Meeting.objects.filter(pair=pair).earliest("starts_at"), slot(on=THURSDAY + timedelta(weeks=1)))

        assert pair.meetings.earliest("starts_at").sequence == 0

    def test_to_a_day_on_which_somebody_is_away_or_the_house_is_closed_is_refused(self):
        pair, house = planned(), make.centre()
        away(pair.newcomer.account, THURSDAY, THURSDAY)
        closed(house, SECOND, SECOND)

        with pytest.raises(moving.SomebodyIsAway):
            move(first())
        with pytest.raises(planning.CentreIsClosed):
            move(first(), slot(on=SECOND, centre_id=house.pk))


class TestAnExtraMeeting:
    def test_stands_beside_the_plan_and_the_other_one_is_told(self):
        pair = planned()

        add(pair)

        assert days_on()[:3] == [FIRST, THURSDAY, SECOND]
        told = Message.objects.filter(kind__startswith="extra_meeting")
        assert set(told.values_list("recipient_id", flat=True)) == {
            pair.newcomer.account_id,
            pair.volunteer.account_id,
        }

    def test_sent_twice_is_one(self):
        pair, request_id = planned(), uuid.uuid4()

        assert add(pair, request_id=request_id) == add(pair, request_id=request_id)

    def test_overlapping_with_a_meeting_of_one_of_the_two_is_refused(self):
        pair = planned()

        with pytest.raises(planning.InAnotherMeetingThen):
            add(pair, slot(on=FIRST, starts_local=time(19)))

        assert Meeting.objects.filter(series=None).count() == 0

    def test_outlives_another_plan_but_not_the_pair(self):
        pair = planned()
        add(pair)
        planning.replan(
            pair_id=pair.pk,
            by=pair.volunteer.account,
            plan=planning.Plan(weekday=0, starts_local=time(9), minutes=60),
            request_id=uuid.uuid4(),
            now=make.NOON,
        )
        assert THURSDAY in days_on()

        planning.stop(pair=pair, by=None, now=make.NOON)
        assert days_on() == []

    def test_that_a_stop_called_off_is_not_brought_back_by_an_absence_that_ends(self):
        pair = planned()
        add(pair)
        absence = away(pair.newcomer.account, THURSDAY, THURSDAY)
        planning.stop(pair=pair, by=None, now=make.NOON)

        absences.lift(absence_id=absence.pk, by=pair.newcomer.account, now=make.NOON)

        assert days_on() == []
