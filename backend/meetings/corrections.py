"""What a coordinator writes down about who was at a meeting, and what that does to the hours of who volunteered.

For one meeting of a pair, and for everybody at a language table at once, from the list on paper. Whoever led gets
the hours once, however many sat there; they wait for somebody else's word, as always. What stood before gets a
counter-entry with the reason, and the volunteer hears of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from backend.meetings import attendance, ledger, limits, messages, outcomes
from backend.meetings.attendance import MeetingIsNotOver, MeetingWasCancelled
from backend.meetings.claims import ClaimState, State
from backend.meetings.ledger import ClaimIsInAnotherState, Hand
from backend.meetings.locking import locked_meeting
from backend.meetings.models import Attendance, HoursEntry, Meeting, Outcome, OutcomeWord
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.privacy import audit

THERE = frozenset({Outcome.CAME, Outcome.LATE})


class ReasonIsMissing(Exception):
    """Hours that stand are changed or taken back with a reason only: write down how you know."""


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What is known of a meeting: account to outcome; minutes are those of who volunteered and was there."""

    outcomes: Mapping[UUID, Outcome]
    minutes: int
    reason: str = ""


@transaction.atomic
def enter(*, meeting_id: UUID, sheet: Sheet, by: Account, request_id: UUID, now: datetime) -> Meeting:
    """Write what became of these people, and the hours that follow from it. The same request changes nothing.

    Raises:
        Meeting.DoesNotExist: ``by`` does not coordinate in the open town, or somebody had no place there.
        MeetingWasCancelled, MeetingIsNotOver: there is nothing to write down, or not yet.
        MinutesOutOfRange: shorter or longer than a meeting can be.
        ReasonIsMissing: hours that stand would change.
        OwnHours: the coordinator's own.
        HoursOverlap: with other hours of who volunteered.
        ClaimIsInAnotherState: a coordinator rejected these hours before.
        RequestUsedBefore: this request said something else.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Meeting.DoesNotExist
    meeting = locked_meeting(Meeting.objects.all(), meeting_id)
    people = {each.account_id: each for each in meeting.attendances.all()}
    if not sheet.outcomes.keys() <= people.keys():
        raise Meeting.DoesNotExist
    if _entered_before(meeting, sheet, by, request_id):
        return meeting
    if meeting.cancelled_at:
        raise MeetingWasCancelled
    if now < meeting.ends_at:
        raise MeetingIsNotOver
    limits.check(sheet.minutes)

    claims = ledger.claims_by_person([meeting.pk])[meeting.pk]
    for account_id, outcome in sorted(sheet.outcomes.items()):
        one = people[account_id]
        outcomes.write(one, outcome, by=by, side=OutcomeWord.Side.COORDINATOR, request_id=request_id, now=now)
        if one.side == Attendance.Side.VOLUNTEER:
            once = uuid5(request_id, str(account_id))
            pen = _Pen(meeting=meeting, of=one, sheet=sheet, by=by, request_id=once, now=now)
            pen.write(outcome, claims.get(account_id))
    attendance.note_last_met(meeting)
    audit.note(
        deed="outcome.say", about=meeting, town=meeting.municipality_id, by=by.pk, now=now, reason=sheet.reason
    )
    return meeting


def _entered_before(meeting: Meeting, sheet: Sheet, by: Account, request_id: UUID) -> bool:
    said = OutcomeWord.objects.filter(said_by=by, request_id=request_id, side=OutcomeWord.Side.COORDINATOR)
    known = dict(said.values_list("attendance__account_id", "outcome"))
    if known and (known != dict(sheet.outcomes) or said.exclude(attendance__meeting=meeting).exists()):
        raise RequestUsedBefore
    return bool(known)


@dataclass(frozen=True, kw_only=True)
class _Pen:
    """Writes the hours of one volunteer at one meeting, by the hand of a coordinator."""

    meeting: Meeting
    of: Attendance
    sheet: Sheet
    by: Account
    request_id: UUID
    now: datetime

    @property
    def _hand(self) -> Hand:
        reason = self.sheet.reason
        return Hand(account_id=self.by.pk, side=HoursEntry.Side.COORDINATOR, knows_from=reason)

    @property
    def _about(self) -> dict[str, Any]:
        return {"by": self._hand, "request_id": self.request_id, "now": self.now, "reason": self.sheet.reason}

    @property
    def _ends_at(self) -> datetime:
        return self.meeting.starts_at + timedelta(minutes=self.sheet.minutes)

    def write(self, outcome: Outcome, claim: ClaimState | None) -> None:
        """Claim, confirm, correct or take back, as the word and what stood before ask for."""
        if self.of.account_id == self.by.pk:
            raise ledger.OwnHours
        if claim and claim.state == State.REJECTED and outcome in THERE:
            raise ClaimIsInAnotherState(claim)
        if outcome not in THERE:
            if claim and claim.takes_time:
                self._take_back(claim)
        elif claim is None or not claim.takes_time:
            self._claim()
        elif claim.minutes != self.sheet.minutes:
            self._correct(claim)
        elif claim.state == State.CLAIMED and not self._is_mine(claim):
            ledger.confirm(claim_id=claim.claim_id, **self._about)

    def _is_mine(self, claim: ClaimState) -> bool:
        claims = HoursEntry.objects.filter(pk=claim.claim_id) | HoursEntry.objects.filter(claim=claim.claim_id)
        wrote = claims.filter(actor_id=self.by.pk, kind__in=[HoursEntry.Kind.CLAIM, HoursEntry.Kind.CORRECT])
        return wrote.exists()

    def _claim(self) -> None:
        line = ledger.claim(
            person_id=self.of.account_id,
            meeting=self.meeting,
            starts_at=self.meeting.starts_at,
            ends_at=self._ends_at,
            by=self._hand,
            request_id=self.request_id,
            now=self.now,
        )
        self._answer(Attendance.Answer.HELD)
        attendance.repeat_word_of_newcomer(self.meeting, line, now=self.now)

    def _correct(self, claim: ClaimState) -> None:
        self._must_say_why()
        line = ledger.correct(
            claim_id=claim.claim_id,
            starts_at=self.meeting.starts_at,
            ends_at=self._ends_at,
            by=self._hand,
            request_id=self.request_id,
            now=self.now,
        )
        self._tell()
        attendance.repeat_word_of_newcomer(self.meeting, line, now=self.now)

    def _take_back(self, claim: ClaimState) -> None:
        self._must_say_why()
        ledger.reverse(claim_id=claim.claim_id, **self._about)
        self._answer(Attendance.Answer.NOT_HELD)
        self._tell()

    def _must_say_why(self) -> None:
        if not self.sheet.reason.strip():
            raise ReasonIsMissing

    def _answer(self, answer: Attendance.Answer) -> None:
        """In the place of who volunteered, who is not asked any more."""
        self.of.answer, self.of.answered_by = answer, self.by
        self.of.answered_at = self.of.answered_at or self.now
        self.of.save(update_fields=["answer", "answered_by", "answered_at"])

    def _tell(self) -> None:
        messages.owe_corrected(self.of, now=self.now, occurrence=str(self.request_id))
