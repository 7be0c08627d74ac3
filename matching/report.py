"""The report of a round: counts, the three objectives, sizes, the input's hash and the certificate."""

import hashlib
import json
import resource
import sys
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, fields
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from matching import certificate
from matching.options import Options
from matching.pins import SetAside
from matching.queue import NOBODY
from matching.rows import Newcomer, Person, Volunteer

if TYPE_CHECKING:
    from matching.solution import Solved

ENGINE_VERSION = "1.1.0"
REASONS = ("incomplete", "no_candidate", "outranked")


def _plain(person: Person) -> list[object]:
    row = [getattr(person, column.name) for column in fields(person)]
    return [sorted(fact) if isinstance(fact, frozenset | tuple) else fact for fact in row]


def _lines(people: Iterable[Person]) -> Iterable[str]:
    by_id = sorted(people, key=lambda person: person.id)
    return (json.dumps(_plain(person), default=str, ensure_ascii=False) for person in by_id)


def input_hash(
    newcomers: Sequence[Newcomer],
    volunteers: Sequence[Volunteer],
    blocked: Collection[tuple[str, str]],
    *,
    day: date,
    options: Options,
) -> str:
    """SHA-256 of everything the result depends on, whatever the order of the rows."""
    digest = hashlib.sha256()
    for line in (
        *_lines(newcomers),
        *_lines(volunteers),
        json.dumps(sorted(set(blocked)), ensure_ascii=False),
        json.dumps({"day": day.isoformat()} | options_of(options)),
    ):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def options_of(options: Options) -> dict[str, Any]:
    """The choices of a round, ready for JSON."""
    return {
        "joint": sorted(sorted(group) for group in options.joint),
        "online_across": options.online_across,
        "weights": asdict(options.weights),
        "pinned": sorted(list(pair) for pair in set(options.pinned)),
    }


def peak_memory_bytes() -> int:
    """The most memory that this process ever held."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def of(  # noqa: PLR0917 - what the stages gave
    solved: "Solved", apart: SetAside, day: date, score: int, reasons: Sequence[str]
) -> dict[str, Any]:
    """Everything but the hash and the seconds; the pinned pairs are counted like the others."""
    whole = apart.whole
    matched = np.flatnonzero(solved.chosen.seat != NOBODY)
    waited = [
        day.toordinal() - solved.problem.newcomers.waiting_since[matched],
        day.toordinal() - whole.newcomers.waiting_since[apart.newcomer],
    ]
    return {
        "engine_version": ENGINE_VERSION,
        "day": day.isoformat(),
        **options_of(whole.options),
        "counts": {
            "newcomers": len(whole.newcomers) + len(whole.incomplete),
            "newcomers_incomplete": len(whole.incomplete),
            "volunteers": len(whole.volunteers) + whole.incomplete_volunteers,
            "volunteers_incomplete": whole.incomplete_volunteers,
            "places": int(whole.volunteers.capacity.sum()),
            "blocked": len(whole.blocked),
            "blocked_of_others": whole.blocked_elsewhere,
            "pinned": len(apart.newcomer),
            "matched": len(matched) + len(apart.newcomer),
            "unmatched": {reason: reasons.count(reason) for reason in REASONS},
        },
        "objectives": {
            "people": len(matched) + len(apart.newcomer),
            "waiting_days": int(sum(days.sum() for days in waited)),
            "score": score,
        },
        "sizes": {
            "allowed_pairs": len(solved.edges),
            "components": len(solved.component_pairs),
            "largest_component_pairs": int(solved.component_pairs[0]) if len(solved.component_pairs) else 0,
        },
        "peak_memory_bytes": peak_memory_bytes(),
        "certificate": certificate.of(solved.problem, solved.kept, solved.chosen),
    }
