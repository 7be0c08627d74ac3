"""What the report tells of everybody together, for the checker alone: sums and counts."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from matching.check import Check

REASONS = ("incomplete", "no_candidate", "outranked")


def counted(check: "Check") -> dict[str, Any]:
    """How many people take part, how many lack something, and what became of them."""
    waiting, helping, why = check.waiting, check.helping, Counter(check.unmatched["reason"])
    return {
        "newcomers": len(waiting.table["id"]),
        "newcomers_incomplete": len(waiting.table["id"]) - len(waiting.rows),
        "volunteers": len(helping.table["id"]),
        "volunteers_incomplete": len(helping.table["id"]) - len(helping.rows),
        "places": int(helping.table["capacity"].coded(int)[helping.rows].sum()),
        "pinned": len(check.report["pinned"]),
        "matched": len(check.pairs["newcomer"]),
        "unmatched": {reason: why[reason] for reason in REASONS},
    }


def wrong(check: "Check") -> Iterator[str]:
    """Each sum or count that is not as the tables and the rows of the result say."""
    report, told = check.report, check.waiting.table["waiting_since"]
    since = np.array(told.texts, "M8[D]")[told.number[check.waiting.rows[check.n]]]
    days = int((np.array(report["day"], dtype="M8[D]") - since).astype(int).sum())
    sums = {"people": len(since), "waiting_days": days, "score": int(check.pairs["score"].coded(int).sum())}
    if report["objectives"] != sums:
        yield f"report: the sums of the objectives are {sums}"
    allowed = int(check.proof.allowed[check.is_left].sum())
    if report["sizes"]["allowed_pairs"] != allowed:
        yield f"report: there are {allowed} allowed pairs, not {report['sizes']['allowed_pairs']}"
    yield from wrong_counts(check, check.counted())


def wrong_counts(check: "Check", right: dict[str, Any]) -> Iterator[str]:
    """Each of these counts that the report tells otherwise."""
    for name, count in right.items():
        if check.report["counts"][name] != count:
            yield f"report: the count of {name} is {count}, not {check.report['counts'][name]}"
