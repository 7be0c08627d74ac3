"""A mail that brings somebody's own calendar up to date (RFC 5546) when other words say why, or will.

Who gets no mail has no such calendar: the page, and the private address, say what is planned.
"""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Unpack
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from backend.meetings import calendar_parts, message_words
from backend.meetings.messages import PAGE_OF, BothSides, sample_table
from backend.meetings.models import Attendance
from notifications import address_book, outbox
from notifications.kinds import ContextOf, Kind, Policy, Reader, of_any_town, register

Side = Attendance.Side


def _both(name: str, *, context: ContextOf, **policy: Unpack[Policy]) -> BothSides:
    """A mail that stands on no page; its words name nobody who is not told of already."""
    return {
        side: register(
            Kind(
                name=f"{name}_{side.lower()}",
                template=f"messages/{name}",
                context=of_any_town(context),
                who=Reader(side),
                path=lambda _series_id, page=PAGE_OF[side]: page,  # type: ignore[misc]
                sample=sample_table,
                is_notice=False,
                **policy,
            )
        )
        for side in Side
    }


DATES_CHANGED = _both(
    "dates_changed",
    context=message_words.dates,
    lifetime=timedelta(days=2),
    when=_("When a pair stops or pauses, or a language table stops, to who has its meetings in a calendar."),
    calendar=calendar_parts.of_plan,
)
TABLE_LEFT = _both(
    "table_left",
    context=message_words.table_left,
    lifetime=timedelta(days=2),
    when=_("When somebody has no place at a language table any more, to who has its meetings in a calendar."),
    calendar=calendar_parts.of_table_left,
)
Place = tuple[str, UUID, UUID, str]  # side, account, series, town


def owe(meeting_ids: Collection[UUID], *, now: datetime) -> None:
    """To everybody with a place at one of these meetings and a mail address, one mail a plan."""
    places = Attendance.objects.filter(meeting__in=meeting_ids, meeting__series__isnull=False).order_by()
    about = places.values_list("side", "account_id", "meeting__series_id", "municipality_id")
    _owe(DATES_CHANGED, set(about), now=now)


def owe_left(places: Iterable[Attendance], *, now: datetime) -> None:
    """To who had these places at language tables and has them no more; they come with their meetings."""
    about = {(each.side, each.account_id, each.meeting.series_id, each.municipality_id) for each in places}
    _owe(TABLE_LEFT, {(side, who, series, town) for side, who, series, town in about if series}, now=now)


def _owe(kinds: BothSides, about: Collection[Place], *, now: datetime) -> None:
    known = address_book.addresses([account_id for _side, account_id, _series, _town in about]) if about else {}
    outbox.owe_many(
        outbox.message(
            kinds[side],
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
