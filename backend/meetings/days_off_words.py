"""What people hear when somebody is away or a house is closed: which of their meetings are off, or back."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.utils.translation import get_language_bidi

from backend.meetings import calling_off, words
from backend.meetings.models import Absence, Closure, Meeting
from backend.meetings.models.plans import MeetingQuerySet
from notifications.kinds import About, Context


def meetings(day_off_id: UUID, recipient_id: UUID) -> list[Meeting]:
    """The meetings of this reader on these days, as they are now, for a calendar."""
    return list(_of_reader(_day_off(day_off_id), recipient_id).for_calendar().order_by("starts_at"))


def sample() -> Context:
    """Two Wednesdays on which somebody else is away."""
    say = words.Words(is_rtl=get_language_bidi())
    first = datetime(2026, 11, 25, 17, 0, tzinfo=UTC)
    days = [_line(say, first + timedelta(weeks=week), first + timedelta(weeks=week, minutes=90)) for week in (0, 1)]
    return {"days": "\n".join(days), "count": len(days), "away_name": say.name("Ria"), "house": ""}


def _day_off(day_off_id: UUID) -> Absence | Closure:
    absence = Absence.objects.filter(pk=day_off_id).first()
    return absence or Closure.objects.select_related("centre").get(pk=day_off_id)


def _of_reader(day_off: Absence | Closure, recipient_id: UUID) -> MeetingQuerySet:
    touched = calling_off.touched_by(day_off)
    return touched.filter(attendances__account=recipient_id, pair__ended_on=None, table__closed_on=None)


@dataclass(frozen=True, kw_only=True)
class _Days:
    day_off: Absence | Closure
    meetings: Sequence[Meeting]


def _read(day_off_ids: Collection[UUID], recipient_id: UUID) -> dict[UUID, _Days]:
    """The days off, each with the meetings of this reader on them, soonest first."""
    ids = list(day_off_ids)
    found: dict[UUID, Absence | Closure] = {
        **Absence.objects.select_related("account").in_bulk(ids),
        **Closure.objects.select_related("centre").in_bulk(ids),
    }
    if not found:
        return {}
    touched = reduce(or_, (calling_off.touching(each) for each in found.values()))
    mine = Meeting.objects.filter(touched, pair__ended_on=None, table__closed_on=None)
    rows = list(
        mine.filter(attendances__account=recipient_id).prefetch_related("attendances").order_by("starts_at", "pk")
    )
    return {
        pk: _Days(day_off=each, meetings=[one for one in rows if calling_off.touches(each, one)])
        for pk, each in found.items()
    }


def _off(days: _Days, recipient_id: UUID) -> Context | None:
    """What is off because of these days; None when they are taken back."""
    off = [each for each in days.meetings if each.off_because]
    return None if days.day_off.lifted_at else _told(days.day_off, off, recipient_id)


def _back(days: _Days, recipient_id: UUID) -> Context | None:
    """What takes place after all; None while these days are off."""
    on = [each for each in days.meetings if each.cancelled_at is None]
    return _told(days.day_off, on, recipient_id) if days.day_off.lifted_at else None


def _told(day_off: Absence | Closure, found: Sequence[Meeting], recipient_id: UUID) -> Context | None:
    """The meetings, one a line, and whose day off it is; nothing about why."""
    if not found:
        return None
    away = day_off.account if isinstance(day_off, Absence) else None
    with words.for_reader(recipient_id) as say:
        return {
            "days": "\n".join(_line(say, each.starts_at, each.ends_at) for each in found),
            "count": len(found),
            "away_name": say.name(away.call_name) if away and away.pk != recipient_id else "",
            "house": say.name(day_off.centre.name) if isinstance(day_off, Closure) else "",
        }


OFF = About(_read, _off)
BACK = About(_read, _back)


def _line(say: words.Words, starts_at: datetime, ends_at: datetime) -> str:
    return f"{say.day(starts_at)}, {say.span(starts_at, ends_at)}"
