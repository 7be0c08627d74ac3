"""How many minutes a week asks, and a reason for every minute that it asks less than the decision.

A week in which the duty holds on all days asks what the decision says. Any other week asks the same part of it,
in seventh parts of a week and hundredth parts of a day, rounded down once to ``rounding_minutes``: in favour of
the person. Nothing is asked on a day whose ordinance or law does not know the legal basis of the decision.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from backend.obligations.facts import DAYS_A_WEEK, Facts, Reason, Relief, Requirement
from backend.obligations.policy import Policy

WHOLE = 100


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Minutes of one week. What the decisions ask on the days inside is ``full`` = ``required`` + all of ``less``."""

    required: int
    full: int
    less: dict[Reason, int] = field(default_factory=dict)

    @property
    def reasons(self) -> list[dict[str, str | int]]:
        """``less`` as rows, by reason."""
        return [{"reason": reason.value, "minutes": self.less[reason]} for reason in sorted(self.less)]


def in_week(facts: Facts, monday: date, *, first: date, last: date) -> Asked:
    """What is asked on the days of this week that lie from ``first`` up to and including ``last``."""
    first, last = max(first, monday), min(last, monday + timedelta(days=DAYS_A_WEEK - 1))
    if not any(each.starts_on <= last and first <= each.ends_on for each in facts.requirements):
        return Asked(required=0, full=0)
    parts: dict[Reason, int] = defaultdict(int)  # in 700th parts of the minutes of a week
    days: list[tuple[Requirement, Policy | None]] = []
    for day, count in _alike(facts, first, last):
        requirement = facts.requirement_on(day)
        if requirement is None:
            continue
        days += [(requirement, facts.policies.on(day))] * count
        relief = relief_on(facts, requirement, day)
        if relief:
            parts[relief.reason] += requirement.minutes_per_week * relief.share_pct * count
    if not parts and len(days) == DAYS_A_WEEK and len({requirement for requirement, _ in days}) == 1:
        return Asked(required=days[0][0].minutes_per_week, full=days[0][0].minutes_per_week)
    whole = sum(requirement.minutes_per_week * WHOLE for requirement, _ in days)
    return _rounded(whole, parts, _rounding(days))


def _alike(facts: Facts, first: date, last: date) -> Iterable[tuple[date, int]]:
    """These days in groups that ask the same, each as its first day and their number: all of them, or one by one."""
    ends = (search_is_over_on(facts, each) for each in facts.requirements)
    if facts.is_alike(first, last) and not any(first < end <= last for end in ends):
        return [(first, (last - first).days + 1)]
    return [(first + timedelta(days=n), 1) for n in range((last - first).days + 1)]


def _rounded(whole: int, parts: dict[Reason, int], rounding: int) -> Asked:
    unit = DAYS_A_WEEK * WHOLE
    full, required = whole // unit, (whole - sum(parts.values())) // (unit * rounding) * rounding
    less = {reason: minutes // unit for reason, minutes in parts.items() if minutes >= unit}
    rest = full - required - sum(less.values())
    if rest:
        less[Reason.ROUNDING] = rest
    return Asked(required=required, full=full, less=less)


def _rounding(days: list[tuple[Requirement, Policy | None]]) -> int:
    """The largest step of the week: when the ordinance changes in it, the person has the better of the two."""
    return max((policy.params.rounding_minutes for _, policy in days if policy), default=1)


def relief_on(facts: Facts, requirement: Requirement, day: date) -> Relief | None:
    """The largest relief on a day on which a decision asks something; of equal ones the first of this list."""
    policy = facts.policies.on(day)
    if policy is None or requirement.legal_basis not in policy.params.legal_bases_allowed:
        return _on(day, Reason.NOTHING_ASKED_BY_LAW)
    found = [each for each in facts.reliefs if each.holds_on(day)]
    if policy.params.is_free(day):
        found.append(_on(day, Reason.FREE_WEEKS))
    if _has_no_buddy(facts, day):
        is_searching = day < search_is_over_on(facts, requirement)
        found.append(_on(day, Reason.SEARCH_PERIOD if is_searching else Reason.NO_BUDDY))
    return max(found, key=lambda each: each.share_pct, default=None)


def _on(day: date, reason: Reason) -> Relief:
    return Relief(starts_on=day, ends_on=day, reason=reason)


def _has_no_buddy(facts: Facts, day: date) -> bool:
    """Ready to be matched, and nobody to meet: never the person's failure."""
    if facts.with_buddy is None or (facts.away_since and day >= facts.away_since):
        return False
    return not any(span.holds_on(day) for span in facts.with_buddy)


def search_is_over_on(facts: Facts, requirement: Requirement) -> date:
    """The first day after the time to find something oneself; each time it was made longer by the same weeks."""
    policy = facts.policies.on(requirement.starts_on)
    if policy is None:
        return requirement.starts_on
    longer = [day for day in facts.more_time_to_search if requirement.holds_on(day)]
    times = 1 + min(len(longer), policy.params.search_period_extensions)
    return requirement.starts_on + timedelta(weeks=times * policy.params.search_period_weeks)
