"""Days, times and names as words in the language of one reader."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from babel.dates import format_date
from django.conf import settings
from django.utils import translation

from backend.meetings.models import Meeting
from backend.places import phrases
from backend.places.models import ZONE
from notifications import address_book, rendering

FIRST_STRONG_ISOLATE, POP_ISOLATE = "\u2068", "\u2069"  # Unicode Bidirectional Algorithm, UAX #9


@dataclass(frozen=True)
class Words:
    """Says things to one reader; for a right-to-left one names and times keep their own direction."""

    is_rtl: bool

    def name(self, name: str) -> str:
        """A name, in whatever script."""
        return f"{FIRST_STRONG_ISOLATE}{name}{POP_ISOLATE}" if name and self.is_rtl else name

    def day(self, moment: datetime) -> str:
        """For example "Wednesday 25 November"."""
        local = moment.astimezone(ZoneInfo(ZONE)).date()
        return format_date(local, "EEEE d MMMM", locale=translation.to_locale(translation.get_language() or "nl"))

    def span(self, starts_at: datetime, ends_at: datetime) -> str:
        """For example "18:00 – 19:30"."""
        starts, ends = (f"{moment.astimezone(ZoneInfo(ZONE)):%H:%M}" for moment in (starts_at, ends_at))
        return self.name(phrases.span(starts, ends))


@contextmanager
def for_reader(account_id: UUID) -> Iterator[Words]:
    """The reader's language is active inside; when nobody knows the reader any more, Dutch."""
    address = address_book.addresses([account_id]).get(account_id)
    language = rendering.language_of(address) if address else settings.LANGUAGE_CODE
    with translation.override(language):
        yield Words(is_rtl=translation.get_language_bidi())


def place_of(meeting: Meeting) -> str:
    """The house with its address, else the note; empty when online. ``meeting`` comes with its ``centre``."""
    if meeting.centre:
        return f"{meeting.centre.name}, {meeting.centre.address}"
    return meeting.place_note
