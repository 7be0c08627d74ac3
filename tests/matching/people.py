"""Valid newcomers and volunteers for the tests of the engine: a test names only what it is about."""

from collections.abc import Callable, Sequence
from datetime import date
from random import Random
from typing import Any

from hypothesis import strategies as st

from matching import Newcomer, Options, Volunteer
from matching.rows import Person
from matching.time_windows import WEEKDAYS, Window

DAY = date(2026, 11, 23)
TOWN = "GM0344"
NEXT_TOWN = "GM0356"


def window(text: str) -> Window:
    """``mon 18:00-21:00`` as numbers."""
    weekday, hours = text.split()
    starts, ends = ([int(part) for part in clock.split(":")] for clock in hours.split("-"))
    return WEEKDAYS.index(weekday), starts[0] * 60 + starts[1], ends[0] * 60 + ends[1]


def free(*texts: str) -> tuple[Window, ...]:
    return tuple(window(text) for text in texts)


def newcomer(id: str = "n1", **about: Any) -> Newcomer:  # noqa: A002
    given: dict[str, Any] = {
        "municipality": TOWN,
        "x": 136_000,
        "y": 456_000,
        "languages": frozenset({"ara"}),
        "availability": free("mon 18:00-21:00"),
        "max_distance_m": 3000,
        "dutch_level": "A1",
        "waiting_since": date(2026, 9, 1),
    }
    return Newcomer(id=id, **(given | about))


def volunteer(id: str = "v1", **about: Any) -> Volunteer:  # noqa: A002
    given: dict[str, Any] = {
        "municipality": TOWN,
        "x": 136_300,
        "y": 456_400,
        "languages": frozenset({"ara"}),
        "availability": free("mon 18:00-21:00"),
        "max_distance_m": 3000,
        "capacity": 1,
    }
    return Volunteer(id=id, **(given | about))


WINDOWS = free("mon 18:00-20:00", "mon 19:00-21:00", "tue 09:00-10:30", "tue 10:30-12:00", "sat 22:00-24:00")
LANGUAGES, INTERESTS, GOALS = ("ara", "tir", "eng"), ("music", "garden", "film"), ("talk", "work", "exam")


def _some(random: Random, words: Sequence[Any], least: int = 0) -> Sequence[Any]:
    return random.sample(words, random.randint(least, len(words)))


def _facts(random: Random) -> dict[str, Any]:
    """Facts with which people often fit, and often do not: few places, few languages, few hours."""
    return {
        "id": f"{random.randrange(10**6):06}",
        "municipality": random.choice([TOWN, TOWN, TOWN, NEXT_TOWN]),
        "x": random.choice([None] + [step * 250 for step in range(4)] * 5),
        "y": random.randint(0, 3) * 200,
        "languages": frozenset(_some(random, LANGUAGES, least=random.choice([0, 1, 1, 2]))),
        "availability": tuple(_some(random, WINDOWS, least=random.choice([0, 2, 3, 3, 4]))),
        "max_distance_m": random.choice([0, 500, 1000, 1500, 2500]),
        "online": random.random() < 0.4,
        "gender": random.choice(["", "f", "f", "f", "m", "x"]),
        "buddy_gender": random.choice(["", "", "", "", "", "", "f", "f", "m"]),
        "interests": frozenset(_some(random, INTERESTS)),
        "goals": frozenset(_some(random, GOALS)),
    }


def random_newcomer(random: Random) -> Newcomer:
    """Waits since one of three days, so that the id often says who comes first."""
    return Newcomer(
        dutch_level=random.choice(["A0", "A1", "A2", "A2", "B1"]),
        session_minutes=random.choice([45, 50, 60, 90, 90, 120]),
        waiting_since=date(2026, 11, random.randint(1, 3)),
        **_facts(random),
    )


def random_volunteer(random: Random) -> Volunteer:
    """Has a place or two, or none."""
    return Volunteer(
        min_level=random.choice(["A0", "A0", "A0", "A1", "A2"]),
        capacity=random.choice([0, 1, 1, 1, 1, 2]),
        **_facts(random),
    )


def different(make: Callable[[Random], Person], random: Random, least: int, most: int) -> list[Any]:
    """Some people, each with an id of his or her own."""
    return list({person.id: person for person in (make(random) for _ in range(random.randint(least, most)))}.values())


def world(random: Random, most: int) -> dict[str, Any]:
    """The arguments of ``matching.solve``: people, blocked pairs, options, and the day."""
    waiting = different(random_newcomer, random, random.choice([0, most // 2]), most)
    helping = different(random_volunteer, random, random.choice([0, 2]), most)
    pairs = [(n.id, v.id) for n in waiting for v in helping]
    options = Options(joint=random.choice([(), (frozenset({TOWN, NEXT_TOWN}),)]), online_across=random.random() < 0.3)
    blocked = random.sample(pairs, min(len(pairs), random.randint(0, 2)))
    return {"newcomers": waiting, "volunteers": helping, "blocked": blocked, "options": options, "day": DAY}


# The randomness comes from one number, for Hypothesis's own leans to worlds in which nobody fits anybody.
randoms = st.integers(0, 2**32 - 1).map(Random)
newcomers, volunteers = randoms.map(random_newcomer), randoms.map(random_volunteer)


def worlds(most: int = 7) -> st.SearchStrategy[dict[str, Any]]:
    return randoms.map(lambda random: world(random, most))


def queue(waiting: Sequence[Newcomer]) -> list[Newcomer]:
    """Longest waiting first."""
    return sorted(waiting, key=lambda p: (p.waiting_since, p.id))
