"""A mail that brings somebody's own calendar up to date (RFC 5546) when other words say why, or will.

Who gets no mail has no such calendar: the page, and the private address, say what is planned.
"""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from backend.meetings import calendar_parts, message_words
from backend.meetings.messages import PAGE_OF, sample_meeting
from backend.meetings.models import Attendance
from notifications import address_book, outbox
from notifications.kinds import Kind, Reader, of_any_town, register

Side = Attendance.Side

DATES_CHANGED = {
    side: register(
        Kind(
            name=f"dates_changed_{side.lower()}",
            template="messages/dates_changed",
            lifetime=timedelta(days=2),
            context=of_any_town(message_words.dates),
            who=Reader(side),
            when=_("When a pair stops or pauses, or a language table stops, to who has its meetings in a calendar."),
            path=lambda _series_id, page=PAGE_OF[side]: page,  # type: ignore[misc]
            sample=sample_meeting,
            is_notice=False,
            calendar=calendar_parts.of_plan,
        )
    )
    for side in Side
}


def owe(meeting_ids: Collection[UUID], *, now: datetime) -> None:
    """To everybody with a place at one of these meetings and a mail address, one mail a plan."""
    places = Attendance.objects.filter(meeting__in=meeting_ids, meeting__series__isnull=False).order_by()
    about = set(places.values_list("side", "account_id", "meeting__series_id", "municipality_id"))
    known = address_book.addresses([account_id for _side, account_id, _series, _town in about]) if about else {}
    outbox.owe_many(
        outbox.message(
            DATES_CHANGED[Side(side)],
            recipient_id=account_id,
            subject_id=series_id,
            now=now,
            municipality=town,
            occurrence=now.isoformat(),
            channel="mail",
        )
        for side, account_id, series_id, town in sorted(about)
        if account_id in known and known[account_id].mail
    )
