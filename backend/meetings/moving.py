"""One meeting on another day, hour or place, and one extra meeting: the plan goes on as it is.

A moved meeting is the same meeting: it keeps its id, and the day of the plan for which it stands is not
planned again.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.meetings import limits, local_time, messages, planning, stand_ins
from backend.meetings.days_off import DaysOff
from backend.meetings.locking import locked_meeting
from backend.meetings.models import Attendance, Meeting, MeetingMove, OffBecause
from backend.meetings.planning import CentreIsClosed, InAnotherMeetingThen, MeetingHasBegun
from backend.pairs.models import Pair
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.places.models import ZONE
from backend.privacy import audit
from notifications import outbox

AHEAD = timedelta(days=183)


class MeetingIsOff(Exception):
    """Somebody called this meeting off: plan an extra one instead."""


class NotAheadOfUs(Exception):
    """A meeting lies ahead of us, and within half a year."""


class SomebodyIsAway(Exception):
    """One of the two is away on that day."""


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One day with a local wall time and a place. No centre means online or as the note says."""

    on: date
    starts_local: time
    minutes: int
    centre_id: UUID | None = None
    place_note: str = ""

    @property
    def starts_at(self) -> datetime:
        """The moment at which it begins."""
        return local_time.moment(self.on, self.starts_local, ZONE)

    @property
    def ends_at(self) -> datetime:
        """So many elapsed minutes later."""
        return self.starts_at + timedelta(minutes=self.minutes)


@transaction.atomic
def move(*, meeting_id: UUID, by: Account, to: Slot, request_id: UUID, now: datetime) -> Meeting:
    """Put one meeting on another day, hour or place; the other one is told. The same request changes nothing.

    A meeting that a day off had called off takes place again, on its new day.

    Raises:
        Meeting.DoesNotExist: ``by`` neither takes part nor coordinates in the open town, or does not coordinate
            and it is one of a language table.
        MeetingHasBegun: too late to move it.
        MeetingIsOff: somebody called it off.
        PairHasEnded, NoMeetingsNow: these two do not meet.
        MinutesOutOfRange, NotAheadOfUs, CentreIsClosed, SomebodyIsAway: not such a day, hour or place.
        InAnotherMeetingThen: one of the two is taken.
        RequestUsedBefore: this request moved something else.
    """
    meeting = locked_meeting(Meeting.objects.visible_to(by), meeting_id)
    _may_be_moved(meeting, by)
    if known := MeetingMove.objects.filter(moved_by=by, request_id=request_id).first():
        if known.meeting_id != meeting.pk or _goes_to(known) != _slot_as_sent(to):
            raise RequestUsedBefore
        return meeting
    if meeting.starts_at <= now or meeting.attendances.exclude(answer="").exists():
        raise MeetingHasBegun
    if meeting.cancelled_at and not meeting.off_because:
        raise MeetingIsOff
    MeetingMove.objects.create(
        municipality_id=meeting.municipality_id,
        meeting=meeting,
        from_starts_at=meeting.starts_at,
        starts_at=to.starts_at,
        ends_at=to.ends_at,
        centre_id=to.centre_id,
        place_note=to.place_note,
        moved_by=by,
        moved_at=now,
        request_id=request_id,
    )
    _put_on(meeting, to)
    meeting.moved_at, meeting.cancelled_at, meeting.off_because = now, None, ""
    _have_volunteer_of_the_day(meeting)
    people = list(meeting.attendances.values_list("side", "account_id"))
    _may_be_met(meeting, people, to, by=by, now=now)
    _write(meeting)
    _forget_reminders(meeting, now=now)
    about: dict[str, Any] = {"subject_id": meeting.pk, "occurrence": str(request_id), "town": meeting.municipality_id}
    messages.owe_to_people(messages.MEETING_MOVED, people, but=by, now=now, **about)
    messages.owe_to_doer(messages.MEETING_MOVED, people, by=by, now=now, **about)
    audit.note(deed="meeting.move", about=meeting, town=meeting.municipality_id, by=by.pk, now=now)
    return meeting


