"""A law, as a machine that lives through weeks: plans, days off, moves, answers, rows, decisions, statements.

Beside it runs a model of plain arithmetic: how many minutes each meeting counts. Whatever is refused changes
nothing; at every moment the ledger, its intervals and a fresh statement say what the model says, nobody is in two
meetings at once, and nobody has two hours at once.
"""

import uuid
from datetime import date, time, timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from backend.meetings import (
    absences,
    attendance,
    certificates,
    hours_rows,
    ledger,
    limits,
    moving,
    planning,
    verification,
)
from backend.meetings.models import Absence, Attendance, HoursEntry, HoursInterval, Meeting
from tests import make
from tests.backend.meetings.test_planning import new_pair

pytestmark = pytest.mark.usefixtures("town")

REFUSALS = (
    ledger.HoursOverlap,
    ledger.ClaimIsInAnotherState,
    ledger.OwnHours,
    attendance.AnswerIsFinal,
    attendance.MeetingIsNotOver,
    attendance.MeetingWasCancelled,
    attendance.NothingToConfirm,
    limits.MinutesOutOfRange,
    hours_rows.HoursStandAlready,
    hours_rows.NotTogetherThen,
    hours_rows.VolunteerSaysOtherwise,
    moving.MeetingIsOff,
    moving.NotAheadOfUs,
    moving.SomebodyIsAway,
    planning.InAnotherMeetingThen,
    planning.MeetingHasBegun,
)
numbers = st.integers(0, 9)
minutes = st.sampled_from([10, 45, 90, 180])
hours_of_day = st.sampled_from([time(9), time(17), time(18), time(19, 30)])


