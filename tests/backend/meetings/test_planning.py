"""Plans become meetings: eight weeks ahead, once each, at the right hour, and nobody in two at once.

Of the eight weeks after the Monday of these tests, two lie in the school holidays of Christmas.
"""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.meetings import planning
from backend.meetings.models import Attendance, Meeting, MeetingSeries, PlanningClash
from backend.pairs.models import Pair
from tests import make

pytestmark = pytest.mark.usefixtures("town")

WEDNESDAY = 2


def new_pair(**about):
    """Both said yes this morning to Wednesdays from 18:00 to 19:30."""
    slot = {key: about.pop(key) for key in ("weekday", "starts_minute", "minutes") if key in about}
    slot["mode"] = about.get("mode", "IN_PERSON")
    people = {key: about[key] for key in ("newcomer", "volunteer") if key in about}
    proposal = make.proposal(
        state="ACCEPTED",
        newcomer_accepted_at=make.NOON,
        volunteer_accepted_at=make.NOON,
        **slot,
        **people,
    )
    given = {"newcomer": proposal.newcomer, "volunteer": proposal.volunteer, "started_on": make.MONDAY}
    return make.pair(proposal=proposal, **(given | about))


def local(moment):
    return moment.astimezone(ZoneInfo("Europe/Amsterdam"))


class TestANewPair:
    def test_gets_the_slot_of_the_proposal_every_week_for_eight_weeks(self):
        pair = new_pair()

        planning.plan_due(make.NOON)

        starts = list(Meeting.objects.order_by("starts_at").values_list("starts_at", flat=True))
        first = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
        assert starts == [first + timedelta(weeks=week) for week in range(8)]
        assert {each.minutes for each in Meeting.objects.all()} == {90}
        assert Attendance.objects.filter(account=pair.newcomer.account).count() == 8

    def test_has_two_days_of_notice_before_the_first_meeting(self):
        new_pair(weekday=1)

        planning.plan_due(make.NOON)

        assert Meeting.objects.earliest("starts_at").local_date == date(2026, 12, 1)

    def test_is_planned_once_however_often_the_planner_runs(self):
        new_pair()

        for hours in range(3):
            planning.plan_due(make.NOON + timedelta(hours=hours))

        assert (MeetingSeries.objects.count(), Meeting.objects.count()) == (1, 8)

    def test_meets_at_the_nearest_house_that_is_open(self):
        newcomer = make.newcomer()
        far = make.neighbourhood("BU02160099", rd_x=150_000)
        open_but_far = make.centre(neighbourhood=far)
        near_but_closed = make.centre()
        near_but_closed.opening_hours.filter(weekday=WEDNESDAY).update(closes_minute=19 * 60)
        new_pair(newcomer=newcomer)

        planning.plan_due(make.NOON)

        assert {meeting.centre for meeting in Meeting.objects.all()} == {open_but_far}

    def test_that_meets_online_has_no_house(self):
        make.centre()
        new_pair(mode="ONLINE")

        planning.plan_due(make.NOON)

        assert MeetingSeries.objects.get().centre is None


@pytest.mark.parametrize("change", [date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)])
def test_meetings_keep_their_wall_time_over_the_change_of_the_clock(change):
    before = datetime.combine(change - timedelta(days=20), time(12), tzinfo=UTC)
    new_pair(started_on=before.date(), weekday=6, starts_minute=150)

    planning.plan_due(before)

    shown = {local(meeting.starts_at).time() for meeting in Meeting.objects.exclude(local_date=change)}
    [odd] = Meeting.objects.filter(local_date=change)
    assert shown == {time(2, 30)}
    assert local(odd.starts_at).time() in {time(2, 30), time(3, 30)}
    assert odd.minutes == 90


def test_time_goes_on_and_each_week_gets_one_meeting():
    new_pair()

    for day in range(60):
        planning.plan_due(make.NOON + timedelta(days=day))

    days = list(Meeting.objects.order_by("local_date").values_list("local_date", flat=True))
    assert days == [date(2026, 11, 25) + timedelta(weeks=week) for week in range(17)]


def test_a_cancelled_meeting_is_not_planned_again():
    pair = new_pair()
    planning.plan_due(make.NOON)
    first = Meeting.objects.earliest("starts_at")
    planning.cancel(meeting_id=first.pk, by=pair.newcomer.account, now=make.NOON)

    planning.plan_due(make.NOON + timedelta(hours=1))

    assert Meeting.objects.going_on().count() == 5


