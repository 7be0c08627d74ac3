"""A handover in person: one meeting with the old and the new volunteer, the newcomer and a coordinator."""

import uuid
from datetime import date, timedelta

import pytest

from backend.meetings import attendance, hours_rows, joint_meetings, ledger, moving
from backend.meetings.models import Attendance, Introduction
from backend.pairs.models import CoordinatorTask, Pair
from notifications.models import Message
from tests import make
from tests.backend.meetings.test_days_off import planned

pytestmark = pytest.mark.usefixtures("town")

HELD = Attendance.Answer.HELD


@pytest.fixture
def coordinator():
    return make.coordinator().account


@pytest.fixture
def pair():
    return planned()


class TestAJointMeeting:
    @pytest.fixture
    def follower(self, pair):
        """The pair of who took over, and the task to plan the meeting."""
        by = make.coordinator().account
        facts = {"newcomer": pair.newcomer, "takes_over_from": pair, "with_joint_meeting": True, "decided_by": by}
        Pair.objects.filter(pk=pair.pk).update(ended_on=make.MONDAY, end_reason="VOLUNTEER_STOPPED")
        about = {"municipality": pair.municipality, "pair": pair, "due_on": make.MONDAY, "assigned_to": by}
        once = {"request_id": uuid.uuid4(), "made_by": by, "made_at": make.NOON}
        CoordinatorTask.objects.create(kind="JOINT_MEETING", **once, **about)
        said = dict.fromkeys(("decided_at", "newcomer_accepted_at", "volunteer_accepted_at"), make.NOON)
        proposal = make.proposal(state="ACCEPTED", **said, **facts)
        two = {"newcomer": pair.newcomer, "volunteer": proposal.volunteer}
        return make.pair(proposal=proposal, started_on=make.MONDAY, **two)

    def plan(self, follower, by, request_id=None):
        at = moving.Slot(on=date(2026, 12, 1), starts_local=moving.time(10), minutes=60)
        given = {"at": at, "request_id": request_id or uuid.uuid4(), "now": make.NOON}
        return joint_meetings.plan(pair_id=follower.pk, by=by, **given)

    def test_has_a_place_for_all_and_is_planned_once(self, pair, follower, coordinator):
        request_id = uuid.uuid4()

        first, again = (self.plan(follower, coordinator, request_id) for _ in range(2))

        assert first == again
        people = {pair.newcomer.account_id, pair.volunteer.account_id, follower.volunteer.account_id}
        assert set(first.attendances.values_list("account_id", flat=True)) == people
        assert Introduction.objects.get().coordinator == coordinator
        assert CoordinatorTask.objects.get().done_by == coordinator

    def test_all_three_hear_of_it_once(self, follower, coordinator):
        self.plan(follower, coordinator)

        due = Message.objects.unsettled().filter(kind__in=["introduction", "extra_meeting_volunteer"])
        assert sorted(due.values_list("kind", flat=True)) == ["introduction"] * 3

    def test_each_volunteer_has_the_own_hours(self, pair, follower, coordinator):
        meeting, after = self.plan(follower, coordinator), make.NOON + timedelta(days=9)
        for who in (pair.volunteer, follower.volunteer, pair.newcomer):
            given = {"request_id": uuid.uuid4(), "now": after, "minutes": None}
            attendance.answer(meeting_id=meeting.pk, by=who.account, answer=HELD, **given)

        claims = ledger.claims_by_person([meeting.pk])[meeting.pk]
        assert set(claims) == {pair.volunteer.account_id, follower.volunteer.account_id}
        assert {claim.state for claim in claims.values()} == {ledger.State.CONFIRMED}

    def test_a_row_of_paper_is_of_the_new_volunteer_whatever_the_old_one_said(self, pair, follower, coordinator):
        meeting, after = self.plan(follower, coordinator), make.NOON + timedelta(days=9)
        given = {"request_id": uuid.uuid4(), "now": after, "minutes": None}
        attendance.answer(meeting_id=meeting.pk, by=pair.volunteer.account, answer=HELD, **given)
        row = hours_rows.Row(pair_id=follower.pk, on=date(2026, 12, 1), starts_local=moving.time(10), minutes=60)

        line = hours_rows.enter(row=row, by=coordinator, how="Paper", request_id=uuid.uuid4(), now=after)

        assert (line.meeting_id, line.person_id) == (meeting.pk, follower.volunteer.account_id)
        assert set(ledger.claims_by_person([meeting.pk])[meeting.pk]) == {pair.volunteer.account_id, line.person_id}

    def test_without_a_handover_there_is_none(self, coordinator):
        with pytest.raises(joint_meetings.NobodyTookOver):
            self.plan(make.pair(), coordinator)
