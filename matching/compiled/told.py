"""What is to be said of some pairs, compiled: the parts of the score, the facts they stand on, and a slot."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled import pair_scores
from matching.compiled.bits import count
from matching.compiled.pair_scores import About, Bits, Facts, fill_parts
from matching.problem import Problem, Rows
from matching.score import Parts
from matching.time_windows import QUARTER_MINUTES

ONE = np.uint64(1)
# columns of the table
NEARNESS, TIME, LANGUAGE, GOALS, INTERESTS, MINUTES, IN_PERSON, DISTANCE, WEEKDAY, STARTS = range(10)


@njit(cache=True, nogil=True)
def _longest(mine: Bits, n: int, theirs: Bits, v: int) -> tuple[int, int]:
    """Weekday and minute at which the longest common window begins; of equal ones the earliest."""
    longest, weekday, starts = 0, 0, 0
    for day in range(7):
        low, high = mine[n, day, 0] & theirs[v, day, 0], mine[n, day, 1] & theirs[v, day, 1]
        last_low, last_high, run = low, high, 0
        while low or high:
            last_low, last_high, run = low, high, run + 1
            low, high = low & (low >> ONE | high << np.uint64(63)), high & (high >> ONE)
        if run > longest:
            longest = run
            quarter = count((last_low & (~last_low + ONE)) - ONE) if last_low else 64
            if not last_low:
                quarter += count((last_high & (~last_high + ONE)) - ONE)
            weekday, starts = day, quarter * QUARTER_MINUTES
    return weekday, starts


@njit(cache=True, nogil=True)
def _fill(
    waiting: Facts, helping: Facts, about: About, weeks: tuple[Bits, Bits], pairs: tuple[Rows, Rows], table: Rows
) -> None:  # fmt: skip
    (mine, theirs), (newcomers, volunteers), place_of = weeks, pairs, about.place_of
    wp, hp = waiting.place, helping.place
    for row in range(len(newcomers)):
        n, v = newcomers[row], volunteers[row]
        fill_parts(waiting, helping, about, n, v, table[row])
        p = place_of[v]
        east, north, limit = wp[n, 0] - hp[p, 0], wp[n, 1] - hp[p, 1], min(wp[n, 2], hp[p, 2])
        square = east * east + north * north
        table[row, IN_PERSON] = square <= limit * limit
        table[row, DISTANCE] = np.int64(np.floor(np.sqrt(float(square)) + 0.5))
        table[row, WEEKDAY], table[row, STARTS] = _longest(mine, n, theirs, v)


def told(problem: Problem, n: Rows, v: Rows) -> tuple[Parts, NDArray[np.int64]]:
    """See ``score.told``."""
    table = np.zeros((len(n), 10), dtype=np.int64)
    weeks, about = (problem.newcomers.free, problem.volunteers.free), pair_scores.facts(problem)
    n, v = n.astype(np.int64), v.astype(np.int64)
    halves = [slice(0, len(n) // 2), slice(len(n) // 2, len(n))]
    with ThreadPoolExecutor(len(halves)) as pool:
        work = [pool.submit(_fill, *about, weeks, (n[half], v[half]), table[half]) for half in halves]
    for done in work:
        done.result()
    parts = Parts(
        nearness=table[:, NEARNESS],
        time=table[:, TIME],
        language=table[:, LANGUAGE],
        goals=table[:, GOALS],
        interests=table[:, INTERESTS],
        is_in_person=table[:, IN_PERSON].astype(bool),
        distance_m=table[:, DISTANCE],
        common_minutes=table[:, MINUTES],
    )
    return parts, table[:, WEEKDAY:]
