"""Cells of a table below each other, for the checker alone: nothing here is shared with what solves.

What stands in many cells is looked at once. The bytes of a file are taken eight at a time, all cells of a column
together, and only the different ones become text.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain, count, repeat
from typing import Any

import numpy as np

ZERO = ord("0")
WORD = 8  # bytes
UP_TO = np.array([2 ** (8 * size) - 1 for size in range(WORD + 1)], dtype="<u8")  # the first bytes of a word
FEW_BITS = 12  # of the hash, as long as it may be that most cells say the same
ODD = 0x9E3779B97F4A7C15  # what is multiplied by it is spread over all bits


class Column(Sequence[str]):
    """Cells, one below the other: different ``texts``, and (P,) the ``number`` of each cell's own among them.

    The texts are in the order of the last cell of each; there may be some that no cell has.
    """

    def __init__(self, texts: list[str], number: Any) -> None:
        self.texts, self.number = texts, number

    def __len__(self) -> int:
        return len(self.number)

    def __getitem__(self, row: Any) -> Any:
        return self.texts[self.number[row]]

    def __iter__(self) -> Iterator[str]:
        return map(self.texts.__getitem__, self.number.tolist())

    def only(self, rows: Any) -> "Column":
        """Some rows."""
        return Column(self.texts, self.number[rows])

    def coded(self, code: Callable[[str], int]) -> Any:
        """(P,) a number for each cell, worked out once for each text."""
        return np.array([code(text) for text in self.texts], dtype=np.int64)[self.number]

    def whole(self) -> Any:
        """(P,) the whole numbers in the cells; 0 for an empty one."""
        return self.coded(lambda text: int(text or 0))

    def is_told(self) -> Any:
        """(P,) where there is anything in the cell."""
        return self.coded(bool) > 0

    def order(self) -> Any:
        """(P,) numbers in the order of the texts."""
        if self.texts == sorted(self.texts):  # ids in a file mostly are in order
            return self.number
        place = np.empty(len(self.texts), dtype=np.int64)
        place[sorted(range(len(place)), key=self.texts.__getitem__)] = np.arange(len(place))
        return place[self.number]

    def differs(self, other: "Column") -> Any:
        """(P,) where another column says something else."""
        known = dict(zip(self.texts, count(), strict=False))
        return self.number != other.coded(lambda text: known.get(text, -1))


class Later(Column):
    """Cells of which the texts are worked out when they are asked for."""

    cut: Any  # the same column, worked out

    @property
    def texts(self) -> Any:  # type: ignore[override]
        return self.cut.texts

    @property
    def number(self) -> Any:
        return self.cut.number


class Written(Later):
    """Whole numbers (P,), none below 0, as they are written."""

    def __init__(self, numbers: Any) -> None:
        self.numbers = numbers

    @cached_property
    def cut(self) -> Column:
        different, number = np.unique(self.numbers, return_inverse=True)
        return Column(list(map(str, different.tolist())), number)


class Uncut(Later):
    """The cells that begin and stop at these bytes (P,), none of which is 0.

    Behind the last there are as many bytes more as the longest is long, and eight.
    """

    def __init__(self, data: bytes, first: Any, stop: Any) -> None:
        self.data, self.first, self.size = data, first, stop - first

    def __len__(self) -> int:
        return len(self.first)

    def __iter__(self) -> Iterator[str]:
        for first, stop in zip(self.first.tolist(), (self.first + self.size).tolist(), strict=True):
            yield self.data[first:stop].decode()

    @cached_property
    def cut(self) -> Column:
        return together(self)[0]

    def only(self, rows: Any) -> Column:
        first = self.first[rows]
        return Uncut(self.data, first, first + self.size[rows])

    def is_told(self) -> Any:
        return self.size > 0

    def whole(self) -> Any:
        numbers = self.digits()
        return super().whole() if numbers is None else numbers

    def differs(self, other: Column) -> Any:
        numbers = self.digits()
        if numbers is None or not isinstance(other, Written):
            return super().differs(other)
        more = (other.numbers >= 10**count for count in range(1, self.longest() + 1))
        return (numbers != other.numbers) | (self.size != sum(more, 1))

    def digits(self) -> Any:
        """(P,) the numbers that the cells say with nothing but digits; None when there is anything else in some."""
        if self.longest() >= WORD:
            return None
        cells = np.zeros(len(self), dtype="<u8")
        self.put_in(cells[None, :])
        value = np.zeros(len(self), dtype=np.int64)
        for place in range(self.longest()):
            digit = (cells >> np.uint64(8 * place) & np.uint64(255)).view(np.int64) - ZERO
            is_inside = place < self.size
            if (is_inside & ((digit < 0) | (digit > 9))).any():
                return None
            value = np.where(is_inside, 10 * value + digit, value)
        return value

    def longest(self) -> int:
        """How many bytes the longest cell has."""
        return int(self.size.max(initial=0))

    def words(self) -> int:
        """How many words of 64 bits hold the longest cell and a zero."""
        return self.longest() // WORD + 1

    def put_in(self, cells: Any) -> None:
        """Put the bytes of each cell in words (any, P) of zeros."""
        wide = self.words()
        from_each = np.ndarray(len(self.data) - WORD * wide + 1, f"S{WORD * wide}", self.data, strides=(1,))
        taken = from_each[self.first].view("<u8").reshape(-1, wide)
        for word in range(wide):
            np.bitwise_and(taken[:, word], UP_TO.take(self.size - WORD * word, mode="clip"), out=cells[word])


NO_CELLS = Uncut(b" " * WORD, *np.zeros((2, 0), dtype=np.int64))


def column(cells: Iterable[str]) -> Column:
    """Cells that were read one by one."""
    cells = list(cells)
    number = dict(zip([*dict.fromkeys(reversed(cells))][::-1], count(), strict=False))
    return Column(list(number), np.fromiter(map(number.__getitem__, cells), dtype=np.int64, count=len(cells)))


def together(*columns: Column) -> list[Column]:
    """The same columns with one list of texts, as if each stood below the one before."""
    whole = at_once(columns)
    if whole is None:
        whole = column(chain.from_iterable(columns))
    stops = np.cumsum([len(each) for each in columns])
    return [Column(whole.texts, number) for number in np.split(whole.number, stops[:-1])]


def pieces(texts: list[str], sign: str) -> tuple[Column, Any]:
    """What stands between the signs in some texts, one piece below the other, and (S,) the first of each text."""
    data = sign.join(texts).encode()
    stops = np.flatnonzero(np.frombuffer(data + sign.encode(), dtype=np.uint8) == ord(sign))
    first = np.cumsum([0, *map(str.count, texts, repeat(sign))])[:-1] + np.arange(len(texts))
    if b"\0" in data:
        return column(sign.join(texts).split(sign)), first
    return Uncut(data + b" " * (len(data) + WORD), np.concatenate(([0], stops[:-1] + 1)), stops), first


def at_once(columns: Sequence[Column]) -> Column | None:
    """Columns that were not cut yet as one; None for others, or when that takes much memory."""
    uncut = [each for each in columns if isinstance(each, Uncut)]
    words = max((each.words() for each in uncut), default=0)
    most = 2**20 + 16 * sum(len(each.data) for each in uncut)  # reached where one cell is much longer than the rest
    if len(uncut) < len(columns) or WORD * words * sum(map(len, uncut)) > most:
        return None
    stops = np.cumsum([len(each) for each in uncut])
    cells = np.zeros((words, stops[-1]), dtype="<u8")
    for each, stop in zip(uncut, stops.tolist(), strict=True):
        each.put_in(cells[:, stop - len(each) : stop])
    different, number = alike(cells)
    texts = cells[:, different].T.copy().view(f"S{WORD * words}")[:, 0].tolist()
    return Column([text.decode() for text in texts], number)


def alike(cells: Any) -> tuple[Any, Any]:
    """Of columns of words (any, P) the different ones, the last of each, and (P,) which of these each one is."""
    last = last_alike(cells)
    is_last = np.zeros(len(last), dtype=bool)
    is_last[last] = True
    return np.flatnonzero(is_last), (np.cumsum(is_last) - 1)[last]


def last_alike(cells: Any) -> Any:
    """(P,) for each column of words (any, P) the last that is the same.

    They meet by a hash and are compared in full: on the hash hangs only how often they have to meet.
    """
    found, factor = np.arange(cells.shape[1]), np.array([ODD], dtype=np.uint64)
    left, these = found.copy(), cells
    while len(left):
        mixed = np.zeros(len(left), dtype=np.uint64)
        for word in these:
            mixed ^= word
            mixed *= factor
            mixed ^= mixed >> np.uint64(32)
        same = last_equal(mixed)
        is_other = np.zeros(len(left), dtype=bool)
        for word in these:
            is_other |= word[same] != word
        found[left] = left[same]
        left, these, factor = left[is_other], these[:, is_other], factor * factor
    return found


def last_equal(mixed: Any) -> Any:
    """(P,) for each of some numbers the last that is equal; they meet by the first bits of a product."""
    found, factor, bits = np.arange(len(mixed)), np.array([ODD], dtype=np.uint64), FEW_BITS
    left, own = found.copy(), mixed
    while len(left):
        bucket = (own * factor >> np.uint64(64 - bits)).view(np.int64)
        met = np.empty(2**bits, dtype=np.int64)
        met[bucket] = left
        found[left] = same = met[bucket]
        is_other = mixed[same] != own
        left, own, factor = left[is_other], own[is_other], factor * factor
        bits = len(left).bit_length() + 1
    return found
