"""A volunteer is away for some weeks and another one stands in, from a day to a day.

Who stands in sees the plan and meets, is reminded, and has the hours of these days; never what coordinators or the
two wrote before. The usual volunteer has none of these hours. It is over by itself, and every later meeting is the
usual volunteer's again.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet

from backend.meetings import calling_off, planning, substitute_messages
from backend.meetings.models import Attendance, Meeting, MeetingSeries, OffBecause, Substitution
from backend.meetings.planning import InAnotherMeetingThen
from backend.pairs import handover
from backend.pairs.locking import locked_pair
from backend.pairs.models import CoordinatorTask, Pair
from backend.people.models import Account, Coordinator, Volunteer
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.privacy import audit

LONGEST = timedelta(days=183)


class NotSuchDays(Exception):
    """Choose a last day on or after the first, from today on, within half a year."""


class SomebodyStandsInThen(Exception):
    """Somebody stands in already on one of these days."""


@transaction.atomic
def arrange(
    *, pair_id: UUID, volunteer_id: UUID, from_on: date, until_on: date, by: Account, request_id: UUID, now: datetime
) -> Substitution:
    """From the first through the last day this volunteer meets the newcomer. The same request changes nothing.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town, or it has no such pair.
        PairHasEnded, NoMeetingsNow: this pair does not meet.
        NotSuchDays, SomebodyStandsInThen: not on these days.
        DoesNotFit: this volunteer does not fit the newcomer, or has no place free.
        InAnotherMeetingThen: this volunteer is taken at one of the meetings of these days.
        RequestUsedBefore: this request arranged something else.
        UnusableRow: a fact about somebody is outside its range.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist
    usual = Pair.objects.values_list("volunteer_id", flat=True).get(pk=pair_id)
    list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=[usual, volunteer_id]).order_by("pk"))
    pair = locked_pair(pair_id, by)
    if known := Substitution.objects.filter(arranged_by=by, request_id=request_id).first():
        about = (known.pair_id, known.volunteer_id, known.from_on, known.until_on)
        if about != (pair_id, volunteer_id, from_on, until_on):
            raise RequestUsedBefore
        return known
    planning.may_meet(pair, by=by)
    _may_be_days(pair, from_on, until_on, now=now)
    found = next((each for each in handover.candidates(pair) if each.volunteer_id == volunteer_id), None)
    if found is None:
        raise handover.DoesNotFit
    made = Substitution.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        volunteer=found.volunteer,
        from_on=from_on,
        until_on=until_on,
        arranged_by=by,
        arranged_at=now,
        request_id=request_id,
    )
    meetings = _lock_coming(pair, from_on, until_on, now=now)
    for meeting in meetings:
        if not _give(meeting, found.volunteer.account_id):
            raise InAnotherMeetingThen
    calling_off.look_again(Meeting.objects.filter(pk__in=[each.pk for each in meetings]), now=now)
    substitute_messages.owe(made, pair, now=now)
    audit.note(deed="substitute.arrange", about=made, town=pair.municipality_id, by=by.pk, now=now)
    return made


