"""Why a meeting is off, as a sentence for whoever would have come."""

from datetime import date
from typing import Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.meetings.models import Meeting, OffBecause
from backend.places import public_holidays, school_holidays
from backend.places.public_holidays import PublicHoliday
from backend.places.school_holidays import SchoolHoliday

register = template.Library()
HOLIDAYS = {
    PublicHoliday.NEW_YEAR: _("It is New Year's Day."),
    PublicHoliday.GOOD_FRIDAY: _("It is Good Friday."),
    PublicHoliday.EASTER: _("It is Easter."),
    PublicHoliday.KINGS_DAY: _("It is King's Day."),
    PublicHoliday.LIBERATION_DAY: _("It is Liberation Day."),
    PublicHoliday.ASCENSION_DAY: _("It is Ascension Day."),
    PublicHoliday.PENTECOST: _("It is Pentecost."),
    PublicHoliday.CHRISTMAS: _("It is Christmas."),
    PublicHoliday.OTHER: _("It is a national holiday."),
}
SCHOOL_HOLIDAYS = {
    SchoolHoliday.AUTUMN: _("It is the autumn holiday of the schools."),
    SchoolHoliday.CHRISTMAS: _("It is the Christmas holiday of the schools."),
    SchoolHoliday.SPRING: _("It is the spring holiday of the schools."),
    SchoolHoliday.MAY: _("It is the May holiday of the schools."),
    SchoolHoliday.SUMMER: _("It is the summer holiday of the schools."),
}
AWAY: dict[str, str] = {OffBecause.NEWCOMER_AWAY: "NEWCOMER", OffBecause.VOLUNTEER_AWAY: "VOLUNTEER"}
OF_A_SIDE = {"NEWCOMER": _("The newcomer is away."), "VOLUNTEER": _("The volunteer is away.")}


@register.filter
def why_off(meeting: Meeting) -> str:
    """For a coordinator; empty when a person called it off."""
    return _away(meeting) or _why(meeting.off_because, meeting.municipality_id, meeting.local_date)


@register.filter
def why_off_for(met: Any, side: str) -> str:
    """For one of the two, who is on this side; ``met`` knows the meeting and the name of the other one."""
    away = AWAY.get(met.meeting.off_because)
    if away == side:
        return gettext("You are away.")
    if away:
        return gettext("%(name)s is away.") % {"name": met.other_name}
    return _why(met.meeting.off_because, met.meeting.municipality_id, met.meeting.local_date)


def _away(meeting: Meeting) -> str:
    side = AWAY.get(meeting.off_because)
    return str(OF_A_SIDE[side]) if side else ""


def _why(off_because: str, town: str, day: date) -> str:
    if off_because == OffBecause.HOLIDAY:
        return str(HOLIDAYS[public_holidays.holiday_on(day) or PublicHoliday.OTHER])
    if off_because == OffBecause.SCHOOL_HOLIDAY:
        holiday = school_holidays.holiday_on(town, day)
        return str(SCHOOL_HOLIDAYS[holiday]) if holiday else gettext("It is a school holiday.")
    if off_because == OffBecause.HOUSE_CLOSED:
        return gettext("The house is closed.")
    if off_because == OffBecause.CLASH:
        return gettext("One of you has another meeting then.")
    if off_because == OffBecause.PAUSED:
        return gettext("You have a pause then.")
    return ""