class Hours(RuleBasedStateMachine):
    """One volunteer with two newcomers, one coordinator, and a clock."""

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.now, self.counts, self.rows, self.said = make.NOON, {}, {}, {}

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)

    @initialize()
    def two_pairs(self):
        self.coordinator = make.coordinator().account
        volunteer = make.volunteer(capacity=2)
        self.pairs = [new_pair(volunteer=volunteer), new_pair(volunteer=volunteer, place=2)]
        self.volunteer = volunteer.account
        planning.plan_due(self.now)

    def tried(self, deed):
        """Whether it was not refused; what is refused leaves no trace."""
        try:
            with transaction.atomic():
                return deed()
        except REFUSALS:
            return None

    def meeting(self, number):
        rows = list(Meeting.objects.order_by("starts_at", "pk"))
        return rows[number % len(rows)]

    def given(self):
        return {"request_id": uuid.uuid4(), "now": self.now}

    @rule(days=st.integers(0, 6), hours=st.integers(1, 23))
    def time_goes_on(self, days, hours):
        self.now += timedelta(days=days, hours=hours)
        planning.plan_due(self.now)

    @rule(number=numbers, held=st.booleans(), minutes=minutes)
    def the_volunteer_answers(self, number, held, minutes):
        meeting = self.meeting(number)
        answer = Attendance.Answer.HELD if held else Attendance.Answer.NOT_HELD
        about = {"meeting_id": meeting.pk, "by": self.volunteer, "answer": answer, "minutes": minutes}
        if not self.tried(lambda: attendance.answer(**about, **self.given())):
            return
        said = minutes if held else 0
        if self.said.get(meeting.pk) != said:  # the same answer again says nothing new
            self.counts[meeting.pk] = self.said[meeting.pk] = said

    @rule(number=numbers, held=st.booleans())
    def the_newcomer_answers(self, number, held):
        meeting = self.meeting(number)
        answer = Attendance.Answer.HELD if held else Attendance.Answer.NOT_HELD
        by = meeting.pair.newcomer.account
        self.tried(
            lambda: attendance.answer(meeting_id=meeting.pk, by=by, answer=answer, minutes=None, **self.given())
        )

    @rule(number=numbers, stands=st.booleans())
    def the_coordinator_decides(self, number, stands):
        meeting = self.meeting(number)
        outcome = HoursEntry.Outcome.STANDS if stands else HoursEntry.Outcome.REJECTED
        about = {"meeting_id": meeting.pk, "by": self.coordinator, "outcome": outcome, "reason": "Phoned"}
        if self.tried(lambda: attendance.resolve(**about, **self.given())) and not stands:
            self.counts[meeting.pk] = 0

    @rule(pair=st.integers(0, 1), days_ago=st.integers(0, 6), starts=hours_of_day, minutes=minutes)
    def a_row_of_paper_comes_in(self, pair, days_ago, starts, minutes):
        on = (self.now - timedelta(days=days_ago)).date()
        row = hours_rows.Row(pair_id=self.pairs[pair].pk, on=on, starts_local=starts, minutes=minutes)
        if line := self.tried(lambda: hours_rows.enter(row=row, by=self.coordinator, how="Paper", **self.given())):
            self.counts[line.meeting_id] = minutes
            self.rows[line.pk] = line.meeting_id

    @rule(number=numbers)
    def a_row_is_undone(self, number):
        rows = sorted(self.rows, key=str)
        if not rows:
            return
        claim = rows[number % len(rows)]
        try:
            undone = self.tried(lambda: hours_rows.undo(claim_id=claim, by=self.coordinator, **self.given()))
        except HoursEntry.DoesNotExist:
            return  # the volunteer had claimed these hours before
        if undone:
            self.counts[self.rows.pop(claim)] = 0

    @rule(number=numbers)
    def a_meeting_is_called_off(self, number):
        self.tried(lambda: planning.cancel(meeting_id=self.meeting(number).pk, by=self.volunteer, now=self.now))

    @rule(number=numbers, days=st.integers(1, 9), starts=hours_of_day)
    def a_meeting_moves(self, number, days, starts):
        on = (self.now + timedelta(days=days)).date()
        to = moving.Slot(on=on, starts_local=starts, minutes=60)
        self.tried(lambda: moving.move(meeting_id=self.meeting(number).pk, by=self.volunteer, to=to, **self.given()))

    @rule(first=st.integers(0, 20), length=st.integers(0, 9))
    def the_volunteer_is_away(self, first, length):
        starts_on = (self.now + timedelta(days=first)).date()
        absences.enter(
            town=make.TOWN,
            account_id=self.volunteer.pk,
            by=self.volunteer,
            starts_on=starts_on,
            ends_on=starts_on + timedelta(days=length),
            **self.given(),
        )

    @rule(number=numbers)
    def the_volunteer_is_there_after_all(self, number):
        standing = list(Absence.objects.standing().order_by("pk"))
        if standing:
            absences.lift(absence_id=standing[number % len(standing)].pk, by=self.volunteer, now=self.now)

    @invariant()
    def minutes_are_conserved(self):
        spans = sorted(HoursInterval.objects.values_list("starts_at", "ends_at"))
        counted = sum(int((end - start).total_seconds()) // 60 for start, end in spans)
        assert counted == sum(self.counts.values())
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))

    @invariant()
    def nobody_is_in_two_meetings_at_once(self):
        expected = Attendance.objects.filter(is_expected=True, meeting__cancelled_at=None)
        for account in expected.values_list("account", flat=True).distinct():
            spans = sorted(expected.filter(account=account).values_list("starts_at", "ends_at"))
            assert all(end <= start for (_, end), (start, _) in pairwise(spans))

    @invariant()
    def each_occurrence_has_one_row(self):
        keys = list(Meeting.objects.exclude(series=None).values_list("series", "occurrence_on"))
        assert len(keys) == len(set(keys))

    @rule()
    def a_statement_says_what_counts(self):
        made = certificates.issue(
            town=make.TOWN,
            account_id=self.volunteer.pk,
            starts_on=date(2026, 1, 1),
            ends_on=date(2027, 12, 31),
            **self.given(),
        )
        disputed = sum(claim.minutes for claim in ledger.disputed())
        assert made.figures["minutes"] == sum(self.counts.values()) - disputed
        assert made.figures["confirmed"] <= made.figures["minutes"]
        assert list(verification.faults()) == []


def test_the_hours_of_some_weeks_hold_whatever_happens():
    run_state_machine_as_test(
        Hours,
        settings=settings(
            max_examples=10,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
