"""The matching problem as columns: newcomers in the order of the queue, volunteers in the order of their ids.

Ids are compared by their Unicode code points. Everything below this door is arithmetic on row numbers, so the
order of the rows outside cannot matter.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching import time_windows
from matching.options import Options
from matching.rows import GENDERS, LEVELS, Newcomer, Person, Volunteer
from matching.time_windows import Week

Rows = NDArray[np.signedinteger[Any]]  # row numbers or whole numbers beside them, of whatever width
DUTCH_CARRIES_FROM = LEVELS.index("A2")
UNTOLD = 0


class BadProblem(ValueError):
    """The rows cannot be matched as they stand; the text says which row and why."""


@dataclass(frozen=True, kw_only=True, eq=False)
class People:
    """P people as columns; row numbers are the identity of a person inside the engine.

    Attributes:
        ids: the text ids, P of them.
        town: (P,) number of the municipality.
        home: (P, 2) metres in the Dutch grid.
        reach: (P,) metres this person will travel.
        languages, goals, interests: (P, words of 64 bits) sets as bit masks.
        free: (P, 7, 2) the week, see ``time_windows``.
        gender, wish: (P,) 0 untold or none, 1 f, 2 m, 3 x.
        level: (P,) Dutch level, spoken by a newcomer, the lowest that a volunteer helps; 0 is A0.
    """

    ids: tuple[str, ...]
    town: NDArray[np.int32]
    home: NDArray[np.int64]
    reach: NDArray[np.int64]
    languages: NDArray[np.uint64]
    goals: NDArray[np.uint64]
    interests: NDArray[np.uint64]
    free: Week
    online: NDArray[np.bool_]
    gender: NDArray[np.int8]
    wish: NDArray[np.int8]
    level: NDArray[np.int8]

    def __post_init__(self) -> None:
        for column in fields(self):
            length = len(getattr(self, column.name))
            if length != len(self.ids):
                raise ValueError(f"{column.name} has {length} rows, expected {len(self.ids)}")
        if self.home.shape != (len(self.ids), 2) or self.free.shape != (len(self.ids), 7, 2):
            raise ValueError(f"home has shape {self.home.shape}, free has shape {self.free.shape}")

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, rows: Rows) -> Self:
        """The same columns with only these rows, in this order."""
        names = [column.name for column in fields(self) if column.name != "ids"]
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in names}
        return replace(self, ids=tuple(self.ids[row] for row in rows.tolist()), **columns)


@dataclass(frozen=True, kw_only=True, eq=False)
class Newcomers(People):
    """People who wait, in the order of the queue: row 0 waited longest.

    Attributes:
        session_minutes: (N,) wanted length of one meeting.
        waiting_since: (N,) day as ``date.toordinal`` counts.
    """

    session_minutes: NDArray[np.int64]
    waiting_since: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, eq=False)
class Volunteers(People):
    """People who help, in the order of their ids; ``capacity`` (V,) places are free now."""

    capacity: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words of both sides, sorted, so that the same input gives them the same numbers."""

    towns: tuple[str, ...]
    languages: tuple[str, ...]
    goals: tuple[str, ...]
    interests: tuple[str, ...]

    @classmethod
    def of(cls, people: Iterable[Person]) -> Self:
        """Every word that somebody uses."""
        used: dict[str, set[str]] = {about.name: set() for about in fields(cls)}
        for person in people:
            used["towns"].add(person.municipality)
            used["languages"] |= person.languages
            used["goals"] |= person.goals
            used["interests"] |= person.interests
        return cls(**{about: tuple(sorted(words)) for about, words in used.items()})


