"""A table from the bytes of its file, compiled: the sheet that its rows would give, or nothing.

Nothing is the answer whenever anything is out of the ordinary; the file is then read row by row, and what is wrong is
named there. Every different text of a column is looked at once, by what looks at it in a row (``matching.kinds``).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from matching import sheets, tables
from matching.compiled import scan
from matching.compiled.scan import ODD, Bytes, Places
from matching.kinds import FACTS, Choice, Day, Kind, Number, Windows, Words
from matching.rows import Newcomer, Volunteer
from matching.sheets import Sheet, WordSets

MARK = b"\xef\xbb\xbf"
MOST_BYTES = 2**31 - 1


class _OutOfOrder(Exception):
    """This is not as simple as it looks."""


class _Cells(NamedTuple):
    """Where the cells of a file are: (columns, rows), the columns in the order asked for."""

    data: Bytes
    starts: Places
    stops: Places


def _cells(path: Path, columns: Sequence[str]) -> tuple[_Cells, list[str]]:
    """The cells of some columns, and which of them the file has."""
    if not path.is_file() or not 0 < path.stat().st_size <= MOST_BYTES:
        raise _OutOfOrder
    data = np.fromfile(path, dtype=np.uint8)
    try:
        has_nothing = "\0" in str(data.data, "utf-8")
        header = next(tables.lines(path))[1]
    except (UnicodeDecodeError, StopIteration, tables.BadTable):
        raise _OutOfOrder from None
    known = [name for name in columns if name in header]
    if has_nothing or any(header.count(name) > 1 for name in known):
        raise _OutOfOrder
    wanted = np.array([known.index(name) if name in known else ODD for name in header], dtype=np.int32)
    places = np.empty((2, len(known), scan.count_lines(data)), dtype=np.int32)
    starts, stops = places
    begin = len(MARK) if data[: len(MARK)].tobytes() == MARK else 0
    rows = scan.cells(data, begin, wanted, starts, stops)
    if rows == ODD:
        raise _OutOfOrder
    return _Cells(data, starts[:, :rows], stops[:, :rows]), known


def _texts(cells: _Cells, column: int) -> tuple[str, ...]:
    """Every cell of a column; none is empty."""
    data, starts, stops = cells.data, cells.starts[column], cells.stops[column]
    if not len(starts):
        return ()
    whole = scan.joined(data, starts, stops)
    if len(whole):
        return tuple(str(whole.data, "utf-8").split("\n"))
    if (starts == stops).any():
        raise _OutOfOrder
    return tuple(_text(data, a, b) for a, b in zip(starts.tolist(), stops.tolist(), strict=True))


def _text(data: Bytes, start: int, stop: int) -> str:
    return data[start:stop].tobytes().decode()


def _column(kind: Kind, data: Bytes, starts: Places, stops: Places) -> Any:
    match kind:
        case Number():
            found = np.empty(len(starts), dtype=np.int32)
            empty = ODD if kind.default is None else kind.default
            is_good = scan.numbers(data, starts, stops, kind.least, kind.most, empty, found)
        case Windows():
            found = np.zeros((len(starts), 7, 2), dtype=np.uint64)
            is_good = scan.weeks(data, starts, stops, found)
        case Choice() | Day() | Words():
            return _of_texts(kind, data, starts, stops)
    if not is_good:
        raise _OutOfOrder
    return found


def _of_texts(kind: Choice | Day | Words, data: Bytes, starts: Places, stops: Places) -> Any:
    are_words = isinstance(kind, Words) and not kind.is_one
    codes, first, where, count = scan.texts(data, starts, stops, are_words)
    texts = tuple(_text(data, start, stop) for start, stop in where[:count].tolist())
    try:
        match kind:
            case Choice():
                return np.array([_place(kind, text) for text in texts], dtype=np.int32)[codes]
            case Day():
                return np.array([kind.read("", text).toordinal() for text in texts], dtype=np.int32)[codes]
            case Words():
                for text in texts:
                    kind.check(text)
                return WordSets(texts, codes, first)
    except ValueError:  # BadValue is one
        raise _OutOfOrder from None


def _place(kind: Choice, text: str) -> int:
    is_default = not text and kind.default is not None
    return kind.texts.index(kind.default if is_default else text)


def sheet(path: Path, kind: type[Newcomer] | type[Volunteer]) -> Sheet | None:
    """The table of newcomers or of volunteers; None when it is to be read row by row."""
    try:
        return _sheet(path, kind)
    except _OutOfOrder:
        return None


def _sheet(path: Path, kind: type[Newcomer] | type[Volunteer]) -> Sheet:
    facts = FACTS[kind]
    cells, known = _cells(path, ["id", *facts])
    if not set(known).issuperset(tables.needed_columns(kind)):
        raise _OutOfOrder
    columns, rows = {}, cells.starts.shape[1]
    for name, fact in facts.items():
        if name in known:
            at = known.index(name)
            columns[name] = _column(fact, cells.data, cells.starts[at], cells.stops[at])
        else:
            columns[name] = np.full(rows, _default(fact), dtype=np.int32)
    found = sheets.put_together(kind, _texts(cells, 0), columns)
    if not found.is_in_order and len(set(found.ids)) < len(found):
        raise _OutOfOrder
    return found


def _default(kind: Kind) -> int | None:
    match kind:
        case Choice():
            return kind.place(kind.default)
        case Number():
            return kind.default
        case _:
            return None


def pairs(path: Path) -> list[tuple[str, str]] | None:
    """A table of pairs; None when it is to be read row by row."""
    try:
        cells, known = _cells(path, tables.BLOCKED_COLUMNS)
        if known != tables.BLOCKED_COLUMNS:
            return None
        return list(zip(_texts(cells, 0), _texts(cells, 1), strict=True))
    except _OutOfOrder:
        return None
