"""The tables of the command line: CSV as docs/matching.md defines it (UTF-8, comma, header, RFC 4180).

A bad row is named with file, line and column and what is wrong with it. Nothing is guessed.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from matching import files, quoting, time_windows, writing
from matching.kinds import FACTS, Kind, columns_of, has_default
from matching.rows import BadValue, Newcomer, Person, Volunteer

Row = TypeVar("Row")
BLOCKED_COLUMNS = ["newcomer", "volunteer"]
SHOWN_AT_MOST = 20
OTHER_SIGNS = {";": "semicolons", "\t": "tabs", "|": "upright strokes"}


@dataclass(frozen=True)
class BadCell:
    """What is wrong in a file, with the line on which the row begins; the header is line 1."""

    file: str
    line: int
    column: str
    problem: str

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}"
        return f"{where}, column {self.column}: {self.problem}" if self.column else f"{where}: {self.problem}"


class BadTable(ValueError):
    """A file that cannot be used as it stands."""

    def __init__(self, problems: Sequence[BadCell]) -> None:
        self.problems = tuple(problems)
        shown = [str(problem) for problem in problems[:SHOWN_AT_MOST]]
        more = len(problems) - len(shown)
        super().__init__("\n".join([*shown, f"and {more} more"] if more else shown))


@dataclass
class Table(Generic[Row]):
    """The rows of a file that can be used, with the line on which each begins, and those that were left out."""

    rows: list[Row] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    skipped: list[BadCell] = field(default_factory=list)


def _person(kind: Callable[..., Row], facts: Mapping[str, Kind], cells: Mapping[str, str]) -> Row:
    """A row as a newcomer or a volunteer; an empty cell of a column with a default means that default.

    Raises:
        BadValue: a cell cannot be used.
    """
    given = {
        column: facts[column].read(column, text)
        for column, text in cells.items()
        if column != "id" and (text or not has_default(facts[column]))
    }
    return kind(id=cells["id"], **given)


def _blocked(cells: Mapping[str, str]) -> tuple[str, str]:
    for column in BLOCKED_COLUMNS:
        if not cells[column]:
            raise BadValue(column, "there is no id")
    return cells["newcomer"], cells["volunteer"]


def lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Line on which each row begins, and its cells; empty lines are left out.

    Raises:
        BadTable: the file is not UTF-8, or not CSV.
    """
    line, header, text = 1, list[str](), list[str]()
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.reader(_kept(file, text), strict=True)
            for cells in reader:
                if any('"' in part for part in text):
                    _refuse_quotes(path, line, header, "".join(text))
                text.clear()
                if cells:
                    yield line, cells
                    header = header or cells
                line = reader.line_num + 1
    except UnicodeDecodeError:
        raise BadTable([BadCell(str(path), files.line_of_bad_byte(path), "", files.NOT_UTF8)]) from None
    except csv.Error as error:
        _refuse_quotes(path, line, header, "".join(text))
        raise BadTable([BadCell(str(path), line, "", f"this is not CSV: {error}")]) from None


def _kept(file: Iterable[str], text: list[str]) -> Iterator[str]:
    """The lines of a file; each is also put behind those of the same row."""
    for line in file:
        text.append(line)
        yield line


def _refuse_quotes(path: Path, line: int, header: Sequence[str], row: str) -> None:
    wrong = quoting.what_is_wrong(row)
    if wrong is not None:
        column = header[wrong[0]] if wrong[0] < len(header) else ""
        raise BadTable([BadCell(str(path), line, column, f"this is not CSV: {wrong[1]}")])


def _refuse_other_signs(path: Path, cells: Sequence[str], missing: Sequence[str]) -> None:
    """Say once that columns are separated by commas, in a file where they are not."""
    if not cells:
        raise BadTable([BadCell(str(path), 1, "", "the file is empty; its first line names the columns")])
    if cells[0].startswith("sep="):
        said = f"leave out this line, {cells[0]!r}: the first line names the columns, with commas between them"
        raise BadTable([BadCell(str(path), 1, "", said)])
    for sign, name in OTHER_SIGNS.items():
        if not set(missing).isdisjoint(",".join(cells).split(sign)):
            raise BadTable([BadCell(str(path), 1, "", f"separate columns by commas, not by {name}")])


