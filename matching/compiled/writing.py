"""Lines of text from columns, compiled: see ``matching.writing``."""

from collections.abc import Sequence

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.writing import Numbers, Piece, Texts

MOST_DIGITS = 20
MINUS, ZERO = 45, 48


@njit(cache=True, nogil=True, inline="always")
def _digits(number: int, found: NDArray[np.uint8], at: int) -> int:
    """Write a whole number; where it ends."""
    if number < 0:
        found[at] = MINUS
        at, number = at + 1, -number
    power = 1
    while number // power >= 10:
        power *= 10
    while power:
        found[at] = ZERO + number // power % 10
        at, power = at + 1, power // 10
    return at


@njit(cache=True, nogil=True)
def _write(
    is_number: NDArray[np.bool_], values: NDArray[np.int64], pool: NDArray[np.uint8], first: NDArray[np.int64]
) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    pieces, rows = values.shape
    size = 0
    for piece in range(pieces):
        for row in range(rows):
            text = values[piece, row]
            size += MOST_DIGITS if is_number[piece] else first[text + 1] - first[text]
    found, ends, at = np.empty(size, dtype=np.uint8), np.zeros(rows + 1, dtype=np.int64), 0
    for row in range(rows):
        for piece in range(pieces):
            value = values[piece, row]
            if is_number[piece]:
                at = _digits(value, found, at)
                continue
            for place in range(first[value], first[value + 1]):
                found[at] = pool[place]
                at += 1
        ends[row + 1] = at
    return found[:at], ends


def lines(pieces: Sequence[Piece], rows: int) -> Texts:
    """See ``writing.lines``."""
    values = np.zeros((len(pieces), rows), dtype=np.int64)
    pools, firsts, texts, size = [np.zeros(0, dtype=np.uint8)], [np.zeros(1, dtype=np.int64)], 0, 0
    for place, piece in enumerate(pieces):
        if isinstance(piece, Numbers):
            values[place] = piece.values
            continue
        values[place] = texts + piece.which
        pools.append(piece.texts.data)
        firsts.append(piece.texts.first[1:] + size)
        texts, size = texts + len(piece.texts.first) - 1, size + len(piece.texts.data)
    is_number = np.array([isinstance(piece, Numbers) for piece in pieces], dtype=bool)
    return Texts(*_write(is_number, values, np.concatenate(pools), np.concatenate(firsts)))
