"""On which days people would meet but do not, and why: holidays, closed houses, people who are away.

A language table is off when nobody can lead it.
A pair that meets in the school holidays says so in its plan. A meeting that somebody put on its day by hand
takes place on a holiday too: they know what day it is.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q

from backend.meetings.models import Absence, Attendance, Closure, Meeting, OffBecause
from backend.pairs.models import PairPause
from backend.places import public_holidays, school_holidays

Days = tuple[date, date]  # both included
Side = Attendance.Side


class DaysOff:
    """The absences, closures and pauses that touch these days, read in three queries."""

    def __init__(self, *, people: Collection[UUID], centres: Collection[UUID], days: Days) -> None:
        first, last = days
        touching = {"starts_on__lte": last, "ends_on__gte": first}
        self._away = _spans(
            Absence.objects.standing()
            .filter(account__in=people, **touching)
            .values_list("account_id", "starts_on", "ends_on")
        )
        self._closed = _spans(
            Closure.objects.standing()
            .filter(centre__in=centres, **touching)
            .values_list("centre_id", "starts_on", "ends_on")
        )
        self._pauses: defaultdict[UUID | None, list[PairPause]] = defaultdict(list)
        theirs = Q(pair__newcomer__account__in=people) | Q(pair__volunteer__account__in=people)
        for pause in PairPause.objects.agreed().filter(theirs, from_on__lte=last, until_on__gte=first):
            self._pauses[pause.pair_id].append(pause)

    def why(self, meeting: Meeting, people: Sequence[tuple[str, UUID]]) -> str:
        """Why this meeting is off, as a code of ``OffBecause``; empty when nothing stands in the way.

        ``meeting`` comes with its series; ``people`` are the sides and accounts of those who are expected.
        """
        day = meeting.local_date
        if any(pause.covers(day) for pause in self._pauses[meeting.pair_id]):
            return OffBecause.PAUSED
        if (holiday := _holiday(meeting)) is not None:
            return holiday
        if meeting.centre_id and _covers(self._closed[meeting.centre_id], day):
            return OffBecause.HOUSE_CLOSED
        if meeting.table_id:
            return self._why_nobody_leads([who for side, who in people if side == Side.VOLUNTEER], day)
        for side, account_id in people:
            if self.is_away(account_id, day):
                return OffBecause.NEWCOMER_AWAY if side == Side.NEWCOMER else OffBecause.VOLUNTEER_AWAY
        return ""

    def is_away(self, account_id: UUID, day: date) -> bool:
        """Whether this person said to be away on this day."""
        return _covers(self._away[account_id], day)

    def _why_nobody_leads(self, leaders: Sequence[UUID], day: date) -> str:
        """A language table needs one who leads it; whoever else is away is missed only by the table."""
        if any(not self.is_away(account_id, day) for account_id in leaders):
            return ""
        return OffBecause.VOLUNTEER_AWAY if leaders else OffBecause.CLASH


def _holiday(meeting: Meeting) -> OffBecause | None:
    if meeting.is_on_a_chosen_day:
        return None
    if public_holidays.holiday_on(meeting.local_date):
        return OffBecause.HOLIDAY
    if not meeting.meets_in_school_holidays and school_holidays.holiday_on(
        meeting.municipality_id, meeting.local_date
    ):
        return OffBecause.SCHOOL_HOLIDAY
    return None


def _spans(rows: Iterable[tuple[UUID, date, date]]) -> defaultdict[UUID, list[Days]]:
    found: defaultdict[UUID, list[Days]] = defaultdict(list)
    for whose, first, last in rows:
        found[whose].append((first, last))
    return found


def _covers(spans: Iterable[Days], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)
