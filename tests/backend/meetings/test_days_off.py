"""Days on which people would meet but do not: holidays, closed houses, people who are away."""

import uuid
from datetime import date, timedelta

import pytest

from backend.meetings import absences, occurrences, planning
from backend.meetings.models import Absence, Attendance, Meeting, MeetingSeries, OffBecause
from notifications.models import Message
from tests import make
from tests.backend.meetings.test_planning import new_pair, plan, replan

pytestmark = pytest.mark.usefixtures("town")

CHRISTMAS = [date(2026, 12, 23), date(2026, 12, 30)]
FIRST, SECOND, THIRD = date(2026, 11, 25), date(2026, 12, 2), date(2026, 12, 9)


def planned(**about):
    pair = new_pair(**about)
    planning.plan_due(make.NOON)
    return pair


def away(account, first=FIRST, last=SECOND, by=None, **about):
    given = {"town": make.TOWN, "request_id": uuid.uuid4(), "now": make.NOON} | about
    return absences.enter(account_id=account.pk, by=by or account, starts_on=first, ends_on=last, **given)


def closed(centre, first=FIRST, last=SECOND, by=None, **about):
    given = {"request_id": uuid.uuid4(), "now": make.NOON} | about
    by = by or make.coordinator().account
    return absences.close(centre_id=centre.pk, by=by, starts_on=first, ends_on=last, **given)


def off():
    rows = Meeting.objects.off_by_a_day().values_list("local_date", "off_because")
    return [(day, OffBecause(why)) for day, why in rows]


def days_on():
    return list(Meeting.objects.going_on().order_by("local_date").values_list("local_date", flat=True))


def told(kind):
    return set(
        Message.objects.filter(kind__startswith=kind, withdrawn_at=None).values_list("recipient_id", flat=True)
    )


class TestAPlan:
    def test_is_silent_in_the_school_holidays_of_its_town(self):
        planned()

        assert off() == [(day, OffBecause.SCHOOL_HOLIDAY) for day in CHRISTMAS]
        assert not Attendance.objects.filter(meeting__local_date__in=CHRISTMAS, is_expected=True).exists()

    def test_goes_on_in_the_school_holidays_when_it_says_so(self):
        replan(planned(), new_plan=plan(weekday=2, in_school_holidays=True))

        assert set(CHRISTMAS) <= set(days_on())

    def test_is_silent_on_a_national_holiday_also_when_it_goes_on_in_the_school_holidays(self):
        replan(planned(), new_plan=plan(weekday=4, in_school_holidays=True))

        assert off() == [(date(2026, 12, 25), OffBecause.HOLIDAY), (date(2027, 1, 1), OffBecause.HOLIDAY)]

    def test_keeps_a_day_off_free_for_another_meeting(self):
        pair = planned()
        other = make.pair(volunteer=pair.volunteer, place=2)
        series = make.series(pair=other, first_on=CHRISTMAS[0], in_school_holidays=True)
        occurrences.extend(
            [MeetingSeries.objects.select_related("pair__newcomer", "pair__volunteer").get(pk=series.pk)],
            now=make.NOON,
        )

        assert set(CHRISTMAS) <= set(other.meetings.going_on().values_list("local_date", flat=True))


