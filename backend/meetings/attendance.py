"""Did you meet: what each of the two says afterwards, and what that writes in the ledger of hours.

The volunteer's "yes" claims minutes, the newcomer's "yes" confirms them, the newcomer's "no" disputes them.
An answer may be changed for 72 hours; the ledger then gets counter-entries. Nobody's silence is an answer.
"""

from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Max

from backend.meetings import ledger, limits, messages
from backend.meetings.claims import ClaimState, State
from backend.meetings.ledger import ClaimIsInAnotherState, Hand
from backend.meetings.locking import locked_meeting
from backend.meetings.models import Attendance, AttendanceAnswer, HoursEntry, Meeting
from backend.pairs.models import Pair
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.privacy import audit

Answer = Attendance.Answer
Side = Attendance.Side
CHANGEABLE_FOR = timedelta(hours=72)


class MeetingIsNotOver(Exception):
    """Whether people met can be said when the meeting is over."""


class MeetingWasCancelled(Exception):
    """This meeting was cancelled."""


class AnswerIsFinal(Exception):
    """This answer was given more than 72 hours ago. A coordinator can still correct it."""


class NothingToConfirm(Exception):
    """Nobody has claimed hours for this meeting."""


@transaction.atomic
def answer(
    *, meeting_id: UUID, by: Account, answer: Answer, minutes: int | None, request_id: UUID, now: datetime
) -> Attendance:
    """Write whether the two met; the same request, or the same answer again, changes nothing.

    ``minutes`` counts for a volunteer's HELD only; None means as long as was planned.

    Raises:
        Meeting.DoesNotExist: ``by`` is not one of the two.
        MeetingIsNotOver, MeetingWasCancelled: there is nothing to say yet, or any more.
        MinutesOutOfRange: shorter or longer than a meeting can be.
        AnswerIsFinal: another answer was given more than 72 hours ago.
        HoursOverlap: with other hours of the volunteer.
        ClaimIsInAnotherState: a coordinator has decided about these hours.
        RequestUsedBefore: this request said something else.
    """
    meeting, mine = _locked(meeting_id, by)
    if mine.side == Side.VOLUNTEER and answer == Answer.HELD:
        minutes = meeting.minutes if minutes is None else minutes
    else:
        minutes = None
    if _said_before(mine, answer, minutes, by=by, request_id=request_id):
        return mine
    _may_be_said(meeting, mine, minutes, now=now)

    AttendanceAnswer.objects.create(
        municipality_id=meeting.municipality_id,
        attendance=mine,
        answer=answer,
        minutes=minutes,
        given_by=by,
        given_at=now,
        request_id=request_id,
    )
    mine.answer, mine.answered_by = answer, by
    mine.answered_at = mine.answered_at or now
    mine.save(update_fields=["answer", "answered_by", "answered_at"])
    write = _write_of_volunteer if mine.side == Side.VOLUNTEER else _write_of_newcomer
    write(meeting, mine, minutes, request_id=request_id, now=now)
    note_last_met(meeting)
    return mine


def changeable_until(mine: Attendance) -> datetime | None:
    """Until when this answer may be changed; None while there is none."""
    return mine.answered_at + CHANGEABLE_FOR if mine.answered_at else None


@transaction.atomic
def confirm_for(*, meeting_id: UUID, by: Account, reason: str, request_id: UUID, now: datetime) -> HoursEntry:
    """A coordinator confirms claimed hours in the newcomer's place, and says why.

    Raises:
        Meeting.DoesNotExist: ``by`` does not coordinate in the open town.
        NothingToConfirm: nobody claimed hours.
        OwnHours: the coordinator claimed them, or they are the coordinator's own.
        ClaimIsInAnotherState: disputed, taken back or rejected.
        RequestUsedBefore: this request wrote something else.
    """
    meeting, claim = _claim_for_coordinator(meeting_id, by, State.CLAIMED)
    line = ledger.confirm(
        claim_id=claim.claim_id,
        by=Hand(account_id=by.pk, side=HoursEntry.Side.COORDINATOR),
        request_id=request_id,
        now=now,
        reason=reason,
    )
    if line.request_id == request_id and line.written_at == now:
        town = meeting.municipality_id
        audit.note(deed="hours.confirm_for", about=meeting, town=town, by=by.pk, now=now, reason=reason)
    return line


