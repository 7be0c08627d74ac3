"""Why not, compiled: how many volunteers remain after each rule, and the smallest change of each kind.

What a change means, and why none is tried by solving again, stands in ``matching.explain``; here is the same
arithmetic for many newcomers, volunteer by volunteer.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.assignment import Assignment
from matching.compiled.bits import long_enough
from matching.compiled.columns import FOUR, GENDERS, LEVELS, MANY, WISHES
from matching.compiled.everybody import Bits, World, can_talk, have_time, is_in, world
from matching.compiled.starts import whole_week
from matching.feasibility import RULES
from matching.problem import DUTCH_CARRIES_FROM, Problem, Rows
from matching.queue import Kept
from matching.routes import AllowedPairs
from matching.time_windows import QUARTERS_A_DAY

NO = -1
THREADS = 2
# columns of the table of changes
WINDOW_DAY, WINDOW_QUARTER, WINDOW_MORE, SQUARE, ONLINE, SESSION, GROUP_DAY, GROUP_QUARTER, GROUP_LASTS = range(9)


@njit(cache=True, nogil=True)
def _remaining(w: World, rows: Rows, counts: Rows) -> None:
    # no array is taken out of a tuple in the inner loop: that counts a reference
    asked, is_online, languages, spoken = w.helping.bits, w.helping.online, w.helping.languages, w.waiting.languages
    homes, places, reaches, reach_of = w.waiting.home, w.helping.home, w.helping.reach, w.waiting.reach
    own, starts, about, abouts, row_of = w.own_starts, w.starts, w.about, w.abouts, w.row
    blocked, together, first, size = w.blocked, w.together, w.town_first, len(w.helping.reach)
    for place in range(len(rows)):
        n = rows[place]
        told, left, length, town_of = w.waiting.bits[n], counts[place], w.length[n], w.waiting.town[n]
        speaks = w.waiting.level[n] >= DUTCH_CARRIES_FROM
        can_online, blocked_first, blocked_stop = (
            speaks and w.waiting.online[n],
            w.blocked_first[n],
            w.blocked_first[n + 1],
        )
        left[0] = size
        for town in range(len(first) - 1):
            is_together = together[town_of, town]
            if not is_together and not (w.across and can_online):
                continue
            for v in range(first[town], first[town + 1]):
                both, by_screen = told & asked[v], can_online and is_online[v]
                if not is_together and not by_screen:
                    continue
                left[1] += 1
                if blocked_first < blocked_stop and is_in(blocked, blocked_first, blocked_stop, n * size + row_of[v]):
                    continue
                left[2] += 1
                if not (both >> GENDERS & FOUR and both >> WISHES & FOUR):
                    continue
                left[3] += 1
                if not both >> LEVELS & MANY:
                    continue
                left[4] += 1
                if not speaks and not can_talk(spoken, n, languages, v):
                    continue
                left[5] += 1
                if not about[n] & abouts[length, v] or not have_time(own, n, starts, length, v):
                    continue
                left[6] += 1
                east, north = homes[n, 0] - places[v, 0], homes[n, 1] - places[v, 1]
                limit = min(reach_of[n], reaches[v])
                left[7] += by_screen or east * east + north * north <= limit * limit


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
def _fewest_more(free: Bits, n: int, starts: Bits, quarters: int, found: Rows) -> None:
    """The window of one session, at such a start, with the fewest quarters that are not free yet."""
    fewest, before = QUARTERS_A_DAY + 1, np.zeros(QUARTERS_A_DAY + 1, dtype=np.int64)
    for day in range(7):
        if not (starts[day, 0] | starts[day, 1]):
            continue
        for quarter in range(QUARTERS_A_DAY):
            before[quarter + 1] = before[quarter] + _is_set(free[n, day], quarter)
        for quarter in range(QUARTERS_A_DAY + 1 - quarters):
            if _is_set(starts[day], quarter):
                more = quarters - (before[quarter + quarters] - before[quarter])
                if more < fewest:
                    fewest = more
                    found[WINDOW_DAY], found[WINDOW_QUARTER], found[WINDOW_MORE] = day, quarter, more


@njit(cache=True, nogil=True)
def _own_changes(w: World, last_ahead: Rows, n: int, found: Rows) -> None:
    """The smallest change of each kind that needs nobody else, among the volunteers who can free a place."""
    found_starts, run, least = np.zeros(w.starts.shape[2], dtype=np.uint64), 0, NO
    told, is_willing, length, town_of = w.waiting.bits[n], w.waiting.online[n], w.length[n], w.waiting.town[n]
    speaks, shorter = w.waiting.level[n] >= DUTCH_CARRIES_FROM, w.quarters[n] - 1
    asked, is_online, languages, spoken = w.helping.bits, w.helping.online, w.helping.languages, w.waiting.languages
    homes, places, reaches, own_reach = w.waiting.home, w.helping.home, w.helping.reach, w.waiting.reach[n]
    own, starts, about, abouts, row_of = w.own_starts, w.starts, w.about[n], w.abouts, w.row
    mine, theirs, together, first, size = (
        w.waiting.free,
        w.helping.free,
        w.together,
        w.town_first,
        len(w.helping.reach),
    )
    blocked, blocked_first, blocked_stop = w.blocked, w.blocked_first[n], w.blocked_first[n + 1]
    for town in range(len(first) - 1):
        is_together = together[town_of, town]
        if not is_together and not (w.across and speaks):
            continue
        for v in range(first[town], first[town + 1]):
            both, could_online = told & asked[v], speaks and is_online[v]
            if not (both >> GENDERS & FOUR and both >> WISHES & FOUR and both >> LEVELS & MANY):
                continue
            if not (is_together or could_online) or last_ahead[row_of[v]] <= n:
                continue
            if not speaks and not can_talk(spoken, n, languages, v):
                continue
            if blocked_first < blocked_stop and is_in(blocked, blocked_first, blocked_stop, n * size + row_of[v]):
                continue
            east, north = homes[n, 0] - places[v, 0], homes[n, 1] - places[v, 1]
            square, reach = east * east + north * north, reaches[v]
            limit = min(own_reach, reach)
            may_meet = is_together or (could_online and is_willing)
            has_place = (could_online and is_willing) or square <= limit * limit
            if may_meet and has_place:
                for word in range(len(found_starts)):
                    found_starts[word] |= starts[length, v, word]
                if run < shorter:
                    run = max(run, _longest_run(mine, n, theirs, v, shorter))
            if not about & abouts[length, v] or not have_time(own, n, starts, length, v):
                continue
            if may_meet and square <= reach * reach and (least == NO or square < least):
                least = square
            if not is_willing and (could_online or (may_meet and has_place)):
                found[ONLINE] = 1
    _fewest_more(mine, n, whole_week(found_starts, w.hours), w.quarters[n], found)
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
                low = w.waiting.free[n, day, 0] & w.waiting.free[other, day, 0] & w.free[v, day, 0]
                high = w.waiting.free[n, day, 1] & w.waiting.free[other, day, 1] & w.free[v, day, 1]
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


def found(problem: Problem, edges: AllowedPairs, kept: Kept, chosen: Assignment, rows: Rows) -> Rows:
    """(R, 9) the smallest change of each kind."""
    seated = np.flatnonzero(chosen.seat >= 0)
    holder = seated[np.argsort(chosen.seat[seated], kind="stable")]
    first = np.searchsorted(chosen.seat[holder], np.arange(len(problem.volunteers) + 1)).astype(np.int64)
    table = np.full((len(rows), 9), NO, dtype=np.int64)
    about = world(problem)

    def find(some: slice) -> None:
        own = edges.some(rows[some])
        _changes(about, (own.volunteer, own.first), (holder, first), kept.last_ahead, rows[some], table[some])

    with ThreadPoolExecutor(THREADS) as pool:
        work = [pool.submit(find, some) for some in _shares(len(rows))]
    for done in work:
        done.result()
    return table
