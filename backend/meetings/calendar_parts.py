"""Which files for a calendar go with a message: about one meeting, a whole plan, or some days off."""

from collections.abc import Sequence
from uuid import UUID

from django_scopes import scopes_disabled

from backend.meetings import days_off_words, icalendars
from backend.meetings.models import Meeting, Substitution
from notifications.kinds import CalendarPart


def of_one(meeting_id: UUID, recipient_id: UUID) -> Sequence[CalendarPart]:
    """The invitation to one meeting, or its cancellation."""
    with scopes_disabled():
        return icalendars.parts(Meeting.objects.for_calendar().filter(pk=meeting_id), reader_id=recipient_id)


def of_plan(series_id: UUID, recipient_id: UUID) -> Sequence[CalendarPart]:
    """The meetings of a plan that go on."""
    with scopes_disabled():
        mine = Meeting.objects.filter(series=series_id, attendances__account=recipient_id)
        planned = mine.for_calendar().going_on().order_by("starts_at")
        return icalendars.parts(planned, reader_id=recipient_id)


def of_days(day_off_id: UUID, recipient_id: UUID) -> Sequence[CalendarPart]:
    """Every meeting of this reader that a day off changed."""
    with scopes_disabled():
        return icalendars.parts(days_off_words.meetings(day_off_id, recipient_id), reader_id=recipient_id)


def of_substitution(substitution_id: UUID, recipient_id: UUID) -> Sequence[CalendarPart]:
    """The meetings of the days on which somebody stands in: to come for one, off for the usual volunteer."""
    with scopes_disabled():
        about = Substitution.objects.get(pk=substitution_id)
        days = (about.from_on, about.until_on)
        meetings = Meeting.objects.for_calendar().filter(pair=about.pair_id, local_date__range=days)
        return icalendars.parts(meetings.going_on().order_by("starts_at"), reader_id=recipient_id)
