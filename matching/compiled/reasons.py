"""Why not, compiled: how many volunteers remain after each rule, and the smallest change of each kind.

What a change means, and why none is tried by solving again, stands in ``matching.explain``; here is the same
arithmetic for many newcomers, volunteer by volunteer.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching import explain
from matching.assignment import Assignment
from matching.compiled import columns
from matching.compiled.bits import long_enough
from matching.compiled.columns import FOUR, GENDERS, LEVELS, MANY, WISHES
from matching.explain import Change
from matching.feasibility import RULES
from matching.problem import DUTCH_CARRIES_FROM, People, Problem, Rows
from matching.queue import Kept
from matching.routes import AllowedPairs
from matching.time_windows import QUARTER_MINUTES, QUARTERS_A_DAY

Bits = NDArray[np.uint64]
NO = -1
THREADS = 2
# columns of the table of changes
WINDOW_DAY, WINDOW_QUARTER, WINDOW_MORE, SQUARE, ONLINE, SESSION, GROUP_DAY, GROUP_QUARTER, GROUP_LASTS = range(9)


class Side(NamedTuple):
    """One side, in the rows of the problem; ``bits`` is ``told`` or ``asked`` of ``columns``."""

    home: NDArray[np.int64]
    reach: NDArray[np.int64]
    town: NDArray[np.int32]
    bits: NDArray[np.int32]
    languages: Bits
    free: Bits
    online: NDArray[np.bool_]
    level: NDArray[np.int8]


class World(NamedTuple):
    """A problem for asking who remains.

    Attributes:
        starts: (lengths, V, 7, 2) where a session of each length that occurs can start.
        length, quarters: (N,) number of each newcomer's length, and the quarters that it needs.
        by_town: volunteer rows by town: ``town_first[t]:town_first[t + 1]``.
        blocked: see ``Problem``; those of newcomer n are ``blocked_first[n]:blocked_first[n + 1]``.
    """

    waiting: Side
    helping: Side
    own_starts: Bits
    starts: Bits
    length: NDArray[np.int64]
    quarters: NDArray[np.int64]
    together: NDArray[np.bool_]
    across: bool
    by_town: NDArray[np.int64]
    town_first: NDArray[np.int64]
    blocked: NDArray[np.int64]
    blocked_first: NDArray[np.int64]


def world(problem: Problem) -> World:
    """The problem as the loops below want it."""
    waiting, helping = problem.newcomers, problem.volunteers
    lengths, length = np.unique(problem.session_quarters, return_inverse=True)
    starts = [problem.volunteers_can_start(quarters) for quarters in lengths.tolist()]
    by_town = np.argsort(helping.town, kind="stable")
    towns = np.arange(len(problem.together) + 1)
    return World(
        waiting=_side(waiting, columns.told(waiting)),
        helping=_side(helping, columns.asked(helping)),
        own_starts=problem.newcomers_can_start,
        starts=np.stack(starts) if starts else np.zeros((1, len(helping), 7, 2), dtype=np.uint64),
        length=length.astype(np.int64),
        quarters=problem.session_quarters.astype(np.int64),
        together=problem.together,
        across=problem.options.online_across,
        by_town=by_town,
        town_first=np.searchsorted(helping.town[by_town], towns).astype(np.int64),
        blocked=problem.blocked,
        blocked_first=np.searchsorted(problem.blocked, np.arange(len(waiting) + 1) * len(helping)).astype(np.int64),
    )


def _side(people: People, bits: NDArray[np.int32]) -> Side:
    return Side(
        home=people.home,
        reach=people.reach,
        town=people.town,
        bits=bits,
        languages=people.languages,
        free=people.free,
        online=people.online,
        level=people.level,
    )


@njit(cache=True, nogil=True, inline="always")
def _square(w: World, n: int, v: int) -> int:
    east, north = w.waiting.home[n, 0] - w.helping.home[v, 0], w.waiting.home[n, 1] - w.helping.home[v, 1]
    return east * east + north * north


@njit(cache=True, nogil=True, inline="always")
def _is_blocked(w: World, n: int, v: int) -> bool:
    for place in range(w.blocked_first[n], w.blocked_first[n + 1]):
        if w.blocked[place] == n * len(w.helping.reach) + v:
            return True
    return False


@njit(cache=True, nogil=True, inline="always")
def _can_talk(w: World, n: int, v: int) -> bool:
    if w.waiting.level[n] >= DUTCH_CARRIES_FROM:
        return True
    for word in range(w.waiting.languages.shape[1]):
        if w.waiting.languages[n, word] & w.helping.languages[v, word]:
            return True
    return False


@njit(cache=True, nogil=True, inline="always")
def _have_time(w: World, n: int, v: int) -> bool:
    length = w.length[n]
    for day in range(7):
        low = w.own_starts[n, day, 0] & w.starts[length, v, day, 0]
        if low or w.own_starts[n, day, 1] & w.starts[length, v, day, 1]:
            return True
    return False


@njit(cache=True, nogil=True, inline="always")
def _is_near(w: World, n: int, v: int) -> bool:
    limit = min(w.waiting.reach[n], w.helping.reach[v])
    return _square(w, n, v) <= limit * limit


@njit(cache=True, nogil=True)
def _remaining(w: World, rows: Rows, counts: Rows) -> None:
    for place in range(len(rows)):
        n = rows[place]
        told, left = w.waiting.bits[n], np.zeros(8, dtype=np.int64)
        can_online = w.waiting.level[n] >= DUTCH_CARRIES_FROM and w.waiting.online[n]
        for town in range(len(w.town_first) - 1):
            is_together = w.together[w.waiting.town[n], town]
            if not is_together and not w.across:
                continue
            for slot in range(w.town_first[town], w.town_first[town + 1]):
                v = w.by_town[slot]
                both, is_online = told & w.helping.bits[v], can_online and w.helping.online[v]
                if not is_together and not is_online:
                    continue
                left[1] += 1
                if _is_blocked(w, n, v):
                    continue
                left[2] += 1
                if not (both >> GENDERS & FOUR and both >> WISHES & FOUR):
                    continue
                left[3] += 1
                if not both >> LEVELS & MANY:
                    continue
                left[4] += 1
                if not _can_talk(w, n, v):
                    continue
                left[5] += 1
                if not _have_time(w, n, v):
                    continue
                left[6] += 1
                if is_online or _is_near(w, n, v):
                    left[7] += 1
        left[0] = len(w.helping.reach)
        counts[place] = left


@njit(cache=True, nogil=True)
def _longest_run(mine: Bits, n: int, theirs: Bits, v: int, most: int) -> int:
    """Quarters of the longest common window, not looked at beyond so many."""
    longest = 0
    for day in range(7):
        low, high = mine[n, day, 0] & theirs[v, day, 0], mine[n, day, 1] & theirs[v, day, 1]
        run = 0
        while (low or high) and run < most:
            run += 1
            low, high = low & (low >> np.uint64(1) | high << np.uint64(63)), high & (high >> np.uint64(1))
        longest = max(longest, run)
    return longest


@njit(cache=True, nogil=True, inline="always")
def _is_set(bits: Bits, quarter: int) -> bool:
    return (bits[quarter >> 6] >> np.uint64(quarter & 63)) & np.uint64(1) != 0


@njit(cache=True, nogil=True)
def _fewest_more(free: Bits, starts: Bits, quarters: int, found: Rows) -> None:
    """The window of one session, at such a start, with the fewest quarters that are not free yet."""
    fewest = QUARTERS_A_DAY + 1
    for day in range(7):
        for quarter in range(QUARTERS_A_DAY + 1 - quarters):
            if _is_set(starts[day], quarter):
                more = 0
                for inside in range(quarter, quarter + quarters):
                    more += not _is_set(free[day], inside)
                if more < fewest:
                    fewest = more
                    found[WINDOW_DAY], found[WINDOW_QUARTER], found[WINDOW_MORE] = day, quarter, more


@njit(cache=True, nogil=True)
def _own_changes(w: World, last_ahead: Rows, n: int, found: Rows) -> None:
    """The smallest change of each kind that needs nobody else, among the volunteers who can free a place."""
    starts, run, least = np.zeros((7, 2), dtype=np.uint64), 0, NO
    told, is_willing = w.waiting.bits[n], w.waiting.online[n]
    speaks, shorter = w.waiting.level[n] >= DUTCH_CARRIES_FROM, w.quarters[n] - 1
    for town in range(len(w.town_first) - 1):
        is_together = w.together[w.waiting.town[n], town]
        if not is_together and not w.across:
            continue
        for slot in range(w.town_first[town], w.town_first[town + 1]):
            v = w.by_town[slot]
            both = told & w.helping.bits[v]
            if last_ahead[v] <= n or not (both >> GENDERS & FOUR and both >> WISHES & FOUR and both >> LEVELS & MANY):
                continue
            if not _can_talk(w, n, v) or _is_blocked(w, n, v):
                continue
            could_online = speaks and w.helping.online[v]
            may_meet, has_place = is_together or (could_online and is_willing), could_online and is_willing
            has_place = has_place or _is_near(w, n, v)
            if may_meet and has_place:
                for day in range(7):
                    starts[day, 0] |= w.starts[w.length[n], v, day, 0]
                    starts[day, 1] |= w.starts[w.length[n], v, day, 1]
                run = max(run, _longest_run(w.waiting.free, n, w.helping.free, v, shorter))
            if not _have_time(w, n, v):
                continue
            square, reach = _square(w, n, v), w.helping.reach[v]
            if may_meet and square <= reach * reach and (least == NO or square < least):
                least = square
            if not is_willing and (could_online or (may_meet and has_place)):
                found[ONLINE] = 1
    _fewest_more(w.waiting.free[n], starts, w.quarters[n], found)
    found[SQUARE], found[SESSION] = least, run


@njit(cache=True, nogil=True)
def _has_wish_met(w: World, of: int, by: int) -> bool:
    """Whether the genders that one newcomer accepts include the other's own."""
    return (w.waiting.bits[of] >> GENDERS & FOUR) & (w.waiting.bits[by] >> WISHES & FOUR) != 0


