"""Somebody does not feel safe: the two are apart at once, and only the confidential adviser knows why."""

import uuid
from datetime import time, timedelta

import pytest

from backend.meetings import planning, safety
from backend.meetings.models import Meeting, SafetyReport
from backend.pairs import messages as pair_messages
from backend.pairs import pauses
from backend.pairs.models import Exclusion, Pair
from backend.privacy.models import AuditEntry
from notifications.models import Message
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

    def test_is_seen_by_the_confidential_adviser_only(self):
        pair = meeting_soon().pair
        report(pair, pair.newcomer)
        others = [make.coordinator(), make.programme_manager(), make.caseworker(), pair.volunteer, pair.newcomer]

        seen_by = [
            SafetyReport.objects.visible_to(role.account).exists() for role in (make.confidential_adviser(), *others)
        ]

        assert seen_by == [True, False, False, False, False, False]

    def test_is_seen_by_the_coordinator_of_a_town_without_an_adviser(self):
        pair, coordinator = meeting_soon().pair, make.coordinator().account
        report(pair, pair.newcomer)

        assert SafetyReport.objects.visible_to(coordinator).exists()
        make.confidential_adviser()
        assert not SafetyReport.objects.visible_to(coordinator).exists()

    @pytest.mark.parametrize("has_adviser", [True, False])
    def test_reaches_somebody_who_calls(self, has_adviser):
        coordinator, pair = make.coordinator(), meeting_soon().pair
        caller = make.confidential_adviser() if has_adviser else coordinator

        report(pair, pair.newcomer)

        message = Message.objects.get(kind__startswith="call_")
        assert message.recipient_id == caller.account_id

    def test_seals_the_two_so_that_they_are_never_proposed_again(self):
        pair = meeting_soon().pair

        report(pair, pair.newcomer)

        assert Exclusion.objects.get().cause == "SEALED"

    def test_stops_the_messages_between_the_two(self):
        pair = meeting_soon().pair
        about = {"from_on": make.MONDAY, "until_on": make.MONDAY, "request_id": uuid.uuid4()}
        pause = pauses.ask(pair_id=pair.pk, by=pair.volunteer.account, now=make.NOON, **about)
        assert pair_messages.PAIR_PAUSED.context(pause.pk, pair.newcomer.account_id)

        report(pair, pair.newcomer)

        assert pair_messages.PAIR_PAUSED.context(pause.pk, pair.newcomer.account_id) is None
        assert pair_messages.PAIR_BEGAN.context(pair.pk, pair.volunteer.account_id) is None

    def test_of_a_pair_that_has_no_plan_yet_keeps_the_planner_from_making_one(self):
        pair = make.pair(proposal=make.proposal(state="PENDING"))
        report(pair, pair.volunteer)

        planning.plan_due(make.NOON)

        assert not pair.series.exists()

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

    def test_nor_does_a_coordinator_who_does_not_know_why(self):
        pair = meeting_soon().pair
        make.confidential_adviser()
        report(pair, pair.newcomer)

        with pytest.raises(planning.NoMeetingsNow):
            self.replan(pair, make.coordinator().account)

    def test_the_adviser_may_let_them_meet_again(self):
        pair, adviser = meeting_soon().pair, make.confidential_adviser().account
        made = report(pair, pair.newcomer)

        for _ in range(2):
            safety.lift(report_id=made.pk, by=adviser, now=make.NOON)
        self.replan(pair, pair.volunteer.account)

        assert planning.kept_apart([pair.pk]) == set()
        assert not Exclusion.objects.filter(lifted_at=None).exists()

    def test_they_stay_apart_while_the_report_of_the_other_one_stands(self):
        pair, adviser = meeting_soon().pair, make.confidential_adviser().account
        made = report(pair, pair.newcomer)
        report(pair, pair.volunteer)

        safety.lift(report_id=made.pk, by=adviser, now=make.NOON)

        assert planning.kept_apart([pair.pk]) == {pair.pk}
        assert Exclusion.objects.filter(lifted_at=None).exists()

    def test_the_adviser_ends_the_pair_and_they_stay_apart(self):
        pair, adviser = meeting_soon().pair, make.confidential_adviser().account
        made = report(pair, pair.newcomer)

        for _ in range(2):
            safety.end(report_id=made.pk, by=adviser, now=make.NOON)

        assert Pair.objects.get().end_reason == "BOUNDARY_CROSSED"
        assert set(Exclusion.objects.values_list("cause", flat=True)) == {"SEALED", "ENDED"}

    def test_each_reading_is_on_record(self):
        pair, adviser = meeting_soon().pair, make.confidential_adviser().account
        made = report(pair, pair.newcomer)

        for _ in range(2):
            safety.read(report_id=made.pk, by=adviser, now=make.NOON)

        assert AuditEntry.objects.filter(deed="safety.read", actor_id=adviser.pk).count() == 2
        with pytest.raises(SafetyReport.DoesNotExist):
            safety.read(report_id=made.pk, by=make.coordinator().account, now=make.NOON)

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
