"""A population that looks like a real one, for trying out and measuring (docs/matching.md, "Generated people").

What is reproduced: volunteers who are retired and free by day against newcomers who work and are free in the
evening, too few who help beginners, women who want a woman, and outer districts with few volunteers. The same
numbers and seed give the same people. The towns do not exist; their codes begin with ``GM9``.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

import numpy as np

from matching.rows import GOALS, Newcomer, Volunteer
from matching.time_windows import Window

Word = TypeVar("Word")
DAY = date(2026, 11, 23)
MOST_TOWNS = 1000
TOWNS_APART_M = 11_000
FIRST_TOWN_M = (60_000, 380_000)
INTERESTS = (
    "animals",
    "cars",
    "children",
    "computers",
    "cooking",
    "crafts",
    "cycling",
    "dancing",
    "film",
    "fishing",
    "football",
    "games",
    "garden",
    "history",
    "music",
    "painting",
    "reading",
    "sewing",
    "travel",
    "walking",
)
# shares, of a hundred or near it; each figure and its source: docs/matching.md
MOTHER_TONGUE = {
    "ara": 32,
    "tir": 14,
    "ukr": 11,
    "tur": 9,
    "fas": 8,
    "som": 6,
    "pol": 6,
    "spa": 5,
    "prs": 5,
    "por": 4,
}
BESIDES_DUTCH = {"eng": 55, "deu": 30, "fra": 18, "spa": 5, "tur": 2, "ara": 2}
LEVEL = {"A0": 12, "A1": 30, "A2": 34, "B1": 18, "B2": 5, "C1": 1}
LOWEST_LEVEL = {"A0": 20, "A1": 30, "A2": 35, "B1": 15}
CAPACITY = {1: 62, 2: 28, 3: 7, 4: 2, 5: 1}
SESSION_MINUTES = {60: 20, 90: 65, 120: 15}
REACH_M = {1000: 8, 2000: 22, 3000: 28, 5000: 26, 7500: 10, 10_000: 6}
# (weekdays, starts, ends) of the windows somebody may have, and how many of them
HOURS: dict[str, tuple[tuple[range, int, int], ...]] = {
    "morning": ((range(5), 9 * 60, 12 * 60),),
    "daytime": ((range(5), 9 * 60, 12 * 60), (range(5), 13 * 60, 17 * 60)),
    "evening": ((range(5), 18 * 60, 21 * 60), (range(5, 7), 10 * 60, 16 * 60)),
    "any": ((range(5), 10 * 60, 16 * 60), (range(5), 19 * 60, 22 * 60), (range(5, 7), 9 * 60, 14 * 60)),
}
NEWCOMER_HOURS = {"morning": 30, "evening": 35, "any": 35}
VOLUNTEER_HOURS = {"daytime": 65, "evening": 20, "any": 15}
MEDIAN_WAIT_DAYS = 63


@dataclass(frozen=True, eq=False)
class Town:
    """A town that does not exist: ``neighbourhoods`` are centres in metres, the innermost first."""

    code: str
    neighbourhoods: list[tuple[int, int]]


@dataclass(frozen=True)
class Population:
    """Everything that a round is given."""

    newcomers: list[Newcomer]
    volunteers: list[Volunteer]
    blocked: list[tuple[str, str]]


class Dice:
    """Chances with a seed, in the words of this file."""

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)

    def chance(self, percent: float) -> bool:
        """True so often of a hundred times."""
        return bool(self._rng.random() * 100 < percent)

    def one_of(self, shares: Mapping[Word, float]) -> Word:
        """One of the keys, in proportion to its share."""
        mark = self._rng.random() * sum(shares.values())
        for key, share in shares.items():
            mark -= share
            if mark < 0:
                return key
        return key

    def some(self, words: tuple[str, ...], least: int, most: int) -> frozenset[str]:
        """Some different words."""
        count = int(self._rng.integers(least, most + 1))
        return frozenset(words[place] for place in self._rng.permutation(len(words))[:count])

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return int(self._rng.integers(least, most + 1))

    def days_waited(self) -> int:
        """Many wait short and some wait long: half at most the median."""
        return int(self._rng.exponential(MEDIAN_WAIT_DAYS / math.log(2)))

    def around(self, metres: float) -> int:
        """A distance to either side, mostly below so many metres."""
        return round(float(self._rng.normal(0, metres)))


def _towns(dice: Dice, count: int, people: int) -> dict[Town, float]:
    """Towns on a lattice, the first the largest, with the share of the people who live there."""
    across = math.ceil(math.sqrt(count))
    share = {number: (number + 1) ** -0.7 for number in range(count)}
    towns: dict[Town, float] = {}
    for number in range(count):
        inhabitants = people * share[number] / sum(share.values())
        x = FIRST_TOWN_M[0] + number % across * TOWNS_APART_M + dice.around(800)
        y = FIRST_TOWN_M[1] + number // across * TOWNS_APART_M + dice.around(800)
        width = min(3500.0, 600 + 80 * math.sqrt(inhabitants))
        homes = [(dice.around(width), dice.around(width)) for _ in range(4 + round(inhabitants / 20))]
        inner_first = sorted(homes, key=lambda home: home[0] ** 2 + home[1] ** 2)
        towns[Town(f"GM{9000 + number}", [(x + east, y + north) for east, north in inner_first])] = share[number]
    return towns


def _home(dice: Dice, town: Town, *, outwards: bool) -> tuple[int, int] | tuple[None, None]:
    """A home near the centre of a neighbourhood or, when no more is known, that centre itself."""
    if dice.chance(1):
        return None, None
    last = len(town.neighbourhoods) - 1
    one, other = dice.between(0, last), dice.between(0, last)
    x, y = town.neighbourhoods[max(one, other) if outwards else one]
    return (x, y) if dice.chance(50) else (x + dice.around(200), y + dice.around(200))


def _availability(dice: Dice, hours: Mapping[str, float]) -> tuple[Window, ...]:
    """One to four windows of the kind of hours that somebody has; sometimes not known."""
    if dice.chance(2):
        return ()
    kinds, windows = HOURS[dice.one_of(hours)], []
    for _ in range(dice.between(1, 4)):
        days, starts, ends = kinds[dice.between(0, len(kinds) - 1)]
        late = 30 * dice.between(0, 2)
        windows.append((dice.between(days.start, days.stop - 1), starts + late, ends - 30 * dice.between(0, 1)))
    return tuple(sorted(windows))


def _newcomer(dice: Dice, number: int, town: Town, day: date) -> Newcomer:
    x, y = _home(dice, town, outwards=True)
    is_woman, tongue = dice.chance(58), dice.one_of(MOTHER_TONGUE)
    wish = 24 if is_woman else 2
    return Newcomer(
        id=f"n{number:06}",
        municipality=town.code,
        x=x,
        y=y,
        languages=frozenset({tongue, "eng"} if dice.chance(40) else {tongue}),
        dutch_level=dice.one_of(LEVEL),
        availability=_availability(dice, NEWCOMER_HOURS),
        max_distance_m=dice.one_of(REACH_M),
        online=dice.chance(30),
        gender="" if dice.chance(3) else "f" if is_woman else "m",
        buddy_gender=("f" if is_woman else "m") if dice.chance(wish) else "",
        session_minutes=dice.one_of(SESSION_MINUTES),
        interests=dice.some(INTERESTS, 0, 4),
        goals=dice.some(GOALS, 0, 3),
        waiting_since=day - timedelta(days=dice.days_waited()),
    )


def _volunteer(dice: Dice, number: int, town: Town) -> Volunteer:
    x, y = _home(dice, town, outwards=False)
    is_woman = dice.chance(71)
    spoken = {code for code, share in BESIDES_DUTCH.items() if dice.chance(share)}
    return Volunteer(
        id=f"v{number:06}",
        municipality=town.code,
        x=x,
        y=y,
        languages=frozenset({"nld"} | spoken),
        min_level=dice.one_of(LOWEST_LEVEL),
        capacity=dice.one_of(CAPACITY),
        availability=_availability(dice, VOLUNTEER_HOURS),
        max_distance_m=dice.one_of(REACH_M),
        online=dice.chance(20),
        gender="" if dice.chance(2) else "f" if is_woman else "m",
        buddy_gender="f" if is_woman and dice.chance(6) else "",
        interests=dice.some(INTERESTS, 0, 5),
        goals=dice.some(GOALS, 1, 5),
    )


def population(newcomers: int, volunteers: int, municipalities: int, seed: int) -> Population:
    """So many people in so many towns.

    Raises:
        ValueError: a number is below 0, or there are people and no town, or more than a thousand towns.
    """
    if min(newcomers, volunteers) < 0 or not 0 < municipalities <= MOST_TOWNS:
        raise ValueError(f"there are at least 0 people, and 1 to {MOST_TOWNS} municipalities")
    dice = Dice(seed)
    towns = _towns(dice, municipalities, newcomers + volunteers)
    waiting = [_newcomer(dice, number, dice.one_of(towns), DAY) for number in range(1, newcomers + 1)]
    helping = [_volunteer(dice, number, dice.one_of(towns)) for number in range(1, volunteers + 1)]
    blocked = {
        (waiting[dice.between(0, newcomers - 1)].id, helping[dice.between(0, volunteers - 1)].id)
        for _ in range(newcomers // 20 if volunteers else 0)
    }
    return Population(waiting, helping, sorted(blocked))
