"""A solved round that stays while people come and go, compiled; see ``matching.standing``.

Rows are given in the order of coming and never to anybody else. There is room for some more of everybody and
everything; when it is full, ``facts.NoRoom`` says so, and the round is to be solved anew.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching import solution
from matching.assignment import Assignment
from matching.compiled import (
    arrivals,
    columns,
    components,
    lists,
    moves,
    pair_scores,
    reseat,
    scores,
    ties,
    who,
    with_whom,
)
from matching.compiled.buckets import NO_ONE
from matching.compiled.facts import ONLINE, WORDS, NoRoom, Table
from matching.compiled.with_whom import Pairs, Seats
from matching.feasibility import Edges
from matching.problem import DUTCH_CARRIES_FROM, Problem, Rows
from matching.queue import Kept
from matching.rows import Newcomer, Person, Volunteer
from matching.stopwatch import Stopwatch

THREADS = 2
A_DAY = 1 << 32  # numbers for the newcomers who wait since one day, so that others can come between them
NOBODY_BLOCKED = np.zeros(0, dtype=np.int32)


class Words:
    """Numbers for words, with room for at least 64 new ones."""

    def __init__(self, known: Collection[str]) -> None:
        self._bit = {word: number for number, word in enumerate(known)}
        self.wide = -(-len(known) // 64) + 1

    def mask(self, words: Collection[str]) -> list[int]:
        """The words as bits.

        Raises:
            NoRoom: there are too many words.
        """
        mask = [0] * self.wide
        for word in words:
            bit = self._bit.setdefault(word, len(self._bit))
            if bit >= 64 * self.wide:
                raise NoRoom
            mask[bit // 64] |= 1 << bit % 64
        return mask


class Towns:
    """Numbers for municipalities, with room for 64 new ones, and which of them work together."""

    def __init__(self, known: Collection[str], joint: Collection[frozenset[str]]) -> None:
        self._number: dict[str, int] = {}
        self._joint = joint
        self.together = np.eye(len(known) + 64, dtype=bool)
        for code in known:
            self.number(code)

    def number(self, code: str) -> int:
        """The number of a municipality.

        Raises:
            NoRoom: there are too many.
        """
        if code not in self._number:
            row = len(self._number)
            if row == len(self.together):
                raise NoRoom
            self._number[code] = row
            for other, column in self._number.items():
                if any({code, other} <= group for group in self._joint):
                    self.together[row, column] = self.together[column, row] = True
        return self._number[code]


class Line:
    """The queue as numbers, ``rank`` (room,), that leave room between two neighbours of a day."""

    def __init__(self, keys: list[tuple[int, str]], room: int) -> None:
        self._days: defaultdict[int, list[tuple[str, int]]] = defaultdict(list)
        self.rank = np.zeros(room, dtype=np.int64)
        for row, (since, one) in enumerate(keys):
            self._days[since].append((one, row))
        for since in self._days:
            self._number(since)

    def _number(self, since: int) -> None:
        """Spread those of a day, who stand in the order of their ids, over its numbers."""
        day = self._days[since]
        self.rank[[row for _id, row in day]] = since * A_DAY + np.arange(1, len(day) + 1) * (A_DAY // (len(day) + 1))

    @property
    def rows(self) -> Rows:
        """Everybody's row, longest waiting first."""
        return np.array([row for _since, day in sorted(self._days.items()) for _id, row in day], dtype=np.int64)

    def join(self, since: int, one: str, row: int) -> None:
        """Somebody more."""
        day = self._days[since]
        place = bisect_left(day, (one, row))
        before = int(self.rank[day[place - 1][1]]) if place else since * A_DAY
        behind = int(self.rank[day[place][1]]) if place < len(day) else (since + 1) * A_DAY
        day.insert(place, (one, row))
        self.rank[row] = middle = (before + behind) // 2
        if middle == before:
            self._number(since)

    def quit(self, since: int, one: str, row: int) -> None:
        """Somebody less."""
        day = self._days[since]
        del day[bisect_left(day, (one, row))]