def masks(sets: Sequence[Collection[str]], words: Sequence[str]) -> NDArray[np.uint64]:
    """(P, W) each set of words as bits, in as many 64-bit words as the vocabulary needs."""
    bit = {word: number for number, word in enumerate(words)}
    table = np.zeros((len(sets), max(1, -(-len(words) // 64))), dtype=np.uint64)
    for row, each in enumerate(sets):
        for word in each:
            table[row, bit[word] // 64] |= np.uint64(1 << bit[word] % 64)
    return table


def _columns(people: Sequence[Person], levels: Sequence[str], words: Vocabulary) -> dict[str, Any]:
    number = {code: place for place, code in enumerate(words.towns)}
    gender = {"": UNTOLD} | {code: place for place, code in enumerate(GENDERS, start=1)}
    return {
        "ids": tuple(p.id for p in people),
        "town": np.array([number[p.municipality] for p in people], dtype=np.int32),
        "home": np.array([(p.x, p.y) for p in people], dtype=np.int64).reshape(-1, 2),
        "reach": np.array([p.max_distance_m for p in people], dtype=np.int64),
        "languages": masks([p.languages for p in people], words.languages),
        "goals": masks([p.goals for p in people], words.goals),
        "interests": masks([p.interests for p in people], words.interests),
        "free": time_windows.weeks([p.availability for p in people]),
        "online": np.array([p.online for p in people], dtype=bool),
        "gender": np.array([gender[p.gender] for p in people], dtype=np.int8),
        "wish": np.array([gender[p.buddy_gender] for p in people], dtype=np.int8),
        "level": np.array([LEVELS.index(level) for level in levels], dtype=np.int8),
    }


def newcomer_columns(rows: Sequence[Newcomer], words: Vocabulary) -> Newcomers:
    """Complete rows as columns, in the order given."""
    return Newcomers(
        **_columns(rows, [p.dutch_level for p in rows], words),
        session_minutes=np.array([p.session_minutes for p in rows], dtype=np.int64),
        waiting_since=np.array([p.waiting_since.toordinal() for p in rows], dtype=np.int64),
    )


def volunteer_columns(rows: Sequence[Volunteer], words: Vocabulary) -> Volunteers:
    """Complete rows as columns, in the order given."""
    return Volunteers(
        **_columns(rows, [p.min_level for p in rows], words),
        capacity=np.array([p.capacity for p in rows], dtype=np.int64),
    )


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """A round's input, checked and in order.

    Attributes:
        blocked: ascending ``newcomer row * V + volunteer row`` of the pairs that must never be proposed.
        together: (towns, towns) True where two municipalities are the same or work together.
        incomplete: id of each newcomer who misses a needed fact -> the facts.
        incomplete_volunteers: number of volunteers who miss one; they take no part.
        blocked_elsewhere: number of blocked pairs that name somebody who is not in the round.
    """

    newcomers: Newcomers
    volunteers: Volunteers
    blocked: Rows
    together: NDArray[np.bool_]
    options: Options
    words: Vocabulary
    incomplete: dict[str, tuple[str, ...]] = field(default_factory=dict)
    incomplete_volunteers: int = 0
    blocked_elsewhere: int = 0

    @cached_property
    def session_quarters(self) -> Rows:
        """(N,) quarters of an hour that one meeting needs, rounded up."""
        return -(-self.newcomers.session_minutes // time_windows.QUARTER_MINUTES)

    @cached_property
    def newcomers_can_start(self) -> Week:
        """(N, 7, 2) the quarters at which each newcomer could begin a meeting of the wanted length."""
        starts = np.zeros_like(self.newcomers.free)
        for quarters in np.unique(self.session_quarters).tolist():
            of_length = self.session_quarters == quarters
            starts[of_length] = time_windows.can_start(self.newcomers.free[of_length], quarters)
        return starts

    @cached_property
    def _volunteer_starts(self) -> dict[int, Week]:
        return {}

    def volunteers_can_start(self, quarters: int) -> Week:
        """(V, 7, 2) the quarters at which each volunteer could begin a meeting of so many quarters."""
        if quarters not in self._volunteer_starts:
            self._volunteer_starts[quarters] = time_windows.can_start(self.volunteers.free, quarters)
        return self._volunteer_starts[quarters]

    def among(self, newcomer: int, volunteers: Rows) -> "Problem":
        """The problem of one newcomer (row 0 here) and some volunteers, ascending rows renumbered from 0."""
        keys = newcomer * len(self.volunteers) + volunteers
        return replace(
            self,
            newcomers=self.newcomers.take(np.array([newcomer])),
            volunteers=self.volunteers.take(volunteers),
            blocked=np.flatnonzero(np.isin(keys, self.blocked)),
        )


def _refuse_doubles(people: Sequence[Person], what: str) -> None:
    seen: set[str] = set()
    for person in people:
        if person.id in seen:
            raise BadProblem(f"The id {person.id!r} stands twice among the {what}; every id is unique.")
        seen.add(person.id)


def _together(options: Options, towns: Sequence[str]) -> NDArray[np.bool_]:
    table = np.eye(len(towns), dtype=bool)
    number = {code: place for place, code in enumerate(towns)}
    for group in options.joint:
        inside = [number[code] for code in group if code in number]
        table[np.ix_(inside, inside)] = True
    return table


def make(
    newcomers: Sequence[Newcomer],
    volunteers: Sequence[Volunteer],
    blocked: Collection[tuple[str, str]] = (),
    options: Options | None = None,
) -> Problem:
    """Put the rows in order and set the incomplete ones aside.

    Raises:
        BadProblem: an id stands twice among the newcomers, or twice among the volunteers.
    """
    _refuse_doubles(newcomers, "newcomers")
    _refuse_doubles(volunteers, "volunteers")
    options = options or Options()
    queue = sorted(newcomers, key=lambda p: (p.waiting_since, p.id))
    waiting = [p for p in queue if not p.missing]
    helping = sorted((p for p in volunteers if not p.missing), key=lambda p: p.id)
    words = Vocabulary.of([*waiting, *helping])
    row_n = {p.id: row for row, p in enumerate(waiting)}
    row_v = {p.id: row for row, p in enumerate(helping)}
    pairs = set(blocked)
    keys = {row_n[n] * len(helping) + row_v[v] for n, v in pairs if n in row_n and v in row_v}
    known_n, known_v = {p.id for p in newcomers}, {p.id for p in volunteers}
    return Problem(
        newcomers=newcomer_columns(waiting, words),
        volunteers=volunteer_columns(helping, words),
        blocked=np.array(sorted(keys), dtype=np.int64),
        together=_together(options, words.towns),
        options=options,
        words=words,
        incomplete={p.id: p.missing for p in queue if p.missing},
        incomplete_volunteers=len(volunteers) - len(helping),
        blocked_elsewhere=sum(n not in known_n or v not in known_v for n, v in pairs),
    )
