"""The matching problem as columns: newcomers in the order of the queue, volunteers in the order of their ids.

Ids are compared by their Unicode code points. Everything below this door is arithmetic on row numbers, so the
order of the rows outside cannot matter.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching import sheets, time_windows
from matching.options import Options
from matching.rows import LEVELS, Newcomer, Volunteer
from matching.sheets import NamedPairs, Sheet
from matching.time_windows import Week

Rows = NDArray[np.signedinteger[Any]]  # row numbers or whole numbers beside them, of whatever width
DUTCH_CARRIES_FROM = LEVELS.index("A2")
UNTOLD = 0
WORD_COLUMNS = {"towns": "municipality", "languages": "languages", "goals": "goals", "interests": "interests"}


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
    def of(cls, sides: Sequence[Sheet]) -> Self:
        """Every word that somebody who takes part uses."""
        used = {
            about: set[str]().union(*(side.sets[column].used(side.is_complete) for side in sides))
            for about, column in WORD_COLUMNS.items()
        }
        return cls(**{about: tuple(sorted(words)) for about, words in used.items()})


def _people(side: Sheet, level: str, words: Vocabulary, rows: Rows) -> dict[str, Any]:
    """These rows of a table as columns, in this order."""
    numbers, sets = side.numbers, side.sets
    home = np.stack((numbers["x"][rows], numbers["y"][rows]), axis=1).astype(np.int64)
    ids = side.ids if is_every_row(side, rows) else tuple(map(side.ids.__getitem__, rows.tolist()))
    return {
        "ids": ids,
        "town": sets["municipality"].single(words.towns)[rows],
        "home": home,
        "reach": numbers["max_distance_m"][rows].astype(np.int64),
        "languages": sets["languages"].masks(words.languages)[rows],
        "goals": sets["goals"].masks(words.goals)[rows],
        "interests": sets["interests"].masks(words.interests)[rows],
        "free": side.weeks["availability"][rows],
        "online": numbers["online"][rows].astype(bool),
        "gender": numbers["gender"][rows].astype(np.int8),
        "wish": numbers["buddy_gender"][rows].astype(np.int8),
        "level": numbers[level][rows].astype(np.int8),
    }


def is_every_row(side: Sheet, rows: Rows) -> bool:
    """Whether these are all rows of a table, as they stand."""
    return len(rows) == len(side) and bool((np.diff(rows) == 1).all())


def _newcomers(side: Sheet, words: Vocabulary, rows: Rows) -> Newcomers:
    return Newcomers(
        **_people(side, "dutch_level", words, rows),
        session_minutes=side.numbers["session_minutes"][rows].astype(np.int64),
        waiting_since=side.numbers["waiting_since"][rows].astype(np.int64),
    )


def _volunteers(side: Sheet, words: Vocabulary, rows: Rows) -> Volunteers:
    return Volunteers(
        **_people(side, "min_level", words, rows), capacity=side.numbers["capacity"][rows].astype(np.int64)
    )


def volunteer_columns(rows: Sequence[Volunteer], words: Vocabulary) -> Volunteers:
    """Complete rows as columns, in the order given; words that are not in the vocabulary are left out."""
    return _volunteers(sheets.of(Volunteer, rows), words, np.arange(len(rows)))


@dataclass(frozen=True, kw_only=True, eq=False)
class Problem:
    """A round's input, checked and in order.

    Attributes:
        blocked: ascending ``newcomer row * V + volunteer row`` of the pairs that must never be proposed.
        together: (towns, towns) True where two municipalities are the same or work together.
        incomplete: id of each newcomer who misses a needed fact -> the facts.
        incomplete_volunteers: number of volunteers who miss one; they take no part.
        volunteers_left_out: the ids of those.
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
    volunteers_left_out: frozenset[str] = frozenset()
    blocked_elsewhere: int = 0

    @cached_property
    def worked_out(self) -> dict[str, Any]:
        """What a route worked out of this problem, by name, so that no stage does it again."""
        return {}

    @cached_property
    def session_quarters(self) -> Rows:
        """(N,) quarters of an hour that one meeting needs, rounded up."""
        return -(-self.newcomers.session_minutes // time_windows.QUARTER_MINUTES)

    @cached_property
    def lengths_of_sessions(self) -> list[int]:
        """The lengths that occur, in quarters of an hour."""
        return [int(quarters) for quarters in np.unique(self.session_quarters)]

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


def _refuse_doubles(side: Sheet, what: str) -> None:
    if side.is_in_order:
        return
    in_order = [side.ids[row] for row in side.by_id.tolist()]
    for one, other in pairwise(in_order):
        if one == other:
            raise BadProblem(f"The id {one!r} stands twice among the {what}; every id is unique.")


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
    return of_sheets(sheets.of(Newcomer, newcomers), sheets.of(Volunteer, volunteers), blocked, options)


def of_sheets(
    newcomers: Sheet,
    volunteers: Sheet,
    blocked: Collection[tuple[str, str]] = (),
    options: Options | None = None,
) -> Problem:
    """See ``make``."""
    _refuse_doubles(newcomers, "newcomers")
    _refuse_doubles(volunteers, "volunteers")
    options = options or Options()
    in_queue = newcomers.by_id[np.argsort(newcomers.numbers["waiting_since"][newcomers.by_id], kind="stable")]
    waiting = in_queue[newcomers.is_complete[in_queue]]
    helping = volunteers.by_id[volunteers.is_complete[volunteers.by_id]]
    words = Vocabulary.of((newcomers, volunteers))
    left_out = np.flatnonzero(~volunteers.is_complete).tolist()
    pairs = NamedPairs(newcomers, volunteers, blocked, options.groups.ids if options.groups else ())
    return Problem(
        newcomers=_newcomers(newcomers, words, waiting),
        volunteers=_volunteers(volunteers, words, helping),
        blocked=pairs.keys(waiting, helping),
        together=_together(options, words.towns),
        options=options,
        words=words,
        incomplete={
            newcomers.ids[row]: _missing(newcomers, row)
            for row in in_queue[~newcomers.is_complete[in_queue]].tolist()
        },
        incomplete_volunteers=len(left_out),
        volunteers_left_out=frozenset(volunteers.ids[row] for row in left_out),
        blocked_elsewhere=pairs.elsewhere,
    )


def _missing(side: Sheet, row: int) -> tuple[str, ...]:
    facts = {"place": side.has_place[row], "availability": side.has_hours[row]}
    return tuple(fact for fact, is_known in facts.items() if not is_known)
