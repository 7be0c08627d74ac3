"""Weeks as quarter-hours: who is free when, and how long two people are free together.

A week is an array (..., 7, 2) of uint64: seven days from Monday, each with 96 bits for its quarters of an
hour, the first 64 in word 0 and the rest in word 1. No bit beyond 24:00 is ever set, so no window crosses
midnight. A window is (weekday, start, end) with Monday 0 and minutes since local midnight, half-open, on
quarter-hours.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Window = tuple[int, int, int]
Week = NDArray[np.uint64]

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
QUARTER_MINUTES = 15
QUARTERS_A_DAY = 96
_WORD = (1 << 64) - 1


def weeks(people: Sequence[Sequence[Window]]) -> Week:
    """(P, 7, 2) the quarters in which each person is free; overlapping and touching windows become one."""
    count = np.array([len(windows) for windows in people], dtype=np.int64)
    numbers = chain.from_iterable(chain.from_iterable(people))
    windows = np.fromiter(numbers, dtype=np.int64, count=3 * int(count.sum())).reshape(-1, 3)
    row, starts, ends = np.repeat(np.arange(len(people)), count), *(windows[:, 1:] // QUARTER_MINUTES).T
    bits = np.zeros((len(people), 7, 2), dtype=np.uint64)
    for word, first in enumerate((0, 64)):
        np.bitwise_or.at(bits[:, :, word], (row, windows[:, 0]), _before(ends - first) & ~_before(starts - first))
    return bits


def week(windows: Iterable[Window]) -> list[list[int]]:
    """(7, 2) the quarters in which one person is free, as in ``weeks`` but for one alone: sooner."""
    days = [0] * 7
    for weekday, starts, ends in windows:
        days[weekday] |= (1 << ends // QUARTER_MINUTES) - (1 << starts // QUARTER_MINUTES)
    return [[day & _WORD, day >> 64] for day in days]


def _before(quarters: NDArray[np.int64]) -> NDArray[np.uint64]:
    """(P,) the first so many bits of a word; none below 0, all from 64 on."""
    some = np.clip(quarters, 0, 63).astype(np.uint64)
    return np.where(quarters >= 64, np.uint64(_WORD), (np.uint64(1) << some) - np.uint64(1))


def quarters_needed(minutes: int) -> int:
    """Quarters of an hour in which a meeting of so many minutes fits."""
    return -(-minutes // QUARTER_MINUTES)


def _earlier(week: Week, quarters: int) -> Week:
    """Every bit moved so many quarters (1..63) towards the start of its day."""
    low, high, by = week[..., 0], week[..., 1], np.uint64(quarters)
    return np.stack([(low >> by) | (high << np.uint64(64 - quarters)), high >> by], axis=-1)


def _later(week: Week, quarters: int) -> Week:
    """Every bit moved so many quarters (1..63) towards the end of its day, where there is room for it."""
    low, high, by = week[..., 0], week[..., 1], np.uint64(quarters)
    return np.stack([low << by, (high << by) | (low >> np.uint64(64 - quarters))], axis=-1)


def can_start(week: Week, quarters: int) -> Week:
    """The quarters at which an unbroken window of so many quarters (1..96) begins."""
    starts, reached = week, 1
    while reached < quarters:
        step = min(reached, quarters - reached)
        starts = starts & _earlier(starts, step)
        reached += step
    return starts


def minutes_of_meetings(starts: Week, quarters: int) -> NDArray[np.int64]:
    """(...) minutes a week in which one can be in a meeting of so many quarters, from where it can start.

    A row of k starts is one window of k + quarters - 1 quarters.
    """
    first_of_row = starts & ~_later(starts, 1)
    count, rows = _a_week(np.bitwise_count(starts)), _a_week(np.bitwise_count(first_of_row))
    return np.asarray((count + rows * (quarters - 1)) * QUARTER_MINUTES)


def _a_week(numbers: NDArray[np.uint8]) -> NDArray[np.int64]:
    """(...) the sums of small numbers (..., 7, 2); a product, for numpy adds up short rows one at a time."""
    flat = numbers.reshape(-1, 14).astype(np.float32) @ np.ones(14, dtype=np.float32)
    return flat.astype(np.int64).reshape(numbers.shape[:-2])


def in_common(some: Week, rows: NDArray[np.int64], others: Week, columns: NDArray[np.int64]) -> Week:
    """(E, 7, 2) the quarters in both of E pairs of weeks."""
    return np.take(some, rows, axis=0) & np.take(others, columns, axis=0)


def share_any(some: Week, rows: NDArray[np.int64], others: Week, columns: NDArray[np.int64]) -> NDArray[np.bool_]:
    """(E,) whether there is any quarter in both of E pairs of weeks; a word at a time, so that each fits a cache."""
    found = np.zeros(len(rows), dtype=np.uint64)
    for mine, theirs in zip(some.reshape(-1, 14).T.copy(), others.reshape(-1, 14).T.copy(), strict=True):
        found |= mine.take(rows) & theirs.take(columns)
    return np.asarray(found != 0)


def minutes(week: Week) -> NDArray[np.int64]:
    """(...) free minutes a week."""
    quarters = np.bitwise_count(week).sum(axis=(-2, -1), dtype=np.int64)
    return np.asarray(quarters * QUARTER_MINUTES)


def windows(week: Week) -> list[Window]:
    """The unbroken windows of one week (7, 2), from Monday on."""
    found: list[Window] = []
    for weekday, (low, high) in enumerate(week.tolist()):
        day, quarter = low | high << 64, 0
        while day:
            gap = (day & -day).bit_length() - 1
            length = (~(day >> gap) & ((day >> gap) + 1)).bit_length() - 1
            starts = quarter + gap
            found.append((weekday, starts * QUARTER_MINUTES, (starts + length) * QUARTER_MINUTES))
            day >>= gap + length
            quarter = starts + length
    return found


def longest_window(week: Week) -> Window | None:
    """The longest unbroken window of one week (7, 2); of equal ones the earliest; None when there is none."""
    return max(windows(week), key=lambda window: window[2] - window[1], default=None)


def longest_windows(weeks: Week) -> NDArray[np.int64]:
    """(P, 3) the longest unbroken window of each week (P, 7, 2), of equal ones the earliest; it ends at its start
    where there is none.
    """
    in_bytes = np.ascontiguousarray(weeks).astype("<u8", copy=False).view(np.uint8).reshape(len(weeks), 7, 16)
    is_free = np.unpackbits(in_bytes, axis=2, bitorder="little")[:, :, :QUARTERS_A_DAY]
    run, longest, ends = (np.zeros((len(weeks), 7), dtype=np.int16) for _ in range(3))
    for quarter in range(QUARTERS_A_DAY):
        run = (run + 1) * is_free[:, :, quarter]
        is_longer = run > longest
        longest = np.where(is_longer, run, longest)
        ends = np.where(is_longer, quarter + 1, ends)
    weekday = longest.argmax(axis=1)
    one = np.arange(len(weeks))
    end, length = ends[one, weekday].astype(np.int64), longest[one, weekday].astype(np.int64)
    return np.stack([weekday, (end - length) * QUARTER_MINUTES, end * QUARTER_MINUTES], axis=1)


def clock(minute: int) -> str:
    """Minutes since midnight as ``19:05``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def text(window: Window) -> str:
    """A window as people write it: ``wed 19:00-20:30``."""
    weekday, starts, ends = window
    return f"{WEEKDAYS[weekday]} {clock(starts)}-{clock(ends)}"
