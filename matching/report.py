"""The report of a round: counts, the three objectives, sizes and the certificate."""

import resource
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np

from matching import certificate
from matching.options import Options
from matching.pins import SetAside
from matching.queue import NOBODY

if TYPE_CHECKING:
    from matching.solution import Solved

ENGINE_VERSION = "1.2.0"
REASONS = ("incomplete", "no_candidate", "outranked")


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
    solved: "Solved", apart: SetAside, day: date, score: int, unmatched: Mapping[str, int]
) -> dict[str, Any]:
    """Everything but the hash and the seconds; the pinned pairs are counted like the others."""
    whole = apart.whole
    matched = np.flatnonzero(solved.chosen.seat != NOBODY)
    waited = [
        day.toordinal() - solved.problem.newcomers.waiting_since[matched],
        day.toordinal() - whole.newcomers.waiting_since[np.concatenate((apart.newcomer, apart.seated))],
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
            "pinned": apart.pinned,
            "matched": len(matched) + apart.pinned,
            "unmatched": {reason: unmatched.get(reason, 0) for reason in REASONS},
        },
        "objectives": {
            "people": len(matched) + apart.pinned,
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
