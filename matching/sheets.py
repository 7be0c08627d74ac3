"""A table as columns, as it was given: every row is there, complete or not, in whatever order.

A sheet is made from rows, or straight from the bytes of a file; both give equal sheets, and everything after that
is the same work. Which columns a table has, and of what kind each is, stands in ``FACTS`` alone.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import lt
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from matching import time_windows
from matching.kinds import FACTS, UNKNOWN, Choice, Day, Kind, Number, Windows
from matching.rows import Newcomer, Person, Volunteer
from matching.time_windows import Week

Column = NDArray[np.int32]
LONGEST_AS_NUMBERS = 64


@dataclass(frozen=True, eq=False)
class WordSets:
    """P sets of words.

    Attributes:
        words: every word that occurs, each once, in whatever order.
        code: places in ``words``; ``code[first[p]:first[p + 1]]`` are the different words of person p.
        first: (P + 1,)
    """

    words: tuple[str, ...]
    code: NDArray[np.int32]
    first: NDArray[np.int64]

    @classmethod
    def of(cls, sets: Sequence[Collection[str]]) -> Self:
        """Sets of words as they stand in rows."""
        number: dict[str, int] = {}
        code = [number.setdefault(word, len(number)) for words in sets for word in words]
        first = np.zeros(len(sets) + 1, dtype=np.int64)
        np.cumsum([len(words) for words in sets], out=first[1:])
        return cls(tuple(number), np.array(code, dtype=np.int32), first)

    def __len__(self) -> int:
        return len(self.first) - 1

    def used(self, is_wanted: NDArray[np.bool_]) -> set[str]:
        """The words of some people (P,) True."""
        codes = self.code[np.repeat(is_wanted, np.diff(self.first))]
        return {self.words[code] for code in np.flatnonzero(np.bincount(codes, minlength=1)).tolist()}

    def masks(self, vocabulary: Sequence[str]) -> NDArray[np.uint64]:
        """(P, W) each set as bits, in as many 64-bit words as the vocabulary needs; other words are left out."""
        place = {word: bit for bit, word in enumerate(vocabulary)}
        bits = np.array([place.get(word, -1) for word in self.words], dtype=np.int64)
        table = np.zeros((len(self), max(1, -(-len(vocabulary) // 64))), dtype=np.uint64)
        for word in range(table.shape[1]):
            is_here = bits // 64 == word
            value = np.where(is_here, np.uint64(1) << (bits % 64).astype(np.uint64), np.uint64(0))
            # the words of a set differ, so their bits may be added; what overflows falls out of the difference
            before = np.zeros(len(self.code) + 1, dtype=np.uint64)
            np.cumsum(value[self.code], out=before[1:])
            table[:, word] = before[self.first[1:]] - before[self.first[:-1]]
        return table

    def single(self, vocabulary: Sequence[str]) -> Column:
        """(P,) the place in the vocabulary of the first word of each set; -1 without one, or with another one."""
        place = {word: row for row, word in enumerate(vocabulary)}
        places = np.array([*(place.get(word, -1) for word in self.words), -1], dtype=np.int32)
        is_empty = self.first[1:] == self.first[:-1]
        return places[np.where(is_empty, -1, np.append(self.code, -1)[self.first[:-1]])]


@dataclass(frozen=True, eq=False)
class Sheet:
    """The table of newcomers or of volunteers, P rows.

    Attributes:
        kind: ``Newcomer`` or ``Volunteer``; ``FACTS[kind]`` names the columns.
        sets: the columns of words.
        numbers: (P,) the columns of whole numbers, of choices (the place in the list) and of days (``toordinal``).
        weeks: (P, 7, 2) the columns of windows, see ``time_windows``.
    """

    kind: type[Person]
    ids: tuple[str, ...]
    sets: Mapping[str, WordSets]
    numbers: Mapping[str, Column]
    weeks: Mapping[str, Week]

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def is_in_order(self) -> bool:
        """Whether the rows stand in the order of their ids, no two alike."""
        return all(map(lt, self.ids, self.ids[1:]))

    @cached_property
    def by_id(self) -> NDArray[np.int64]:
        """(P,) the rows in the order of their ids."""
        return np.arange(len(self.ids)) if self.is_in_order else in_order(self.ids)

    @cached_property
    def has_place(self) -> NDArray[np.bool_]:
        """(P,) True for those whose home is known."""
        return np.asarray((self.numbers["x"] != UNKNOWN) & (self.numbers["y"] != UNKNOWN))

    @cached_property
    def has_hours(self) -> NDArray[np.bool_]:
        """(P,) True for those whose availability is known."""
        return np.asarray(self.weeks["availability"].any(axis=(1, 2)))

    @property
    def is_complete(self) -> NDArray[np.bool_]:
        """(P,) True for those who miss no needed fact: they take part."""
        return self.has_place & self.has_hours


def in_order(texts: Sequence[str]) -> NDArray[np.int64]:
    """(P,) the rows of some texts in the order of their code points; equal ones stay as they are."""
    width = max(map(len, texts), default=0)
    whole = "".join(texts)
    if not whole.isascii() or "\0" in whole or width > LONGEST_AS_NUMBERS:
        return np.array(sorted(range(len(texts)), key=texts.__getitem__), dtype=np.int64)
    eights = max(1, -(-width // 8))
    numbers = np.array(texts, dtype=f"S{8 * eights}").view(">u8").reshape(len(texts), eights).astype(np.uint64)
    return np.asarray(np.lexsort(numbers.T[::-1]))


def of(kind: type[Newcomer] | type[Volunteer], people: Sequence[Person]) -> Sheet:
    """Rows as a sheet."""
    facts = {name: [getattr(person, name) for person in people] for name in FACTS[kind]}
    return put_together(
        kind, tuple(person.id for person in people), {n: _column(FACTS[kind][n], facts[n]) for n in facts}
    )


def put_together(kind: type[Person], ids: tuple[str, ...], columns: Mapping[str, Any]) -> Sheet:
    """A sheet from a column for each fact."""
    numbers = {name: one for name, one in columns.items() if isinstance(one, np.ndarray) and one.ndim == 1}
    weeks = {name: one for name, one in columns.items() if isinstance(one, np.ndarray) and one.ndim > 1}
    return Sheet(kind, ids, {n: one for n, one in columns.items() if isinstance(one, WordSets)}, numbers, weeks)


def _column(kind: Kind, values: Sequence[Any]) -> Column | Week | WordSets:
    match kind:
        case Number():
            return np.array([UNKNOWN if value is None else value for value in values], dtype=np.int32)
        case Choice():
            return np.array([kind.place(value) for value in values], dtype=np.int32)
        case Day():
            return np.array([day.toordinal() for day in values], dtype=np.int32)
        case Windows():
            return time_windows.weeks(values)
        case _:
            return WordSets.of([[value] if kind.is_one else value for value in values])


class NamedPairs:
    """Pairs of ids as rows of the two tables; ``elsewhere`` counts those that name somebody who is in neither.

    ``places`` are ids that may stand in the place of a volunteer's.
    """

    def __init__(
        self,
        newcomers: Sheet,
        volunteers: Sheet,
        pairs: Collection[tuple[str, str]],
        places: Collection[str] = (),
    ) -> None:
        different = set(pairs)
        self._sides = [
            self._rows(newcomers, [newcomer for newcomer, _ in different]),
            self._rows(volunteers, [volunteer for _, volunteer in different]),
        ]
        self._sizes = len(newcomers), len(volunteers)
        waiting, helping = self._sides
        at_place = np.array([bool(places) and other in places for _, other in different], dtype=bool)
        self.elsewhere = int(((waiting < 0) | ((helping < 0) & ~at_place)).sum())

    @staticmethod
    def _rows(side: Sheet, ids: list[str]) -> NDArray[np.int64]:
        wanted = set(ids)
        row = {one: place for place, one in enumerate(side.ids) if one in wanted} if ids else {}
        return np.array([row.get(one, -1) for one in ids], dtype=np.int64)

    def keys(self, waiting: NDArray[np.int64], helping: NDArray[np.int64]) -> NDArray[np.int64]:
        """See ``Problem.blocked``; ``waiting`` and ``helping`` are the rows that take part, in order."""
        places = []
        for rows, size, taking_part in zip(self._sides, self._sizes, (waiting, helping), strict=True):
            place = np.full(size + 1, -1, dtype=np.int64)  # the last stands for somebody elsewhere
            place[taking_part] = np.arange(len(taking_part))
            places.append(place[rows])
        n, v = places
        takes_part = (n >= 0) & (v >= 0)
        return np.sort(n[takes_part] * len(helping) + v[takes_part])
