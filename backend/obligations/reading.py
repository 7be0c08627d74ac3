"""From rows to what the pure rules need: of a whole caseload in as many queries as of one person.

What is asked comes first (``without_hours``), what was done beside it (``with_hours``): who asks about many reads
hours of the people and the weeks that matter. Hours and meetings come from the public functions of
``backend.meetings``; what was missed, and why, from ``missed``.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from backend.meetings import ledger
from backend.meetings.models import Meeting, Substitution
from backend.obligations import missed, policy
from backend.obligations.facts import (
    FOREVER,
    Claim,
    Extra,
    Facts,
    Kind,
    Reason,
    Relief,
    Requirement,
    Span,
    Word,
)
from backend.obligations.models import (
    ExemptionPeriod,
    ExtraHours,
    Ground,
    Obligation,
    RequirementPeriod,
    SignalHandled,
)
from backend.pairs.models import Pair, PairPause, Side, TableLeader
from backend.people.models import Volunteer
from backend.places.models import ZONE

PLACE = ZoneInfo(ZONE)
A_DAY = timedelta(days=1)


def facts_of(
    obligations: Sequence[Obligation], *, starts_on: date, ends_on: date, as_of: date
) -> dict[uuid.UUID, Facts]:
    """The facts of each obligation as they are known; hours of the period only, decisions of all time."""
    asked = without_hours(obligations, as_of=as_of)
    return with_hours(obligations, asked, starts_on=starts_on, ends_on=ends_on, as_of=as_of)


def without_hours(obligations: Sequence[Obligation], *, as_of: date) -> dict[uuid.UUID, Facts]:
    """What is asked of each, and whom each had to meet: enough to know what a week asks, not what was done."""
    people = [each.person_id for each in obligations]
    policies = policy.policies()
    requirements, reliefs = _requirements(obligations), _reliefs(obligations)
    buddies, away, longer = _buddies(people), _away(people), _more_time_to_search(obligations)
    return {
        each.pk: Facts(
            policies=policies,
            as_of=as_of,
            requirements=requirements[each.pk],
            reliefs=reliefs[each.pk],
            with_buddy=buddies[each.person_id],
            more_time_to_search=longer[each.pk],
            away_since=away.get(each.person_id),
        )
        for each in obligations
    }


def with_hours(
    obligations: Sequence[Obligation],
    asked: Mapping[uuid.UUID, Facts],
    *,
    starts_on: date,
    ends_on: date,
    as_of: date,
) -> dict[uuid.UUID, Facts]:
    """What is asked of each of these, from ``without_hours``, and beside it what was done in the period."""
    people = [each.person_id for each in obligations]
    claims = ledger.claims_of_many(people, starts_on=starts_on, ends_on=ends_on)
    at_tables = _at_tables(claims.values())
    absent = missed.of_many(people, starts_on=starts_on, ends_on=min(ends_on, as_of))
    extras = _extras(obligations, starts_on=starts_on, ends_on=ends_on)
    return {
        each.pk: replace(
            asked[each.pk],
            claims=[_claim(claim, at_tables) for claim in claims[each.person_id]],
            missed=absent[each.person_id],
            extras=extras[each.pk],
        )
        for each in obligations
    }


def _local(moment: datetime) -> date:
    """A meeting counts on the local day on which it begins, also when it ends after midnight."""
    return moment.astimezone(PLACE).date()


def _requirements(obligations: Sequence[Obligation]) -> dict[uuid.UUID, list[Requirement]]:
    found: dict[uuid.UUID, list[Requirement]] = defaultdict(list)
    periods = RequirementPeriod.objects.filter(obligation__in=obligations).order_by("starts_on")
    asks = ("obligation_id", "starts_on", "ends_on", "minutes_per_week", "decision__legal_basis")
    for obligation_id, first, last, minutes, basis in periods.values_list(*asks):
        found[obligation_id].append(
            Requirement(starts_on=first, ends_on=last or FOREVER, minutes_per_week=minutes, legal_basis=basis)
        )
    return found


def _reliefs(obligations: Sequence[Obligation]) -> dict[uuid.UUID, list[Relief]]:
    found: dict[uuid.UUID, list[Relief]] = defaultdict(list)
    for period in ExemptionPeriod.objects.filter(obligation__in=obligations).order_by("starts_on", "pk"):
        found[period.obligation_id].append(
            Relief(
                starts_on=period.starts_on,
                ends_on=period.ends_on or FOREVER,
                share_pct=period.share_pct,
                reason=Reason.SUSPENDED if period.ground == Ground.SUSPENDED else Reason.EXEMPT,
            )
        )
    return found


def _at_tables(claims: Iterable[Sequence[ledger.ClaimState]]) -> set[uuid.UUID]:
    """The meetings of these claims that were of a language table."""
    meetings = {claim.meeting_id for each in claims for claim in each}
    return set(Meeting.objects.filter(pk__in=meetings).exclude(table=None).values_list("pk", flat=True))


def _claim(claim: ledger.ClaimState, at_tables: Collection[uuid.UUID]) -> Claim:
    word = Word(claim.state.value)
    if word == Word.CONFIRMED and claim.confirmed_by_side == ledger.Side.COORDINATOR:
        word = Word.CONFIRMED_BY_COORDINATOR
    clock = int((claim.ends_at - claim.starts_at).total_seconds()) // 60
    return Claim(
        ref=str(claim.claim_id),
        meeting=str(claim.meeting_id),
        day=_local(claim.starts_at),
        minutes=claim.minutes,
        clock_minutes=clock,
        word=word,
        kind=Kind.GROUP_MEETING if claim.meeting_id in at_tables else Kind.MEETING,
        claimed_on=_local(claim.claimed_at) if claim.claimed_at else None,
    )


def _extras(obligations: Sequence[Obligation], *, starts_on: date, ends_on: date) -> dict[uuid.UUID, list[Extra]]:
    found: dict[uuid.UUID, list[Extra]] = defaultdict(list)
    rows = ExtraHours.objects.filter(
        obligation__in=obligations, day__range=(starts_on, ends_on), reverses=None, struck_by=None
    )
    for row in rows.order_by("day", "pk"):
        found[row.obligation_id].append(
            Extra(
                ref=str(row.pk),
                kind=Kind(row.kind),
                day=row.day,
                minutes=row.minutes,
                meeting=str(row.meeting_id or ""),
                is_accepted=row.is_from_caseworker,
            )
        )
    return found


def _more_time_to_search(obligations: Sequence[Obligation]) -> dict[uuid.UUID, list[date]]:
    found: dict[uuid.UUID, list[date]] = defaultdict(list)
    rows = SignalHandled.objects.filter(obligation__in=obligations, outcome=SignalHandled.Outcome.LONGER)
    for obligation_id, day in rows.order_by("key").values_list("obligation_id", "key"):
        found[obligation_id].append(day)
    return found


def _buddies(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Span]]:
    """The days with somebody to meet: in a pair, without the pauses that somebody else asked for, standing in, or at
    a table.
    """
    found: dict[uuid.UUID, list[Span]] = defaultdict(list)
    paused: dict[uuid.UUID, list[Span]] = defaultdict(list)
    pauses = PairPause.objects.agreed().filter(pair__volunteer__account__in=people)
    for pause in pauses.exclude(side=Side.VOLUNTEER).order_by("from_on"):
        until = pause.resumed_on - A_DAY if pause.resumed_on else pause.until_on
        paused[pause.pair_id].append(Span(starts_on=pause.from_on, ends_on=until))
    pairs = Pair.objects.filter(volunteer__account__in=people)
    for person, first, last, pair in _in_order(
        pairs.values_list("volunteer__account_id", "started_on", "ended_on", "pk")
    ):
        found[person] += Span(starts_on=first, ends_on=last or FOREVER).without(paused[pair])
    standing_in = Substitution.objects.filter(volunteer__account__in=people).order_by("from_on", "pk")
    for each in standing_in.select_related("volunteer"):
        last = each.until_on if each.lifted_on is None else each.lifted_on - A_DAY
        if each.from_on <= last:
            found[each.volunteer.account_id].append(Span(starts_on=each.from_on, ends_on=last))
    tables = TableLeader.objects.filter(volunteer__account__in=people).order_by("table__since", "pk")
    for leader, since, closed in tables.values_list("volunteer__account_id", "table__since", "table__closed_on"):
        found[leader].append(Span(starts_on=since, ends_on=closed or FOREVER))
    return found


Together = tuple[uuid.UUID, date, date | None, uuid.UUID]


def _in_order(rows: Iterable[Together]) -> list[Together]:
    return sorted(rows, key=lambda row: (str(row[0]), row[1], row[2] or FOREVER))


def _away(people: Collection[uuid.UUID]) -> dict[uuid.UUID, date]:
    """Since when somebody does not want to be matched: has left, or takes a break."""
    found: dict[uuid.UUID, date] = {}
    rows = Volunteer.objects.filter(account__in=people).order_by("registered_at")
    for person, paused, left in rows.values_list("account_id", "paused_since", "left_on"):
        days = [day for day in (paused, left) if day]
        found.pop(person, None)
        if days:
            found[person] = min(days)
    return found
