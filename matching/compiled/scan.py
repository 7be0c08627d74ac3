"""CSV as bytes, compiled: where the cells of a file stand, and what is in them.

Only what is in good order is read here. As soon as anything is not (a cell that is no number, a row with a cell too
few, an odd space), the answer is ``ODD``, and the file is read row by row (``matching.tables``), which names what is
wrong and where. What is accepted here means exactly what it means there.
"""

import numpy as np
from numba import njit
from numpy.typing import NDArray

from matching.time_windows import QUARTER_MINUTES

Bytes = NDArray[np.uint8]
Places = NDArray[np.int32]
ODD = -1
MOST_IN_A_CELL = 100_000  # below the limit of Python's reader
QUOTE, COMMA, LINE_FEED, RETURN, SPACE, SEMICOLON, MINUS, COLON, ZERO = 34, 44, 10, 13, 32, 59, 45, 58, 48
DAYS = np.frombuffer(b"montuewedthufrisatsun", dtype=np.uint8).reshape(7, 3)
MINUTES_A_DAY = 24 * 60
FNV_START, FNV_TIMES = np.uint64(0xCBF29CE484222325), np.uint64(0x100000001B3)
FIRST_SLOTS = 1 << 10


@njit(cache=True, nogil=True)
def count_lines(data: Bytes) -> int:
    """No file has more rows than this."""
    count = 1
    for byte in data:
        count += byte == LINE_FEED or byte == RETURN
    return count


@njit(cache=True, nogil=True)
def _quoted(data: Bytes, place: int) -> tuple[int, int, int]:
    """(start, stop, where it goes on) of the quoted cell at a place; doubled quotes become one, in place."""
    start, write, size = place + 1, place + 1, len(data)
    place += 1
    while place < size:
        byte = data[place]
        if byte == QUOTE:
            if place + 1 < size and data[place + 1] == QUOTE:
                place += 1
            else:
                place += 1
                if place < size and data[place] != COMMA and data[place] != LINE_FEED and data[place] != RETURN:
                    return ODD, ODD, ODD
                return start, write, place
        data[write] = byte
        write += 1
        place += 1
    return ODD, ODD, ODD


@njit(cache=True, nogil=True)
def cells(data: Bytes, place: int, wanted: Places, starts: Places, stops: Places) -> int:
    """Write where the cells of each row begin and end; how many rows there are besides the header, or ``ODD``.

    Args:
        place: where the file begins, behind a byte order mark.
        wanted: for each column of the header the row of ``starts`` and ``stops`` (columns, rows), or -1.
    """
    row, size = -1, len(data)
    while place < size:
        if data[place] == LINE_FEED or data[place] == RETURN:
            place += 1
            continue
        column = 0
        while True:
            if column == len(wanted):
                return ODD
            if place < size and data[place] == QUOTE:
                start, stop, place = _quoted(data, place)
                if start == ODD:
                    return ODD
            else:
                start = place
                while place < size:
                    byte = data[place]
                    if byte <= COMMA and (byte == COMMA or byte == LINE_FEED or byte == RETURN or byte == QUOTE):
                        break
                    place += 1
                if place < size and data[place] == QUOTE:  # a bare one
                    return ODD
                stop = place
            if stop - start > MOST_IN_A_CELL:
                return ODD
            if wanted[column] >= 0 and row >= 0:
                starts[wanted[column], row], stops[wanted[column], row] = start, stop
            column += 1
            if place < size and data[place] == COMMA:
                place += 1
            else:
                break
        if column != len(wanted):
            return ODD
        row += 1
    return row


@njit(cache=True, nogil=True)
def numbers(data: Bytes, starts: Places, stops: Places, least: int, most: int, empty: int, found: Places) -> bool:
    """Whole numbers from ``least`` to ``most``; an empty cell is ``empty``, and odd where that is ``ODD``."""
    for row in range(len(starts)):
        place, stop = starts[row], stops[row]
        if place == stop:
            if empty == ODD:
                return False
            found[row] = empty
            continue
        is_below = data[place] == MINUS
        place += is_below
        if place == stop or stop - place > 9:
            return False
        number = 0
        while place < stop:
            digit = np.int64(data[place]) - ZERO
            if digit < 0 or digit > 9:
                return False
            number = 10 * number + digit
            place += 1
        number = -number if is_below else number
        if number < least or number > most:
            return False
        found[row] = number
    return True


@njit(cache=True, nogil=True, inline="always")
def _two(data: Bytes, place: int) -> int:
    """Two digits as a number, or something far below 0."""
    tens, ones = np.int64(data[place]) - ZERO, np.int64(data[place + 1]) - ZERO
    return 10 * tens + ones if 0 <= tens <= 9 and 0 <= ones <= 9 else -1_000_000


