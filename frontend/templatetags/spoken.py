"""Dates, times and amounts as people say them, in the reader's language, with Western digits."""

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_day_names
from django import template
from django.utils.dates import WEEKDAYS as _DJANGO_WEEKDAYS
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext

from backend.places.clock import local_today, now
from backend.places.models import ZONE
from backend.places.phrases import listed, span
from frontend import language_names

register = template.Library()
WEEKDAYS = _DJANGO_WEEKDAYS
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_ZONE = ZoneInfo(ZONE)


def _locale() -> str:
    return (get_language() or "nl").replace("-", "_")


@register.filter
def wall_time(minute: int) -> str:
    """Minutes since midnight as ``18:00``."""
    return f"{minute // 60:02d}:{minute % 60:02d}"


@register.filter
def until(starts: int | datetime, ends: int | datetime) -> str:
    """Two moments, or two minutes since midnight, as ``18:00 – 19:30``."""
    first, last = (spoken_time(each) if isinstance(each, datetime) else wall_time(each) for each in (starts, ends))
    return span(first, last)


@register.filter
def in_a_row(things: Iterable[object]) -> str:
    """Things with commas between them."""
    return listed(things)


@register.filter
def weekday(number: int) -> str:
    """The name of a weekday as it stands inside a sentence; Monday is 0."""
    return str(get_day_names("wide", locale=_locale())[number])


@register.filter
def spoken_date(day: date | datetime | None) -> str:
    """``dinsdag 4 maart``, with the year when it is not this one."""
    if day is None:
        return ""
    local = day.astimezone(_ZONE).date() if isinstance(day, datetime) else day
    shape = "EEEE d MMMM" if local.year == local_today(now()).year else "EEEE d MMMM y"
    return format_date(local, shape, locale=_locale()).translate(_WESTERN)


@register.filter
def spoken_iso(day: str) -> str:
    """``2026-03-04`` as a day in words, for messages, whose words and numbers are plain."""
    return spoken_date(date.fromisoformat(day)) if day else ""


@register.filter
def short_date(day: date | datetime | None) -> str:
    """``4 mrt 2026``."""
    if day is None:
        return ""
    local = day.astimezone(_ZONE).date() if isinstance(day, datetime) else day
    return format_date(local, "d MMM y", locale=_locale()).translate(_WESTERN)


@register.filter
def spoken_time(moment: datetime) -> str:
    """``10:00`` on the wall clock."""
    return moment.astimezone(_ZONE).strftime("%H:%M")


@register.filter
def spoken_moment(moment: datetime | None) -> SafeString | str:
    """``dinsdag 4 maart om 10:00 uur``; digits are kept together in right-to-left text."""
    if moment is None:
        return ""
    day = spoken_date(moment)
    # Translators: a day and a wall time, for example "Tuesday 4 March at 10:00"
    return format_html(gettext("{day} at {time}"), day=day, time=format_html("<bdi>{}</bdi>", spoken_time(moment)))


@register.filter
def day_number(day: date | datetime) -> int:
    """The day of the month on the wall calendar."""
    return (day.astimezone(_ZONE) if isinstance(day, datetime) else day).day


@register.filter
def short_weekday(day: date | datetime) -> str:
    """``wo``."""
    local = day.astimezone(_ZONE).date() if isinstance(day, datetime) else day
    return format_date(local, "EEE", locale=_locale())


@register.filter
def short_month(day: date | datetime) -> str:
    """``nov``."""
    local = day.astimezone(_ZONE).date() if isinstance(day, datetime) else day
    return format_date(local, "MMM", locale=_locale())


@register.filter
def duration(minutes: int) -> str:
    """``1 hour 30 minutes``."""
    hours, rest = divmod(int(minutes), 60)
    in_hours = ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours}
    in_minutes = ngettext("%(count)s minute", "%(count)s minutes", rest) % {"count": rest}
    if hours and rest:
        # Translators: for example "1 hour 30 minutes"
        return gettext("%(hours)s %(minutes)s") % {"hours": in_hours, "minutes": in_minutes}
    return in_hours if hours else in_minutes


@register.filter
def language_name(code: str) -> str:
    """A language by its ISO 639-3 code."""
    return language_names.name(code)


@register.filter
def language_list(codes: list[str]) -> str:
    """Languages with commas."""
    return listed(language_names.name(code) for code in codes)


@register.filter
def distance(metres: int) -> str:
    """``900 m`` or ``2.4 km``; in Dutch ``2,4 km``."""
    if metres < 1000:
        return gettext("%(count)s m") % {"count": metres}
    return gettext("%(count)s km") % {"count": number_format(metres / 1000, decimal_pos=1)}