@njit(cache=True, nogil=True)
def _group(
    w: World, candidates: NDArray[np.int32], holders: tuple[Rows, Rows], n: int, found: Rows
) -> None:  # fmt: skip
    """The first pair to join: see ``explain``."""
    holder, first = holders
    for v in candidates:
        for slot in range(first[v], first[v + 1]):
            other = holder[slot]
            if not _has_wish_met(w, n, other) or not _has_wish_met(w, other, n):
                continue
            quarters, longest = max(w.quarters[n], w.quarters[other]), 0
            for day in range(7):
                low = w.waiting.free[n, day, 0] & w.waiting.free[other, day, 0] & w.helping.free[v, day, 0]
                high = w.waiting.free[n, day, 1] & w.waiting.free[other, day, 1] & w.helping.free[v, day, 1]
                enough_low, enough_high = long_enough(low, high, quarters)
                if not (enough_low or enough_high):
                    continue
                common, run = np.array([low, high], dtype=np.uint64), 0
                for quarter in range(QUARTERS_A_DAY + 1):
                    if quarter < QUARTERS_A_DAY and _is_set(common, quarter):
                        run += 1
                        continue
                    if run >= quarters and run > longest:
                        longest = run
                        found[GROUP_DAY], found[GROUP_QUARTER] = day, quarter - run
                    run = 0
            if longest:
                found[GROUP_LASTS] = other
                return


