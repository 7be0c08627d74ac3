"""Life is not weekly: minutes are compared over windows of some weeks, and a surplus is carried on. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from backend.obligations.policy import Policies
from backend.obligations.rules import Week


@dataclass(frozen=True, kw_only=True)
class Window:
    """Some weeks together, in minutes. ``carried_in`` is surplus of the window before, up to the most allowed."""

    weeks: Sequence[Week]
    carried_in: int

    @property
    def first_day(self) -> date:
        """The Monday of the first week."""
        return self.weeks[0].monday

    @property
    def last_day(self) -> date:
        """The Sunday of the last week."""
        return self.weeks[-1].monday + timedelta(days=6)

    @property
    def required(self) -> int:
        """Asked in all weeks of the window."""
        return sum(week.required for week in self.weeks)

    @property
    def credited(self) -> int:
        """Credited in all weeks of the window, without what was carried in."""
        return sum(week.credited for week in self.weeks)

    @property
    def balance(self) -> int:
        """Above nought: more than was asked."""
        return self.credited + self.carried_in - self.required


def windows(weeks: Sequence[Week], policies: Policies) -> list[Window]:
    """The weeks cut into windows from the first week that asks something; those before it stand in no window.

    How long a window is and how much is carried on says the ordinance of the first week of each window; while no
    ordinance holds, a window is a week.
    """
    first = next((n for n, week in enumerate(weeks) if week.asked.full), len(weeks))
    left, found, carried = list(weeks[first:]), [], 0
    while left:
        days = (left[0].monday + timedelta(days=n) for n in range(7))
        policy = next((each for each in map(policies.on, days) if each), None)
        length = policy.params.averaging_weeks if policy else 1
        window = Window(weeks=left[:length], carried_in=carried)
        carried = min(max(window.balance, 0), policy.params.carry_over_max_minutes if policy else 0)
        found.append(window)
        left = left[length:]
    return found