@transaction.atomic
def end(*, substitution_id: UUID, by: Account, now: datetime) -> Substitution:
    """The usual volunteer is back earlier: every meeting from now on is the usual one's. Twice is fine.

    Raises:
        Substitution.DoesNotExist: ``by`` does not coordinate in the open town.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Substitution.DoesNotExist
    pair = locked_pair(Substitution.objects.values_list("pair_id", flat=True).get(pk=substitution_id), by)
    found = Substitution.objects.select_for_update(no_key=True).get(pk=substitution_id)
    today = local_today(now)
    if found.lifted_on or found.until_on < today:
        return found
    found.lifted_on, found.lifted_by = max(today, found.from_on), by
    found.save(update_fields=["lifted_on", "lifted_by"])
    meetings = _lock_coming(pair, found.from_on, found.until_on, now=now)
    for meeting in meetings:
        if not _give(meeting, pair.volunteer.account_id):
            _put_off(meeting, pair.volunteer.account_id, OffBecause.CLASH, now=now)
    calling_off.look_again(Meeting.objects.filter(pk__in=[each.pk for each in meetings]), now=now)
    substitute_messages.owe(found, pair, now=now)
    audit.note(deed="substitute.end", about=found, town=pair.municipality_id, by=by.pk, now=now)
    return found


def stop(*, pair: Pair, volunteer: Volunteer, now: datetime) -> None:
    """At once and without a word this volunteer stands in no more. The usual one is still away, so nobody meets on
    the days that were left until a coordinator, who gets a task, finds somebody else. The caller holds both locked.
    """
    today, usual = local_today(now), pair.volunteer.account_id
    rows = Substitution.objects.not_over(today).filter(pair=pair, volunteer=volunteer)
    for each in rows.select_for_update(no_key=True, of=("self",)):
        each.lifted_on = max(today, each.from_on)
        each.save(update_fields=["lifted_on"])
        for meeting in _lock_coming(pair, each.from_on, each.until_on, now=now):
            if meeting.cancelled_at is None:
                _put_off(meeting, usual, OffBecause.VOLUNTEER_AWAY, now=now)
            else:
                _volunteer_at(meeting).update(account=usual, coming_at=None)
        substitute_messages.withdraw(each, now=now)
        _ask_for_another(each, now=now)


def _ask_for_another(about: Substitution, *, now: datetime) -> None:
    """A task for who arranged it, or for another coordinator; who ended it stands nowhere in it."""
    here = Coordinator.objects.filter(until=None).order_by("since", "pk")
    owner = here.filter(account=about.arranged_by_id).first() or here.first()
    if owner is None:
        return
    CoordinatorTask.objects.get_or_create(
        made_by_id=owner.account_id,
        request_id=uuid5(about.pk, "another substitute"),
        defaults={
            "municipality_id": about.municipality_id,
            "pair_id": about.pair_id,
            "kind": CoordinatorTask.Kind.SUBSTITUTE,
            "due_on": local_today(now),
            "assigned_to_id": owner.account_id,
            "made_at": now,
        },
    )


def _may_be_days(pair: Pair, from_on: date, until_on: date, *, now: datetime) -> None:
    if not (local_today(now) <= from_on <= until_on <= local_today(now) + LONGEST):
        raise NotSuchDays
    if Substitution.objects.touching(from_on, until_on).filter(pair=pair).exists():
        raise SomebodyStandsInThen


def _lock_coming(pair: Pair, from_on: date, until_on: date, *, now: datetime) -> Sequence[Meeting]:
    """The plan, so that a planner is waited for, then the coming meetings of these days."""
    list(MeetingSeries.objects.select_for_update(no_key=True).filter(pair=pair, last_on=None).values_list("pk"))
    coming = Meeting.objects.filter(pair=pair, starts_at__gt=now, local_date__range=(from_on, until_on))
    return list(coming.select_for_update(no_key=True, of=("self",)).order_by("starts_at", "pk"))


def _volunteer_at(meeting: Meeting) -> QuerySet[Attendance]:
    return Attendance.objects.filter(meeting=meeting, side=Attendance.Side.VOLUNTEER, in_group=False)


def _give(meeting: Meeting, account_id: UUID) -> bool:
    """Expect this volunteer instead; not when he or she is in another meeting then."""
    try:
        with transaction.atomic():
            _volunteer_at(meeting).update(account=account_id, coming_at=None)
    except IntegrityError:
        return False
    Meeting.objects.filter(pk=meeting.pk).update(sequence=F("sequence") + 1)
    return True


def _put_off(meeting: Meeting, account_id: UUID, why: OffBecause, *, now: datetime) -> None:
    Attendance.objects.filter(meeting=meeting).update(is_expected=False)
    _volunteer_at(meeting).update(account=account_id, coming_at=None)
    Meeting.objects.filter(pk=meeting.pk).update(
        cancelled_at=now, cancelled_by=None, off_because=why, sequence=F("sequence") + 1
    )
