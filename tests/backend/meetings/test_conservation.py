"""A law: whatever people answer, and in whatever order, no minute is lost, made up or counted twice."""

import uuid
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.meetings import attendance, ledger, limits, verification
from backend.meetings.models import HoursEntry, HoursInterval
from tests import make

pytestmark = pytest.mark.usefixtures("town")

REFUSALS = (
    ledger.HoursOverlap,
    ledger.ClaimIsInAnotherState,
    ledger.OwnHours,
    attendance.AnswerIsFinal,
    attendance.NothingToConfirm,
    limits.MinutesOutOfRange,
)
MEETINGS = range(3)

answers = st.tuples(
    st.sampled_from(["volunteer", "newcomer"]),
    st.sampled_from(MEETINGS),
    st.sampled_from(["HELD", "NOT_HELD"]),
    st.sampled_from([None, 10, 15, 45, 90, 100, 180, 240]),
    st.integers(0, 40),
)
decisions = st.tuples(
    st.just("coordinator"),
    st.sampled_from(MEETINGS),
    st.sampled_from(["CONFIRM", "STANDS", "REJECTED"]),
    st.none(),
    st.integers(0, 40),
)


def three_meetings_in_a_row():
    """One volunteer meets three newcomers one after the other: longer hours run into the next meeting."""
    volunteer = make.volunteer(capacity=3)
    return [
        make.meeting(
            pair=make.pair(volunteer=volunteer, place=number + 1),
            starts_at=make.NOON - timedelta(days=1) + timedelta(minutes=90 * number),
        )
        for number in MEETINGS
    ]


def act(meetings, coordinator, deed, hours):
    who, number, word, minutes, _ = deed
    meeting, now = meetings[number], make.NOON + timedelta(hours=hours)
    given = {"meeting_id": meeting.pk, "request_id": uuid.uuid4(), "now": now}
    if who != "coordinator":
        by = getattr(meeting.pair, who).account
        attendance.answer(by=by, answer=word, minutes=minutes, **given)
    elif word == "CONFIRM":
        attendance.confirm_for(by=coordinator, reason="Phoned", **given)
    else:
        attendance.resolve(by=coordinator, outcome=word, reason="Phoned", **given)


def remember(model, deed, meetings):
    """The same in two lines of plain arithmetic: what each meeting should count now."""
    who, number, word, minutes, _ = deed
    if who == "volunteer":
        model[number] = (minutes or meetings[number].minutes) if word == "HELD" else 0
    elif word == "REJECTED":
        model[number] = 0


def minutes_by_lines():
    """Claims, minus what was taken back or rejected, plus the differences of corrections."""
    of_claim, total = {}, 0
    for line in HoursEntry.objects.order_by("number"):
        claim = line.claim_id or line.pk
        before = of_claim.get(claim, 0)
        gone = line.kind == "REVERSE" or line.outcome == "REJECTED"
        changes = line.kind in {"CLAIM", "CORRECT"}
        of_claim[claim] = 0 if gone else line.minutes if changes else before
        total += of_claim[claim] - before
    return total


@given(deeds=st.lists(answers | decisions, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_minutes_are_conserved_and_intervals_disjoint(deeds):
    with transaction.atomic():
        meetings, coordinator = three_meetings_in_a_row(), make.coordinator().account
        model, hours = dict.fromkeys(MEETINGS, 0), 0
        for deed in deeds:
            hours += deed[-1]
            try:
                act(meetings, coordinator, deed, hours)
            except REFUSALS:
                continue
            remember(model, deed, meetings)

        spans = sorted(HoursInterval.objects.values_list("starts_at", "ends_at"))
        counted = sum(int((end - start).total_seconds()) // 60 for start, end in spans)
        assert counted == sum(model.values()) == minutes_by_lines()
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))
        assert list(verification.faults()) == []
        transaction.set_rollback(True)
