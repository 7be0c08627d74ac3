"""Valid newcomers and volunteers for the tests of the engine: a test names only what it is about."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hypothesis import strategies as st

from matching import Newcomer, Options, Volunteer
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


# Small worlds in which people often, but not always, fit: few places, few languages, few hours.
windows = st.sampled_from(
    free("mon 18:00-20:00", "mon 19:00-21:00", "tue 09:00-10:30", "tue 10:30-12:00", "sat 22:00-24:00")
)
facts = {
    "municipality": st.sampled_from([TOWN, TOWN, NEXT_TOWN]),
    "x": st.integers(0, 6).map(lambda steps: steps * 500),
    "y": st.integers(0, 2).map(lambda steps: steps * 500),
    "languages": st.frozensets(st.sampled_from(["ara", "tir", "eng"]), max_size=2),
    "availability": st.lists(windows, max_size=3).map(tuple),
    "max_distance_m": st.sampled_from([0, 500, 1000, 2500]),
    "online": st.booleans(),
    "gender": st.sampled_from(["", "f", "m", "x"]),
    "buddy_gender": st.sampled_from(["", "", "", "f", "m"]),
    "interests": st.frozensets(st.sampled_from(["music", "garden", "film"])),
    "goals": st.frozensets(st.sampled_from(["talk", "work", "exam"])),
}
newcomers = st.builds(
    Newcomer,
    id=st.uuids().map(str),
    dutch_level=st.sampled_from(["A0", "A1", "A2", "B1"]),
    session_minutes=st.sampled_from([45, 50, 60, 90, 120]),
    waiting_since=st.dates(date(2026, 11, 1), date(2026, 11, 4)),
    **facts,
)
volunteers = st.builds(
    Volunteer,
    id=st.uuids().map(str),
    min_level=st.sampled_from(["A0", "A0", "A1", "A2"]),
    capacity=st.sampled_from([0, 1, 1, 1, 2, 3]),
    **facts,
)
round_options = st.builds(
    Options,
    joint=st.sampled_from([(), (frozenset({TOWN, NEXT_TOWN}),)]),
    online_across=st.booleans(),
)


@st.composite
def worlds(draw: st.DrawFn, most: int = 6) -> dict[str, Any]:
    """The arguments of ``matching.solve``: people, blocked pairs, options, and the day."""
    waiting = draw(st.lists(newcomers, max_size=most, unique_by=lambda p: p.id))
    helping = draw(st.lists(volunteers, max_size=most, unique_by=lambda p: p.id))
    pairs = [(n.id, v.id) for n in waiting for v in helping]
    blocked = draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    return {
        "newcomers": waiting,
        "volunteers": helping,
        "blocked": blocked,
        "options": draw(round_options),
        "day": DAY,
    }


def queue(waiting: Sequence[Newcomer]) -> list[Newcomer]:
    """Longest waiting first."""
    return sorted(waiting, key=lambda p: (p.waiting_since, p.id))
