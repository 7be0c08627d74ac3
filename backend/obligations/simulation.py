"""What another ordinance would mean: "from 20 to 8 hours a week", for how many people and hours. Changes nothing.

Runs the rules of crediting twice over the same facts of a period, as it is and as it would be. Counts of fewer
than five people are not told, so that nobody can be recognised.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from backend.obligations import reading, rules
from backend.obligations.facts import Facts, Requirement
from backend.obligations.models import Obligation
from backend.obligations.policy import Policies

SMALLEST_GROUP = 5


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a policy officer wants to try; None leaves it as it is. Minutes."""

    max_minutes_per_week: int | None = None
    averaging_weeks: int | None = None
    holiday_weeks_free: int | None = None
    preparation_cap_minutes_per_session: int | None = None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Both worlds side by side. Counts are None for groups of one to four people; minutes are of the whole period.

    ``affected`` are people of whom less, or more, would be asked or credited.
    """

    people: int | None
    affected: int | None
    met_now: int | None
    met_then: int | None
    required_now: int | None
    required_then: int | None
    credited_now: int | None
    credited_then: int | None


def shown(count: int) -> int | None:
    """The count, or None when it is so small that it tells about somebody."""
    return None if 0 < count < SMALLEST_GROUP else count


def simulate(
    obligations: Sequence[Obligation], wish: Wish, *, starts_on: date, ends_on: date, as_of: date
) -> Outcome:
    """Both worlds over the people of whom something was asked in the period."""
    facts = reading.facts_of(obligations, starts_on=starts_on, ends_on=ends_on, as_of=as_of)
    both = [
        (_sums(known, starts_on, ends_on), _sums(_changed(known, wish), starts_on, ends_on))
        for known in facts.values()
        if any(each.starts_on <= ends_on and each.ends_on >= starts_on for each in known.requirements)
    ]
    is_small = shown(len(both)) is None
    sums = [sum(pair[which][what] for pair in both) for which in (0, 1) for what in (0, 1)]
    required_now, credited_now, required_then, credited_then = [None if is_small else each for each in sums]
    return Outcome(
        people=shown(len(both)),
        affected=shown(sum(now != then for now, then in both)),
        met_now=shown(sum(now[1] >= now[0] for now, _ in both)),
        met_then=shown(sum(then[1] >= then[0] for _, then in both)),
        required_now=required_now,
        required_then=required_then,
        credited_now=credited_now,
        credited_then=credited_then,
    )


def _sums(known: Facts, starts_on: date, ends_on: date) -> tuple[int, int]:
    weeks = rules.weeks(known, starts_on=starts_on, ends_on=ends_on)
    return sum(week.required for week in weeks), sum(week.credited for week in weeks)


def _changed(known: Facts, wish: Wish) -> Facts:
    asked = {name: value for name, value in vars(wish).items() if value is not None}
    versions = [replace(each, params=replace(each.params, **asked)) for each in known.policies.versions]
    most = wish.max_minutes_per_week
    return replace(
        known,
        policies=Policies(versions=versions),
        requirements=[_capped(each, most) for each in known.requirements],
    )


def _capped(requirement: Requirement, most: int | None) -> Requirement:
    if most is None:
        return requirement
    return replace(requirement, minutes_per_week=min(requirement.minutes_per_week, most))
