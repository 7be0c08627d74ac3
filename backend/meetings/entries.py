"""How a line gets into the ledger: the lock of the town, the next number, the hash, and what is refused."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Q

from backend.meetings import chain
from backend.meetings.models import HoursEntry, HoursInterval
from backend.people.registration import RequestUsedBefore

Kind = HoursEntry.Kind
Side = HoursEntry.Side
HAS_TIMES_OF_ITS_OWN = {Kind.CLAIM, Kind.CORRECT}


class HoursOverlap(Exception):
    """These hours overlap with other hours of the same person; ``with_`` is None when those are elsewhere."""

    def __init__(self, with_: HoursInterval | None) -> None:
        span = f"{with_.starts_at.isoformat()} to {with_.ends_at.isoformat()}" if with_ else "in another town"
        super().__init__(f"These hours overlap with other hours of this person: {span}.")
        self.with_ = with_


@dataclass(frozen=True, kw_only=True)
class Hand:
    """Who writes a line, and as what; ``knows_from`` is what a claim for somebody else rests on."""

    account_id: UUID
    side: Side
    knows_from: str = ""


def lock(town: str) -> None:
    """One writer at a time in the ledger of a town; taken after every row lock, free at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"ledger {town}"])


def last_line() -> tuple[int, str]:
    """The number and the hash of the last line of the open town."""
    last = HoursEntry.objects.order_by("-number").values_list("number", "hash").first()
    return last or (0, chain.NO_LINE_BEFORE)


def known(line: HoursEntry, *, by: Hand, request_id: UUID) -> HoursEntry | None:
    """The line that this request wrote before.

    Raises:
        RequestUsedBefore: it wrote something else.
    """
    found = HoursEntry.objects.filter(actor_id=by.account_id, request_id=request_id, kind=line.kind).first()
    body = ["person_id", "meeting_id", "claim_id", "outcome", "reason"]
    body += ["starts_at", "ends_at"] if line.kind in HAS_TIMES_OF_ITS_OWN else []
    if found and any(getattr(found, name) != getattr(line, name) for name in body):
        raise RequestUsedBefore
    return found


def write(line: HoursEntry, *, by: Hand, request_id: UUID, now: datetime) -> HoursEntry:
    """Give the line its number, minutes and hash, and save it; the caller holds the lock of the town.

    Raises:
        HoursOverlap: its times overlap with other hours of this person.
    """
    if line.kind in HAS_TIMES_OF_ITS_OWN:
        _refuse_overlap(line)
    number, previous_hash = last_line()
    line.number, line.previous_hash = number + 1, previous_hash
    line.minutes = int((line.ends_at - line.starts_at).total_seconds()) // 60
    line.actor_id, line.actor_side = by.account_id, by.side
    line.written_at, line.request_id = now, request_id
    line.hash = chain.hash_of(line)
    try:
        with transaction.atomic():
            line.save(force_insert=True)
    except IntegrityError as error:
        if "hours_of_a_person_never_overlap" in str(error):
            raise HoursOverlap(None) from error
        raise
    return line


def _refuse_overlap(line: HoursEntry) -> None:
    """Two claims at one meeting are refused as well, also when their times lie apart."""
    at_once = Q(starts_at__lt=line.ends_at, ends_at__gt=line.starts_at) | Q(meeting_id=line.meeting_id)
    taken = HoursInterval.objects.filter(at_once, person_id=line.person_id).exclude(claim_id=line.claim_id)
    if other := taken.order_by("starts_at").first():
        raise HoursOverlap(other)
