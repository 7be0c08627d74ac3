"""The chain of the hours ledger: each line carries a hash over itself and the line before. Pure.

The hash covers every field of the line, so that a changed, removed, inserted or moved line breaks the chain
at that place.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from backend.meetings.models import HoursEntry

NO_LINE_BEFORE = ""
FIELDS = (  # a later field is added at the end and only counts where it is filled, or old lines would break
    *("municipality_id", "number", "kind", "outcome", "id", "claim_id", "person_id", "meeting_id"),
    *("starts_at", "ends_at", "minutes", "actor_id", "actor_side", "written_at", "request_id", "reason"),
    "previous_hash",
)


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A line at which the chain does not hold, and why."""

    number: int
    why: str


def _text(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if isinstance(value, int) else str(value or "")


def hash_of(entry: HoursEntry) -> str:
    """SHA-256, in hexadecimal, over all fields of the line but the hash itself."""
    line = [_text(getattr(entry, name)) for name in FIELDS]
    return hashlib.sha256(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def faults(lines: Iterable[HoursEntry]) -> Iterator[Fault]:
    """Every place at which the chain breaks; ``lines`` are those of one town, ordered by number."""
    expected, before = 1, NO_LINE_BEFORE
    for line in lines:
        if line.number != expected:
            yield Fault(number=expected, why=f"is missing; the next one found is line {line.number}")
        elif line.previous_hash != before:
            yield Fault(number=line.number, why="does not follow from the line before it")
        if line.hash != hash_of(line):
            yield Fault(number=line.number, why="was changed after it was written")
        expected, before = line.number + 1, line.hash