@transaction.atomic
def resolve(
    *,
    meeting_id: UUID,
    by: Account,
    outcome: HoursEntry.Outcome,
    reason: str,
    request_id: UUID,
    now: datetime,
) -> HoursEntry:
    """A coordinator decides about disputed hours: they stand, or they are rejected.

    Raises:
        Meeting.DoesNotExist: ``by`` does not coordinate in the open town.
        NothingToConfirm: nobody claimed hours.
        OwnHours: the coordinator claimed them, or they are the coordinator's own.
        ClaimIsInAnotherState: not disputed, or decided otherwise.
        RequestUsedBefore: this request wrote something else.
    """
    meeting, claim = _claim_for_coordinator(meeting_id, by, State.DISPUTED)
    line = ledger.resolve(
        claim_id=claim.claim_id,
        outcome=outcome,
        by=Hand(account_id=by.pk, side=HoursEntry.Side.COORDINATOR),
        request_id=request_id,
        now=now,
        reason=reason,
    )
    if line.request_id == request_id and line.written_at == now:
        town = meeting.municipality_id
        audit.note(deed="hours.resolve", about=meeting, town=town, by=by.pk, now=now, reason=reason)
    return line


@transaction.atomic
def promise(*, meeting_id: UUID, by: Account, now: datetime) -> Attendance:
    """ "I will be there": the other one can see it. Twice is fine.

    Raises:
        Meeting.DoesNotExist: ``by`` is not one of the two.
        MeetingWasCancelled: there is nothing to come to.
    """
    meeting, mine = _locked(meeting_id, by)
    if meeting.cancelled_at:
        raise MeetingWasCancelled
    if mine.coming_at is None:
        mine.coming_at = now
        mine.save(update_fields=["coming_at"])
    return mine


def _locked(meeting_id: UUID, by: Account) -> tuple[Meeting, Attendance]:
    """The locked meeting and what ``by`` said of it."""
    meeting = locked_meeting(Meeting.objects.filter(attendances__account=by), meeting_id)
    return meeting, Attendance.objects.get(meeting=meeting, account=by)


def _said_before(mine: Attendance, answer: Answer, minutes: int | None, *, by: Account, request_id: UUID) -> bool:
    given = AttendanceAnswer.objects.filter(given_by=by)
    if known := given.filter(request_id=request_id).first():
        if (known.attendance_id, known.answer, known.minutes) != (mine.pk, answer, minutes):
            raise RequestUsedBefore
        return True
    last = given.filter(attendance=mine).order_by("given_at").last()
    return last is not None and (last.answer, last.minutes) == (answer, minutes)


def _may_be_said(meeting: Meeting, mine: Attendance, minutes: int | None, *, now: datetime) -> None:
    if meeting.cancelled_at:
        raise MeetingWasCancelled
    if now < meeting.ends_at:
        raise MeetingIsNotOver
    if minutes is not None:
        limits.check(minutes)
    until = changeable_until(mine)
    if until and now >= until:
        raise AnswerIsFinal


def _write_of_volunteer(
    meeting: Meeting, mine: Attendance, minutes: int | None, *, request_id: UUID, now: datetime
) -> None:
    hand = Hand(account_id=mine.account_id, side=HoursEntry.Side.VOLUNTEER)
    claim = ledger.claims_by_person([meeting.pk])[meeting.pk].get(mine.account_id)
    if claim and claim.state == State.REJECTED:
        raise ClaimIsInAnotherState(claim)
    if minutes is None:
        if claim and claim.takes_time:
            ledger.reverse(claim_id=claim.claim_id, by=hand, request_id=request_id, now=now)
        return
    ends_at = meeting.starts_at + timedelta(minutes=minutes)
    if claim and claim.takes_time:
        line = ledger.correct(
            claim_id=claim.claim_id,
            starts_at=meeting.starts_at,
            ends_at=ends_at,
            by=hand,
            request_id=request_id,
            now=now,
        )
    else:
        line = ledger.claim(
            person_id=mine.account_id,
            meeting=meeting,
            starts_at=meeting.starts_at,
            ends_at=ends_at,
            by=hand,
            request_id=request_id,
            now=now,
        )
    repeat_word_of_newcomer(meeting, line, now=now)


