"""Another hour for two who could not meet at the proposed one, because the volunteer meets somebody else then."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, time
from uuid import UUID

from django.db.models import Q

from backend.meetings import planning
from backend.meetings.models import MeetingSeries
from backend.meetings.planning import CentreIsClosed, InAnotherMeetingThen, Plan
from backend.pairs.models import Mode, Pair
from backend.people import availability
from backend.people.models import Account

HALF_AN_HOUR = 30
_Span = tuple[int, int, int]  # weekday, first and last minute since midnight


def find_another(*, series: MeetingSeries, by: Account, request_id: UUID, now: datetime) -> MeetingSeries | None:
    """The coordinator agrees with both on the first free hour of their common week; None when there is none."""
    for weekday, starts, _ends in _free(series):
        plan = Plan(weekday=weekday, starts_local=time(*divmod(starts, 60)), minutes=series.minutes)
        houses = planning.open_houses(plan, now=now) if series.pair.mode == Mode.IN_PERSON else []
        if houses:
            plan = replace(plan, centre_id=houses[0].pk)
        with suppress(CentreIsClosed, InAnotherMeetingThen):
            return planning.replan(pair_id=series.pair_id, by=by, plan=plan, request_id=request_id, now=now)
    return None


def _free(series: MeetingSeries) -> Iterator[_Span]:
    taken = _taken(series.pair)
    for weekday, opens, closes in _common(series.pair):
        for starts in range(opens, closes - series.minutes + 1, HALF_AN_HOUR):
            ends = starts + series.minutes
            if not any(day == weekday and begins < ends and starts < over for day, begins, over in taken):
                yield weekday, starts, ends


def _common(pair: Pair) -> list[_Span]:
    learns, helps = pair.newcomer.account_id, pair.volunteer.account_id
    weeks = availability.week_of([learns, helps])
    return [
        (one.weekday, max(one.starts_minute, other.starts_minute), min(one.ends_minute, other.ends_minute))
        for one in weeks[learns]
        for other in weeks[helps]
        if one.weekday == other.weekday
    ]


def _taken(pair: Pair) -> list[_Span]:
    people = [pair.newcomer.account_id, pair.volunteer.account_id]
    theirs = Q(pair__newcomer__account__in=people) | Q(pair__volunteer__account__in=people)
    others = MeetingSeries.objects.filter(theirs, last_on=None).exclude(pair=pair)
    return [
        (each.weekday, starts := each.starts_local.hour * 60 + each.starts_local.minute, starts + each.minutes)
        for each in others
    ]
