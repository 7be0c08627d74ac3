"""Reads a table as columns, for the checker alone: nothing here is shared with what solves.

A file in good order is cut at all its commas and ends of lines at once, and what stands in many cells is looked at
once. Any other file, with a quote or a row that is too short, goes row by row through ``csv``. A test holds the two
side by side.
"""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from matching.check_cells import WORD, Column, Uncut, column

MARK = b"\xef\xbb\xbf"  # may stand before UTF-8
UNUSUAL = (b'"', b"\r", b"\0")
COMMA, END = b",\n"
PART = 2**20  # bytes of a file that are looked at together

Table = dict[str, Column]


def read(path: Path, skipped: Sequence[int] = ()) -> Table:
    """The columns of a table by name, without the rows that begin on a skipped line."""
    left_out = frozenset(skipped)
    return read_at_once(path.read_bytes(), left_out) or read_row_by_row(path, left_out)


def read_row_by_row(path: Path, skipped: frozenset[int]) -> Table:
    rows, line = list[list[str]](), 1
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.reader(file)
        try:
            for row in reader:
                rows += [row] if row and line not in skipped else []
                line = reader.line_num + 1
        except csv.Error as error:
            raise ValueError(f"{path}, line {line}: {error}") from None
    return {name: column(cells) for name, *cells in zip(*rows, strict=True)}


def read_at_once(data: bytes, skipped: frozenset[int]) -> Table | None:
    """The same of a file in good order: no quotes, as many commas on every line; None for any other."""
    data = data.removeprefix(MARK)
    data += b"" if data.endswith(b"\n") else b"\n"
    places = grid(data)
    if places is None or any(sign in data for sign in UNUSUAL):
        return None
    first, stop = (
        each[:, [line not in skipped for line in range(1, len(each[0]) + 1)]] if skipped else each for each in places
    )
    names = [data[begin:end].decode() for begin, end in zip(first[:, 0].tolist(), stop[:, 0].tolist(), strict=True)]
    data += b" " * (WORD + int((stop - first).max()))
    return {name: Uncut(data, first[at, 1:], stop[at, 1:]) for at, name in enumerate(names)}


def grid(data: bytes) -> Any:
    """(2, columns, lines) where each cell begins and stops; None when not all lines have as many, two or more."""
    width = data[: data.index(b"\n")].count(b",") + 1
    signs, size = np.frombuffer(data, dtype=np.uint8), np.int32 if len(data) < 2**31 else np.int64
    parts = ((at, signs[at : at + PART]) for at in range(0, len(signs), PART))
    found = [at + np.flatnonzero((part == COMMA) | (part == END)).astype(size) for at, part in parts]
    stops = np.concatenate(found)
    ends = stops[width - 1 :: width]
    if width < 2 or len(ends) * width != len(stops) or data.count(b"\n") != len(ends) or (signs[ends] != END).any():
        return None
    firsts = np.concatenate((np.zeros(1, dtype=size), stops[:-1] + 1))
    return firsts.reshape(-1, width).T, stops.reshape(-1, width).T