@njit(cache=True, nogil=True)
def _window(data: Bytes, place: int, week: NDArray[np.uint64]) -> bool:
    """Mark the window of 15 bytes at this place: ``mon 18:00-21:00``."""
    day = 0
    while day < 7:
        if DAYS[day, 0] == data[place] and DAYS[day, 1] == data[place + 1] and DAYS[day, 2] == data[place + 2]:
            break
        day += 1
    signs = data[place + 3] == SPACE and data[place + 6] == COLON and data[place + 9] == MINUS
    if day == 7 or not signs or data[place + 12] != COLON:
        return False
    minutes, others = _two(data, place + 7), _two(data, place + 13)
    starts, ends = 60 * _two(data, place + 4) + minutes, 60 * _two(data, place + 10) + others
    if starts < 0 or minutes > 59 or others > 59 or ends <= starts or ends > MINUTES_A_DAY:
        return False
    if starts % QUARTER_MINUTES or ends % QUARTER_MINUTES:
        return False
    for quarter in range(starts // QUARTER_MINUTES, ends // QUARTER_MINUTES):
        week[day, quarter >> 6] |= np.uint64(1) << np.uint64(quarter & 63)
    return True


@njit(cache=True, nogil=True)
def weeks(data: Bytes, starts: Places, stops: Places, found: NDArray[np.uint64]) -> bool:
    """Windows with semicolons between them, as the quarters (P, 7, 2) in which each person is free."""
    for row in range(len(starts)):
        place, stop = starts[row], stops[row]
        is_behind_window = False
        while place < stop:
            byte = data[place]
            if byte == SPACE or byte == SEMICOLON:
                is_behind_window = is_behind_window and byte == SPACE
                place += 1
                continue
            if is_behind_window or place + 15 > stop or not _window(data, place, found[row]):
                return False
            is_behind_window = True
            place += 15
    return True


@njit(cache=True, nogil=True, inline="always")
def _is_space(byte: int) -> bool:
    return byte == SPACE or 9 <= byte <= 13 or 28 <= byte <= 31


@njit(cache=True, nogil=True)
def _same(data: Bytes, one: int, other: int, length: int) -> bool:
    for place in range(length):
        if data[one + place] != data[other + place]:
            return False
    return True


@njit(cache=True, nogil=True)
def _wider(slots: Places, hashes: NDArray[np.uint64], count: int) -> Places:
    wider = np.full(2 * len(slots), -1, dtype=np.int32)
    mask = np.uint64(len(wider) - 1)
    for code in range(count):
        slot = hashes[code] & mask
        while wider[slot] >= 0:
            slot = (slot + np.uint64(1)) & mask
        wider[slot] = code
    return wider


@njit(cache=True, nogil=True)
def texts(
    data: Bytes, starts: Places, stops: Places, are_words: bool
) -> tuple[Places, NDArray[np.int64], Places, int]:
    """Number the different texts of a column: (codes, first, where each text stands, how many there are).

    ``codes[first[r]:first[r + 1]]`` are those of row r: its different words, or the one text of its whole cell.
    """
    codes = np.empty(max(16, 2 * len(starts)), dtype=np.int32)
    first = np.zeros(len(starts) + 1, dtype=np.int64)
    slots = np.full(FIRST_SLOTS, -1, dtype=np.int32)
    hashes = np.empty(FIRST_SLOTS, dtype=np.uint64)
    where = np.empty((FIRST_SLOTS, 2), dtype=np.int32)
    count, used = 0, 0
    for row in range(len(starts)):
        place, stop, begun = starts[row], stops[row], used
        is_left = True
        while is_left:
            if are_words:
                while place < stop and _is_space(data[place]):
                    place += 1
                if place == stop:
                    break
            start, value = place, FNV_START
            while place < stop and not (are_words and _is_space(data[place])):
                value = (value ^ np.uint64(data[place])) * FNV_TIMES
                place += 1
            is_left, length = are_words, place - start
            value ^= value >> np.uint64(29)
            mask = np.uint64(len(slots) - 1)
            slot = value & mask
            code = slots[slot]
            while code >= 0:
                if hashes[code] == value and where[code, 1] - where[code, 0] == length:
                    if _same(data, where[code, 0], start, length):
                        break
                slot = (slot + np.uint64(1)) & mask
                code = slots[slot]
            if code < 0:
                code = count
                if count == len(hashes):
                    more = np.empty(2 * count, dtype=np.uint64)
                    more[:count] = hashes
                    others = np.empty((2 * count, 2), dtype=np.int32)
                    others[:count] = where
                    hashes, where = more, others
                hashes[code], where[code, 0], where[code, 1] = value, start, place
                slots[slot] = code
                count += 1
                if 2 * count > len(slots):
                    slots = _wider(slots, hashes, count)
            is_new = True
            for earlier in range(begun, used):
                is_new = is_new and codes[earlier] != code
            if is_new:
                if used == len(codes):
                    longer = np.empty(2 * used, dtype=np.int32)
                    longer[:used] = codes
                    codes = longer
                codes[used] = code
                used += 1
        first[row + 1] = used
    return codes[:used], first, where, count


@njit(cache=True, nogil=True)
def joined(data: Bytes, starts: Places, stops: Places) -> Bytes:
    """The cells of a column with line ends between them; empty when one of them is empty or holds a line end."""
    size = 0
    for row in range(len(starts)):
        size += stops[row] - starts[row] + 1
    found, used = np.empty(max(size, 1), dtype=np.uint8), 0
    for row in range(len(starts)):
        if starts[row] == stops[row]:
            return found[:0]
        for place in range(starts[row], stops[row]):
            if data[place] == LINE_FEED:
                return found[:0]
            found[used] = data[place]
            used += 1
        found[used] = LINE_FEED
        used += 1
    return found[: max(used - 1, 0)]
