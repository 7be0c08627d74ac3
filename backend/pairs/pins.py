"""Which pins a round can keep, and why not the others: each is tried with the engine's own rules."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date

import matching
from backend.pairs import problem
from backend.pairs.models import Pin
from backend.pairs.problem import Pool

NO_PLACE, INCOMPLETE, NOT_ALLOWED = "no_place", "incomplete", "not_allowed"
BLOCKED = "not_blocked"


@dataclass(frozen=True, kw_only=True)
class Pins:
    """Pairs of row ids, as text, that are decided; and by id of a pin the code why it cannot be kept now."""

    kept: list[tuple[str, str]] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def open_pins() -> Iterable[Pin]:
    """Of the open town, the oldest first: it is kept before a younger one."""
    return Pin.objects.filter(lifted_at=None).order_by("pinned_at", "pk")


def usable(pool: Pool, *, day: date) -> Pins:
    """Sort the pins of the open town; one whose newcomer does not wait now has nothing to do and is passed over."""
    newcomers = {person.id: person for person in pool.newcomers}
    volunteers = {person.id: person for person in pool.volunteers}
    free = {person.id: person.capacity for person in pool.volunteers}
    pins, openly = Pins(), problem.excluded(openly=True)
    for pin in open_pins():
        newcomer, volunteer = newcomers.get(str(pin.newcomer_id)), volunteers.get(str(pin.volunteer_id))
        if newcomer is None:
            continue
        if volunteer is None or not free[volunteer.id]:
            pins.left_out[str(pin.pk)] = NO_PLACE
        elif why := _why_not(newcomer, volunteer, pool, day):
            is_sealed = why == BLOCKED and (newcomer.id, volunteer.id) not in openly
            pins.left_out[str(pin.pk)] = NOT_ALLOWED if is_sealed else why
        else:
            pins.kept.append((newcomer.id, volunteer.id))
            free[volunteer.id] -= 1
    return pins


def _why_not(newcomer: matching.Newcomer, volunteer: matching.Volunteer, pool: Pool, day: date) -> str:
    """The first rule that these two alone do not meet; empty when they may meet."""
    blocked = pool.blocked & {(newcomer.id, volunteer.id)}
    alone = matching.solve([newcomer], [replace(volunteer, capacity=1)], blocked, day=day)
    if alone.pairs:
        return ""
    [unmatched] = alone.unmatched
    if unmatched.missing or volunteer.missing:
        return INCOMPLETE
    return next((rule for rule, left in unmatched.detail.items() if not left), NOT_ALLOWED)
