"""What the ledger says now: the lines about a claim, read in order, give its state. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from backend.meetings.models import HoursEntry

Kind = HoursEntry.Kind


class Line(Protocol):
    """What of a line of the ledger the state of a claim follows from: a row, or its ``FIELDS`` alone."""

    pk: UUID
    number: int
    kind: str
    outcome: str
    person_id: UUID
    meeting_id: UUID
    claim_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    minutes: int
    actor_side: str
    written_at: datetime


FIELDS = tuple(Line.__annotations__)


class State(StrEnum):
    """What became of a claim. CLAIMED, CONFIRMED and DISPUTED ones keep their time taken."""

    CLAIMED = "CLAIMED"
    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"
    REJECTED = "REJECTED"
    REVERSED = "REVERSED"


TAKES_TIME = frozenset({State.CLAIMED, State.CONFIRMED, State.DISPUTED})


@dataclass(frozen=True, kw_only=True)
class ClaimState:
    """Minutes that a person claims for a meeting, as they stand after all lines about them.

    Attributes:
        minutes: elapsed minutes from start to end; they count unless the state is REJECTED or REVERSED.
        confirmed_by_side: NEWCOMER or COORDINATOR when the state is CONFIRMED, else empty.
        is_resolved: a coordinator decided a dispute; what the two say afterwards changes nothing.
        claimed_at: when the minutes were claimed first; a correction does not make them later.
    """

    claim_id: UUID
    person_id: UUID
    meeting_id: UUID
    starts_at: datetime
    ends_at: datetime
    minutes: int
    state: State = State.CLAIMED
    confirmed_by_side: str = ""
    is_resolved: bool = False
    claimed_at: datetime | None = None

    @property
    def takes_time(self) -> bool:
        """No other hours of this person may overlap with these."""
        return self.state in TAKES_TIME


def _begun(line: Line) -> ClaimState:
    return ClaimState(
        claim_id=line.pk,
        person_id=line.person_id,
        meeting_id=line.meeting_id,
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        minutes=line.minutes,
        claimed_at=line.written_at,
    )


def _after(seen: ClaimState, line: Line) -> ClaimState:
    match line.kind:
        case Kind.CONFIRM:
            return replace(seen, state=State.CONFIRMED, confirmed_by_side=line.actor_side)
        case Kind.DISPUTE:
            return replace(seen, state=State.DISPUTED, confirmed_by_side="")
        case Kind.REVERSE:
            return replace(seen, state=State.REVERSED, confirmed_by_side="")
        case Kind.RESOLVE if line.outcome == HoursEntry.Outcome.STANDS:
            return replace(seen, state=State.CONFIRMED, confirmed_by_side=line.actor_side, is_resolved=True)
        case Kind.RESOLVE:
            return replace(seen, state=State.REJECTED, confirmed_by_side="", is_resolved=True)
    return replace(  # CORRECT: other minutes, so nobody has confirmed them yet
        seen,
        state=State.CLAIMED,
        confirmed_by_side="",
        starts_at=line.starts_at,
        ends_at=line.ends_at,
        minutes=line.minutes,
    )


def state_of(lines: Iterable[Line]) -> ClaimState:
    """The state of one claim; ``lines`` are the claim and everything later about it, by number."""
    first, *later = lines
    seen = _begun(first)
    for line in later:
        seen = _after(seen, line)
    return seen


def states(lines: Iterable[Line]) -> list[ClaimState]:
    """The states of many claims, earliest meeting first."""
    by_claim: dict[UUID, list[Line]] = defaultdict(list)
    for line in lines:
        by_claim[line.claim_id or line.pk].append(line)
    found = [state_of(sorted(of_one, key=lambda line: line.number)) for of_one in by_claim.values()]
    return sorted(found, key=lambda claim: (claim.starts_at, claim.claim_id))