@njit(cache=True, nogil=True)
def _changes(
    w: World, pairs: tuple[NDArray[np.int32], Rows], holders: tuple[Rows, Rows], last_ahead: Rows, rows: Rows,
    table: Rows,
) -> None:  # fmt: skip
    volunteer, first = pairs
    for place in range(len(rows)):
        n = rows[place]
        _own_changes(w, last_ahead, n, table[place])
        _group(w, volunteer[first[place] : first[place + 1]], holders, n, table[place])


def _shares(count: int) -> list[slice]:
    """Shares for the threads, small enough that none is waited for long."""
    step = max(64, -(-count // (8 * THREADS)))
    return [slice(start, start + step) for start in range(0, count, step)]


def remaining(problem: Problem, rows: Rows) -> Rows:
    """See ``feasibility.remaining_after_each_rule``."""
    counts = np.zeros((len(rows), 1 + len(RULES)), dtype=np.int64)
    about = world(problem)
    with ThreadPoolExecutor(THREADS) as pool:
        work = [pool.submit(_remaining, about, rows[some], counts[some]) for some in _shares(len(rows))]
    for done in work:
        done.result()
    return counts


def changes(
    problem: Problem, edges: AllowedPairs, kept: Kept, chosen: Assignment, rows: Sequence[int]
) -> Iterator[list[Change]]:
    """See ``explain.changes``."""
    seated = np.flatnonzero(chosen.seat >= 0)
    holder = seated[np.argsort(chosen.seat[seated], kind="stable")]
    first = np.searchsorted(chosen.seat[holder], np.arange(len(problem.volunteers) + 1)).astype(np.int64)
    table = np.full((len(rows), 9), NO, dtype=np.int64)
    about, asked = world(problem), np.array(rows, dtype=np.int64)

    def find(some: slice) -> None:
        own = edges.some(asked[some])
        _changes(about, (own.volunteer, own.first), (holder, first), kept.last_ahead, asked[some], table[some])

    with ThreadPoolExecutor(THREADS) as pool:
        work = [pool.submit(find, some) for some in _shares(len(rows))]
    for done in work:
        done.result()
    for row, found in zip(rows, table.tolist(), strict=True):
        yield sorted(_as_changes(problem, row, found), key=lambda change: change.asks_minutes)


def _as_changes(problem: Problem, row: int, found: list[int]) -> Iterator[Change]:
    """In the order in which those that ask as much are tried."""
    sessions = problem.newcomers.session_minutes
    if found[WINDOW_DAY] != NO:
        yield explain.one_more_window(problem, row, tuple(found[:3]))
    if found[SQUARE] != NO:
        yield explain.metres_to(found[SQUARE], int(problem.newcomers.reach[row]))
    if found[ONLINE] != NO:
        yield explain.ONLINE_TOO
    if found[SESSION] >= explain.SHORTEST_SESSION_QUARTERS:
        yield explain.shorter_session(int(sessions[row]), found[SESSION])
    if found[GROUP_DAY] != NO:
        longer = int(max(sessions[row], sessions[found[GROUP_LASTS]]))
        yield explain.join_a_pair(found[GROUP_DAY], found[GROUP_QUARTER] * QUARTER_MINUTES, longer)
