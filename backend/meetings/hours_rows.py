"""Hours that come in as rows: from a paper sheet, or from a file. One row is one meeting of a pair that was held.

The coordinator who enters a row claims the hours for the volunteer, so somebody else confirms them: the newcomer,
who is asked as always, or another coordinator. Each row is safe to send twice.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from backend.meetings import claims as all_claims
from backend.meetings import ledger, limits, local_time, stand_ins
from backend.meetings.attendance import CHANGEABLE_FOR, AnswerIsFinal, MeetingIsNotOver, note_last_met
from backend.meetings.ledger import ClaimIsInAnotherState, Hand
from backend.meetings.models import Attendance, HoursEntry, HoursInterval, Meeting
from backend.meetings.planning import InAnotherMeetingThen
from backend.pairs.models import Pair
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.places.models import ZONE
from backend.privacy import audit

OLDEST = timedelta(days=366)


class NotTogetherThen(Exception):
    """These two were not a pair on that day."""


class TooLongAgo(Exception):
    """More than a year ago: such hours are not entered any more."""


class VolunteerSaysOtherwise(Exception):
    """The volunteer said that they did not meet: ask first, and have the volunteer change the answer."""


class HoursStandAlready(Exception):
    """Hours for this meeting were entered before, with other times."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """A meeting that was held: who, on which day, from which wall time, for how many minutes."""

    pair_id: UUID
    on: date
    starts_local: time
    minutes: int

    @property
    def starts_at(self) -> datetime:
        """The moment at which it began."""
        return local_time.moment(self.on, self.starts_local, ZONE)

    @property
    def ends_at(self) -> datetime:
        """So many elapsed minutes later."""
        return self.starts_at + timedelta(minutes=self.minutes)


@transaction.atomic
def enter(*, row: Row, by: Account, how: str, request_id: UUID, now: datetime) -> HoursEntry:
    """Claim the hours of one row for its volunteer; the same request, or the same row again, changes nothing.

    The meeting is that of the plan on this day; a meeting outside the plan is written down as an extra one.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town, or it has no such pair.
        MinutesOutOfRange, NotTogetherThen, MeetingIsNotOver, TooLongAgo: such a row cannot be.
        HoursOverlap: with other hours of the volunteer.
        InAnotherMeetingThen: one of the two was expected in another meeting then.
        HoursStandAlready: of this meeting, with other times.
        VolunteerSaysOtherwise: the volunteer said that they did not meet.
        RequestUsedBefore: this request wrote something else.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist
    pairs = Pair.objects.select_related("newcomer", "volunteer")
    pair = pairs.select_for_update(no_key=True, of=("self",)).get(pk=row.pair_id)
    helps = stand_ins.account_on(pair, row.on)
    if known := _written(request_id, by, helps, row):
        return known
    _may_be_entered(pair, row, now=now)
    meeting = _meeting_of(pair, helps, row)
    _refuse_overlap(helps, row, meeting)
    meeting = meeting or _extra(pair, helps, row, by=by, request_id=request_id)
    if claim := ledger.claims_by_person([meeting.pk])[meeting.pk].get(helps):
        if claim.takes_time and (claim.starts_at, claim.ends_at) != (row.starts_at, row.ends_at):
            raise HoursStandAlready
        if claim.takes_time:
            return HoursEntry.objects.get(pk=claim.claim_id)
        if claim.state == ledger.State.REJECTED:
            raise ClaimIsInAnotherState(claim)
    said = Attendance.objects.filter(meeting=meeting, account=helps)
    if said.filter(answer=Attendance.Answer.NOT_HELD).exists():
        raise VolunteerSaysOtherwise
    line = ledger.claim(
        person_id=helps,
        meeting=meeting,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        by=Hand(account_id=by.pk, side=HoursEntry.Side.COORDINATOR, knows_from=how),
        request_id=request_id,
        now=now,
    )
    said.filter(answer="").update(answer=Attendance.Answer.HELD, answered_at=now, answered_by=by)
    note_last_met(meeting)
    town = pair.municipality_id
    audit.note(deed="hours.enter", about=meeting, town=town, by=by.pk, now=now, reason=how)
    return line


