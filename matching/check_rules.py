"""The rules and the numbers of a pair once more, for the checker alone (docs/matching.md).

Every rule is written once, for one newcomer (row n) and a volunteer (row v): one row number inside the loop that
numba compiles, an array of them where numba is missing. Everybody of a town is held against everybody: no map, no
shortlist.
"""

from collections.abc import Iterator
from typing import Any

import numpy as np

from matching.check_columns import People

try:
    import numba
except ImportError:
    numba = None

Weights = tuple[int, ...]
AT_ONCE = 1_000_000
ODD, PAIRS, NIBBLES, BYTES = (np.uint64((2**64 - 1) // mask) for mask in (3, 5, 17, 255))
U1, U2, U4, U56, U63 = (np.uint64(by) for by in (1, 2, 4, 56, 63))


def both(function: Any) -> Any:
    """For columns of rows, and written out in the compiled loop that calls it, where there is numba."""
    return numba.njit(inline="always")(function) if numba else function


@both
def ones(bits: Any) -> Any:
    """How many of 64 bits are set."""
    bits = bits - (bits >> U1 & ODD)
    bits = (bits & PAIRS) + (bits >> U2 & PAIRS)
    return np.int64((bits + (bits >> U4) & NIBBLES) * BYTES >> U56)


@both
def pick(holds: Any, yes: Any, no: Any) -> Any:
    return yes * holds + no * (1 - holds)


@both
def shared(words: Any, n: Any, v: Any) -> Any:
    count = ones(words[n, 0] & words[v, 0])
    for word in range(1, words.shape[1]):
        count = count + ones(words[n, word] & words[v, word])
    return count


@both
def begin_together(p: People, n: Any, v: Any, word: int) -> Any:
    """Of 64 quarters those at which a session of n can begin with v."""
    return p.begins[p.length[n], p.week[n], word] & p.begins[p.length[n], p.week[v], word]


@both
def square(p: People, n: Any, v: Any) -> Any:
    east, north = p.x[n] - p.x[v], p.y[n] - p.y[v]
    return east * east + north * north


@both
def is_near(p: People, n: Any, v: Any) -> Any:
    limit = np.minimum(p.reach[n], p.reach[v])
    return square(p, n, v) <= limit * limit


@both
def municipality(p: People, n: Any, v: Any) -> Any:
    return p.joint[p.town[n], p.town[v]] | (p.across & p.online[n] & p.online[v])


@both
def not_blocked(p: People, n: Any, v: Any) -> Any:
    holds = v >= 0
    for place in range(p.first_blocked[n], p.first_blocked[n + 1]):
        holds = holds & (v != p.blocked[place])
    return holds


@both
def gender(p: People, n: Any, v: Any) -> Any:
    return ((p.wish[n] == 0) | (p.wish[n] == p.gender[v])) & ((p.wish[v] == 0) | (p.wish[v] == p.gender[n]))


@both
def level(p: People, n: Any, v: Any) -> Any:
    return p.level[n] >= p.level[v]


@both
def language(p: People, n: Any, v: Any) -> Any:
    return p.speaks[n] | (shared(p.languages, n, v) > 0)


@both
def time(p: People, n: Any, v: Any) -> Any:
    bits = begin_together(p, n, v, 0)
    for word in range(1, p.begins.shape[2]):
        bits = bits | begin_together(p, n, v, word)
    return bits != 0


@both
def place(p: People, n: Any, v: Any) -> Any:
    return is_near(p, n, v) | (p.online[n] & p.online[v])


RULES = [municipality, not_blocked, gender, level, language, time, place]
REMAIN = ["volunteers", *(rule.__name__ for rule in RULES)]
PARTS = ["nearness", "time", "language", "goals", "interests"]
NUMBERS = [*PARTS, "score", "distance_m", "common_minutes", "mode"]


@both
def common_minutes(p: People, n: Any, v: Any) -> Any:
    """A window in which a session can begin at k quarters in a row is k - 1 quarters longer than the session."""
    count, before, longer = 0, U1 - U1, p.quarters[p.length[n]] - 1
    for word in range(p.begins.shape[2]):
        bits = begin_together(p, n, v, word)
        count = count + ones(bits) + longer * ones(bits & ~(bits << U1 | before))
        before = bits >> U63
    return 15 * count


@both
def numbers(p: People, n: Any, v: Any, most: Weights) -> Any:
    """What NUMBERS names, of an allowed pair; ``most`` are the weights in the order of PARTS."""
    limit, metres = np.minimum(p.reach[n], p.reach[v]), np.sqrt(square(p, n, v))
    near = np.int64(np.floor(float(most[0]) - float(most[0]) * metres / np.maximum(limit, 1) + 0.5))
    in_person, minutes, wanted = is_near(p, n, v), common_minutes(p, n, v), shared(p.goals, n, n)
    useful = (2 * most[3] * shared(p.goals, n, v) + wanted) // np.maximum(2 * wanted, 1)
    nearness = pick(in_person, near, most[0] // 4)
    time = (2 * most[1] * np.minimum(minutes, 360) + 360) // 720
    language = pick(shared(p.languages, n, v) > 0, most[2], most[2] // 4)
    goals = pick(wanted == 0, most[3] // 2, useful)
    interests = most[4] * np.minimum(4, shared(p.interests, n, v)) // 4
    score, distance_m = nearness + time + language + goals + interests, np.int64(np.floor(metres + 0.5))
    return nearness, time, language, goals, interests, score, distance_m, minutes, 1 * in_person


@both
def rules_kept(p: People, n: int, v: int) -> int:
    """How many of the RULES hold, up to the first that does not."""
    if not municipality(p, n, v):
        return 0
    if not not_blocked(p, n, v):
        return 1
    if not gender(p, n, v):
        return 2
    if not level(p, n, v):
        return 3
    if not language(p, n, v):
        return 4
    if not time(p, n, v):
        return 5
    return 7 if place(p, n, v) else 6


def sweep_compiled(p: People, some: Any, others: Any, most: Weights, stopped: Any) -> Any:  # noqa: PLR0917
    """(2 + NUMBERS, E) each allowed pair; ``stopped`` (N, 8) counts after how many rules the others are out."""
    found, size = np.empty((2 + 9, len(some) * len(others)), dtype=np.int32), 0
    for n in some:
        for v in others:
            kept = rules_kept(p, n, v)
            stopped[n, kept] += 1
            if kept == 7:
                found[0, size], found[1, size], row = n, v, 2
                for number in numbers(p, n, v, most):
                    found[row, size] = number
                    row += 1
                size += 1
    return found[:, :size]


def sweep_by_columns(p: People, some: Any, others: Any, most: Weights, stopped: Any) -> Any:  # noqa: PLR0917
    """The same, rule by rule for all volunteers of a newcomer at once."""
    found = [np.zeros((2 + len(NUMBERS), 0), dtype=np.int64)]
    for n in some.tolist():
        v = others
        for row, rule in enumerate(RULES):
            holds = rule(p, n, v)
            stopped[n, row] += len(v) - holds.sum()
            v = v[holds]
        stopped[n, len(RULES)] += len(v)
        found.append(np.stack(np.broadcast_arrays(n, v, *numbers(p, n, v, most))))
    return np.concatenate(found, axis=1)


sweep = numba.njit(cache=True, nogil=True)(sweep_compiled) if numba else sweep_by_columns


def blocks(p: People, size: int) -> Iterator[tuple[Any, Any]]:
    """Each of the newcomers once, with every volunteer whom the rule on towns could let through."""
    helping = np.arange(size, len(p.town))
    for town in range(len(p.joint)):
        some, is_mate = np.flatnonzero(p.town[:size] == town), p.joint[town, p.town[size:]]
        is_anywhere = p.online[some] & p.across
        for who, others in (
            (some[~is_anywhere], helping[is_mate]),
            (some[is_anywhere], helping[is_mate | p.online[size:]]),
        ):
            step = max(1, AT_ONCE // max(1, len(others)))
            yield from ((who[first : first + step], others) for first in range(0, len(who), step))
