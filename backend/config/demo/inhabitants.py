"""Invented newcomers and volunteers of a town, in the proportions that programmes know.

Pure: a seed and a list of neighbourhoods give the same people each time.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings

from backend.config.demo import names, weeks
from backend.config.demo.chance import dice
from backend.config.demo.names import Group, Name
from backend.people import consent
from backend.people.models import Goal, Interest
from backend.people.registration import NewcomerDetails, VolunteerDetails
from backend.places.models import Neighbourhood

WILLING_TO_JOIN_A_TABLE = 0.85
LEVELS = {"A0": 12, "A1": 30, "A2": 34, "B1": 18, "B2": 6}
LOWEST_LEVELS = {"A0": 25, "A1": 30, "A2": 35, "B1": 10}
CAPACITIES = {1: 62, 2: 28, 3: 10}
NEWCOMER_REACH_M = {1_000: 10, 1_500: 20, 2_000: 25, 3_000: 25, 5_000: 20}
VOLUNTEER_REACH_M = {1_500: 10, 2_500: 30, 4_000: 35, 8_000: 25}
MEETING_MINUTES = {60: 25, 90: 65, 120: 10}


@dataclass(frozen=True, kw_only=True)
class Town:
    """Where people live: codes of neighbourhoods with how many live there; ``outer`` lies at the edge."""

    codes: tuple[str, ...]
    people: tuple[int, ...]
    outer: frozenset[str]

    @classmethod
    def of(cls, neighbourhoods: Sequence[Neighbourhood]) -> "Town":
        """From rows; at the edge is whoever lives further than the middle one from the middle of all."""
        rows = sorted((row for row in neighbourhoods if row.rd_x is not None), key=lambda row: row.code)
        everybody = sum(row.population for row in rows) or 1
        x = sum((row.rd_x or 0) * row.population for row in rows) / everybody
        y = sum((row.rd_y or 0) * row.population for row in rows) / everybody
        far = sorted(rows, key=lambda row: ((row.rd_x or 0) - x) ** 2 + ((row.rd_y or 0) - y) ** 2)
        return cls(
            codes=tuple(row.code for row in rows),
            people=tuple(row.population for row in rows),
            outer=frozenset(row.code for row in far[len(far) // 2 :]),
        )


def newcomer(number: int, *, seed: int, town: Town) -> NewcomerDetails:
    """The newcomer with this number."""
    chance = dice(seed, "newcomer", number)
    group = names.a_group_of_newcomers(chance)
    is_woman = chance.random() < 0.58
    made = NewcomerDetails(
        **_identity(chance, number, group, names.invent(chance, group, is_woman=is_woman)),
        **_gender(chance, is_woman=is_woman, wish=0.24),
        neighbourhood=_home(chance, town, prefers_edge=True),
        languages=_tongues(chance, group, also=0.45),
        week=weeks.week_of_newcomer(chance),
        max_distance_m=_drawn(chance, NEWCOMER_REACH_M),
        online=chance.random() < 0.3,
        dutch_level=_drawn(chance, LEVELS),
        session_minutes=_drawn(chance, MEETING_MINUTES),
        joins_tables=dice(seed, "newcomer", number, "language table").random() < WILLING_TO_JOIN_A_TABLE,
    )
    return replace(made, mother_tongue=made.languages[0])


def volunteer(number: int, *, seed: int, town: Town) -> VolunteerDetails:
    """The volunteer with this number; one in eight came here from elsewhere and speaks Dutch since."""
    chance = dice(seed, "volunteer", number)
    is_from_here = chance.random() < 0.88
    group = names.groups()["dutch"] if is_from_here else names.a_group_of_newcomers(chance)
    is_woman = chance.random() < 0.71
    return VolunteerDetails(
        **_identity(chance, 5_000 + number, group, names.invent(chance, group, is_woman=is_woman))
        | {"language": "nl"},
        **_gender(chance, is_woman=is_woman, wish=0.04),
        neighbourhood=_home(chance, town, prefers_edge=False),
        languages=_languages_of_volunteer(chance, group),
        week=weeks.week_of_volunteer(chance),
        max_distance_m=_drawn(chance, VOLUNTEER_REACH_M),
        online=chance.random() < 0.35,
        min_level=_drawn(chance, LOWEST_LEVELS),
        capacity=_drawn(chance, CAPACITIES),
    )


def _identity(chance: random.Random, number: int, group: Group, name: Name) -> dict[str, Any]:
    """Name, contact and tastes. A quarter has a phone only; one in twelve shares it with a relative."""
    kind = chance.random()
    family = number - 1 if number % 12 == 11 else number
    foreign = group.reads == "uk" and number % 2 == 1
    phone = f"{'+38050123' if foreign and family == number else '+3161234'}{family:04d}"
    return {
        "full_name": name.full,
        "call_name": name.call,
        "mail": "" if kind < 0.25 else f"{name.plain}{number}@example.org",
        "phone": "" if kind > 0.85 and family == number else phone,
        "language": _language_of_messages(group, chance),
        "interests": tuple(sorted(chance.sample(Interest.values, chance.randint(0, 4)))),
        "goals": tuple(sorted(chance.sample(Goal.values, chance.choices((0, 1, 2, 3), (1, 3, 4, 2))[0]))),
        "consent_version": consent.CURRENT,
    }


def _language_of_messages(group: Group, chance: random.Random) -> str:
    offered = dict(settings.LANGUAGES)
    if group.reads in offered:
        return group.reads
    return "en" if "eng" in group.also and chance.random() < 0.4 else "nl"


def _gender(chance: random.Random, *, is_woman: bool, wish: float) -> dict[str, Any]:
    told = chance.random()
    if told < 0.05:
        return {"gender": "X" if told < 0.02 else "", "buddy_gender": ""}
    wants_a_woman = is_woman and chance.random() < wish
    return {"gender": "F" if is_woman else "M", "buddy_gender": "F" if wants_a_woman else ""}


def _tongues(chance: random.Random, group: Group, *, also: float) -> tuple[str, ...]:
    mother = chance.choice(group.speaks)
    others = [chance.choice(group.also)] if chance.random() < also else []
    return (mother, *others)


def _languages_of_volunteer(chance: random.Random, group: Group) -> tuple[str, ...]:
    known = {"nld", chance.choice(group.speaks)}
    known |= {code for code, often in (("eng", 0.6), ("deu", 0.3), ("fra", 0.18)) if chance.random() < often}
    known |= {chance.choice(("tur", "ary", "spa", "pol"))} if chance.random() < 0.08 else set()
    return tuple(sorted(known))


def _home(chance: random.Random, town: Town, *, prefers_edge: bool) -> str:
    """By population; newcomers more often at the edge, volunteers in the middle: that is the mismatch."""
    weights = [
        people * (2 if (code in town.outer) == prefers_edge else 1)
        for code, people in zip(town.codes, town.people, strict=True)
    ]
    return chance.choices(town.codes, weights=weights)[0]


def _drawn(chance: random.Random, often: dict[Any, int]) -> Any:
    return chance.choices(list(often), weights=list(often.values()))[0]