def _header(path: Path, cells: Sequence[str], known: Sequence[str], needed: Sequence[str]) -> list[str]:
    missing = [column for column in needed if column not in cells]
    if missing:
        _refuse_other_signs(path, cells, missing)
    twice = [column for column in known if cells.count(column) > 1]
    problems = [BadCell(str(path), 1, column, "the header does not name this column") for column in missing]
    problems += [BadCell(str(path), 1, column, "the header names this column twice") for column in twice]
    if problems:
        raise BadTable(problems)
    return list(cells)


def read_rows(
    path: Path,
    known: Sequence[str],
    needed: Sequence[str],
    make: Callable[[Mapping[str, str]], Row],
    *,
    skip_bad: bool,
) -> Table[Row]:
    """The rows of a file; ``make`` gets the known columns of each, of which the header names at least the needed.

    Raises:
        BadTable: the file or its header cannot be used, or a row cannot and ``skip_bad`` is off.
        OSError: the file cannot be opened.
    """
    table, first_line = Table[Row](), dict[str, int]()
    rows = lines(path)
    header = _header(path, next(rows, (1, []))[1], known, needed)
    for line, cells in rows:
        try:
            if len(cells) != len(header):
                raise BadValue("", f"there are {len(cells)} cells, and the header names {len(header)}")
            row = make({name: cell for name, cell in zip(header, cells, strict=True) if name in known})
            one = getattr(row, "id", None)
            if one is not None and first_line.setdefault(one, line) != line:
                raise BadValue("id", f"{one!r} stands on line {first_line[one]} too")
            table.rows.append(row)
            table.lines.append(line)
        except BadValue as bad:
            table.skipped.append(BadCell(str(path), line, bad.column, bad.problem))
    if table.skipped and not skip_bad:
        raise BadTable(table.skipped)
    return table


def needed_columns(kind: type[Person]) -> list[str]:
    """The columns that a header has to name."""
    return ["id", *(column for column, fact in FACTS[kind].items() if not has_default(fact))]


def _read_people(path: Path, kind: Callable[..., Row], columns: type[Person], *, skip_bad: bool) -> Table[Row]:
    facts = FACTS[columns]
    known, needed = columns_of(columns), needed_columns(columns)
    return read_rows(path, known, needed, lambda cells: _person(kind, facts, cells), skip_bad=skip_bad)


def read_newcomers(path: Path, *, skip_bad: bool = False) -> Table[Newcomer]:
    """The table of those who wait.

    Raises:
        BadTable: the file or its header cannot be used, or a row cannot and ``skip_bad`` is off.
        OSError: the file cannot be opened.
    """
    return _read_people(path, Newcomer, Newcomer, skip_bad=skip_bad)


def read_volunteers(path: Path, *, skip_bad: bool = False) -> Table[Volunteer]:
    """The table of those who help; raises as ``read_newcomers`` does."""
    return _read_people(path, Volunteer, Volunteer, skip_bad=skip_bad)


def read_blocked(path: Path, *, skip_bad: bool = False) -> Table[tuple[str, str]]:
    """The pairs that must never be proposed; raises as ``read_newcomers`` does."""
    return read_rows(path, BLOCKED_COLUMNS, BLOCKED_COLUMNS, _blocked, skip_bad=skip_bad)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    if isinstance(value, tuple):
        return "; ".join(time_windows.text(window) for window in value)
    return "" if value is None else str(value)


def write(path: Path, columns: Sequence[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a table, one line a row."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = writing.rows(file)
        writer.writerow(columns)
        writer.writerows([_cell(value) for value in row] for row in rows)


def cells(person: Person, columns: Sequence[str]) -> list[str]:
    """Some facts of a person as they stand in a table."""
    return [_cell(getattr(person, column)) for column in columns]


def write_people(path: Path, kind: type[Newcomer] | type[Volunteer], people: Iterable[Person]) -> None:
    """Write a table of newcomers or volunteers, as it is read."""
    columns = columns_of(kind)
    write(path, columns, (cells(person, columns) for person in people))
