"""Where in the week a session can start, in as few words as the hours in use need.

A common window of enough length is then one AND a word; a single word that tells roughly when spares most of these.
"""

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.compiled.bits import long_enough
from matching.problem import Rows
from matching.time_windows import Week

Words = NDArray[np.uint64]
BITS_A_WORD = 64


class Hours(NamedTuple):
    """The days and the hours at which some volunteer may start a session: what is left of a week to look at."""

    days: Rows
    first: int
    last: int


def used_hours(free: Week, shortest: int) -> Hours:
    """The hours of people who are free then (P, 7, 2), for sessions of so many quarters and longer."""
    union = np.bitwise_or.reduce(free.reshape(-1, 14), axis=0).reshape(7, 2)
    low, high = np.bitwise_or.reduce(union, axis=0).tolist()
    bits = low | high << BITS_A_WORD
    first = (bits & -bits).bit_length() - 1 if bits else 0
    return Hours(np.flatnonzero(union.any(axis=1)), first, max(first, bits.bit_length() - shortest))


@njit(cache=True, nogil=True)
def in_words(free: Week, rows: Rows, quarters: NDArray[np.int64], hours: Hours) -> tuple[Words, Words]:
    """Where each of these rows can start a session of so many quarters, (lengths, rows).

    Returns:
        (lengths, rows, words) only the hours in use: one word a day where they fit in 64 quarters, else two; and
        (lengths, rows) a word in which each bit stands for some hours of a day: who has none in common has no time
        in common.
    """
    days, first, count = hours.days, hours.first, len(hours.days)
    words = count if hours.last - first < BITS_A_WORD else 2 * count
    parts = BITS_A_WORD // max(1, words)
    found, about = np.empty((*quarters.shape, words), dtype=np.uint64), np.zeros(quarters.shape, dtype=np.uint64)
    for person in range(len(rows)):
        row = rows[person]
        for place in range(count):
            day = days[place]
            early, late = free[row, day, 0], free[row, day, 1]
            for length in range(len(quarters)):
                low, high = long_enough(early, late, quarters[length, person])
                if words > count:
                    found[length, person, place], found[length, person, count + place] = low, high
                else:
                    found[length, person, place] = _one_word(low, high, first)
        for length in range(len(quarters)):
            for word in range(words):
                about[length, person] |= _which_parts(found[length, person, word], parts) << np.uint64(word * parts)
    return found, about


@njit(cache=True, nogil=True, inline="always")
def _one_word(low: np.uint64, high: np.uint64, first: int) -> np.uint64:
    """The 64 quarters of a day from the first one on."""
    if first >= BITS_A_WORD:
        return high >> np.uint64(first - BITS_A_WORD)
    if first == 0:
        return low
    return (low >> np.uint64(first)) | (high << np.uint64(BITS_A_WORD - first))


@njit(cache=True, nogil=True, inline="always")
def _which_parts(word: np.uint64, parts: int) -> np.uint64:
    """Which of so many equal parts of a word have a bit, one bit a part."""
    size = -(-BITS_A_WORD // parts)
    if size == BITS_A_WORD:
        return np.uint64(word != 0)
    found, part, bit = np.uint64(0), (np.uint64(1) << np.uint64(size)) - np.uint64(1), np.uint64(1)
    while word:
        if word & part:
            found |= bit
        word, bit = word >> np.uint64(size), bit << np.uint64(1)
    return found


@njit(cache=True, nogil=True)
def whole_week(words: Words, hours: Hours) -> Words:
    """(7, 2) the week of some words, whose other hours are empty."""
    week, count, shift = np.zeros((7, 2), dtype=np.uint64), len(hours.days), np.uint64(hours.first)
    for place in range(count):
        day, word = hours.days[place], words[place]
        if len(words) > count:
            week[day, 0], week[day, 1] = word, words[count + place]
        elif hours.first >= BITS_A_WORD:
            week[day, 1] = word << (shift - np.uint64(BITS_A_WORD))
        elif hours.first == 0:
            week[day, 0] = word
        else:
            week[day, 0], week[day, 1] = word << shift, word >> (np.uint64(BITS_A_WORD) - shift)
    return week
