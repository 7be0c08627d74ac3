"""The tables of places on the command line: ``tables.csv``, ``venues.csv``, and what people said of them.

The columns ``group``, ``mother_tongue`` and ``needs_venue`` stand in the tables of people and may be left out. They
are read only in a round that has tables or venues.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from matching import tables
from matching.group_rows import MOST_SEATS, Groups, Table, check_language
from matching.kinds import FACTS, Number, Windows, columns_of
from matching.rows import MAX_COORDINATE_M, MINUTES_A_DAY, BadValue, Newcomer, Volunteer, check_window
from matching.tables import BadCell
from matching.time_windows import QUARTER_MINUTES, Window
from matching.venue_rows import MOST_TABLES, Venue, Venues

Cells = Mapping[str, str]
GROUPS, VENUES = "tables", "venues"  # their files, and the names under which they are given
OPTIONAL = {"min_level", "max_level", "most_per_language", "seated", "gender", "languages", "goals", "interests"}
OPTIONAL |= {"block_minutes", "taken"}
TABLE_COLUMNS = list(Table.__dataclass_fields__)
VENUE_COLUMNS = list(Venue.__dataclass_fields__)
OF_PEOPLE = ["group", "mother_tongue", "needs_venue"]


@dataclass(frozen=True, kw_only=True)
class Places:
    """The tables and venues of a round, where it has them, and what was left out of each file."""

    groups: Groups | None = None
    venues: Venues | None = None
    skipped: dict[str, list[BadCell]] = field(default_factory=dict)


def _windows(column: str, text: str) -> tuple[Window, ...]:
    """Windows on quarters of an hour, also those of ``taken``: of these the row asks no quarters."""
    found = Windows().read(column, text)
    for window in found:
        check_window(column, window)
    return found


_OF_NEWCOMERS, _OF_VOLUNTEERS = FACTS[Newcomer], FACTS[Volunteer]
_WORDS = _OF_VOLUNTEERS["languages"].read
_READ: dict[str, Callable[[str, str], Any]] = {
    **dict.fromkeys(("languages", "goals", "interests", "volunteers"), _WORDS),
    **dict.fromkeys(("sessions", "opening", "taken"), _windows),
    **dict.fromkeys(("x", "y"), Number(-MAX_COORDINATE_M, MAX_COORDINATE_M).read),
    **dict.fromkeys(("seats", "most_per_language"), Number(0, MOST_SEATS).read),
    "tables": Number(0, MOST_TABLES).read,
    "block_minutes": Number(QUARTER_MINUTES, MINUTES_A_DAY).read,
    "seated": lambda _column, text: tuple(text.split()),
}


def _text(_column: str, text: str) -> str:
    return text


def _row(kind: Callable[..., Any], cells: Cells) -> Any:
    given = {name: text for name, text in cells.items() if text or name not in OPTIONAL}
    return kind(**{name: _READ.get(name, _text)(name, text) for name, text in given.items()})


def _table(cells: Cells, volunteers: Collection[str]) -> Any:
    if cells["id"] in volunteers:
        raise BadValue("id", f"{cells['id']!r} is the id of a volunteer too")
    return _row(Table, cells)


def _read(path: Path, columns: Sequence[str], make: Callable[[Cells], Any], *, skip_bad: bool) -> tables.Table[Any]:
    needed = [name for name in columns if name not in OPTIONAL]
    return tables.read_rows(path, columns, needed, make, skip_bad=skip_bad)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What somebody said of places."""

    person: str
    is_willing: bool
    mother_tongue: str
    needs_venue: bool


def _said(cells: Cells) -> _Said:
    def yes(column: str) -> bool:
        text = cells.get(column) or "no"
        return bool(_OF_NEWCOMERS["online"].read(column, text))

    tongue = cells.get("mother_tongue", "")
    if tongue:
        check_language("mother_tongue", tongue)
    return _Said(person=cells["id"], is_willing=yes("group"), mother_tongue=tongue, needs_venue=yes("needs_venue"))


