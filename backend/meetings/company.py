"""With whom somebody meets: the other one of a pair; at a language table who leads it, or who sits there."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from backend.meetings.models import Attendance, Meeting
from backend.places.phrases import listed

NAMED = 3


class Part(StrEnum):
    """The part of somebody in a meeting, which decides how it is asked afterwards whether it was held."""

    OF_A_PAIR = "OF_A_PAIR"
    SITS_THERE = "SITS_THERE"
    LEADS = "LEADS"


def part_of(meeting: Meeting, side: str) -> Part:
    """Of a pair two meet; at a language table one sits there, and another leads it."""
    if meeting.table_id is None:
        return Part.OF_A_PAIR
    return Part.LEADS if side == Attendance.Side.VOLUNTEER else Part.SITS_THERE


def others(meeting: Meeting, account_id: UUID) -> Sequence[Attendance]:
    """The others as this person may know them, by name; ``meeting`` comes with attendances and their accounts.

    Who sits at a language table hears who leads it, not who else sits there.
    """
    everybody = sorted(meeting.attendances.all(), key=lambda each: each.account.call_name)
    mine = next((each for each in everybody if each.account_id == account_id), None)
    rest = [each for each in everybody if each.account_id != account_id]
    if meeting.table_id is None or mine is None:
        return rest
    return [each for each in rest if each.side != mine.side and (each.is_expected or meeting.cancelled_at)]


def names(people: Iterable[Attendance]) -> str:
    """Their call names in one phrase of the active language; of many the first ones and how many more."""
    called = [each.account.call_name for each in people]
    if len(called) <= NAMED:
        return listed(called)
    known, more = called[: NAMED - 1], len(called) - NAMED + 1
    return _("%(names)s and %(count)s others") % {"names": listed(known), "count": more}
