"""The definition of docs/matching.md once more, slow and literal: what the engine must equal."""

import math
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from matching import Newcomer, Options, Volunteer
from matching.options import Weights
from tests.matching.people import queue

LEVELS = ["A0", "A1", "A2", "B1", "B2", "C1"]


@cache
def minutes_free(person: Newcomer | Volunteer) -> frozenset[tuple[int, int]]:
    windows = person.availability
    return frozenset((day, minute) for day, starts, ends in windows for minute in range(starts, ends, 15))


@cache
def common_windows(n: Newcomer, v: Volunteer) -> list[tuple[int, int, int]]:
    """Unbroken common windows of at least the session, from Monday on."""
    common, found = minutes_free(n) & minutes_free(v), []
    for weekday, minute in sorted(common):
        if (weekday, minute - 15) not in common:
            ends = minute
            while (weekday, ends) in common:
                ends += 15
            if ends - minute >= n.session_minutes:
                found.append((weekday, minute, ends))
    return found


def squares(n: Newcomer, v: Volunteer) -> int:
    return (n.x - v.x) ** 2 + (n.y - v.y) ** 2


def is_in_person(n: Newcomer, v: Volunteer) -> bool:
    return squares(n, v) <= min(n.max_distance_m, v.max_distance_m) ** 2


def is_online(n: Newcomer, v: Volunteer) -> bool:
    return n.online and v.online and LEVELS.index(n.dutch_level) >= 2


def rules(n: Newcomer, v: Volunteer, blocked: Collection[tuple[str, str]], options: Options) -> dict[str, bool]:
    together = n.municipality == v.municipality or any(
        {n.municipality, v.municipality} <= group for group in options.joint
    )
    return {
        "municipality": together or (options.online_across and is_online(n, v)),
        "not_blocked": (n.id, v.id) not in blocked,
        "gender": n.buddy_gender in ("", v.gender) and v.buddy_gender in ("", n.gender),
        "level": LEVELS.index(n.dutch_level) >= LEVELS.index(v.min_level),
        "language": bool(n.languages & v.languages) or LEVELS.index(n.dutch_level) >= 2,
        "time": bool(common_windows(n, v)),
        "place": is_in_person(n, v) or is_online(n, v),
    }


def is_complete(person: Newcomer | Volunteer) -> bool:
    return person.x is not None and person.y is not None and bool(person.availability)


def parts(n: Newcomer, v: Volunteer, most: Weights | None = None) -> dict[str, int]:
    s, limit, most = squares(n, v), min(n.max_distance_m, v.max_distance_m), most or Weights()
    full = float(most.nearness)
    near = most.nearness if limit == 0 else math.floor(full - full * math.sqrt(s) / limit + 0.5)
    m = sum(ends - starts for _, starts, ends in common_windows(n, v))
    k, g = len(n.goals & v.goals), len(n.goals)
    return {
        "nearness": near if is_in_person(n, v) else most.nearness // 4,
        "time": (2 * most.time * min(m, 360) + 360) // 720,
        "language": most.language if n.languages & v.languages else most.language // 4,
        "goals": (2 * most.goals * k + g) // (2 * g) if g else most.goals // 2,
        "interests": most.interests * min(4, len(n.interests & v.interests)) // 4,
    }


def slot(n: Newcomer, v: Volunteer) -> tuple[int, int]:
    """Weekday and minute at which the longest common window begins; of equal ones the earliest in the week."""
    weekday, starts, _ends = max(
        common_windows(n, v), key=lambda window: (window[2] - window[1], -window[0], -window[1])
    )
    return weekday, starts


@dataclass
class Reference:
    """Everything by trying everything; at most some thousand assignments."""

    newcomers: Sequence[Newcomer]
    volunteers: Sequence[Volunteer]
    blocked: Collection[tuple[str, str]] = ()
    options: Options = field(default_factory=Options)
    day: Any = None

    def __post_init__(self) -> None:
        self.pinned = dict(self.options.pinned)
        self.held = Counter(self.pinned.values())
        self.waiting = [n for n in queue(self.newcomers) if is_complete(n) and n.id not in self.pinned]
        self.helping = sorted((v for v in self.volunteers if is_complete(v)), key=lambda v: v.id)
        self.allowed = {
            n.id: [v for v in self.helping if all(rules(n, v, self.blocked, self.options).values())]
            for n in self.waiting
        }

    def assignments(self, waiting: Sequence[Newcomer], used: dict[str, int]) -> Iterator[dict[str, str]]:
        """Every way to give each of these newcomers an allowed volunteer, in the order of the rule on ids."""
        if not waiting:
            yield {}
            return
        first, *others = waiting
        for v in self.allowed[first.id]:
            if used.get(v.id, 0) < v.capacity - self.held[v.id]:
                for rest in self.assignments(others, used | {v.id: used.get(v.id, 0) + 1}):
                    yield {first.id: v.id} | rest

    def matched(self) -> list[Newcomer]:
        """Of all sets that can be matched the largest; of those the one that comes first in the queue."""
        sets = [
            [n for place, n in enumerate(self.waiting) if bits >> place & 1] for bits in range(2 ** len(self.waiting))
        ]
        possible = [some for some in sets if next(self.assignments(some, {}), None) is not None]
        return min(possible, key=lambda some: (-len(some), [self.waiting.index(n) for n in some]))

    def best(self) -> tuple[int, dict[str, str]]:
        """The greatest sum of scores, and the first assignment that reaches it by the rule on ids."""
        v_of, kept = {v.id: v for v in self.helping}, self.matched()
        scores = {
            n.id: {v.id: sum(parts(n, v, self.options.weights).values()) for v in self.allowed[n.id]} for n in kept
        }
        best = max(
            ((sum(scores[n][v] for n, v in seats.items()), seats) for seats in self.assignments(kept, {})),
            key=lambda scored: scored[0],
        )
        assert set(best[1].values()) <= set(v_of)
        return best
