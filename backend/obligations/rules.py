"""How many minutes are asked, done and confirmed in each week. Pure: no rows, no clock.

A week is an ISO week (Monday to Sunday). Minutes are integers. Required minutes of a week in which the duty
holds for a part only are in proportion to the days, and rounded down to a quarter of an hour: rounding is in
favour of the person (docs/policy/counter-obligation.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

ROUNDING_MINUTES = 15
DAYS_A_WEEK = 7


@dataclass(frozen=True, kw_only=True)
class Requirement:
    """From the first up to and including the last day, so many minutes a week are asked."""

    starts_on: date
    ends_on: date
    minutes_per_week: int


@dataclass(frozen=True, kw_only=True)
class Worked:
    """Minutes on a local day; ``is_confirmed`` when somebody else than the person said so as well."""

    day: date
    minutes: int
    is_confirmed: bool


@dataclass(frozen=True, kw_only=True)
class Week:
    """One ISO week, in minutes. ``done`` counts what is confirmed and what still waits for a word."""

    monday: date
    required: int
    done: int
    confirmed: int

    @property
    def label(self) -> str:
        """The ISO name, for example ``2026-W48``."""
        year, number, _ = self.monday.isocalendar()
        return f"{year}-W{number:02d}"


def monday_of(day: date) -> date:
    """The Monday of the ISO week in which this day lies."""
    return day - timedelta(days=day.weekday())


def _days_in_common(requirement: Requirement, first: date, last: date) -> int:
    return max(0, (min(requirement.ends_on, last) - max(requirement.starts_on, first)).days + 1)


def required_in_week(requirements: Iterable[Requirement], monday: date) -> int:
    """Minutes asked in the week of this Monday; only a part of a week is rounded, once for all its decisions."""
    sunday = monday + timedelta(days=DAYS_A_WEEK - 1)
    held = [(r.minutes_per_week, _days_in_common(r, monday, sunday)) for r in requirements]
    whole = sum(minutes for minutes, days in held if days == DAYS_A_WEEK)
    sevenths = sum(minutes * days for minutes, days in held if days < DAYS_A_WEEK)
    return whole + sevenths // (DAYS_A_WEEK * ROUNDING_MINUTES) * ROUNDING_MINUTES


def weeks(
    *, requirements: Sequence[Requirement], worked: Sequence[Worked], starts_on: date, ends_on: date
) -> list[Week]:
    """Every week that has a day between the first and the last day, those days included.

    Work on days outside the period is left out; of the weeks at the edges only the days inside count, for
    what is required as well as for what is done.

    Raises:
        ValueError: the period ends before it starts.
    """
    if ends_on < starts_on:
        raise ValueError("The period ends before it starts.")
    inside = [
        Requirement(
            starts_on=max(r.starts_on, starts_on),
            ends_on=min(r.ends_on, ends_on),
            minutes_per_week=r.minutes_per_week,
        )
        for r in requirements
    ]
    minutes = [w for w in worked if starts_on <= w.day <= ends_on]
    monday, rows = monday_of(starts_on), []
    while monday <= ends_on:
        of_week = [w for w in minutes if monday_of(w.day) == monday]
        rows.append(
            Week(
                monday=monday,
                required=required_in_week(inside, monday),
                done=sum(w.minutes for w in of_week),
                confirmed=sum(w.minutes for w in of_week if w.is_confirmed),
            )
        )
        monday += timedelta(days=DAYS_A_WEEK)
    return rows