def _people(path: Path, standing: Collection[int] | None, *, skip_bad: bool) -> tables.Table[_Said]:
    found = tables.read_rows(path, ["id", *OF_PEOPLE], ["id"], _said, skip_bad=skip_bad)
    if standing is not None:
        found.rows = [one for one, line in zip(found.rows, found.lines, strict=True) if line in standing]
    return found


def read(
    paths: Mapping[str, Path | None],
    *,
    skip_bad: bool = False,
    standing: Mapping[str, Collection[int]] | None = None,
) -> Places:
    """The places of a round, by the names of its files; of people whose word cannot be used, that word is left out.

    Args:
        standing: the lines of ``newcomers`` and ``volunteers`` that were not left out; nobody else is heard.

    Raises:
        tables.BadTable: a file cannot be used, or a row cannot and ``skip_bad`` is off.
        OSError: a file cannot be opened.
    """
    at_tables, in_venues = paths.get(GROUPS), paths.get(VENUES)
    if at_tables is None and in_venues is None:
        return Places()
    said = {
        name: _people(path, standing[name] if standing else None, skip_bad=skip_bad)
        if (path := paths[name])
        else tables.Table[_Said]()
        for name in ("newcomers", "volunteers")
    }
    skipped = {f"{name}_on_places": table.skipped for name, table in said.items()}
    groups = venues = None
    waiting = said["newcomers"].rows
    if at_tables:
        helping = frozenset(one.person for one in said["volunteers"].rows)
        found = _read(at_tables, TABLE_COLUMNS, lambda cells: _table(cells, helping), skip_bad=skip_bad)
        skipped[GROUPS] = found.skipped
        groups = Groups(
            tables=found.rows,
            willing=frozenset(one.person for one in waiting if one.is_willing),
            mother_tongue={one.person: one.mother_tongue for one in waiting if one.mother_tongue},
        )
    if in_venues:
        found = _read(in_venues, VENUE_COLUMNS, lambda cells: _row(Venue, cells), skip_bad=skip_bad)
        skipped[VENUES] = found.skipped
        needing = {
            name: frozenset(one.person for one in table.rows if one.needs_venue) for name, table in said.items()
        }
        venues = Venues(venues=found.rows, **needing)
    return Places(groups=groups, venues=venues, skipped=skipped)


def write_tables(path: Path, groups: Groups) -> None:
    """Write ``tables.csv``, as it is read."""
    rows = [{name: getattr(table, name) for name in TABLE_COLUMNS} for table in groups.tables]
    tables.write(path, TABLE_COLUMNS, ((row | {"seated": " ".join(row["seated"])}).values() for row in rows))


def write_venues(path: Path, venues: Venues) -> None:
    """Write ``venues.csv``, as it is read."""
    rows = ([getattr(venue, name) for name in VENUE_COLUMNS] for venue in venues.venues)
    tables.write(path, VENUE_COLUMNS, rows)


def write_newcomers(path: Path, people: Sequence[Newcomer], groups: Groups | None, venues: Venues | None) -> None:
    """Write ``newcomers.csv`` with what they said of places, where there are any."""
    said: dict[str, Callable[[str], object]] = {}
    if groups:
        said["group"] = lambda one: one in groups.willing
        said["mother_tongue"] = lambda one: groups.mother_tongue.get(one, "")
    if venues:
        said["needs_venue"] = lambda one: one in venues.newcomers
    _write_people(path, columns_of(Newcomer), people, said)


def write_volunteers(path: Path, people: Sequence[Volunteer], venues: Venues | None) -> None:
    """Write ``volunteers.csv`` with whether they need a venue, where there are any."""
    said: dict[str, Callable[[str], object]] = {"needs_venue": lambda one: one in venues.volunteers} if venues else {}
    _write_people(path, columns_of(Volunteer), people, said)


def _write_people(
    path: Path,
    columns: Sequence[str],
    people: Sequence[Newcomer] | Sequence[Volunteer],
    said: Mapping[str, Callable[[str], object]],
) -> None:
    rows = (
        [*(getattr(person, column) for column in columns), *(tell(person.id) for tell in said.values())]
        for person in people
    )
    tables.write(path, [*columns, *said], rows)
