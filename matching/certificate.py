"""What a third party needs to check a result without the solver (docs/matching.md, "Certificate")."""

from collections.abc import Sequence

from matching.assignment import Assignment
from matching.problem import Problem
from matching.queue import NOBODY, Kept

Certificate = dict[str, dict[str, dict[str, int]]]


def of(problem: Problem, kept: Kept, chosen: Assignment) -> Certificate:
    """Both halves, by id."""
    return of_ids(problem.newcomers.ids, problem.volunteers.ids, kept, chosen)


def of_ids(newcomers: Sequence[str], volunteers: Sequence[str], kept: Kept, chosen: Assignment) -> Certificate:
    """Both halves, from the ids and what stands beside them.

    ``who.closed`` are the volunteers that one reaches from the unmatched newcomers, each with a number k: whoever
    holds a place that can be freed from there is among the first k of the queue. ``with_whom`` holds the dual prices:
    of every matched newcomer, and of the volunteers whose price is not 0.
    """
    seats, gains = chosen.seat.tolist(), chosen.gain.tolist()
    return {
        "who": {
            "closed": {volunteers[row]: int(kept.last_ahead[row]) + 1 for row in kept.is_closed.nonzero()[0].tolist()}
        },
        "with_whom": {
            "newcomers": {
                person: gain for person, seat, gain in zip(newcomers, seats, gains, strict=True) if seat != NOBODY
            },
            "volunteers": {
                person: price for person, price in zip(volunteers, chosen.price.tolist(), strict=True) if price
            },
        },
    }