class TestAnEndedPair:
    def end(self, pair, on=make.MONDAY):
        Pair.objects.filter(pk=pair.pk).update(ended_on=on, end_reason="MOVED")

    def test_has_no_meetings_any_more(self):
        pair = new_pair()
        planning.plan_due(make.NOON)
        self.end(pair)

        planning.plan_due(make.NOON + timedelta(seconds=30))

        assert not Meeting.objects.going_on().exists()
        assert not Attendance.objects.filter(is_expected=True).exists()
        assert not MeetingSeries.objects.filter(last_on=None).exists()

    def test_keeps_what_lies_before_its_last_day(self):
        pair = new_pair()
        planning.plan_due(make.NOON)
        self.end(pair, on=date(2026, 12, 1))

        planning.plan_due(make.NOON)

        assert [each.local_date for each in Meeting.objects.going_on()] == [date(2026, 11, 25)]

    def test_makes_room_for_another_one_at_the_same_hour(self):
        pair = new_pair()
        planning.plan_due(make.NOON)
        self.end(pair)
        new_pair(volunteer=pair.volunteer)

        planning.plan_due(make.NOON)

        assert Meeting.objects.going_on().count() == 6
        assert not PlanningClash.objects.exists()


class TestTwoNewcomersOfOneVolunteer:
    def test_who_were_proposed_one_hour_meet_one_after_the_other(self):
        volunteer = make.volunteer(capacity=2)
        new_pair(volunteer=volunteer)
        new_pair(volunteer=volunteer, place=2)

        planning.plan_due(make.NOON)

        starts = MeetingSeries.objects.order_by("starts_local").values_list("starts_local", flat=True)
        assert list(starts) == [time(18), time(19, 30)]
        assert not PlanningClash.objects.exists()

    def test_leave_the_proposed_hour_to_the_pair_that_began_first(self):
        volunteer = make.volunteer(capacity=2)
        later = new_pair(volunteer=volunteer)
        earlier = new_pair(volunteer=volunteer, place=2, started_on=make.MONDAY - timedelta(days=1))

        planning.plan_due(make.NOON)

        assert earlier.series.get().starts_local == time(18)
        assert later.series.get().starts_local == time(19, 30)

    def test_meet_around_a_plan_that_was_there_before(self):
        volunteer = make.volunteer(capacity=2)
        make.series(pair=make.pair(volunteer=volunteer, place=2))
        second = new_pair(volunteer=volunteer)

        planning.plan_due(make.NOON)

        assert second.series.get().starts_local == time(19, 30)


class TestAClash:
    def two_at_once(self):
        """Two hours in a week are too few for two meetings of an hour and a half."""
        volunteer = make.volunteer(capacity=2, week=[(2, 18 * 60, 20 * 60)])
        first = new_pair(volunteer=volunteer, started_on=make.MONDAY - timedelta(days=1))
        second = new_pair(volunteer=volunteer, place=2, starts_minute=19 * 60)
        return first, second

    def test_is_left_out_and_known_and_does_not_stop_the_others(self):
        first, second = self.two_at_once()
        other = new_pair()

        planning.plan_due(make.NOON)

        planned = {pair.pk: pair.meetings.going_on().count() for pair in (first, second, other)}
        assert planned == {first.pk: 6, second.pk: 0, other.pk: 6}
        assert PlanningClash.objects.filter(series__pair=second).count() == 6

    def test_is_noticed_once(self):
        self.two_at_once()

        for _ in range(2):
            planning.plan_due(make.NOON)

        assert PlanningClash.objects.count() == 6

    def test_is_none_when_one_meeting_ends_as_the_other_begins(self):
        volunteer = make.volunteer(capacity=2)
        new_pair(volunteer=volunteer)
        new_pair(volunteer=volunteer, place=2, starts_minute=19 * 60 + 30)

        planning.plan_due(make.NOON)

        assert Meeting.objects.count() == 16


def test_many_new_pairs_take_as_many_queries_as_few():
    counts = []
    for many in (2, 30):
        for _ in range(many):
            new_pair()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            planning.plan_due(make.NOON)
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] < 40


def test_a_planner_that_has_nothing_to_do_asks_little():
    new_pair()
    planning.plan_due(make.NOON)

    with CaptureQueriesContext(connection) as queries:
        planning.plan_due(make.NOON + timedelta(seconds=30))

    assert sum(not query["sql"].startswith(("SAVEPOINT", "RELEASE")) for query in queries) <= 8


