"""The ledger of hours: who claims which minutes, who confirms or disputes them, what takes them back.

Lines are only ever added. Each gets the next number of its town and a hash over itself and the line before;
a lock per town keeps the numbers without gaps, and triggers in the database refuse everything else.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.meetings import claims, entries, local_time
from backend.meetings.claims import ClaimState, State
from backend.meetings.entries import Hand, HoursOverlap
from backend.meetings.models import HoursEntry, Meeting
from backend.people.registration import RequestUsedBefore
from backend.places.models import ZONE

__all__ = ["ClaimState", "Hand", "HoursOverlap", "RequestUsedBefore", "State"]

Kind = HoursEntry.Kind
Outcome = HoursEntry.Outcome
Side = HoursEntry.Side

POSSIBLE_FROM: Mapping[str, Collection[State]] = {
    Kind.CONFIRM: {State.CLAIMED, State.DISPUTED},
    Kind.DISPUTE: {State.CLAIMED, State.CONFIRMED},
    Kind.RESOLVE: {State.DISPUTED},
    Kind.REVERSE: claims.TAKES_TIME,
    Kind.CORRECT: claims.TAKES_TIME,
}


class OwnHours(Exception):
    """Who claims hours cannot confirm them, and nobody confirms their own."""


class ClaimIsInAnotherState(Exception):
    """What was said or decided about these hours before does not allow this any more."""

    def __init__(self, claim: ClaimState) -> None:
        super().__init__(f"These hours are {claim.state} now.")
        self.claim = claim


@transaction.atomic
def claim(
    *,
    person_id: UUID,
    meeting: Meeting,
    starts_at: datetime,
    ends_at: datetime,
    by: Hand,
    request_id: UUID,
    now: datetime,
) -> HoursEntry:
    """Write that this person worked from ``starts_at`` to ``ends_at``, whole minutes, at this meeting.

    Raises:
        HoursOverlap: with other hours of this person.
        RequestUsedBefore: this request wrote something else.
    """
    entries.lock(meeting.municipality_id)
    line = HoursEntry(
        municipality_id=meeting.municipality_id,
        kind=Kind.CLAIM,
        person_id=person_id,
        meeting_id=meeting.pk,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=by.knows_from,
    )
    return entries.known(line, by=by, request_id=request_id) or entries.write(
        line, by=by, request_id=request_id, now=now
    )


@transaction.atomic
def correct(
    *, claim_id: UUID, starts_at: datetime, ends_at: datetime, by: Hand, request_id: UUID, now: datetime
) -> HoursEntry:
    """Write other times for a claim; they wait for a word again. The same times change nothing.

    Raises:
        HoursOverlap: with other hours of this person.
        ClaimIsInAnotherState: taken back, rejected, or decided by a coordinator.
        RequestUsedBefore: this request wrote something else.
    """
    lines = _locked(claim_id)
    line = _about(lines, Kind.CORRECT, starts_at=starts_at, ends_at=ends_at, reason=by.knows_from)
    seen = claims.state_of(lines)
    if (seen.starts_at, seen.ends_at) == (starts_at, ends_at) and seen.takes_time:
        return lines[-1]
    return _add(line, seen, by=by, request_id=request_id, now=now)


@transaction.atomic
def confirm(*, claim_id: UUID, by: Hand, request_id: UUID, now: datetime, reason: str = "") -> HoursEntry:
    """Write that somebody else than the claimant says so too; also takes a dispute of one's own back.

    Raises:
        OwnHours: by the person or by who claimed or corrected.
        ClaimIsInAnotherState: taken back or rejected, or disputed by somebody else.
        RequestUsedBefore: this request wrote something else.
    """
    lines = _locked(claim_id)
    _refuse_own(lines, by)
    seen = claims.state_of(lines)
    if seen.state == State.CONFIRMED:
        return lines[-1]
    if seen.state == State.DISPUTED and lines[-1].actor_id != by.account_id:
        raise ClaimIsInAnotherState(seen)
    line = _about(lines, Kind.CONFIRM, reason=reason)
    return _add(line, seen, by=by, request_id=request_id, now=now)


@transaction.atomic
def dispute(*, claim_id: UUID, by: Hand, request_id: UUID, now: datetime, reason: str = "") -> HoursEntry:
    """Write that somebody says it was not so; a coordinator will decide.

    Raises:
        OwnHours: by the person or by who claimed or corrected.
        ClaimIsInAnotherState: taken back, rejected, or decided by a coordinator.
        RequestUsedBefore: this request wrote something else.
    """
    lines = _locked(claim_id)
    _refuse_own(lines, by)
    seen = claims.state_of(lines)
    if seen.state == State.DISPUTED:
        return lines[-1]
    line = _about(lines, Kind.DISPUTE, reason=reason)
    return _add(line, seen, by=by, request_id=request_id, now=now)


@transaction.atomic
def resolve(
    *, claim_id: UUID, outcome: Outcome, by: Hand, request_id: UUID, now: datetime, reason: str
) -> HoursEntry:
    """Write a coordinator's decision about a dispute; the same decision twice is one line.

    Raises:
        OwnHours: by the person or by who claimed or corrected.
        ClaimIsInAnotherState: not disputed, or decided otherwise.
        RequestUsedBefore: this request wrote something else.
    """
    lines = _locked(claim_id)
    _refuse_own(lines, by)
    seen = claims.state_of(lines)
    if (lines[-1].kind, lines[-1].outcome) == (Kind.RESOLVE, outcome):
        return lines[-1]
    line = _about(lines, Kind.RESOLVE, outcome=outcome, reason=reason)
    return _add(line, seen, by=by, request_id=request_id, now=now)


@transaction.atomic
def reverse(*, claim_id: UUID, by: Hand, request_id: UUID, now: datetime, reason: str = "") -> HoursEntry:
    """Write that a claim is taken back; its time is free again. Twice is one line.

    Raises:
        ClaimIsInAnotherState: rejected, or decided by a coordinator.
        RequestUsedBefore: this request wrote something else.
    """
    lines = _locked(claim_id)
    seen = claims.state_of(lines)
    if seen.state == State.REVERSED:
        return lines[-1]
    line = _about(lines, Kind.REVERSE, reason=reason)
    return _add(line, seen, by=by, request_id=request_id, now=now)


def claims_of(person_id: UUID, *, starts_on: date, ends_on: date) -> list[ClaimState]:
    """Everything that this person claimed for meetings on these local days, both included, as it stands."""
    return claims_of_many([person_id], starts_on=starts_on, ends_on=ends_on)[person_id]


def claims_of_many(person_ids: Collection[UUID], *, starts_on: date, ends_on: date) -> dict[UUID, list[ClaimState]]:
    """The same for many people in one query; each id has an entry, in the order of the meetings."""
    begin, end = local_time.days(starts_on, ends_on, ZONE)
    a_day = timedelta(days=1)  # a correction moves a claim by hours, so all its lines lie in this window
    lines = HoursEntry.objects.filter(
        person_id__in=person_ids, starts_at__gte=begin - a_day, starts_at__lt=end + a_day
    ).values_list(*claims.FIELDS, named=True)
    found: dict[UUID, list[ClaimState]] = {person_id: [] for person_id in person_ids}
    for each in claims.states(lines):
        if begin <= each.starts_at < end:
            found[each.person_id].append(each)
    return found


def claims_by_person(meeting_ids: Collection[UUID]) -> dict[UUID, dict[UUID, ClaimState]]:
    """The latest claim of each person at each of these meetings, in one query; every meeting has an entry."""
    lines = HoursEntry.objects.filter(meeting_id__in=meeting_ids)
    claimed_at = {line.pk: line.number for line in lines if line.kind == Kind.CLAIM}
    found: dict[UUID, dict[UUID, ClaimState]] = {meeting_id: {} for meeting_id in meeting_ids}
    for each in sorted(claims.states(lines), key=lambda claim: claimed_at[claim.claim_id]):
        found[each.meeting_id][each.person_id] = each
    return found


def disputed() -> list[ClaimState]:
    """The claims of the open town that wait for a coordinator's decision, earliest meeting first; two queries."""
    once = HoursEntry.objects.filter(kind=Kind.DISPUTE, claim__interval__isnull=False).values_list("claim", flat=True)
    claim_ids = set(once)
    lines = HoursEntry.objects.filter(Q(pk__in=claim_ids) | Q(claim__in=claim_ids))
    return [each for each in claims.states(lines) if each.state == State.DISPUTED]


