"""Ordinary weeks of invented people: who is free when.

The mismatch that programmes know is in it: most volunteers are retired and free by day, while a third of
the newcomers works and has evenings and weekends only.
"""

import random
from collections.abc import Sequence

from backend.people.availability import Window

Week = tuple[Window, ...]

MORNING = ((9 * 60, 12 * 60), (9 * 60 + 30, 12 * 60), (9 * 60, 11 * 60 + 30))
AFTERNOON = ((13 * 60, 16 * 60), (13 * 60 + 30, 16 * 60 + 30), (14 * 60, 17 * 60))
EVENING = ((18 * 60 + 30, 21 * 60), (19 * 60, 21 * 60 + 30), (19 * 60, 21 * 60))
SATURDAY = 5
WORKDAYS = range(5)

_PartOfDay = Sequence[tuple[int, int]]


def week_of_newcomer(chance: random.Random) -> Week:
    """Evenings and weekend only 35 %, mornings on workdays only 30 %, the rest mixed; 3 % did not tell."""
    kind = chance.random()
    if kind < 0.35:
        return _days(chance, EVENING, 2, 4) + _saturday(chance, 0.5)
    if kind < 0.65:
        return _days(chance, MORNING, 2, 4)
    if kind < 0.97:
        return _days(chance, AFTERNOON, 1, 3) + _days(chance, EVENING, 1, 2)
    return ()


def week_of_volunteer(chance: random.Random) -> Week:
    """By day 65 %, evenings 20 %, some of both 15 %."""
    kind = chance.random()
    if kind < 0.65:
        return _days(chance, MORNING, 1, 3) + _days(chance, AFTERNOON, 1, 3)
    if kind < 0.85:
        return _days(chance, EVENING, 1, 3) + _saturday(chance, 0.3)
    return _days(chance, AFTERNOON, 1, 2) + _days(chance, EVENING, 1, 2) + _saturday(chance, 0.3)


def _days(chance: random.Random, part: _PartOfDay, least: int, most: int) -> Week:
    days = sorted(chance.sample(WORKDAYS, chance.randint(least, most)))
    return tuple(_window(day, *chance.choice(part)) for day in days)


def _saturday(chance: random.Random, how_often: float) -> Week:
    return (_window(SATURDAY, 10 * 60, 13 * 60),) if chance.random() < how_often else ()


def _window(day: int, starts: int, ends: int) -> Window:
    return Window(weekday=day, starts_minute=starts, ends_minute=ends)
