"""Somebody is away, or a house is closed: the meetings of those days are off, and both hear of it once."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from backend.meetings import calling_off, messages
from backend.meetings.models import Absence, Attendance, Closure, Meeting, MeetingSeries
from backend.pairs.models import LanguageTable, Pair
from backend.people.models import Account, Coordinator, Newcomer, Volunteer
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.places.models import CommunityCentre
from backend.privacy import audit
from notifications import outbox

DayOff = TypeVar("DayOff", Absence, Closure)
LONGEST = timedelta(days=366)


class AwayEndsBeforeItStarts(Exception):
    """The last day lies before the first."""


class AwayIsOver(Exception):
    """These days are over: there is nothing to call off any more."""


class AwayIsTooLong(Exception):
    """Longer than a year: then a pair is paused or ended instead."""


@transaction.atomic
def enter(
    *,
    town: str,
    account_id: UUID,
    by: Account,
    starts_on: date,
    ends_on: date,
    request_id: UUID,
    now: datetime,
) -> Absence:
    """This person is away on these days, both included; the same request changes nothing.

    Raises:
        Account.DoesNotExist: ``by`` is neither this person nor a coordinator of the open town, or the person
            takes no part there.
        AwayEndsBeforeItStarts, AwayIsOver, AwayIsTooLong: not such days.
        RequestUsedBefore: this request was about other days or another person.
    """
    person = _whom_it_is_about(account_id, by)
    if known := Absence.objects.filter(entered_by=by, request_id=request_id).first():
        if (known.account_id, known.starts_on, known.ends_on) != (person.pk, starts_on, ends_on):
            raise RequestUsedBefore
        return known
    _may_be_off(starts_on, ends_on, now=now)
    _lock_plans_of(person.pk)
    made = Absence.objects.create(
        municipality_id=town,
        account=person,
        starts_on=starts_on,
        ends_on=ends_on,
        entered_by=by,
        entered_at=now,
        request_id=request_id,
    )
    audit.note(deed="absence.enter", about=made, town=town, by=by.pk, now=now)
    _apply(made, now=now)
    return made


@transaction.atomic
def close(
    *,
    centre_id: UUID,
    by: Account,
    starts_on: date,
    ends_on: date,
    why: str = "",
    request_id: UUID,
    now: datetime,
) -> Closure:
    """This house is closed on these days, both included; the same request changes nothing.

    Raises:
        CommunityCentre.DoesNotExist: ``by`` does not coordinate in the open town, or it has no such house.
        AwayEndsBeforeItStarts, AwayIsOver, AwayIsTooLong: not such days.
        RequestUsedBefore: this request was about other days or another house.
    """
    if not _coordinates(by):
        raise CommunityCentre.DoesNotExist
    centre = CommunityCentre.objects.get(pk=centre_id)
    if known := Closure.objects.filter(entered_by=by, request_id=request_id).first():
        if (known.centre_id, known.starts_on, known.ends_on) != (centre.pk, starts_on, ends_on):
            raise RequestUsedBefore
        return known
    _may_be_off(starts_on, ends_on, now=now)
    _lock_plans_at(centre.pk, now=now)
    made = Closure.objects.create(
        municipality_id=centre.municipality_id,
        centre=centre,
        starts_on=starts_on,
        ends_on=ends_on,
        why=why,
        entered_by=by,
        entered_at=now,
        request_id=request_id,
    )
    audit.note(deed="house.close", about=made, town=centre.municipality_id, by=by.pk, now=now)
    _apply(made, now=now)
    return made


@transaction.atomic
def lift(*, absence_id: UUID, by: Account, now: datetime) -> Absence:
    """This person is there after all: the meetings of those days come back. Twice is fine.

    Raises:
        Absence.DoesNotExist: of somebody else, and ``by`` does not coordinate in the open town.
    """
    found = Absence.objects.visible_to(by).select_for_update(no_key=True).get(pk=absence_id)
    _lock_plans_of(found.account_id)
    return _lift(found, by=by, now=now)


@transaction.atomic
def reopen(*, closure_id: UUID, by: Account, now: datetime) -> Closure:
    """The house is open after all: the meetings of those days come back. Twice is fine.

    Raises:
        Closure.DoesNotExist: ``by`` does not coordinate in the open town.
    """
    found = Closure.objects.visible_to(by).select_for_update(no_key=True).get(pk=closure_id)
    _lock_plans_at(found.centre_id, now=now)
    return _lift(found, by=by, now=now)


def catch_up(now: datetime) -> None:
    """Call off what still stands on a day off of the open town: made by a planner in the very same moment."""
    today = local_today(now)
    standing = Meeting.objects.going_on().filter(
        starts_at__gt=now, local_date__gte=OuterRef("starts_on"), local_date__lte=OuterRef("ends_on")
    )
    theirs = standing.filter(
        Exists(Attendance.objects.filter(meeting=OuterRef("pk"), account=OuterRef(OuterRef("account"))))
    )
    for absence in Absence.objects.standing().not_over(today).filter(Exists(theirs)):
        _apply(absence, now=now)
    there = standing.filter(centre=OuterRef("centre"))
    for closure in Closure.objects.standing().not_over(today).filter(Exists(there)):
        _apply(closure, now=now)


def _coordinates(account: Account) -> bool:
    return Coordinator.objects.filter(account=account, until=None).exists()


def _whom_it_is_about(account_id: UUID, by: Account) -> Account:
    """Locked in the order volunteer, newcomer; the account itself is not, since absences may overlap."""
    if account_id != by.pk and not _coordinates(by):
        raise Account.DoesNotExist
    takes_part = Q(Exists(Newcomer.objects.filter(account=OuterRef("pk"), left_on=None))) | Q(
        Exists(Volunteer.objects.filter(account=OuterRef("pk"), left_on=None))
    )
    return Account.objects.filter(takes_part).get(pk=account_id)


def _may_be_off(starts_on: date, ends_on: date, *, now: datetime) -> None:
    if ends_on < starts_on:
        raise AwayEndsBeforeItStarts
    if ends_on < local_today(now):
        raise AwayIsOver
    if ends_on - starts_on >= LONGEST:
        raise AwayIsTooLong


def _lock_plans_of(person: UUID) -> None:
    pairs = Pair.objects.filter(Q(newcomer__account=person) | Q(volunteer__account=person))
    leads, sits = Q(leaders__account=person), Q(table_seats__newcomer__account=person, table_seats__until=None)
    tables = LanguageTable.objects.going_on().filter(leads | sits)
    _lock(pairs, LanguageTable.objects.filter(pk__in=tables.values("pk")))


def _lock_plans_at(centre_id: UUID, *, now: datetime) -> None:
    there = Meeting.objects.filter(centre=centre_id, starts_at__gt=now)
    _lock(
        Pair.objects.filter(Exists(there.filter(pair=OuterRef("pk")))),
        LanguageTable.objects.filter(Exists(there.filter(table=OuterRef("pk")))),
    )


def _lock(pairs: QuerySet[Pair], tables: QuerySet[LanguageTable]) -> None:
    """These, then their plans: a planner that makes meetings at this moment is waited for."""
    of_pairs, of_tables = (
        list(rows.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk", flat=True))
        for rows in (pairs, tables)
    )
    plans = MeetingSeries.objects.filter(Q(pair__in=of_pairs) | Q(table__in=of_tables), last_on=None).order_by("pk")
    list(plans.select_for_update(no_key=True).values_list("pk", flat=True))


def _apply(day_off: Absence | Closure, *, now: datetime) -> None:
    changed = calling_off.look_again(calling_off.touched_by(day_off), now=now)
    _tell(messages.MEETINGS_OFF, day_off, changed.off, now=now)


def _tell(
    kinds: messages.BothSides, day_off: Absence | Closure, changed: Sequence[Meeting], *, now: datetime
) -> None:
    people = calling_off.people_of(changed)
    messages.owe_to_people(kinds, people, town=day_off.municipality_id, subject_id=day_off.pk, now=now)


def _lift(day_off: DayOff, *, by: Account, now: datetime) -> DayOff:
    if day_off.lifted_at:
        return day_off
    day_off.lifted_at, day_off.lifted_by = now, by
    day_off.save(update_fields=["lifted_at", "lifted_by"])
    audit.note(deed="day_off.lift", about=day_off, town=day_off.municipality_id, by=by.pk, now=now)
    for kind in messages.MEETINGS_OFF.values():
        outbox.withdraw(kind, subject_id=day_off.pk, now=now)
    changed = calling_off.look_again(calling_off.touched_by(day_off), now=now)
    _tell(messages.MEETINGS_BACK, day_off, changed.back, now=now)
    return day_off
