"""Tables as text without an object a row: lines made of pieces, each a column of numbers or of texts.

The text is the one that ``csv`` writes: UTF-8, comma, line feed, quotes only where they are needed.
"""

import csv
import io
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TextIO

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from _csv import Writer

NEEDS_QUOTES = ',"\r\n'
ENDS = "\r\n"  # a writer of csv puts quotes around the signs of its own line ends alone


class Texts(NamedTuple):
    """Texts behind each other in UTF-8: text t is ``data[first[t]:first[t + 1]]``."""

    data: NDArray[np.uint8]
    first: NDArray[np.int64]

    @property
    def whole(self) -> bytes:
        """All of them, one behind the other."""
        return self.data.tobytes()

    def split(self) -> list[str]:
        """One by one."""
        whole, ends = self.whole, self.first.tolist()
        return [whole[a:b].decode() for a, b in pairwise(ends)]


class Numbers(NamedTuple):
    """A whole number in each line."""

    values: NDArray[np.integer]


class Chosen(NamedTuple):
    """One of some texts in each line: the number of it."""

    texts: Texts
    which: NDArray[np.integer]


Piece = Numbers | Chosen


def texts_of(texts: Sequence[str]) -> Texts:
    """Texts as they stand."""
    whole = "".join(texts)
    data = whole.encode()
    sizes = list(map(len, texts)) if len(data) == len(whole) else [len(text.encode()) for text in texts]
    first = np.zeros(len(texts) + 1, dtype=np.int64)
    np.cumsum(sizes, out=first[1:])
    return Texts(np.frombuffer(data, dtype=np.uint8), first)


def cells_of(texts: Sequence[str]) -> Texts:
    """Texts as cells of a table, quoted where they have to be."""
    whole = "".join(texts)
    if any(sign in whole for sign in NEEDS_QUOTES):
        texts = [_quoted(text) if any(sign in text for sign in NEEDS_QUOTES) else text for text in texts]
    return texts_of(texts)


def _quoted(text: str) -> str:
    line = io.StringIO()
    rows(line).writerow([text])
    return line.getvalue()[:-1]


class _LineFeeds:
    """What a writer of ``csv`` writes into: its lines end in a line feed alone."""

    def __init__(self, file: TextIO) -> None:
        self._file = file

    def write(self, line: str) -> int:
        return self._file.write(line.removesuffix(ENDS) + "\n")


def rows(file: TextIO) -> "Writer":
    """A writer of rows; a cell with a line feed or a carriage return stands in quotes, so that it is one cell."""
    return csv.writer(_LineFeeds(file), lineterminator=ENDS)


def always(text: str, rows: int) -> Chosen:
    """The same text in every line."""
    return Chosen(texts_of([text]), np.zeros(rows, dtype=np.int64))


def lines(pieces: Sequence[Piece], rows: int) -> Texts:
    """So many lines, each its pieces one behind the other; they end as the last piece does."""
    columns: list[Sequence[str]] = []
    for piece in pieces:
        if isinstance(piece, Numbers):
            columns.append(list(map(str, piece.values.tolist())))
        else:
            columns.append(list(map(piece.texts.split().__getitem__, piece.which.tolist())))
    return texts_of(list(map("".join, zip(*columns, strict=True))) if columns else [""] * rows)


Lines = Callable[[Sequence[Piece], int], Texts]


def table(how: Lines, cells: Sequence[Piece], rows: int) -> bytes:
    """So many rows of a table, with commas between the cells; ``how`` is what writes lines."""
    comma, end = always(",", rows), always("\n", rows)
    pieces = [piece for cell in cells for piece in (cell, comma)]
    return how([*pieces[:-1], end], rows).whole
