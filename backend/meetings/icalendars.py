"""Meetings as iCalendar (RFC 5545) and as invitations that phones understand (RFC 5546).

One meeting is one event with one UID for ever; SEQUENCE goes up when it moves, is called off or comes back. An
event names the other one by call name only, and never a level, a reason or an address of somebody's home.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from icalendar import Calendar, Component, Event, Timezone, vCalAddress, vText

from backend.meetings import company, words
from backend.meetings.models import Attendance, Meeting
from backend.people.models import Account
from backend.places.models import ZONE
from notifications import address_book
from notifications.kinds import CalendarPart

PRODUCT = "-//Taalmaatje//Taalmaatje//NL"
REFRESH = timedelta(hours=4)
PLANNED_AHEAD = timedelta(weeks=8)
PAGE_OF = {Attendance.Side.NEWCOMER: "/mijn/leren/", Attendance.Side.VOLUNTEER: "/mijn/helpen/"}


def calendar(meetings: Iterable[Meeting], *, reader: Account) -> bytes:
    """All these meetings as a published calendar, in the active language; the same rows give the same bytes.

    Meetings come with their centre, and with their attendances and the accounts of these.
    """
    made = _empty("PUBLISH")
    made.add("X-WR-CALNAME", "Taalmaatje")
    made.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    made.add("X-PUBLISHED-TTL", REFRESH)
    for meeting in meetings:
        made.add_component(_event(meeting, reader))
    return bytes(made.to_ical())


def invitation(meeting: Meeting, *, reader: Account, mail: str) -> bytes:
    """METHOD:REQUEST for a meeting that goes on, METHOD:CANCEL for one that is off, to one reader."""
    made = _empty(method_of(meeting, reader.pk))
    event = _event(meeting, reader)
    organizer = vCalAddress(f"MAILTO:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["CN"] = vText("Taalmaatje")
    invited = vCalAddress(f"MAILTO:{mail}")
    invited.params["CUTYPE"], invited.params["ROLE"] = vText("INDIVIDUAL"), vText("REQ-PARTICIPANT")
    invited.params["PARTSTAT"], invited.params["RSVP"] = vText("ACCEPTED"), vText("FALSE")
    event.add("ORGANIZER", organizer)
    event.add("ATTENDEE", invited)
    made.add_component(event)
    return bytes(made.to_ical())


def method_of(meeting: Meeting, reader_id: UUID) -> str:
    """How a calendar hears of it; for who has no place at it any more, or is not expected, it is off."""
    return "CANCEL" if _is_off(meeting, reader_id) else "REQUEST"


def _is_off(meeting: Meeting, reader_id: UUID) -> bool:
    comes = any(each.account_id == reader_id and each.is_expected for each in meeting.attendances.all())
    return meeting.cancelled_at is not None or not comes


def parts(meetings: Iterable[Meeting], *, reader_id: UUID) -> tuple[CalendarPart, ...]:
    """An invitation or a cancellation for each, to go with a mail in the reader's language; none without mail.

    One file a meeting, since an invitation is about one event (RFC 5546, 3.2). Meetings come as for ``calendar``.
    """
    address = address_book.addresses([reader_id]).get(reader_id)
    reader = Account.objects.filter(pk=reader_id).first()
    if address is None or reader is None or not address.mail:
        return ()
    with words.for_reader(reader_id):
        return tuple(
            CalendarPart(
                method=method_of(meeting, reader_id), body=invitation(meeting, reader=reader, mail=address.mail)
            )
            for meeting in meetings
        )


def uid_of(meeting: Meeting) -> str:
    """The same for ever, whatever happens to the meeting."""
    return f"{meeting.pk}@{urlsplit(settings.SITE_URL).hostname or 'taalmaatje'}"


def _empty(method: str) -> Calendar:
    made = Calendar()
    made.add("VERSION", "2.0")
    made.add("PRODID", PRODUCT)
    made.add("CALSCALE", "GREGORIAN")
    made.add("METHOD", method)
    made.add_component(_zone())
    return made


@cache
def _zone() -> Component:
    """Europe/Amsterdam by the rule of the European Union since 1996 (directive 2000/84/EC)."""
    return Timezone.from_ical(
        "BEGIN:VTIMEZONE\r\nTZID:Europe/Amsterdam\r\n"
        "BEGIN:DAYLIGHT\r\nDTSTART:19960331T020000\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
        "TZNAME:CEST\r\nTZOFFSETFROM:+0100\r\nTZOFFSETTO:+0200\r\nEND:DAYLIGHT\r\n"
        "BEGIN:STANDARD\r\nDTSTART:19961027T030000\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
        "TZNAME:CET\r\nTZOFFSETFROM:+0200\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\n"
        "END:VTIMEZONE\r\n"
    )


def _event(meeting: Meeting, reader: Account) -> Event:
    mine = next((each for each in meeting.attendances.all() if each.account_id == reader.pk), None)
    names = company.names(company.others(meeting, reader.pk))
    event = Event()
    event.add("UID", uid_of(meeting))
    event.add("DTSTAMP", _last_change(meeting))
    event.add("SEQUENCE", meeting.sequence)
    event.add("DTSTART", _wall(meeting.starts_at, meeting))
    event.add("DTEND", _wall(meeting.ends_at, meeting))
    event.add("SUMMARY", _("Dutch with %(name)s") % {"name": names}, parameters={"LANGUAGE": get_language() or "nl"})
    event.add("LOCATION", words.place_of(meeting) or _("Online, or at the place that you agreed on"))
    event.add("URL", f"{settings.SITE_URL}{PAGE_OF[Attendance.Side(mine.side)] if mine else '/mijn/'}")
    is_off = _is_off(meeting, reader.pk)
    event.add("STATUS", "CANCELLED" if is_off else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if is_off else "OPAQUE")
    event.add("CLASS", "PRIVATE")
    return event


def _wall(moment: datetime, meeting: Meeting) -> datetime:
    """On the wall clock; in UTC when the meeting touches the second of a double hour, which has no other name."""
    zone = ZoneInfo(ZONE)
    if meeting.starts_at.astimezone(zone).fold or meeting.ends_at.astimezone(zone).fold:
        return moment.astimezone(ZoneInfo("UTC"))
    return moment.astimezone(zone)


def _last_change(meeting: Meeting) -> datetime:
    """The latest thing that happened to it, so that the same rows give the same bytes."""
    known = [moment for moment in (meeting.moved_at, meeting.cancelled_at) if moment]
    return max(known, default=meeting.starts_at - PLANNED_AHEAD).astimezone(ZoneInfo("UTC"))