def plan(**about):
    given = {"weekday": 4, "starts_local": time(10), "minutes": 60} | about
    return planning.Plan(**given)


def replan(pair, by=None, new_plan=None, **about):
    given = {"request_id": uuid.uuid4(), "now": make.NOON} | about
    return planning.replan(pair_id=pair.pk, by=by or pair.volunteer.account, plan=new_plan or plan(), **given)


class TestAnotherPlan:
    def planned(self):
        pair = new_pair()
        planning.plan_due(make.NOON)
        return pair

    def test_takes_the_place_of_the_old_one(self):
        replan(self.planned())

        going_on = Meeting.objects.going_on()
        assert {local(meeting.starts_at).weekday() for meeting in going_on} == {4}
        assert going_on.count() == 6
        assert MeetingSeries.objects.filter(last_on=None).count() == 1

    def test_sent_twice_is_one_plan(self):
        pair, request_id = self.planned(), uuid.uuid4()

        assert replan(pair, request_id=request_id) == replan(pair, request_id=request_id)
        assert MeetingSeries.objects.count() == 2

    def test_with_another_body_under_the_same_request_is_refused(self):
        pair, request_id = self.planned(), uuid.uuid4()
        replan(pair, request_id=request_id)

        with pytest.raises(planning.RequestUsedBefore):
            replan(pair, new_plan=plan(minutes=90), request_id=request_id)

    def test_of_an_ended_pair_is_refused(self):
        pair = new_pair(ended_on=make.MONDAY, end_reason="MOVED")

        with pytest.raises(planning.PairHasEnded):
            replan(pair)

    def test_of_strangers_does_not_exist(self):
        with pytest.raises(Pair.DoesNotExist):
            replan(self.planned(), by=make.account())

    def test_in_a_closed_house_is_refused(self):
        house = make.centre()
        house.opening_hours.filter(weekday=4).delete()

        with pytest.raises(planning.CentreIsClosed):
            replan(self.planned(), new_plan=plan(centre_id=house.pk))

    def test_in_a_house_of_another_town_is_refused(self):
        house = make.centre(of=make.OTHER_TOWN)

        with pytest.raises(planning.CentreIsClosed):
            replan(self.planned(), new_plan=plan(centre_id=house.pk))

    def test_at_an_hour_that_is_always_taken_is_refused_and_the_old_one_stays(self):
        pair = self.planned()
        new_pair(volunteer=pair.volunteer, place=2, weekday=4, starts_minute=10 * 60)
        planning.plan_due(make.NOON)

        with pytest.raises(planning.InAnotherMeetingThen):
            replan(pair)

        assert pair.meetings.going_on().count() == 6

    @pytest.mark.parametrize("minutes", [14, 241])
    def test_of_impossible_length_is_refused(self, minutes):
        with pytest.raises(planning.limits.MinutesOutOfRange):
            replan(self.planned(), new_plan=plan(minutes=minutes))


class TestCancelling:
    def test_leaves_the_rest_of_the_plan(self):
        pair = new_pair()
        planning.plan_due(make.NOON)
        first = Meeting.objects.earliest("starts_at")

        for _ in range(2):
            planning.cancel(meeting_id=first.pk, by=pair.newcomer.account, now=make.NOON)

        assert Meeting.objects.going_on().count() == 5
        assert not first.attendances.filter(is_expected=True).exists()

    def test_what_has_begun_is_refused(self):
        meeting = make.meeting(starts_at=make.NOON)

        with pytest.raises(planning.MeetingHasBegun):
            planning.cancel(meeting_id=meeting.pk, by=meeting.pair.newcomer.account, now=make.NOON)

    def test_a_meeting_of_others_does_not_exist(self):
        meeting = make.meeting(starts_at=make.NOON + timedelta(days=1))

        with pytest.raises(Meeting.DoesNotExist):
            planning.cancel(meeting_id=meeting.pk, by=make.volunteer().account, now=make.NOON)

    def test_a_coordinator_may(self):
        meeting = make.meeting(starts_at=make.NOON + timedelta(days=1))

        planning.cancel(meeting_id=meeting.pk, by=make.coordinator().account, now=make.NOON)

        assert Meeting.objects.get().cancelled_at == make.NOON
