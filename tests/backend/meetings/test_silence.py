"""A pair that falls silent: a word to both, then to a coordinator, with the reason; a meeting takes the word back."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import attendance, planning, safety, silence, trials
from backend.meetings.silence import Why
from backend.pairs import pauses
from backend.pairs.models import Pair, PairPeriods
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)


def quiet(days, **about):
    """A pair that last met so many days ago."""
    return make.pair(started_on=make.MONDAY - 100 * DAY, last_met_on=make.MONDAY - days * DAY, **about)


def look(now=make.NOON):
    silence.look(town=make.TOWN, now=now)


def said(kind):
    return set(Message.objects.unsettled().filter(kind=kind).values_list("recipient_id", flat=True))


class TestTheLadder:
    def test_after_three_weeks_both_hear_a_word_once(self):
        pair = quiet(21)
        quiet(20)

        for minutes in (0, 1):
            look(make.NOON + timedelta(minutes=minutes))

        assert said("pair_silent") == {pair.newcomer.account_id, pair.volunteer.account_id}
        assert Message.objects.count() == 2

    def test_after_five_weeks_a_coordinator_does(self):
        coordinator = make.coordinator()
        quiet(34)
        look()
        assert said("pair_needs_help") == set()

        quiet(35)
        look()

        assert said("pair_needs_help") == {coordinator.account_id}

    def test_nothing_happens_to_the_pair_by_itself(self):
        pair = quiet(80)

        look()

        assert Pair.objects.get(pk=pair.pk).is_current
        assert not pair.pauses.exists()

    def test_a_town_may_choose_other_periods_from_a_day_on(self):
        PairPeriods.objects.create(municipality_id=make.TOWN, from_on=make.MONDAY - DAY, nudge_days=10, help_days=20)
        quiet(12)

        look()

        assert Message.objects.filter(kind="pair_silent").count() == 2

    def test_the_meeting_that_it_asks_for_takes_the_word_back(self):
        meeting = make.meeting()
        Pair.objects.update(started_on=make.MONDAY - 60 * DAY)
        look()
        assert said("pair_silent")

        about = {"answer": "HELD", "minutes": None, "request_id": uuid.uuid4(), "now": make.NOON}
        attendance.answer(meeting_id=meeting.pk, by=meeting.pair.newcomer.account, **about)
        look()

        assert said("pair_silent") == set()

    @pytest.mark.parametrize("why", ["pause", "apart", "ended", "after a pause"])
    def test_who_has_a_reason_not_to_meet_is_not_silent(self, why):
        pair = quiet(60)
        by = pair.newcomer.account
        if why == "ended":
            Pair.objects.update(ended_on=make.MONDAY, end_reason="MOVED")
        elif why == "apart":
            safety.report(pair_id=pair.pk, by=by, request_id=uuid.uuid4(), now=make.NOON)
        else:
            days = {"from_on": make.MONDAY - 9 * DAY, "until_on": make.MONDAY + 9 * DAY}
            pauses.ask(pair_id=pair.pk, by=by, request_id=uuid.uuid4(), now=make.NOON - 9 * DAY, **days)
        if why == "after a pause":
            pauses.resume(pair_id=pair.pk, by=by, now=make.NOON - DAY)
        Message.objects.all().delete()

        look()

        assert not Message.objects.exists()


class TestWhy:
    def why(self, pair):
        [found] = silence.silent(make.MONDAY)
        return silence.why([found], make.MONDAY)[pair.pk]

    def meetings(self, pair, *changes):
        weekly = make.series(pair=pair)
        for week, change in enumerate(changes, start=1):
            make.meeting(series=weekly, starts_at=make.NOON - (7 * week - 2) * DAY, **change)

    def test_there_is_no_plan(self):
        assert self.why(quiet(30)) == Why.NO_PLAN

    def test_nothing_was_planned_in_this_time(self):
        pair = quiet(30)
        make.series(pair=pair)

        assert self.why(pair) == Why.NOTHING_PLANNED

    @pytest.mark.parametrize(
        ("changes", "why"),
        [
            ([{"cancelled_at": make.NOON}] * 2, Why.CALLED_OFF),
            ([{"cancelled_at": make.NOON, "off_because": "SCHOOL_HOLIDAY"}] * 2, Why.HOLIDAY),
            ([{"cancelled_at": make.NOON, "off_because": "NEWCOMER_AWAY"}], Why.AWAY),
            ([{}, {"cancelled_at": make.NOON}], Why.NOBODY_ANSWERED),
        ],
    )
    def test_follows_from_what_became_of_the_meetings(self, changes, why):
        pair = quiet(30)

        self.meetings(pair, *changes)

        assert self.why(pair) == why

    def test_one_says_that_they_did_not_meet(self):
        pair = quiet(30)
        self.meetings(pair, {})
        pair.meetings.get().attendances.filter(side="NEWCOMER").update(answer="NOT_HELD", answered_at=make.NOON)

        assert self.why(pair) == Why.SAID_NO


class TestTheTrial:
    def test_ends_on_the_day_of_the_fourth_meeting(self):
        weekly = make.series()
        days = [make.NOON - week * 7 * DAY for week in (4, 3, 2, 1)]
        for moment in days:
            make.meeting(series=weekly, starts_at=moment)
        for meeting in weekly.pair.meetings.all():
            meeting.attendances.update(answer="HELD", answered_at=make.NOON)

        assert [trials.shorten(now=make.NOON) for _ in range(2)] == [1, 0]
        assert Pair.objects.get().trial_until == days[-1].date()

    def test_goes_on_with_three(self):
        weekly = make.series()
        for week in (3, 2, 1):
            meeting = make.meeting(series=weekly, starts_at=make.NOON - week * 7 * DAY)
            meeting.attendances.update(answer="HELD", answered_at=make.NOON)

        assert trials.shorten(now=make.NOON) == 0


def test_a_town_with_many_silent_pairs_is_looked_at_in_as_many_queries(django_assert_max_num_queries):
    for _ in range(3):
        make.series(pair=quiet(30))
    planning.plan_due(make.NOON)

    found = list(silence.silent(make.MONDAY))
    with django_assert_max_num_queries(3):
        silence.why(found, make.MONDAY)
