"""Counting and shifting bits; a day is 96 quarters of an hour, the first 64 in a low word, the rest in a high one."""

import numpy as np
from numba import njit

SIXTY_FOUR = np.uint64(64)


@njit(cache=True, nogil=True, inline="always")
def count(bits: np.uint64) -> int:
    """The number of ones among 64 bits."""
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))


@njit(cache=True, nogil=True)
def long_enough(low: np.uint64, high: np.uint64, quarters: int) -> tuple[np.uint64, np.uint64]:
    """Of a day the quarters at which an unbroken window of so many quarters begins."""
    reached = 1
    while reached < quarters and (low | high):
        step = np.uint64(min(reached, quarters - reached, 63))
        low, high = low & (low >> step | high << (SIXTY_FOUR - step)), high & (high >> step)
        reached += np.int64(step)
    return low, high
