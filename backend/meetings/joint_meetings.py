"""A handover in person: the old and the new volunteer, the newcomer and a coordinator meet once, all four.

It is an extra meeting of the new pair, at which the old volunteer has a place too. Each of the two volunteers has
the own hours of it.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.meetings import introductions, messages, moving
from backend.meetings.models import Attendance, Introduction, Meeting
from backend.meetings.planning import InAnotherMeetingThen
from backend.pairs.locking import locked_pair
from backend.pairs.models import CoordinatorTask, Pair
from backend.people.models import Account, Coordinator, Volunteer
from backend.privacy import audit
from notifications import outbox


class NobodyTookOver(Exception):
    """This pair did not begin because one volunteer took over from another."""


def follower_of(old: Pair) -> Pair | None:
    """The current pair of who took over; None while nobody did."""
    return Pair.objects.current().filter(proposal__takes_over_from=old).first()


@transaction.atomic
def plan(*, pair_id: UUID, by: Account, at: moving.Slot, request_id: UUID, now: datetime) -> Meeting:
    """Plan it; ``by`` is the coordinator who is there. The same request changes nothing.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town, or it has no such pair.
        NobodyTookOver: this pair has no volunteer of before.
        PairHasEnded, NoMeetingsNow: these two do not meet.
        MinutesOutOfRange, NotAheadOfUs, CentreIsClosed, SomebodyIsAway: not such a day, hour or place.
        InAnotherMeetingThen: one of the three is taken.
        RequestUsedBefore: this request planned something else.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist
    known = Pair.objects.select_related("proposal__takes_over_from__volunteer").get(pk=pair_id)
    old = known.proposal.takes_over_from if known.proposal else None
    if old is None:
        raise NobodyTookOver
    both = [old.volunteer_id, known.volunteer_id]
    list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=both).order_by("pk"))
    pair = locked_pair(pair_id, by)
    meeting = moving.add(pair_id=pair_id, by=by, at=at, request_id=request_id, now=now)
    if meeting.attendances.filter(account=old.volunteer.account_id).exists():
        return meeting
    _also_expect(meeting, old.volunteer.account_id)
    facts = {"municipality_id": pair.municipality_id, "meeting": meeting, "coordinator": by, "arranged_at": now}
    made, _is_new = Introduction.objects.update_or_create(pair=pair, defaults=facts)
    _tell(made, meeting, now=now)
    tasks = CoordinatorTask.objects.filter(pair=old, kind=CoordinatorTask.Kind.JOINT_MEETING, done_at=None)
    tasks.update(done_at=now, done_by=by)
    audit.note(deed="joint meeting planned", about=meeting, town=pair.municipality_id, by=by.pk, now=now)
    return meeting


def _also_expect(meeting: Meeting, account_id: UUID) -> None:
    try:
        with transaction.atomic():
            Attendance.objects.create(
                municipality_id=meeting.municipality_id,
                meeting=meeting,
                account_id=account_id,
                side=Attendance.Side.VOLUNTEER,
                starts_at=meeting.starts_at,
                ends_at=meeting.ends_at,
                in_group=True,
            )
    except IntegrityError as error:
        raise InAnotherMeetingThen from error


def _tell(made: Introduction, meeting: Meeting, *, now: datetime) -> None:
    """All three hear who is there, once: not also that there is an extra meeting."""
    for kind in messages.EXTRA_MEETING.values():
        outbox.withdraw(kind, subject_id=meeting.pk, now=now)
    for account_id in meeting.attendances.values_list("account_id", flat=True):
        outbox.owe(
            introductions.INTRODUCTION,
            recipient_id=account_id,
            subject_id=made.pk,
            now=now,
            municipality=meeting.municipality_id,
            occurrence=str(meeting.pk),
        )
