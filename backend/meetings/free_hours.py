"""When a new pair meets: at the proposed hour, or at another of their common week when one of them is taken then.

A round suggests an hour for each pair by itself, so a volunteer with two newcomers can be suggested one hour
twice. The pair that began first keeps it; the other gets the first free hour of the week of both.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from django.db.models import Q

from backend.meetings.models import MeetingSeries
from backend.pairs.models import Pair, Proposal, TableLeader, TableSeat
from backend.people import availability
from backend.people.availability import QUARTER, Window

Span = tuple[int, int, int]  # weekday (Monday 0), first and last minute since local midnight, half-open


class Diary:
    """The weeks, the weekly plans and the language tables of the people of some new pairs, in four queries."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        people = {person for pair in pairs for person in _accounts(pair)}
        self._weeks = availability.week_of(people)
        self._taken: defaultdict[UUID, list[Span]] = defaultdict(list)
        theirs = Q(pair__newcomer__account__in=people) | Q(pair__volunteer__account__in=people)
        plans = MeetingSeries.objects.filter(theirs, last_on=None)
        for plan in plans.select_related("pair__newcomer", "pair__volunteer"):
            starts = plan.starts_local.hour * 60 + plan.starts_local.minute
            if plan.pair:
                self._take(plan.pair, (plan.weekday, starts, starts + plan.minutes))
        self._take_tables(people)

    def give_hour(self, pair: Pair, proposal: Proposal) -> Span:
        """The hour of this pair, which is taken from now on.

        Without any free hour it is the proposed one: planning then reports the clash to the coordinator.
        """
        proposed = (proposal.weekday, proposal.starts_minute, proposal.starts_minute + proposal.minutes)
        possible = [proposed, *self._common_hours(pair, proposal.minutes)]
        hour = next((span for span in possible if self._is_free(pair, span)), proposed)
        self._take(pair, hour)
        return hour

    def _take_tables(self, people: Iterable[UUID]) -> None:
        seats = TableSeat.objects.current().filter(newcomer__account__in=people)
        leaders = TableLeader.objects.filter(volunteer__account__in=people, table__closed_on=None)
        facts = ("table__weekday", "table__starts_minute", "table__minutes")
        for rows, person in ((seats, "newcomer__account_id"), (leaders, "volunteer__account_id")):
            for account_id, weekday, starts, minutes in rows.values_list(person, *facts):
                self._taken[account_id].append((weekday, starts, starts + minutes))

    def _take(self, pair: Pair, span: Span) -> None:
        for person in _accounts(pair):
            self._taken[person].append(span)

    def _is_free(self, pair: Pair, span: Span) -> bool:
        return not any(_overlap(span, taken) for person in _accounts(pair) for taken in self._taken[person])

    def _common_hours(self, pair: Pair, minutes: int) -> Iterator[Span]:
        learns, helps = (self._weeks[person] for person in _accounts(pair))
        for weekday, opens, closes in _common(learns, helps):
            for starts in range(opens, closes - minutes + 1, QUARTER):
                yield weekday, starts, starts + minutes


def _accounts(pair: Pair) -> tuple[UUID, UUID]:
    return pair.newcomer.account_id, pair.volunteer.account_id


def _overlap(one: Span, other: Span) -> bool:
    return one[0] == other[0] and one[1] < other[2] and other[1] < one[2]


def _common(learns: Iterable[Window], helps: Sequence[Window]) -> list[Span]:
    return [
        (one.weekday, max(one.starts_minute, other.starts_minute), min(one.ends_minute, other.ends_minute))
        for one in learns
        for other in helps
        if one.weekday == other.weekday
    ]