@transaction.atomic
def add(*, pair_id: UUID, by: Account, at: Slot, request_id: UUID, now: datetime) -> Meeting:
    """Plan one extra meeting of a pair; the other one is told. The same request changes nothing.

    Raises:
        Pair.DoesNotExist: not a pair of ``by``, nor one of a town that ``by`` coordinates.
        PairHasEnded, NoMeetingsNow: these two do not meet.
        MinutesOutOfRange, NotAheadOfUs, CentreIsClosed, SomebodyIsAway: not such a day, hour or place.
        InAnotherMeetingThen: one of the two is taken.
        RequestUsedBefore: this request planned something else.
    """
    pair = _locked(Pair.objects.visible_to(by).values_list("pk", flat=True).get(pk=pair_id))
    if known := Meeting.objects.filter(planned_by=by, request_id=request_id).first():
        if known.pair_id != pair.pk:
            raise RequestUsedBefore
        return known
    meeting = Meeting(municipality_id=pair.municipality_id, pair=pair, planned_by=by, request_id=request_id)
    _put_on(meeting, at)
    people = [(str(each.side), each.account_id) for each in _expected(meeting, pair)]
    _may_be_met(meeting, people, at, by=by, now=now)
    meeting.save(force_insert=True)
    try:
        with transaction.atomic():
            Attendance.objects.bulk_create(_expected(meeting, pair))
    except IntegrityError as error:
        raise InAnotherMeetingThen from error
    town = meeting.municipality_id
    messages.owe_to_people(messages.EXTRA_MEETING, people, town=town, subject_id=meeting.pk, but=by, now=now)
    messages.owe_to_doer(messages.EXTRA_MEETING, people, by=by, town=town, subject_id=meeting.pk, now=now)
    audit.note(deed="meeting.add", about=meeting, town=meeting.municipality_id, by=by.pk, now=now)
    return meeting


def _locked(pair_id: UUID) -> Pair:
    pairs = Pair.objects.select_related("newcomer", "volunteer")
    return pairs.select_for_update(no_key=True, of=("self",)).get(pk=pair_id)


def _goes_to(known: MeetingMove) -> tuple[datetime, datetime, UUID | None, str]:
    return known.starts_at, known.ends_at, known.centre_id, known.place_note


def _slot_as_sent(slot: Slot) -> tuple[datetime, datetime, UUID | None, str]:
    return slot.starts_at, slot.ends_at, slot.centre_id, slot.place_note


def _put_on(meeting: Meeting, slot: Slot) -> None:
    meeting.local_date, meeting.starts_at, meeting.ends_at = slot.on, slot.starts_at, slot.ends_at
    meeting.centre_id, meeting.place_note = slot.centre_id, slot.place_note


def _have_volunteer_of_the_day(meeting: Meeting) -> None:
    """On its new day somebody else may stand in for the volunteer, or nobody any more. Not expected until written."""
    if meeting.pair is None:
        return
    mine = meeting.attendances.filter(side=Attendance.Side.VOLUNTEER, in_group=False)
    account_id = stand_ins.account_on(meeting.pair, meeting.local_date)
    mine.exclude(account=account_id).update(account=account_id, is_expected=False)


def _may_be_moved(meeting: Meeting, by: Account) -> None:
    """That of a language table by a coordinator only: it is of many people."""
    if meeting.table_id and not Coordinator.objects.filter(account=by, until=None).exists():
        raise Meeting.DoesNotExist


def _may_be_met(meeting: Meeting, people: list[tuple[str, UUID]], slot: Slot, *, by: Account, now: datetime) -> None:
    if meeting.pair:
        planning.may_meet(meeting.pair, by=by)
    elif not meeting.goes_on:
        raise planning.PairHasEnded
    limits.check(slot.minutes)
    if slot.starts_at <= now or slot.on > local_today(now) + AHEAD:
        raise NotAheadOfUs
    planning.check_house(
        slot.centre_id, weekday=slot.on.weekday(), starts=slot.starts_local, minutes=slot.minutes, now=now
    )
    days = DaysOff(
        people=[account_id for _side, account_id in people],
        centres=[slot.centre_id] if slot.centre_id else [],
        days=(slot.on, slot.on),
    )
    if why := days.why(meeting, people):
        raise CentreIsClosed if why == OffBecause.HOUSE_CLOSED else SomebodyIsAway


def _expected(meeting: Meeting, pair: Pair) -> list[Attendance]:
    helps = stand_ins.account_on(pair, meeting.local_date)
    sides = ((Attendance.Side.NEWCOMER, pair.newcomer.account_id), (Attendance.Side.VOLUNTEER, helps))
    return [
        Attendance(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            account_id=who,
            side=side,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
        )
        for side, who in sides
    ]


def _write(meeting: Meeting) -> None:
    meeting.sequence += 1
    try:
        with transaction.atomic():
            meeting.attendances.update(
                starts_at=meeting.starts_at, ends_at=meeting.ends_at, is_expected=True, coming_at=None
            )
    except IntegrityError as error:
        raise InAnotherMeetingThen from error
    changed = [
        "local_date",
        "starts_at",
        "ends_at",
        "centre",
        "place_note",
        "moved_at",
        "cancelled_at",
        "off_because",
    ]
    meeting.save(update_fields=[*changed, "sequence"])


def _forget_reminders(meeting: Meeting, *, now: datetime) -> None:
    for kinds in (messages.REMINDER_DAY_BEFORE, messages.REMINDER_TWO_HOURS, messages.MEETING_MOVED):
        for kind in kinds.values():
            outbox.withdraw(kind, subject_id=meeting.pk, now=now)
