"""What another ordinance would mean: "from 20 to 8 hours a week", for how many people and hours. Changes nothing.

Runs the rules of crediting twice over the same facts of a period, as it is and as it would be. Counts of fewer
than five people are not told, nor what they could be worked out from, so that nobody can be recognised.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from backend.obligations import reading, rules
from backend.obligations.facts import Facts, Requirement
from backend.obligations.models import Obligation
from backend.obligations.policy import Policies

SMALLEST_GROUP = 5
BOUNDS = (-1, 0, 240, 480, 720, 960, 1440)  # minutes a week: nothing, up to 4, 8, 12, 16 and 24 hours


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a policy officer wants to try; None leaves it as it is. Minutes."""

    max_minutes_per_week: int | None = None
    averaging_weeks: int | None = None
    holiday_weeks_free: int | None = None
    preparation_cap_minutes_per_session: int | None = None


@dataclass(frozen=True, kw_only=True)
class Group:
    """People of whom more than ``above`` and at most ``up_to`` minutes a week are asked now.

    The three figures are None for a group that is too small, or from which a small one could be told.
    """

    above: int
    up_to: int
    people: int | None
    required_now: int | None
    required_then: int | None


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """Both worlds side by side; minutes are of the whole period.

    ``affected`` are people of whom less, or more, would be asked or credited. A count is None when it, or the rest
    of the people, is a group of one to four; so are the sums of all people, and of ``then`` when the affected are.
    """

    people: int | None
    affected: int | None
    met_now: int | None
    met_then: int | None
    required_now: int | None
    required_then: int | None
    credited_now: int | None
    credited_then: int | None
    groups: Sequence[Group] = ()


@dataclass(frozen=True, kw_only=True)
class _Person:
    minutes_per_week: int
    now: tuple[int, int]  # required, credited
    then: tuple[int, int]


def shown(count: int, *, of: int | None = None) -> int | None:
    """The count, or None when it, or what is left ``of`` all, is so small that it tells about somebody."""
    rest = 0 if of is None else of - count
    return None if 0 < count < SMALLEST_GROUP or 0 < rest < SMALLEST_GROUP else count


def simulate(
    obligations: Sequence[Obligation], wish: Wish, *, starts_on: date, ends_on: date, as_of: date
) -> Outcome:
    """Both worlds over the people of whom something was asked in the period."""
    facts = reading.facts_of(obligations, starts_on=starts_on, ends_on=ends_on, as_of=as_of)
    people = [person for known in facts.values() if (person := _person(known, wish, starts_on, ends_on))]
    all_of_them = len(people)
    affected = shown(sum(each.now != each.then for each in people), of=all_of_them)
    is_told = shown(all_of_them) is not None
    tells_then = is_told and affected is not None
    return Outcome(
        people=shown(all_of_them),
        affected=affected,
        met_now=shown(sum(each.now[1] >= each.now[0] for each in people), of=all_of_them),
        met_then=shown(sum(each.then[1] >= each.then[0] for each in people), of=all_of_them),
        required_now=sum(each.now[0] for each in people) if is_told else None,
        credited_now=sum(each.now[1] for each in people) if is_told else None,
        required_then=sum(each.then[0] for each in people) if tells_then else None,
        credited_then=sum(each.then[1] for each in people) if tells_then else None,
        groups=_groups(people) if tells_then else (),
    )


def _person(known: Facts, wish: Wish, starts_on: date, ends_on: date) -> _Person | None:
    asked = [each for each in known.requirements if each.starts_on <= ends_on and each.ends_on >= starts_on]
    if not asked:
        return None
    return _Person(
        minutes_per_week=max(each.minutes_per_week for each in asked),
        now=_sums(known, starts_on, ends_on),
        then=_sums(_changed(known, wish), starts_on, ends_on),
    )


def _groups(people: Sequence[_Person]) -> list[Group]:
    """By what is asked now. Small groups are hidden, and more with them until those hidden are five or more."""
    found = [(low, high, [p for p in people if low < p.minutes_per_week <= high]) for low, high in pairwise(BOUNDS)]
    by_size = sorted((len(members), low) for low, _high, members in found if members)
    hidden: set[int] = set()
    count = 0
    for size, low in by_size:
        if size >= SMALLEST_GROUP and (not hidden or count >= SMALLEST_GROUP):
            break
        hidden.add(low)
        count += size
    return [
        Group(above=low, up_to=high, people=None, required_now=None, required_then=None)
        if low in hidden
        else Group(
            above=low,
            up_to=high,
            people=len(members),
            required_now=sum(each.now[0] for each in members),
            required_then=sum(each.then[0] for each in members),
        )
        for low, high, members in found
        if members
    ]


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