def last_number() -> int:
    """The number of the last line of the open town; 0 while there is none."""
    return entries.last_line()[0]


def _locked(claim_id: UUID) -> list[HoursEntry]:
    """The lines about a claim, the claim first, which nobody adds to before this transaction ends."""
    town = HoursEntry.objects.values_list("municipality_id", flat=True).get(pk=claim_id, kind=Kind.CLAIM)
    entries.lock(town)
    about = Q(pk=claim_id) | Q(claim_id=claim_id)
    return list(HoursEntry.objects.filter(about).order_by("number"))


def _about(lines: list[HoursEntry], kind: Kind, **more: object) -> HoursEntry:
    seen = claims.state_of(lines)
    given = {"starts_at": seen.starts_at, "ends_at": seen.ends_at} | more
    return HoursEntry(
        municipality_id=lines[0].municipality_id,
        kind=kind,
        claim=lines[0],
        person_id=seen.person_id,
        meeting_id=seen.meeting_id,
        **given,
    )


def _refuse_own(lines: list[HoursEntry], by: Hand) -> None:
    claimants = {line.actor_id for line in lines if line.kind in {Kind.CLAIM, Kind.CORRECT}}
    if by.account_id in claimants | {lines[0].person_id}:
        raise OwnHours


def _add(line: HoursEntry, seen: ClaimState, *, by: Hand, request_id: UUID, now: datetime) -> HoursEntry:
    if known := entries.known(line, by=by, request_id=request_id):
        return known
    decided = seen.is_resolved and by.side != Side.COORDINATOR
    if decided or seen.state not in POSSIBLE_FROM[line.kind]:
        raise ClaimIsInAnotherState(seen)
    return entries.write(line, by=by, request_id=request_id, now=now)
