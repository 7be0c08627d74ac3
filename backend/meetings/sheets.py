"""The list of one house and one day: printed to be signed, and entered afterwards, row by row."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import segno
from babel.dates import format_date
from django.conf import settings
from django.db.models import Q

from backend.meetings import ledger, paper
from backend.meetings.models import Attendance, Meeting
from backend.places.models import ZONE, CommunityCentre

TEMPLATE = Path(__file__).parent / "certificate_templates" / "sheet.typ"
EMPTY_ROWS = 6


def meetings_of(centre: CommunityCentre, on: date) -> Sequence[Meeting]:
    """What was planned in this house on this day, also what a day off had called off, by hour."""
    planned = Meeting.objects.filter(Q(cancelled_at=None) | ~Q(off_because=""), centre=centre, local_date=on)
    return list(planned.for_page().prefetch_related("attendances__account").order_by("starts_at", "pk"))


def without_hours(meetings: Sequence[Meeting]) -> Sequence[Meeting]:
    """Of these, those of pairs of which no hours stand yet."""
    claims = ledger.claims_by_person([meeting.pk for meeting in meetings])
    return [
        meeting
        for meeting in meetings
        if meeting.pair_id and not any(claim.takes_time for claim in claims[meeting.pk].values())
    ]


def as_pdf(centre: CommunityCentre, on: date, *, check_in: str) -> bytes:
    """The list in Dutch, the language of the house, as PDF/A; ``check_in`` is what its QR code opens, or empty."""
    figures = {
        "house": centre.name,
        "on": on.isoformat(),
        "day": format_date(on, "EEEE d MMMM y", locale="nl"),
        "rows": [row for meeting in meetings_of(centre, on) if not meeting.cancelled_at for row in _rows(meeting)],
        "empty": EMPTY_ROWS,
        "qr": qr(check_in) if check_in else "",
    }
    return paper.pdf(TEMPLATE, {"sheet": paper.canonical(figures).decode()})


def qr(path: str) -> str:
    """A QR code (ISO/IEC 18004) of an address of this product, as SVG."""
    code = segno.make(f"{settings.SITE_URL}{path}", error="m", micro=False)
    return code.svg_inline(scale=4, border=2)


def _rows(meeting: Meeting) -> Iterator[dict[str, str]]:
    """One line for a pair; for a language table one for each who sits there."""
    time = f"{_clock(meeting.starts_at)}-{_clock(meeting.ends_at)}"
    names: dict[str, list[str]] = {Attendance.Side.VOLUNTEER: [], Attendance.Side.NEWCOMER: []}
    for each in meeting.attendances.all():
        names[each.side].append(each.account.call_name)
    for newcomer in sorted(names[Attendance.Side.NEWCOMER]):
        yield {"time": time, "volunteer": ", ".join(names[Attendance.Side.VOLUNTEER]), "newcomer": newcomer}


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(ZoneInfo(ZONE)):%H:%M}"
