"""From rows to what the pure rules need: of a whole caseload in as many queries as of one person.

Hours and meetings come from the public functions of ``backend.meetings``. A meeting on which people agree that it
did not take place, and that nobody called off, did not fail through the person, unless the other one was there:
that somebody is to blame is for the municipality to show (Participatiewet art. 18 lid 9).
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from backend.meetings import ledger
from backend.meetings.models import Attendance
from backend.obligations import policy
from backend.obligations.facts import (
    FOREVER,
    Claim,
    Extra,
    Facts,
    Kind,
    Missed,
    Reason,
    Relief,
    Requirement,
    Span,
    Word,
)
from backend.obligations.models import ExemptionPeriod, ExtraHours, Ground, Obligation, RequirementPeriod
from backend.obligations.policy import Policies
from backend.pairs.models import Pair
from backend.people.models import Volunteer
from backend.places.models import ZONE

PLACE = ZoneInfo(ZONE)


def facts_of(
    obligations: Sequence[Obligation], *, starts_on: date, ends_on: date, as_of: date
) -> dict[uuid.UUID, Facts]:
    """The facts of each obligation as they are known; hours of the period only, decisions of all time."""
    people = [each.person_id for each in obligations]
    policies = policy.policies()
    asked, reliefs = _requirements(obligations, policies), _reliefs(obligations)
    claims = ledger.claims_of_many(people, starts_on=starts_on, ends_on=ends_on)
    missed = _missed(people, starts_on=starts_on, ends_on=ends_on, as_of=as_of)
    extras = _extras(obligations, starts_on=starts_on, ends_on=ends_on)
    buddies, away = _buddies(people), _away(people)
    return {
        each.pk: Facts(
            policies=policies,
            as_of=as_of,
            requirements=asked[each.pk],
            reliefs=reliefs[each.pk],
            claims=[_claim(claim) for claim in claims[each.person_id]],
            missed=missed[each.person_id],
            extras=extras[each.pk],
            with_buddy=buddies[each.person_id],
            away_since=away.get(each.person_id),
        )
        for each in obligations
    }


def _local(moment: datetime) -> date:
    """A meeting counts on the local day on which it begins, also when it ends after midnight."""
    return moment.astimezone(PLACE).date()


def _requirements(obligations: Sequence[Obligation], policies: Policies) -> dict[uuid.UUID, list[Requirement]]:
    found: dict[uuid.UUID, list[Requirement]] = defaultdict(list)
    periods = RequirementPeriod.objects.filter(obligation__in=obligations).select_related("decision")
    for period in periods.order_by("starts_on"):
        found[period.obligation_id].append(
            Requirement(
                starts_on=period.starts_on,
                ends_on=period.ends_on or FOREVER,
                minutes_per_week=period.minutes_per_week,
                legal_basis=period.decision.legal_basis,
            )
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


def _claim(claim: ledger.ClaimState) -> Claim:
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
        claimed_on=_local(claim.claimed_at) if claim.claimed_at else None,
    )


def _missed(
    people: Collection[uuid.UUID], *, starts_on: date, ends_on: date, as_of: date
) -> dict[uuid.UUID, list[Missed]]:
    """Meetings of the period that did not take place, by person."""
    found: dict[uuid.UUID, list[Missed]] = defaultdict(list)
    mine = Attendance.objects.filter(
        account__in=people,
        answer=Attendance.Answer.NOT_HELD,
        meeting__local_date__range=(starts_on, min(ends_on, as_of)),
        meeting__cancelled_at=None,
    )
    said = mine.exclude(meeting__attendances__answer=Attendance.Answer.HELD).select_related("meeting")
    for each in said.order_by("starts_at"):
        found[each.account_id].append(
            Missed(meeting=str(each.meeting_id), day=each.meeting.local_date, planned_minutes=each.meeting.minutes)
        )
    return found


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


def _buddies(people: Collection[uuid.UUID]) -> dict[uuid.UUID, list[Span]]:
    found: dict[uuid.UUID, list[Span]] = defaultdict(list)
    pairs = Pair.objects.filter(volunteer__account__in=people)
    for person, first, last in _in_order(pairs.values_list("volunteer__account_id", "started_on", "ended_on")):
        found[person].append(Span(starts_on=first, ends_on=last or FOREVER))
    return found


def _in_order(
    rows: Iterable[tuple[uuid.UUID, date, date | None]],
) -> list[tuple[uuid.UUID, date, date | None]]:
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
