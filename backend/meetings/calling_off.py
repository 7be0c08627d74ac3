"""Meetings on a day off are called off, and come back when it is taken back: the same rows, never doubled."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from backend.meetings.days_off import DaysOff
from backend.meetings.models import Absence, Attendance, Closure, Meeting, OffBecause
from backend.meetings.models.plans import MeetingQuerySet


@dataclass
class Changed:
    """The meetings that are off since now, and those that take place again."""

    off: list[Meeting] = field(default_factory=list)
    back: list[Meeting] = field(default_factory=list)


def touched_by(day_off: Absence | Closure) -> MeetingQuerySet:
    """The meetings on these days of this person, or at this house."""
    return Meeting.objects.filter(touching(day_off))


def touching(day_off: Absence | Closure) -> Q:
    """The same as a condition."""
    on_these_days = Q(local_date__gte=day_off.starts_on, local_date__lte=day_off.ends_on)
    if isinstance(day_off, Absence):
        mine = Attendance.objects.filter(meeting=OuterRef("pk"), account=day_off.account_id)
        return on_these_days & Q(Exists(mine))
    return on_these_days & Q(centre=day_off.centre_id)


def touches(day_off: Absence | Closure, meeting: Meeting) -> bool:
    """The same of one meeting, which comes with its attendances."""
    if not day_off.starts_on <= meeting.local_date <= day_off.ends_on:
        return False
    if isinstance(day_off, Absence):
        return any(each.account_id == day_off.account_id for each in meeting.attendances.all())
    return meeting.centre_id == day_off.centre_id


@transaction.atomic
def look_again(meetings: QuerySet[Meeting], *, now: datetime) -> Changed:
    """Put these meetings on or off as the days off say now; the caller holds the plans of their pairs locked.

    A meeting that a person called off stays off; so does one of a plan or a pair that ended. A meeting that
    comes back while one of the two has another one then stays off as a clash.
    """
    by_itself = Q(cancelled_at=None) | ~Q(off_because="")
    goes_on = Q(series=None) | Q(series__last_on=None)
    rows = list(
        meetings.filter(by_itself, goes_on, starts_at__gt=now, pair__ended_on=None, table__closed_on=None)
        .select_for_update(no_key=True, of=("self",))
        .select_related("series")
        .prefetch_related("attendances__words")
        .order_by("starts_at", "pk")
    )
    changed = Changed()
    if rows:
        _judge(rows, changed, now=now)
    return changed


def _judge(rows: Sequence[Meeting], changed: Changed, *, now: datetime) -> None:
    people = {meeting.pk: [(each.side, each.account_id) for each in meeting.attendances.all()] for meeting in rows}
    days = DaysOff(
        people={account for each in people.values() for _side, account in each},
        centres={meeting.centre_id for meeting in rows if meeting.centre_id},
        days=(min(meeting.local_date for meeting in rows), max(meeting.local_date for meeting in rows)),
    )
    for meeting in rows:
        why = days.why(meeting, people[meeting.pk])
        if why and meeting.cancelled_at is None:
            _put_off(meeting, why, now=now)
            changed.off.append(meeting)
        elif why != meeting.off_because and why:
            Meeting.objects.filter(pk=meeting.pk).update(off_because=why)
        elif meeting.cancelled_at and not why and _bring_back(meeting, days):
            changed.back.append(meeting)
        elif meeting.table_id and not why:
            _expect(meeting, days)


def _put_off(meeting: Meeting, why: str, *, now: datetime) -> None:
    Attendance.objects.filter(meeting=meeting).update(is_expected=False)
    Meeting.objects.filter(pk=meeting.pk).update(
        cancelled_at=now, cancelled_by=None, off_because=why, sequence=F("sequence") + 1
    )


def _bring_back(meeting: Meeting, days: DaysOff) -> bool:
    """Whether it takes place again; not when one of a pair, or everybody who leads a table, is taken then."""
    if not _expect(meeting, days):
        Meeting.objects.filter(pk=meeting.pk).update(off_because=OffBecause.CLASH)
        return False
    Meeting.objects.filter(pk=meeting.pk).update(cancelled_at=None, off_because="", sequence=F("sequence") + 1)
    return True


def _expect(meeting: Meeting, days: DaysOff) -> bool:
    """Expect who can come; whether enough do."""
    if meeting.table_id is None:
        return _expect_these(Attendance.objects.filter(meeting=meeting))
    here = list(meeting.attendances.all())
    coming = [each for each in here if not (days.is_away(each.account_id, meeting.local_date) or each.is_excused)]
    ids = [each.pk for each in coming]
    Attendance.objects.filter(meeting=meeting).exclude(pk__in=ids).update(is_expected=False)
    if not _expect_these(Attendance.objects.filter(pk__in=ids)):  # one of them is taken: then one by one
        coming = [each for each in coming if _expect_these(Attendance.objects.filter(pk=each.pk))]
    return any(each.side == Attendance.Side.VOLUNTEER for each in coming)


def _expect_these(rows: QuerySet[Attendance]) -> bool:
    try:
        with transaction.atomic():
            rows.update(is_expected=True)
    except IntegrityError:
        return False
    return True


def people_of(meetings: Sequence[Meeting]) -> list[tuple[str, UUID]]:
    """The sides and accounts of everybody at these meetings, each once; they come with their attendances."""
    return list(dict.fromkeys((each.side, each.account_id) for one in meetings for each in one.attendances.all()))
