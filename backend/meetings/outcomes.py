"""Came, late, excused, no-show, ill: what became of each person at a meeting, and whose word holds.

A coordinator's last word holds; then what was seen at the check-in; then one's own word; then that of the other
one. So nobody is a no-show who said to be ill, and the no-show of one is never held against the other.

For other rooms: ``of`` and ``missed_by_others`` are the public readings, and stay as they are.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend.meetings import attendance as answers
from backend.meetings import local_time
from backend.meetings.attendance import MeetingIsNotOver, MeetingWasCancelled
from backend.meetings.locking import locked_meeting
from backend.meetings.models import Attendance, Meeting, Outcome, OutcomeWord, Why
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.places.models import ZONE
from backend.privacy import audit

Side = OutcomeWord.Side
HOLDS_FIRST = (Side.COORDINATOR, Side.CHECK_IN, Side.SELF, Side.OTHER)
MISSED = frozenset({Outcome.EXCUSED, Outcome.NO_SHOW, Outcome.ILL})
CAN_COME_BEFORE_THE_END = frozenset({Outcome.EXCUSED, Outcome.ILL})


MEANS: Mapping[Why, tuple[Outcome | None, Outcome | None]] = {  # of oneself, of everybody else
    Why.I_WAS_ILL: (Outcome.ILL, None),
    Why.I_COULD_NOT: (Outcome.EXCUSED, None),
    Why.OTHER_NOT_THERE: (Outcome.CAME, Outcome.NO_SHOW),
    Why.OTHER_WAS_ILL: (None, Outcome.ILL),
    Why.OTHER_COULD_NOT: (None, Outcome.EXCUSED),
}


@dataclass(frozen=True, kw_only=True)
class MissedByOther:
    """A planned meeting for which this person was there, or would have been, and the other one was not.

    Attributes:
        minutes: as long as was planned.
        outcome: of the other one.
    """

    meeting_id: UUID
    starts_at: datetime
    ends_at: datetime
    minutes: int
    outcome: Outcome


@transaction.atomic
def say(
    *, meeting_id: UUID, about: UUID, outcome: Outcome, by: Account, request_id: UUID, now: datetime
) -> OutcomeWord:
    """Write what became of the person ``about`` at a meeting; the same request changes nothing.

    Raises:
        Meeting.DoesNotExist: ``by`` neither takes part nor coordinates, or ``about`` was not expected there.
        MeetingWasCancelled: there was no meeting.
        MeetingIsNotOver: only "ill" and "excused" can be known before the end.
        RequestUsedBefore: this request said something else.
    """
    meeting = locked_meeting(Meeting.objects.visible_to(by), meeting_id)
    attendance = meeting.attendances.filter(account=about).first()
    if attendance is None:
        raise Meeting.DoesNotExist
    if known := OutcomeWord.objects.filter(attendance=attendance, said_by=by, request_id=request_id).first():
        if known.outcome != outcome:
            raise RequestUsedBefore
        return known
    if meeting.cancelled_at:
        raise MeetingWasCancelled
    if now < meeting.ends_at and outcome not in CAN_COME_BEFORE_THE_END:
        raise MeetingIsNotOver
    side = _side_of(attendance, by)
    if side == Side.COORDINATOR:
        audit.note(deed="outcome.say", about=meeting, town=meeting.municipality_id, by=by.pk, now=now)
    return write(attendance, outcome, by=by, side=side, request_id=request_id, now=now)


@transaction.atomic
def explain(*, meeting_id: UUID, by: Account, why: Why, request_id: UUID, now: datetime) -> None:
    """Write why two did not meet, as one of them says; the same request changes nothing.

    Raises:
        Meeting.DoesNotExist: ``by`` was not expected there.
        MeetingWasCancelled, MeetingIsNotOver, RequestUsedBefore: as for ``say``.
    """
    sides = dict(Attendance.objects.filter(meeting=meeting_id).values_list("account_id", "side"))
    if by.pk not in sides:
        raise Meeting.DoesNotExist
    of_oneself, of_others = MEANS[why]
    others = sorted(account_id for account_id, side in sides.items() if side != sides[by.pk])
    words = [(by.pk, of_oneself), *((other, of_others) for other in others)]
    for about, outcome in words:
        if outcome is not None:
            say(meeting_id=meeting_id, about=about, outcome=outcome, by=by, request_id=request_id, now=now)
    says_nobody_led = why == Why.OTHER_NOT_THERE and sides[by.pk] == Attendance.Side.NEWCOMER
    if says_nobody_led and Meeting.objects.of_tables().filter(pk=meeting_id).exists():
        answers.nobody_led(meeting_id=meeting_id, by=by, request_id=request_id, now=now)


def write(
    attendance: Attendance, outcome: Outcome, *, by: Account, side: Side, request_id: UUID, now: datetime
) -> OutcomeWord:
    """Add a word; the caller holds the meeting locked."""
    return OutcomeWord.objects.create(
        municipality_id=attendance.municipality_id,
        attendance=attendance,
        outcome=outcome,
        said_by=by,
        side=side,
        said_at=now,
        request_id=request_id,
    )


def of(meeting_ids: Collection[UUID]) -> Mapping[UUID, Mapping[UUID, Outcome]]:
    """What became of everybody at these meetings: meeting to account to outcome. Two queries.

    Whoever said "we met" came, also without a word about it; of others nothing is known and they have no entry.
    """
    found: dict[UUID, dict[UUID, Outcome]] = {meeting_id: {} for meeting_id in meeting_ids}
    said: defaultdict[UUID, list[tuple[str, str]]] = defaultdict(list)
    words = OutcomeWord.objects.filter(attendance__meeting__in=meeting_ids).order_by("said_at")
    for attendance_id, side, word in words.values_list("attendance_id", "side", "outcome"):
        said[attendance_id].append((side, word))
    rows = Attendance.objects.filter(meeting__in=meeting_ids)
    for pk, meeting_id, account_id, answer in rows.values_list("pk", "meeting_id", "account_id", "answer"):
        if (outcome := _holding(said[pk], answer)) is not None:
            found[meeting_id][account_id] = outcome
    return found


def missed_by_others(
    person_ids: Collection[UUID], *, starts_on: date, ends_on: date
) -> Mapping[UUID, list[MissedByOther]]:
    """Meetings on these local days, both included, that did not take place because somebody else was not there.

    A person who was not there either has none of it. Each id has an entry; earliest meeting first. Four queries.
    """
    begin, end = local_time.days(starts_on, ends_on, ZONE)
    planned = Meeting.objects.going_on().filter(
        attendances__account__in=person_ids, starts_at__gte=begin, starts_at__lt=end
    )
    missed = planned.filter(pk__in=somebody_missed(starts_on=starts_on, ends_on=ends_on))
    meetings = {meeting.pk: meeting for meeting in missed.distinct().order_by("starts_at", "pk")}
    known, sides = of(meetings.keys()), _sides(meetings.keys())
    found: dict[UUID, list[MissedByOther]] = {person_id: [] for person_id in person_ids}
    for meeting in meetings.values():
        for person_id in sides[meeting.pk].keys() & found.keys():
            if (one := _missed(meeting, person_id, known[meeting.pk], sides[meeting.pk])) is not None:
                found[person_id].append(one)
    return found


def somebody_missed(*, starts_on: date, ends_on: date) -> QuerySet[OutcomeWord, UUID]:
    """The meetings of these local days, both included, of which anybody ever said that somebody was not there.

    Of all others nobody is known to have missed them, whoever's word holds; most meetings are simply held.
    """
    said = OutcomeWord.objects.filter(outcome__in=MISSED)
    a_day = timedelta(days=1)  # wherever in the world a day of the plan begins
    days = said.filter(attendance__meeting__local_date__range=(starts_on - a_day, ends_on + a_day))
    return days.values_list("attendance__meeting_id", flat=True)


def _sides(meeting_ids: Iterable[UUID]) -> dict[UUID, dict[UUID, str]]:
    """On which side each person was at each meeting."""
    found: defaultdict[UUID, dict[UUID, str]] = defaultdict(dict)
    rows = Attendance.objects.filter(meeting__in=list(meeting_ids)).values_list("meeting_id", "account_id", "side")
    for meeting_id, account_id, side in rows:
        found[meeting_id][account_id] = side
    return found


def _missed(
    meeting: Meeting, person_id: UUID, known: Mapping[UUID, Outcome], sides: Mapping[UUID, str]
) -> MissedByOther | None:
    others = [outcome for account_id, outcome in known.items() if sides[account_id] != sides[person_id]]
    waited_for = sum(side != sides[person_id] for side in sides.values())
    is_known_of_all = others and len(others) == waited_for
    if known.get(person_id) in MISSED or not is_known_of_all or not all(outcome in MISSED for outcome in others):
        return None
    return MissedByOther(
        meeting_id=meeting.pk,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        minutes=meeting.minutes,
        outcome=others[0],
    )


def _holding(words: Collection[tuple[str, str]], answer: str) -> Outcome | None:
    """Of the words about one person, each with who said it, oldest first: the one that holds."""
    for side in HOLDS_FIRST:
        said = [outcome for by, outcome in words if by == side]
        if said:
            return Outcome(said[-1])
    return Outcome.CAME if answer == Attendance.Answer.HELD else None


def _side_of(attendance: Attendance, by: Account) -> Side:
    if attendance.account_id == by.pk:
        return Side.SELF
    if Attendance.objects.filter(meeting=attendance.meeting_id, account=by).exists():
        return Side.OTHER
    if Coordinator.objects.filter(account=by, until=None).exists():
        return Side.COORDINATOR
    raise Meeting.DoesNotExist