@transaction.atomic
def undo(*, claim_id: UUID, by: Account, request_id: UUID, now: datetime) -> HoursEntry:
    """Take a row back that ``by`` entered, within 72 hours; its time is free again. Twice is one line.

    Raises:
        HoursEntry.DoesNotExist: not entered by ``by``, who coordinates in the open town.
        AnswerIsFinal: entered more than 72 hours ago.
        ClaimIsInAnotherState: rejected, or decided by a coordinator.
    """
    claims = HoursEntry.objects.filter(kind=HoursEntry.Kind.CLAIM, actor_id=by.pk)
    claim = claims.get(pk=claim_id, actor_side=HoursEntry.Side.COORDINATOR)
    if now >= claim.written_at + CHANGEABLE_FOR:
        raise AnswerIsFinal
    hand = Hand(account_id=by.pk, side=HoursEntry.Side.COORDINATOR)
    line = ledger.reverse(claim_id=claim.pk, by=hand, request_id=request_id, now=now)
    theirs = Attendance.objects.filter(meeting=claim.meeting_id, account=claim.person_id, answered_by=by)
    theirs.update(answer="", answered_at=None, answered_by=None)
    return line


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A row that a coordinator entered lately and may still take back, until ``until``."""

    claim: ledger.ClaimState
    meeting: Meeting
    until: datetime


def lately(*, by: Account, now: datetime) -> list[Entered]:
    """What ``by`` entered within 72 hours and what still stands, the newest first; three queries."""
    mine = HoursEntry.objects.filter(
        kind=HoursEntry.Kind.CLAIM,
        actor_id=by.pk,
        actor_side=HoursEntry.Side.COORDINATOR,
        written_at__gt=now - CHANGEABLE_FOR,
    )
    written_at = dict(mine.values_list("pk", "written_at"))
    claims = all_claims.states(HoursEntry.objects.filter(Q(pk__in=written_at) | Q(claim__in=written_at)))
    standing = [claim for claim in claims if claim.takes_time and not claim.is_resolved]
    meetings = Meeting.objects.for_page().in_bulk([claim.meeting_id for claim in standing])
    found = [
        Entered(claim=claim, meeting=meetings[claim.meeting_id], until=written_at[claim.claim_id] + CHANGEABLE_FOR)
        for claim in standing
    ]
    return sorted(found, key=lambda each: each.until, reverse=True)


def _written(request_id: UUID, by: Account, helps: UUID, row: Row) -> HoursEntry | None:
    known = HoursEntry.objects.filter(actor_id=by.pk, request_id=request_id, kind=HoursEntry.Kind.CLAIM).first()
    body = (helps, row.starts_at, row.ends_at)
    if known and (known.person_id, known.starts_at, known.ends_at) != body:
        raise RequestUsedBefore
    return known


def _may_be_entered(pair: Pair, row: Row, *, now: datetime) -> None:
    limits.check(row.minutes)
    if row.on < pair.started_on or (pair.ended_on is not None and row.on > pair.ended_on):
        raise NotTogetherThen
    if row.ends_at > now:
        raise MeetingIsNotOver
    if row.on < local_today(now) - OLDEST:
        raise TooLongAgo


def _meeting_of(pair: Pair, helps: UUID, row: Row) -> Meeting | None:
    """The meeting on this day that lies nearest; one that somebody called off is not it."""
    may_be = Meeting.objects.filter(Q(cancelled_at=None) | ~Q(off_because=""), pair=pair, local_date=row.on)
    taken = ledger.claims_by_person(list(may_be.values_list("pk", flat=True)))
    free = [meeting for meeting in may_be if _is_free(taken[meeting.pk].get(helps), row)]
    return min(free, key=lambda meeting: abs(meeting.starts_at - row.starts_at), default=None)


def _refuse_overlap(helps: UUID, row: Row, meeting: Meeting | None) -> None:
    """Before a meeting is written down for the row, so that the answer names the hours and not only a meeting."""
    at_once = Q(starts_at__lt=row.ends_at, ends_at__gt=row.starts_at)
    taken = HoursInterval.objects.filter(at_once, person_id=helps).order_by("starts_at")
    other = taken.exclude(meeting_id=meeting.pk).first() if meeting else taken.first()
    if other:
        raise ledger.HoursOverlap(other)


def _is_free(claim: ledger.ClaimState | None, row: Row) -> bool:
    """No hours yet, or hours that this row is about; a second meeting on one day lies apart from the first."""
    return claim is None or not claim.takes_time or (claim.starts_at < row.ends_at and claim.ends_at > row.starts_at)


def _extra(pair: Pair, helps: UUID, row: Row, *, by: Account, request_id: UUID) -> Meeting:
    meeting = Meeting.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        local_date=row.on,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        planned_by=by,
        request_id=request_id,
    )
    sides = ((Attendance.Side.NEWCOMER, pair.newcomer.account_id), (Attendance.Side.VOLUNTEER, helps))
    try:
        with transaction.atomic():
            Attendance.objects.bulk_create(
                Attendance(
                    municipality_id=pair.municipality_id,
                    meeting=meeting,
                    account_id=who,
                    side=side,
                    starts_at=row.starts_at,
                    ends_at=row.ends_at,
                )
                for side, who in sides
            )
    except IntegrityError as error:
        raise InAnotherMeetingThen from error
    return meeting
