"""The rules and the numbers of a pair once more, for the checker alone (docs/matching.md).

Every rule is written once, for newcomers n and volunteers v: one row each inside the loop that numba compiles,
columns of rows where numba is missing. Everybody is held against everybody whom rule 1 lets through: no map, no
shortlist.
"""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from matching.check_columns import ALL_GENDERS, People

try:
    import numba
except ImportError:
    numba = None

Weights = tuple[int, ...]
AT_ONCE = 1_000_000
ODD, PAIRS, NIBBLES, BYTES = (np.uint64((2**64 - 1) // mask) for mask in (3, 5, 17, 255))
U0, U1, U2, U4, U56, U63 = (np.uint64(by) for by in (0, 1, 2, 4, 56, 63))


def both(function: Any) -> Any:
    """For columns of rows, and written out in the compiled loop that calls it, where there is numba."""
    return numba.extending.register_jitable(function) if numba else function


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
    """How many bits two rows have in common."""
    count = ones(words[n, 0] & words[v, 0])
    for word in range(1, words.shape[1]):
        count = count + ones(words[n, word] & words[v, word])
    return count


@both
def in_common(words: Any, n: Any, v: Any) -> Any:
    """Whether two rows have a bit in common."""
    bits = words[n, 0] & words[v, 0]
    for word in range(1, words.shape[1]):
        bits = bits | (words[n, word] & words[v, word])
    return bits != U0


@both
def is_in(keys: Any, key: Any) -> Any:
    """Whether a number stands among some in order, of which the last is the largest of all."""
    return keys[np.searchsorted(keys, key)] == key


@both
def has_any(blocked: Any, n: int, size: int) -> Any:
    """Whether a newcomer may not meet somebody, of so many people: see ``People``; most need no second look."""
    return blocked[np.searchsorted(blocked, n * size)] < (n + 1) * size


@both
def is_within(east: Any, north: Any, reach: Any, other: Any) -> Any:
    """Whether neither travels too far; doubles hold these whole numbers exactly."""
    square = east * east + north * north
    return (square <= reach * reach) & (square <= other * other)


@both
def is_near(p: People, n: Any, v: Any) -> Any:
    return is_within(p.x[n] - p.x[v], p.y[n] - p.y[v], p.reach[n], p.reach[v])


def not_blocked(p: People, n: Any, v: Any) -> Any:
    return ~is_in(p.blocked, n * len(p.x) + v)


def gender(p: People, n: Any, v: Any) -> Any:
    return p.lacks[n] & p.needs[v] & ALL_GENDERS == 0


def level(p: People, n: Any, v: Any) -> Any:
    return p.lacks[n] & p.needs[v] & ~ALL_GENDERS == 0


def language(p: People, n: Any, v: Any) -> Any:
    return p.speaks[n] | in_common(p.languages, n, v)


def time(p: People, n: Any, v: Any) -> Any:
    return in_common(p.begins, p.first_week[n] + p.week[n], p.first_week[n] + p.week[v])


@both
def place(p: People, n: Any, v: Any) -> Any:
    return is_near(p, n, v) | (p.online[n] & p.online[v] != 0)


RULES = [not_blocked, gender, level, language, time, place]  # behind rule 1, see ``blocks``
REMAIN = ["volunteers", "municipality", *(rule.__name__ for rule in RULES)]
PARTS = ["nearness", "time", "language", "goals", "interests"]
NUMBERS = [*PARTS, "score", "distance_m", "common_minutes", "mode"]


@both
def common_minutes(begins: Any, n: Any, v: Any, quarters: Any) -> Any:
    """A window in which a session can begin at k quarters in a row is k - 1 quarters longer than the session."""
    count, before = 0, U0
    for word in range(begins.shape[1]):
        bits = begins[n, word] & begins[v, word]
        count = count + ones(bits) + (quarters - 1) * ones(bits & ~(bits << U1 | before))
        before = bits >> U63
    return 15 * count


@both
def parts(square: Any, limit: Any, minutes: Any, same: Any, wanted: Any, most: Weights) -> Any:  # noqa: PLR0917
    """The parts of a score; ``same`` are the languages, goals and interests shared, ``most`` the weights."""
    near = np.int64(np.floor(float(most[0]) - float(most[0]) * np.sqrt(square) / np.maximum(limit, 1.0) + 0.5))
    useful = (2 * most[3] * same[1] + wanted) // np.maximum(2 * wanted, 1)
    return (
        pick(square <= limit * limit, near, most[0] // 4),
        (2 * most[1] * np.minimum(minutes, 360) + 360) // 720,
        pick(same[0] > 0, most[2], most[2] // 4),
        pick(wanted == 0, most[3] // 2, useful),
        most[4] * np.minimum(4, same[2]) // 4,
    )


def numbers(p: People, n: Any, v: Any, most: Weights) -> Any:
    """What NUMBERS names, of allowed pairs."""
    square, limit = (p.x[n] - p.x[v]) ** 2 + (p.y[n] - p.y[v]) ** 2, np.minimum(p.reach[n], p.reach[v])
    minutes = common_minutes(p.begins, p.first_week[n] + p.week[n], p.first_week[n] + p.week[v], p.quarters[n])
    same = tuple(shared(words, n, v) for words in (p.languages, p.goals, p.interests))
    of_score = parts(square, limit, minutes, same, shared(p.goals, n, n), most)
    metres = np.floor(np.sqrt(square) + 0.5).astype(np.int64)
    return (*of_score, sum(of_score), metres, minutes, 1 * (square <= limit * limit))


@both
def meet(p: People, n: int, first: int, stop: int, holds: Any) -> None:  # noqa: PLR0917
    """The rules on gender, level and place, and whether any part of the week will do, for volunteers first:stop.

    So plain that several go in one step.
    """
    x, y, reach, lacks, online, hours = p.x[n], p.y[n], p.reach[n], p.lacks[n], p.online[n], p.parts[n]
    xs, ys, reaches = p.x[first:stop], p.y[first:stop], p.reach[first:stop]
    needs, willing, free = p.needs[first:stop], p.online[first:stop], p.parts[first:stop]
    for at in range(stop - first):
        has_place = is_within(x - xs[at], y - ys[at], reach, reaches[at]) | (online & willing[at] != 0)
        holds[at] = (lacks & needs[at] == 0) & has_place & (hours & free[at] != U0)


@both
def gather(holds: Any, first: int, stop: int, kept: Any) -> int:
    """Write the rows first:stop that hold into ``kept``; how many they are. Nothing is guessed wrong: no branch."""
    count = 0
    for at in range(stop - first):
        kept[count] = first + at
        count += holds[at]
    return count


def sweep_compiled(p: People, some: Any, others: Any, most: Weights) -> Any:
    """(3, E) n, v and the score of each allowed pair of some newcomers with others, see ``blocks``.

    An array that is taken out of ``p`` counts a reference, which costs more than a pair does: not in the loop.
    """
    x, y, reach, languages, goals, interests = p.x, p.y, p.reach, p.languages, p.goals, p.interests
    week, begins, blocked, size = p.week, p.begins, p.blocked, len(p.x)
    everybody = (others[:, 1] - others[:, 0]).sum()
    found, count = np.empty((3, len(some) * everybody), dtype=np.int64), 0
    holds, kept = np.empty(everybody, dtype=np.bool_), np.empty(everybody, dtype=np.int64)
    for n in some:
        speaks, add, quarters, wanted = p.speaks[n], p.first_week[n], p.quarters[n], shared(goals, n, n)
        has_blocked = has_any(blocked, n, size)
        own = add + week[n]
        for first, stop in others:
            meet(p, n, first, stop, holds)
            for v in kept[: gather(holds, first, stop, kept)]:
                other = add + week[v]
                if not (speaks or in_common(languages, n, v)) or not in_common(begins, own, other):
                    continue
                if has_blocked and is_in(blocked, n * size + v):
                    continue
                same = shared(languages, n, v), shared(goals, n, v), shared(interests, n, v)
                square, limit = (x[n] - x[v]) ** 2 + (y[n] - y[v]) ** 2, min(reach[n], reach[v])
                minutes = common_minutes(begins, own, other, quarters)
                found[0, count], found[1, count] = n, v
                found[2, count] = sum(parts(square, limit, minutes, same, wanted, most))
                count += 1
    return found[:, :count]


def count_compiled(p: People, some: Any, others: Any, remain: Any) -> None:
    """Count in ``remain`` (N, 8) how many volunteers are left after each rule."""
    week, begins, blocked, languages, needs, size = p.week, p.begins, p.blocked, p.languages, p.needs, len(p.x)
    for n in some:
        speaks, add, lacks, left = p.speaks[n], p.first_week[n], p.lacks[n], np.zeros(8, dtype=np.int64)
        has_blocked = has_any(blocked, n, size)
        for first, stop in others:
            left[1] += stop - first
            for v in range(first, stop):
                if has_blocked and is_in(blocked, n * size + v):
                    continue
                left[2] += 1
                missing = lacks & needs[v]
                left[3] += missing & ALL_GENDERS == 0
                if missing:
                    continue
                left[4] += 1
                if speaks or in_common(languages, n, v):
                    left[5] += 1
                    if in_common(begins, add + week[n], add + week[v]):
                        left[6] += 1
                        left[7] += place(p, n, v)
        remain[n, 1:] = left[1:]


def every_pair(some: Any, others: Any) -> tuple[Any, Any]:
    v = np.concatenate([np.zeros(0, dtype=np.int64), *(np.arange(*few) for few in others.tolist())])
    return np.repeat(some, len(v)), np.tile(v, len(some))


def sweep_by_columns(p: People, some: Any, others: Any, most: Weights) -> Any:
    n, v = every_pair(some, others)
    for rule in (gender, level, place, language, time, not_blocked):
        holds = rule(p, n, v)
        n, v = n[holds], v[holds]
    return np.stack((n, v, numbers(p, n, v, most)[5]))


def count_by_columns(p: People, some: Any, others: Any, remain: Any) -> None:
    n, v = every_pair(some, others)
    np.add.at(remain[:, 1], n, 1)
    for place_, rule in enumerate(RULES, start=2):
        holds = rule(p, n, v)
        n, v = n[holds], v[holds]
        np.add.at(remain[:, place_], n, 1)


compiled: Callable[..., Any] = numba.njit(cache=True, nogil=True) if numba else lambda _plain: None
sweep: Callable[..., Any] = compiled(sweep_compiled) or sweep_by_columns
count: Callable[..., Any] = compiled(count_compiled) or count_by_columns


def blocks(p: People, is_wanted: Any) -> Iterator[tuple[Any, Any]]:
    """Each newcomer (N,) True once, with every volunteer whom rule 1 lets through: rows ``first:stop``, (any, 2).

    Volunteers stand by town, in each those who can meet online last.
    """
    size, towns = len(is_wanted), len(p.joint)
    town, online = p.town[size:], p.online[size:]
    starts, first = np.flatnonzero(np.diff(town, prepend=-1)), np.full(towns, size)
    first[town[starts]] += starts
    stop = first + np.bincount(town, minlength=towns)
    first_online = stop - np.bincount(town, weights=online, minlength=towns).astype(int)
    rows = np.flatnonzero(is_wanted)
    rows = rows[np.argsort(p.town[rows], kind="stable")]
    for some in np.split(rows, np.flatnonzero(np.diff(p.town[rows])) + 1) if len(rows) else ():
        is_mate, is_anywhere = p.joint[p.town[some[0]]], (p.online[some] > 0) & p.across
        mates = np.stack((first[is_mate], stop[is_mate]), axis=1)
        everywhere = np.stack((np.where(is_mate, first, first_online), stop), axis=1)
        for who, others in ((some[~is_anywhere], mates), (some[is_anywhere], everywhere)):
            step = max(1, AT_ONCE // max(1, int((others[:, 1] - others[:, 0]).sum())))
            yield from ((who[at : at + step], others) for at in range(0, len(who), step))
