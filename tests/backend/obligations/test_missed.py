"""What did not take place, and whose fault it was not: from what really became of each person at a meeting."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import absences, attendance, outcomes, planning
from backend.meetings.models import Attendance, Meeting, MeetingSeries, Outcome, Substitution
from backend.obligations import statements
from backend.obligations.facts import Reason
from backend.pairs.models import Pair, PairPause
from tests import make
from tests.backend.obligations.duties import linked

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)
NOW = make.NOON
PERIOD = {"starts_on": make.MONDAY - timedelta(weeks=4), "ends_on": make.MONDAY}


@pytest.fixture
def obligation():
    """Somebody with a buddy and a plan to meet each week."""
    made = linked()
    make.series(pair=Pair.objects.get(volunteer__account=made.person_id))
    return made


def planned(obligation, *, days_ago=4, **about):
    weekly = MeetingSeries.objects.get(pair__volunteer__account=obligation.person_id)
    return make.meeting(starts_at=NOW - days_ago * DAY, series=weekly, **about)


def both(meeting):
    return meeting.pair.volunteer.account, meeting.pair.newcomer.account


def explain(meeting, by, why):
    outcomes.explain(meeting_id=meeting.pk, by=by, why=why, request_id=uuid.uuid4(), now=NOW)


def says_no(meeting, by):
    about = {"answer": Attendance.Answer.NOT_HELD, "minutes": None, "request_id": uuid.uuid4()}
    attendance.answer(meeting_id=meeting.pk, by=by, now=NOW, **about)


def lines(obligation):
    seen = statements.overview(obligation, **PERIOD)
    return [(line.excused, line.reason) for week in seen.weeks for line in week.lines]


class TestWhatBecameOfThePeople:
    @pytest.mark.parametrize(
        ("why", "line"),
        [
            ("OTHER_NOT_THERE", (60, Reason.OTHER_DID_NOT_COME)),
            ("OTHER_WAS_ILL", (60, Reason.OTHER_WAS_ILL)),
            ("OTHER_COULD_NOT", (60, Reason.OTHER_COULD_NOT_COME)),
            ("I_WAS_ILL", (0, Reason.OWN_ILLNESS)),
            ("I_COULD_NOT", (0, Reason.OWN_EXCUSE)),
        ],
    )
    def test_in_the_persons_own_words_decides(self, obligation, why, line):
        meeting = planned(obligation)
        me, _other = both(meeting)
        says_no(meeting, me)

        explain(meeting, me, why)

        assert lines(obligation) == [line]

    def test_in_the_word_of_the_other_one_costs_what_it_says(self, obligation):
        meeting = planned(obligation)
        me, other = both(meeting)

        explain(meeting, other, "OTHER_NOT_THERE")
        assert lines(obligation) == [(0, Reason.OWN_ABSENCE)]

        explain(meeting, me, "I_WAS_ILL")
        assert lines(obligation) == [(0, Reason.OWN_ILLNESS)]

    def test_in_the_word_of_a_coordinator_holds_last(self, obligation):
        meeting = planned(obligation)
        me, other = both(meeting)
        explain(meeting, other, "OTHER_NOT_THERE")

        by = make.coordinator().account
        for about, outcome in ((me, Outcome.CAME), (other, Outcome.NO_SHOW)):
            said = {"about": about.pk, "outcome": outcome, "request_id": uuid.uuid4()}
            outcomes.say(meeting_id=meeting.pk, by=by, now=NOW, **said)

        assert lines(obligation) == [(60, Reason.OTHER_DID_NOT_COME)]

    def test_is_not_guessed_while_nobody_says_why(self, obligation):
        meeting = planned(obligation)

        says_no(meeting, both(meeting)[0])

        assert lines(obligation) == [(0, Reason.NOBODY_SAID_WHY)]

    def test_is_looked_at_by_the_coordinator_when_the_two_contradict_each_other(self, obligation):
        meeting = planned(obligation)
        me, other = both(meeting)
        says_no(meeting, me)
        Attendance.objects.filter(meeting=meeting, account=other).update(answer="HELD", answered_at=NOW)

        assert lines(obligation) == [(0, Reason.DISPUTED)]

    def test_says_nothing_about_a_meeting_that_nobody_speaks_of(self, obligation):
        planned(obligation)

        assert lines(obligation) == []


class TestAMeetingThatWasCalledOff:
    def off(self, meeting, by, *, hours_ahead):
        now = meeting.starts_at - timedelta(hours=hours_ahead)
        planning.cancel(meeting_id=meeting.pk, by=by, now=now)

    @pytest.mark.parametrize(
        ("hours_ahead", "line"),
        [(23, (60, Reason.OTHER_CALLED_OFF)), (24, (0, Reason.OTHER_CALLED_OFF_IN_TIME))],
    )
    def test_by_the_other_one_late_costs_nothing(self, obligation, hours_ahead, line):
        meeting = planned(obligation)

        self.off(meeting, both(meeting)[1], hours_ahead=hours_ahead)

        assert lines(obligation) == [line]

    def test_by_the_person_counts_nothing(self, obligation):
        meeting = planned(obligation)

        self.off(meeting, both(meeting)[0], hours_ahead=2)

        assert lines(obligation) == [(0, Reason.OWN_EXCUSE)]

    @pytest.mark.parametrize(("whose", "line"), [(1, (60, Reason.OTHER_CALLED_OFF)), (0, (0, Reason.OWN_EXCUSE))])
    def test_by_who_is_away_is_the_absence_of_that_one(self, obligation, whose, line):
        meeting = planned(obligation)
        who, before = both(meeting)[whose], meeting.starts_at - timedelta(hours=3)
        days = {"starts_on": meeting.local_date, "ends_on": meeting.local_date}

        absences.enter(town=make.TOWN, account_id=who.pk, by=who, request_id=uuid.uuid4(), now=before, **days)

        assert lines(obligation) == [line]

    def test_because_the_house_was_closed_costs_nothing_however_long_before_that_was_known(self, obligation):
        house = make.centre()
        meeting = planned(obligation, centre=house)
        by, before = make.coordinator().account, meeting.starts_at - timedelta(days=20)
        days = {"starts_on": meeting.local_date, "ends_on": meeting.local_date}

        absences.close(centre_id=house.pk, by=by, request_id=uuid.uuid4(), now=before, **days)

        assert lines(obligation) == [(60, Reason.HOUSE_CLOSED)]

    @pytest.mark.parametrize(
        ("off_because", "line"),
        [
            ("HOLIDAY", [(60, Reason.HOLIDAY)]),
            ("SCHOOL_HOLIDAY", [(60, Reason.HOLIDAY)]),
            ("PAUSED", []),
            ("CLASH", []),
        ],
    )
    def test_by_the_calendar_costs_nothing_and_what_was_no_meeting_has_no_line(self, obligation, off_because, line):
        planned(obligation, off_because=off_because, cancelled_at=NOW - 30 * DAY)

        assert lines(obligation) == line

    def test_with_the_plan_that_ended_before_it_was_missed_by_nobody(self, obligation):
        meeting = planned(obligation)
        self.off(meeting, both(meeting)[1], hours_ahead=2)

        MeetingSeries.objects.filter(pk=meeting.series_id).update(last_on=meeting.local_date - DAY)

        assert lines(obligation) == []


def asked(obligation):
    return [week.required for week in statements.overview(obligation, **PERIOD).weeks][:4]


class TestDaysWithoutABuddy:
    def paused(self, obligation, side):
        pair = Pair.objects.get(volunteer__account=obligation.person_id)
        who = pair.volunteer.account if side == "VOLUNTEER" else pair.newcomer.account
        first = PERIOD["starts_on"] + 7 * DAY
        about = {"pair": pair, "municipality": pair.municipality, "side": side, "request_id": uuid.uuid4()}
        about |= {"asked_by": who, "asked_at": NOW, "agreed_by": who, "agreed_at": NOW}
        PairPause.objects.create(from_on=first, until_on=first + 6 * DAY, **about)

    def test_in_a_pause_that_somebody_else_asked_for_nothing_is_asked(self, obligation):
        self.paused(obligation, "NEWCOMER")

        assert asked(obligation) == [240, 0, 240, 240]

    def test_in_a_pause_of_ones_own_the_duty_goes_on(self, obligation):
        self.paused(obligation, "VOLUNTEER")

        assert asked(obligation) == [240, 240, 240, 240]

    def test_are_over_when_the_person_leads_a_language_table(self):
        volunteer = make.volunteer()
        obligation = linked(volunteer)
        assert asked(obligation) == [0, 0, 0, 0]

        make.language_table(leader=volunteer, since=PERIOD["starts_on"] + 14 * DAY)

        assert asked(obligation) == [0, 0, 240, 240]

    def test_are_over_while_the_person_stands_in_for_somebody(self):
        volunteer, pair = make.volunteer(), make.pair()
        obligation = linked(volunteer)
        first = PERIOD["starts_on"] + 7 * DAY
        about = {"pair": pair, "municipality": pair.municipality, "volunteer": volunteer, "request_id": uuid.uuid4()}
        about |= {"arranged_by": make.coordinator().account, "arranged_at": NOW}

        Substitution.objects.create(from_on=first, until_on=first + 6 * DAY, **about)

        assert asked(obligation) == [0, 240, 0, 0]


def test_many_people_take_as_many_queries_as_one(django_assert_num_queries, django_assert_max_num_queries):
    some = [linked(client_number=f"C-{n}") for n in range(4)]
    for each in some:
        make.series(pair=Pair.objects.get(volunteer__account=each.person_id))
        meeting = planned(each)
        explain(meeting, both(meeting)[0], "OTHER_NOT_THERE")
    assert Meeting.objects.count() == 4

    with django_assert_max_num_queries(20) as counted:
        statements.overviews(some[:1], **PERIOD)
    with django_assert_num_queries(len(counted.captured_queries)):
        statements.overviews(some, **PERIOD)
