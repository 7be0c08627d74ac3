"""What people hear when somebody is away or a house is closed: which of their meetings are off, or back."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import get_language_bidi

from backend.meetings import calling_off, words
from backend.meetings.models import Absence, Closure, Meeting
from backend.meetings.models.plans import MeetingQuerySet
from backend.people.models import Account
from notifications.kinds import Context


def off(day_off_id: UUID, recipient_id: UUID) -> Context | None:
    """What is off because of these days; None when they are taken back."""
    day_off = _day_off(day_off_id)
    return None if day_off.lifted_at else _days(day_off, recipient_id, are_off=True)


def back(day_off_id: UUID, recipient_id: UUID) -> Context | None:
    """What takes place after all; None while these days are off."""
    day_off = _day_off(day_off_id)
    return _days(day_off, recipient_id, are_off=False) if day_off.lifted_at else None


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


def _days(day_off: Absence | Closure, recipient_id: UUID, *, are_off: bool) -> Context | None:
    """The meetings of this reader on these days, one a line, and whose day off it is; nothing about why."""
    touched = _of_reader(day_off, recipient_id)
    touched = touched.off_by_a_day() if are_off else touched.going_on()
    found = list(touched.order_by("starts_at"))
    if not found:
        return None
    away = Account.objects.get(pk=day_off.account_id) if isinstance(day_off, Absence) else None
    with words.for_reader(recipient_id) as say:
        return {
            "days": "\n".join(_line(say, each.starts_at, each.ends_at) for each in found),
            "count": len(found),
            "away_name": say.name(away.call_name) if away and away.pk != recipient_id else "",
            "house": say.name(day_off.centre.name) if isinstance(day_off, Closure) else "",
        }


def _line(say: words.Words, starts_at: datetime, ends_at: datetime) -> str:
    return f"{say.day(starts_at)}, {say.span(starts_at, ends_at)}"
