"""Language tables for the tests of the engine, and their definition once more: slow, literal, trying everything."""

from collections import Counter
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from hypothesis import strategies as st

from matching import Groups, Table
from tests.matching import people, reference
from tests.matching.people import TOWN, free, randoms
from tests.matching.reference import LEVELS, Reference, minutes_free


def table(id: str = "t1", **about: Any) -> Table:  # noqa: A002
    given: dict[str, Any] = {
        "municipality": TOWN,
        "x": 136_300,
        "y": 456_400,
        "languages": frozenset({"ara"}),
        "sessions": free("mon 18:30-20:00"),
        "seats": 4,
        "volunteers": frozenset({"leader"}),
    }
    return Table(id=id, **(given | about))


def random_table(random: Random) -> Table:
    """Has one or two sessions, a few seats, and often a limit on mother tongues."""
    low, high = sorted(random.sample(range(len(LEVELS)), 2))
    return Table(
        id=f"{random.randrange(10**6):06}t",
        municipality=random.choice([TOWN, TOWN, people.NEXT_TOWN]),
        x=random.randint(0, 3) * 250,
        y=random.randint(0, 3) * 200,
        languages=frozenset(random.sample(people.LANGUAGES, random.randint(0, 2))),
        sessions=tuple(random.sample(people.WINDOWS, random.randint(1, 3))),
        seats=random.choice([0, 1, 2, 2, 3]),
        volunteers=frozenset({random.choice(["leader", "other"])}),
        min_level=random.choice(["A0", "A0", LEVELS[low]]),
        max_level=LEVELS[high],
        gender=random.choice(["", "", "f"]),
        most_per_language=random.choice([0, 1, 1, 1, 2]),
        seated=tuple(random.choice(people.LANGUAGES) for _ in range(random.choice([0, 0, 1]))),
        goals=frozenset(random.sample(people.GOALS, random.randint(0, 2))),
        interests=frozenset(random.sample(people.INTERESTS, random.randint(0, 2))),
    )


def world(random: Random, most: int) -> dict[str, Any]:
    """The arguments of ``matching.solve``, with one or two tables that most are willing to join."""
    made = people.world(random, most)
    waiting = made["newcomers"]
    tables = list({one.id: one for one in (random_table(random) for _ in range(random.randint(1, 2)))}.values())
    tongues = {n.id: random.choice(people.LANGUAGES[:2]) for n in waiting if random.random() < 0.8}
    willing = frozenset(n.id for n in waiting if random.random() < 0.8)
    others = [one for table in tables for one in (table.id, *table.volunteers)]
    blocked = [(random.choice(waiting).id, random.choice(others))] if waiting and random.random() < 0.3 else []
    groups = Groups(tables=tables, willing=willing, mother_tongue=tongues)
    return made | {"options": replace(made["options"], groups=groups), "blocked": [*made["blocked"], *blocked]}


def worlds(most: int = 6) -> st.SearchStrategy[dict[str, Any]]:
    return randoms.map(lambda random: world(random, most))


def whole_sessions(n: Any, t: Table) -> list[tuple[int, int, int]]:
    """The sessions of a table that a newcomer is free for, the longest first and of equal ones the earliest."""
    mine = minutes_free(n)
    whole = [(day, a, b) for day, a, b in t.sessions if all((day, m) in mine for m in range(a, b, 15))]
    return sorted(whole, key=lambda window: (window[1] - window[2], window))


def rules(n: Any, t: Table, blocked: Any, options: Any) -> dict[str, bool]:
    together = n.municipality == t.municipality or any(
        {n.municipality, t.municipality} <= group for group in options.joint
    )
    return {
        "table_municipality": together,
        "table_not_blocked": not any((n.id, one) in blocked for one in (t.id, *t.volunteers)),
        "table_gender": n.buddy_gender in ("", t.gender) and t.gender in ("", n.gender),
        "table_level": t.min_level <= n.dutch_level <= t.max_level,
        "table_language": bool(n.languages & t.languages) or n.dutch_level >= "A2",
        "table_time": bool(whole_sessions(n, t)),
        "table_place": (n.x - t.x) ** 2 + (n.y - t.y) ** 2 <= n.max_distance_m**2,
        "table_willing": n.id in options.groups.willing,
    }


def parts(n: Any, t: Table) -> dict[str, int]:
    """As with a volunteer who comes from anywhere; the time is that of whole sessions."""
    minutes = sum(ends - starts for _day, starts, ends in whole_sessions(n, t))
    return reference.parts(n, t.as_volunteer()) | {"time": (40 * min(minutes, 360) + 360) // 720}


@dataclass
class WithTables(Reference):
    """Everything by trying everything, a seat at a table being one more choice."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.groups = self.options.groups or Groups(tables=())
        self.table = {t.id: t for t in self.groups.tables}
        for n in self.waiting:
            seats: list[Any] = [t for t in self.table.values() if all(self.rules(n, t).values())]
            self.allowed[n.id] = sorted([*self.allowed[n.id], *seats], key=lambda one: one.id)

    def rules(self, n: Any, t: Table) -> dict[str, bool]:
        return rules(n, t, self.blocked, self.options)

    def has_room(self, seats: dict[str, str]) -> bool:
        """Whether nobody sits where there is no place: literally, without any reduction."""
        for one, count in Counter(seats.values()).items():
            t = self.table.get(one)
            if t is None:
                if count > next(v for v in self.helping if v.id == one).capacity:
                    return False
                continue
            tongues = Counter(self.groups.mother_tongue.get(n, "") for n, at in seats.items() if at == one)
            tongues.pop("", None)
            seated = Counter(t.seated)
            over = any(seated[tongue] + many > t.most_per_language for tongue, many in tongues.items())
            if count > t.seats or (t.most_per_language and over):
                return False
        return True

    def assignments(self, waiting: Any, used: dict[str, str]) -> Any:  # type: ignore[override]
        if not waiting:
            yield {}
            return
        first, *others = waiting
        for one in self.allowed[first.id]:
            seats = used | {first.id: one.id}
            if self.has_room(seats):
                for rest in self.assignments(others, seats):
                    yield {first.id: one.id} | rest

    def best(self) -> tuple[int, dict[str, str]]:
        kept = self.matched()
        scores = {n.id: {one.id: sum(self.parts(n, one).values()) for one in self.allowed[n.id]} for n in kept}
        every = ((sum(scores[n][v] for n, v in seats.items()), seats) for seats in self.assignments(kept, {}))
        return max(every, key=lambda scored: scored[0])

    def parts(self, n: Any, one: Any) -> dict[str, int]:
        return parts(n, one) if one.id in self.table else reference.parts(n, one)
