"""Which files for a calendar go with a message: about one meeting, a whole plan, or some days off.

The third argument of each is the moment at which the message was owed: what was to come then.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django_scopes import scopes_disabled

from backend.meetings import days_off_words, icalendars
from backend.meetings.models import Attendance, Meeting, MeetingSeries, Substitution
from notifications.kinds import CalendarPart


def of_one(meeting_id: UUID, recipient_id: UUID, _owed_at: datetime) -> Sequence[CalendarPart]:
    """The invitation to one meeting, or its cancellation."""
    with scopes_disabled():
        return icalendars.parts(Meeting.objects.for_calendar().filter(pk=meeting_id), reader_id=recipient_id)


def of_plan(series_id: UUID, recipient_id: UUID, owed_at: datetime) -> Sequence[CalendarPart]:
    """The meetings to come of a plan, and cancellations of those of this pair or table that were to come and are off.

    A meeting that was off from the beginning (sequence 0) stands in nobody's calendar.
    """
    with scopes_disabled():
        series = MeetingSeries.objects.get(pk=series_id)
        theirs = Meeting.objects.filter(pair=series.pair_id, table=series.table_id, starts_at__gt=owed_at)
        wanted = Q(series=series, cancelled_at=None) | Q(cancelled_at__isnull=False, sequence__gt=0)
        mine = theirs.filter(wanted, attendances__account=recipient_id)
        return icalendars.parts(mine.for_calendar().order_by("starts_at"), reader_id=recipient_id)


def of_table_left(series_id: UUID, recipient_id: UUID, owed_at: datetime) -> Sequence[CalendarPart]:
    """Cancellations of the meetings of a language table at which this reader had a place and has none any more."""
    with scopes_disabled():
        theirs = Meeting.objects.filter(series=series_id, starts_at__gt=owed_at)
        known = theirs.filter(Q(cancelled_at=None) | Q(sequence__gt=0))
        mine = Attendance.objects.filter(meeting=OuterRef("pk"), account=recipient_id, is_expected=True)
        gone = known.filter(~Exists(mine)).for_calendar().order_by("starts_at")
        return icalendars.parts(gone, reader_id=recipient_id)


def of_days(day_off_id: UUID, recipient_id: UUID, _owed_at: datetime) -> Sequence[CalendarPart]:
    """Every meeting of this reader that a day off changed."""
    with scopes_disabled():
        return icalendars.parts(days_off_words.meetings(day_off_id, recipient_id), reader_id=recipient_id)


def of_substitution(substitution_id: UUID, recipient_id: UUID, _owed_at: datetime) -> Sequence[CalendarPart]:
    """The meetings of the days on which somebody stands in: to come for one, off for the usual volunteer."""
    with scopes_disabled():
        about = Substitution.objects.get(pk=substitution_id)
        days = (about.from_on, about.until_on)
        meetings = Meeting.objects.for_calendar().filter(pair=about.pair_id, local_date__range=days)
        return icalendars.parts(meetings.going_on().order_by("starts_at"), reader_id=recipient_id)