class TestSomebodyWhoIsAway:
    def test_has_no_meetings_then_and_both_are_told_once(self):
        pair = planned()

        away(pair.newcomer.account)
        planning.plan_due(make.NOON)

        assert off()[:2] == [(FIRST, OffBecause.NEWCOMER_AWAY), (SECOND, OffBecause.NEWCOMER_AWAY)]
        assert told("meetings_off") == {pair.newcomer.account_id, pair.volunteer.account_id}
        assert Message.objects.filter(kind__startswith="meetings_off").count() == 2

    def test_who_comes_back_early_meets_again_on_the_same_rows(self):
        pair = planned()
        before = set(Meeting.objects.values_list("pk", flat=True))
        absence = away(pair.volunteer.account)

        for _ in range(2):
            absences.lift(absence_id=absence.pk, by=pair.volunteer.account, now=make.NOON)

        assert set(Meeting.objects.values_list("pk", flat=True)) == before
        assert days_on()[:3] == [FIRST, SECOND, THIRD]
        assert told("meetings_back") == {pair.newcomer.account_id, pair.volunteer.account_id}
        assert told("meetings_off") == set()

    def test_stays_off_where_two_are_away_until_both_are_back(self):
        pair = planned()
        first = away(pair.volunteer.account)
        away(pair.newcomer.account, SECOND, SECOND)

        absences.lift(absence_id=first.pk, by=pair.volunteer.account, now=make.NOON)

        assert off()[0] == (SECOND, OffBecause.NEWCOMER_AWAY)
        assert FIRST in days_on()

    def test_does_not_bring_back_what_somebody_called_off_by_hand(self):
        pair = planned()
        meeting = Meeting.objects.get(local_date=FIRST)
        planning.cancel(meeting_id=meeting.pk, by=pair.newcomer.account, now=make.NOON)

        absence = away(pair.newcomer.account)
        absences.lift(absence_id=absence.pk, by=pair.newcomer.account, now=make.NOON)

        assert FIRST not in days_on()

    def test_stays_off_at_an_hour_that_was_given_away_meanwhile(self):
        pair = planned()
        absence = away(pair.newcomer.account, FIRST, FIRST)
        other = make.pair(volunteer=pair.volunteer, place=2)
        make.meeting(pair=other, starts_at=Meeting.objects.get(local_date=FIRST).starts_at)

        absences.lift(absence_id=absence.pk, by=pair.newcomer.account, now=make.NOON)

        assert off()[0] == (FIRST, OffBecause.CLASH)

    def test_of_an_ended_plan_nothing_comes_back(self):
        pair = planned()
        absence = away(pair.newcomer.account)
        replan(pair)

        absences.lift(absence_id=absence.pk, by=pair.newcomer.account, now=make.NOON)

        assert {day.weekday() for day in days_on()} == {4}

    def test_is_found_by_the_planner_when_the_meetings_are_made_later(self):
        pair = new_pair()
        away(pair.newcomer.account)

        planning.plan_due(make.NOON)

        assert off()[0] == (FIRST, OffBecause.NEWCOMER_AWAY)

    def test_is_found_by_the_planner_when_the_meetings_were_made_in_the_same_moment(self):
        pair = planned()
        Absence.objects.create(
            municipality_id=make.TOWN,
            account=pair.newcomer.account,
            starts_on=FIRST,
            ends_on=FIRST,
            entered_by=pair.newcomer.account,
            entered_at=make.NOON,
            request_id=uuid.uuid4(),
        )

        planning.plan_due(make.NOON)

        assert off()[0] == (FIRST, OffBecause.NEWCOMER_AWAY)
        assert told("meetings_off") == {pair.newcomer.account_id, pair.volunteer.account_id}


class TestAnAbsence:
    def test_sent_twice_is_one(self):
        account, request_id = planned().newcomer.account, uuid.uuid4()

        assert away(account, request_id=request_id) == away(account, request_id=request_id)
        with pytest.raises(absences.RequestUsedBefore):
            away(account, last=THIRD, request_id=request_id)

    @pytest.mark.parametrize(
        ("first", "last", "why"),
        [
            (SECOND, FIRST, absences.AwayEndsBeforeItStarts),
            (date(2026, 11, 1), date(2026, 11, 22), absences.AwayIsOver),
            (FIRST, FIRST + timedelta(days=366), absences.AwayIsTooLong),
        ],
    )
    def test_of_impossible_days_is_refused(self, first, last, why):
        with pytest.raises(why):
            away(planned().newcomer.account, first, last)

    def test_of_somebody_else_is_entered_by_a_coordinator_only(self):
        pair = planned()
        away(pair.newcomer.account, by=make.coordinator().account)

        with pytest.raises(type(pair.newcomer.account).DoesNotExist):
            away(pair.newcomer.account, by=pair.volunteer.account)

    def test_is_seen_by_the_person_and_by_coordinators(self):
        pair = planned()
        away(pair.newcomer.account)

        seen = {
            who: Absence.objects.visible_to(who).count() for who in (pair.newcomer.account, pair.volunteer.account)
        }
        assert list(seen.values()) == [1, 0]
        assert Absence.objects.visible_to(make.coordinator().account).count() == 1


class TestAClosedHouse:
    def test_calls_off_what_was_planned_there_and_both_are_told(self):
        house = make.centre()
        pair = planned()

        closure = closed(house)
        assert off()[:2] == [(FIRST, OffBecause.HOUSE_CLOSED), (SECOND, OffBecause.HOUSE_CLOSED)]
        assert told("meetings_off") == {pair.newcomer.account_id, pair.volunteer.account_id}

        absences.reopen(closure_id=closure.pk, by=make.coordinator().account, now=make.NOON)
        assert days_on()[:2] == [FIRST, SECOND]

    def test_is_closed_by_a_coordinator_only(self):
        with pytest.raises(make.CommunityCentre.DoesNotExist):
            closed(make.centre(), by=planned().volunteer.account)