def repeat_word_of_newcomer(meeting: Meeting, line: HoursEntry, *, now: datetime) -> None:
    """What a newcomer said before holds for a new claim too: "no", and "yes" up to what was planned.

    Of several at a language table the first who said yes.
    """
    said_so = Attendance.objects.filter(meeting=meeting, side=Side.NEWCOMER).exclude(answer="")
    said_so = said_so.filter(answer=Answer.HELD) if meeting.table_id else said_so
    theirs = said_so.order_by("answered_at", "pk").first()
    if theirs is None or (theirs.answer == Answer.HELD and line.minutes > meeting.minutes):
        return
    said = theirs.answers.order_by("given_at").last()
    _write_of_newcomer(
        meeting, theirs, None, request_id=uuid5(said.request_id if said else theirs.pk, str(line.pk)), now=now
    )


def _write_of_newcomer(
    meeting: Meeting, mine: Attendance, minutes: int | None, *, request_id: UUID, now: datetime
) -> None:
    """A "no" at a language table tells only of oneself: who leads it was there for the others."""
    hand = Hand(account_id=mine.account_id, side=HoursEntry.Side.NEWCOMER)
    for claim in ledger.claims_by_person([meeting.pk])[meeting.pk].values():
        if claim.state == State.REVERSED or (meeting.table_id and claim.state != State.CLAIMED):
            continue
        once = uuid5(request_id, str(claim.person_id))
        if mine.answer == Answer.HELD:
            ledger.confirm(claim_id=claim.claim_id, by=hand, request_id=once, now=now)
        elif meeting.table_id is None:
            ledger.dispute(claim_id=claim.claim_id, by=hand, request_id=once, now=now)
            messages.owe_to_coordinators(
                messages.HOURS_DISPUTED, town=meeting.municipality_id, subject_id=meeting.pk, now=now
            )


@transaction.atomic
def nobody_led(*, meeting_id: UUID, by: Account, request_id: UUID, now: datetime) -> None:
    """Who sat at a language table says that nobody was there to lead it: the hours are disputed. Twice is once.

    Raises:
        Meeting.DoesNotExist: ``by`` did not sit at a language table then.
    """
    meeting, mine = _locked(meeting_id, by)
    if meeting.table_id is None or mine.side != Side.NEWCOMER:
        raise Meeting.DoesNotExist
    hand = Hand(account_id=by.pk, side=HoursEntry.Side.NEWCOMER)
    for claim in ledger.claims_by_person([meeting.pk])[meeting.pk].values():
        if claim.state == State.CLAIMED:
            once = uuid5(request_id, str(claim.person_id))
            ledger.dispute(claim_id=claim.claim_id, by=hand, request_id=once, now=now)
            messages.owe_to_coordinators(
                messages.HOURS_DISPUTED, town=meeting.municipality_id, subject_id=meeting.pk, now=now
            )


def _claim_for_coordinator(meeting_id: UUID, by: Account, state: State) -> tuple[Meeting, ClaimState]:
    """The claim at this meeting that is in this state; when none is, the latest of all."""
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Meeting.DoesNotExist
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting_id)
    claims = list(ledger.claims_by_person([meeting.pk])[meeting.pk].values())
    if not claims:
        raise NothingToConfirm
    return meeting, next((claim for claim in claims if claim.state == state), claims[-1])


def note_last_met(meeting: Meeting) -> None:
    """On which day the pair of this meeting met last; a language table has no such day."""
    if meeting.pair_id is None:
        return
    held = Meeting.objects.filter(pair_id=meeting.pair_id, attendances__answer=Answer.HELD)
    last = held.aggregate(last=Max("local_date"))["last"]
    Pair.objects.filter(pk=meeting.pair_id).update(last_met_on=last)