class Book:
    """Everybody of a round, seated. ``newcomers`` and ``volunteers`` give the row of each id."""

    def __init__(self, whole: Problem) -> None:
        solved = solution.optimum(whole, Stopwatch(), THREADS)
        sizes = [len(side) + len(side) // 4 + 256 for side in (whole.newcomers, whole.volunteers)]
        capacity, options = whole.volunteers.capacity, whole.options
        self._words = {about: Words(getattr(whole.words, about)) for about in WORDS}
        self._towns = Towns(whole.words.towns, options.joint)
        wide = {about: words.wide for about, words in self._words.items()}
        self._waiting, self._helping = (Table(size, wide, len(self._towns.together)) for size in sizes)
        can_meet = whole.newcomers.online & (whole.newcomers.level >= DUTCH_CARRIES_FROM)
        self._waiting.fill(whole.newcomers, columns.told(whole.newcomers) | np.int32(ONLINE) * can_meet)
        self._waiting.side.quarters[: len(whole.newcomers)] = whole.session_quarters
        is_online = whole.volunteers.online
        self._helping.fill(whole.volunteers, columns.asked(whole.volunteers) | np.int32(ONLINE) * is_online)
        self._sides = self._waiting.side, self._helping.side
        self._world = (self._towns.together, options.online_across, scores.most(whole))
        self.newcomers = {one: row for row, one in enumerate(whole.newcomers.ids)}
        self.volunteers = {one: row for row, one in enumerate(whole.volunteers.ids)}
        self._line = Line(
            list(zip(whole.newcomers.waiting_since.tolist(), whole.newcomers.ids, strict=True)), sizes[0]
        )
        edges: Edges = solved.edges.some(np.arange(len(whole.newcomers)))
        points = pair_scores.of_kept(whole, edges, np.ones(len(whole.newcomers), dtype=bool), THREADS)
        self._capacity = np.zeros(sizes[1], dtype=np.int64)
        self._capacity[: len(capacity)] = capacity
        contested = np.zeros(sizes[1], dtype=bool)
        contested[: len(capacity)] = solved.kept.is_closed
        self._state = moves.State(
            pairs=lists.of(edges.volunteer, edges.first, points, sizes[0]),
            callers=lists.turned(edges.newcomer, edges.volunteer, points, (len(capacity), sizes[1])),
            seats=_seated(solved.chosen, capacity, sizes),
            search=with_whom.searching(sizes[1]),
            goes_to=np.zeros(sizes[1], dtype=np.int32),
            is_seen=np.zeros(sizes[1], dtype=bool),
            todo=np.zeros(sizes[1], dtype=np.int32),
            rank=self._line.rank,
            contested=contested,
        )
        self._held = arrivals.hold(self._state, self._sides, self._world)

    def add(self, newcomer: Newcomer, blocked: Collection[str]) -> None:
        """A newcomer more; ``blocked`` are ids of volunteers."""
        row, numbers = self._numbers(self._waiting, newcomer)
        self.newcomers[newcomer.id] = row
        self._line.join(newcomer.waiting_since.toordinal(), newcomer.id, row)
        told = row, numbers, _rows(self.volunteers, blocked)
        if not arrivals.newcomer(self._held, told):
            raise NoRoom

    def remove(self, newcomer: Newcomer) -> None:
        """A newcomer less."""
        row = self.newcomers.pop(newcomer.id)
        self._waiting.side.here[row] = False
        self._line.quit(newcomer.waiting_since.toordinal(), newcomer.id, row)
        moves.quit_(self._state, row)

    def add_volunteer(self, volunteer: Volunteer, blocked: Collection[str]) -> None:
        """A volunteer more; ``blocked`` are ids of newcomers."""
        row, numbers = self._numbers(self._helping, volunteer)
        first = self._state.seats.first
        if first[row] + volunteer.capacity > len(self._state.seats.holder):
            raise NoRoom
        first[row + 1 :] = first[row] + volunteer.capacity
        self._capacity[row] = volunteer.capacity
        self.volunteers[volunteer.id] = row
        told = row, numbers, _rows(self.newcomers, blocked)
        if not arrivals.volunteer(self._held, told):
            raise NoRoom

    def remove_volunteer(self, volunteer: Volunteer) -> None:
        """A volunteer less."""
        row = self.volunteers.pop(volunteer.id)
        self._helping.side.here[row] = False
        moves.close(self._state, row)
        self._capacity[row] = 0

    def _numbers(self, table: Table, person: Person) -> tuple[int, NDArray[np.uint64]]:
        masks = [word for about in WORDS for word in self._words[about].mask(getattr(person, about))]
        return table.numbers(person, self._towns.number(person.municipality), masks)

    def is_matched(self, one: str) -> bool:
        """Whether a newcomer has a match."""
        return bool(self._state.seats.seat[self.newcomers[one]] != NO_ONE)

    @property
    def score(self) -> int:
        """The sum of the scores, by its prices."""
        seats = self._state.seats
        return int(seats.gain.sum() + (seats.price * self._capacity).sum())

    def settled(self) -> tuple[tuple[str, ...], tuple[str, ...], Kept, Assignment]:
        """Newcomers in the order of the queue, volunteers by id, who is kept, and with whom."""
        in_queue, by_id = self._line.rows, sorted(self.volunteers)
        rows = np.array([self.volunteers[one] for one in by_id], dtype=np.int64)
        edges, points = self._listed(in_queue, rows)
        pairs, seats = Pairs.of(edges.volunteer, edges.first, points), self._seats(in_queue, rows)
        ahead = who.last_ahead(edges, self._capacity[rows], seats.seat, seats.taken, seats.holder)
        reseat.lower(edges.first, edges.volunteer, points, seats)
        component, _sizes = components.of(edges, seats.seat != NO_ONE, len(rows))
        ties.settle(*ties.tight_pairs(pairs, seats, 2), seats, component)
        self._contest()
        name = {row: one for one, row in self.newcomers.items()}
        ids = tuple(name[row] for row in in_queue.tolist())
        chosen = Assignment(seats.seat.astype(np.int64), seats.gain, seats.price)
        return ids, tuple(by_id), Kept(chosen.seat, self._state.contested[rows], ahead), chosen

    def _listed(self, in_queue: Rows, rows: Rows) -> tuple[Edges, Any]:
        """The pairs by place in the queue, then by place among the volunteers' ids."""
        pairs = self._state.pairs
        counts = pairs.end[in_queue] - pairs.first[in_queue]
        first = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
        at = np.arange(int(first[-1])) + np.repeat(pairs.first[in_queue] - first[:-1], counts)
        place = np.zeros(len(self._capacity), dtype=np.int32)
        place[rows] = np.arange(len(rows))
        volunteer = place[pairs.other[at]]
        order = np.argsort(np.repeat(np.arange(len(in_queue)), counts) * (len(rows) + 1) + volunteer)
        return Edges(volunteer[order], first), pairs.score[at][order]

    def _seats(self, in_queue: Rows, rows: Rows) -> Seats:
        now, place = self._state.seats, np.full(len(self._capacity) + 1, NO_ONE, dtype=np.int64)
        place[rows] = np.arange(len(rows))
        chosen = Assignment(place[now.seat[in_queue]], now.gain[in_queue].copy(), now.price[rows].copy())
        return _seated(chosen, self._capacity[rows], [len(in_queue), len(rows)])

    def _contest(self) -> None:
        """Mark exactly those as contested whom somebody without a match can reach."""
        s = self._state
        waits = [row for row in self.newcomers.values() if s.seats.seat[row] == NO_ONE]
        wanted = [s.pairs.other[s.pairs.first[row] : s.pairs.end[row]] for row in waits]
        s.contested[:] = False
        starts = np.unique(np.concatenate([np.zeros(0, dtype=np.int32), *wanted]))
        reseat.contest(s.pairs, s.seats, (s.is_seen, s.todo), starts, s.contested)


def _rows(known: dict[str, int], ids: Collection[str]) -> Any:
    if not ids:
        return NOBODY_BLOCKED
    return np.array([known[one] for one in ids if one in known], dtype=np.int32)


def _seated(chosen: Assignment, capacity: Rows, sizes: list[int]) -> Seats:
    """Seats for so many newcomers and volunteers, of whom the first sit as they are told."""
    places = np.zeros(sizes[1], dtype=np.int64)
    places[: len(capacity)] = capacity
    seats = with_whom.empty(sizes[0], places)
    if sizes[1] > len(capacity):
        seats = seats._replace(holder=np.full(len(seats.holder) * 2 + 1024, NO_ONE, dtype=np.int32))
    count = len(chosen.seat)
    seats.gain[:count], seats.price[: len(capacity)] = chosen.gain, chosen.price
    reseat.enter_all(seats, chosen.seat)
    return seats
