"""Somebody does not feel safe: the two are apart at once, and only a coordinator can tell."""

import uuid
from datetime import time, timedelta

import pytest

from backend.meetings import planning, safety
from backend.meetings.models import Meeting, SafetyReport
from backend.pairs.models import Pair
from tests import make

pytestmark = pytest.mark.usefixtures("town")


def meeting_soon():
    return make.meeting(starts_at=make.NOON + timedelta(days=2))


def report(pair, by, **about):
    given = {"request_id": uuid.uuid4(), "now": make.NOON} | about
    return safety.report(pair_id=pair.pk, by=by.account, **given)


class TestAReport:
    def test_calls_off_everything_at_once(self):
        pair = meeting_soon().pair

        report(pair, pair.newcomer)

        assert not Meeting.objects.going_on().exists()
        assert planning.kept_apart([pair.pk]) == {pair.pk}

    def test_keeps_the_planner_from_planning_again(self):
        pair = meeting_soon().pair
        report(pair, pair.newcomer)

        planning.plan_due(make.NOON + timedelta(minutes=1))

        assert not Meeting.objects.going_on().exists()

    def test_twice_is_one(self):
        pair = meeting_soon().pair

        assert report(pair, pair.newcomer) == report(pair, pair.newcomer)

    def test_is_seen_by_coordinators_only(self):
        pair = meeting_soon().pair
        report(pair, pair.newcomer)

        seen_by = [
            SafetyReport.objects.visible_to(account).exists()
            for account in (make.coordinator().account, pair.volunteer.account, pair.newcomer.account)
        ]

        assert seen_by == [True, False, False]

    def test_about_a_pair_of_others_is_not_possible(self):
        with pytest.raises(Pair.DoesNotExist):
            report(meeting_soon().pair, make.newcomer())


class TestAfterwards:
    def replan(self, pair, by):
        return planning.replan(
            pair_id=pair.pk,
            by=by,
            plan=planning.Plan(weekday=3, starts_local=time(10), minutes=60),
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

    @pytest.mark.parametrize("side", ["newcomer", "volunteer"])
    def test_neither_of_the_two_makes_a_new_plan(self, side):
        pair = meeting_soon().pair
        report(pair, pair.newcomer)

        with pytest.raises(planning.NoMeetingsNow):
            self.replan(pair, getattr(pair, side).account)

    def test_a_coordinator_may_bring_them_together_again(self):
        pair = meeting_soon().pair
        report(pair, pair.newcomer)

        self.replan(pair, make.coordinator().account)

        assert planning.kept_apart([pair.pk]) == set()

    def test_a_coordinator_notes_the_call_once(self):
        pair, coordinator = meeting_soon().pair, make.coordinator()
        made = report(pair, pair.newcomer)

        for minutes in (1, 2):
            safety.called(report_id=made.pk, by=coordinator.account, now=make.NOON + timedelta(minutes=minutes))

        assert SafetyReport.objects.get().called_at == make.NOON + timedelta(minutes=1)
        assert not SafetyReport.objects.open().exists()

    def test_nobody_else_notes_it(self):
        pair = meeting_soon().pair
        made = report(pair, pair.newcomer)

        with pytest.raises(SafetyReport.DoesNotExist):
            safety.called(report_id=made.pk, by=pair.newcomer.account, now=make.NOON)
