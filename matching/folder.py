"""A round as a folder: the input as it was, the pairs, the unmatched, and the report."""

import json
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from matching import files, matched, place_tables, routes, sheets, tables, time_windows, unmatched
from matching.advise import Advice
from matching.group_rows import Groups, Table
from matching.options import Options, Weights
from matching.pairs import MatchedPair
from matching.place_tables import Places
from matching.rows import Newcomer, Volunteer
from matching.score import PARTS
from matching.solution import Columns, Given, Result, Unmatched
from matching.tables import BadCell
from matching.venue_rows import Venue, Venues
from matching.venues import Place

PAIR_COLUMNS = list(matched.COLUMNS)
UNMATCHED_COLUMNS = list(unmatched.COLUMNS)
PLACE_COLUMNS = ["newcomer", "volunteer", "venue", "table", "slot"]
INPUT = "input"
TABLES = ("newcomers", "volunteers", "blocked")
PLACES = (place_tables.GROUPS, place_tables.VENUES)  # a round may have these, or not
NO_TABLES, NO_VENUES = Groups(tables=()), Venues(venues=())


Skipped = Mapping[str, list[BadCell]]


class NotARound(ValueError):
    """The folder does not hold a round that was solved here."""


@dataclass(frozen=True, kw_only=True)
class Input:
    """Everything that a round was given, and the rows that were left out of each table."""

    newcomers: list[Newcomer]
    volunteers: list[Volunteer]
    blocked: list[tuple[str, str]]
    places: Places
    skipped: dict[str, list[BadCell]]

    @property
    def towns(self) -> set[str]:
        """The municipalities of everybody, and of the tables and venues."""
        sides: list[Sequence[Newcomer | Volunteer | Table | Venue]] = [self.newcomers, self.volunteers]
        sides += [(self.places.groups or NO_TABLES).tables, (self.places.venues or NO_VENUES).venues]
        return {one.municipality for side in sides for one in side}


def read_input(paths: Mapping[str, Path | None], *, skip_bad: bool = False) -> Input:
    """The tables named ``newcomers``, ``volunteers`` and, where there are such, ``blocked``, ``tables``, ``venues``.

    Raises:
        tables.BadTable: one of them cannot be used.
        OSError: one of them cannot be opened.
    """
    waiting = tables.read_newcomers(paths["newcomers"] or Path(), skip_bad=skip_bad)
    helping = tables.read_volunteers(paths["volunteers"] or Path(), skip_bad=skip_bad)
    blocked = tables.read_blocked(paths["blocked"], skip_bad=skip_bad) if paths["blocked"] else None
    standing = {"newcomers": frozenset(waiting.lines), "volunteers": frozenset(helping.lines)}
    places = place_tables.read(paths, skip_bad=skip_bad, standing=standing)
    return Input(
        newcomers=waiting.rows,
        volunteers=helping.rows,
        blocked=blocked.rows if blocked else [],
        places=places,
        skipped={
            "newcomers": waiting.skipped,
            "volunteers": helping.skipped,
            "blocked": blocked.skipped if blocked else [],
        }
        | places.skipped,
    )


@dataclass(frozen=True, kw_only=True)
class Sheets:
    """The people as columns, read without a row wherever a file is in good order."""

    given: Given
    skipped: dict[str, list[BadCell]]

    @property
    def towns(self) -> set[str]:
        """The municipalities of everybody."""
        people = self.given.newcomers, self.given.volunteers
        return {town for side in people for town in side.sets["municipality"].words}


def read_sheets(paths: Mapping[str, Path | None], *, skip_bad: bool = False) -> Sheets:
    """What ``read_input`` gives of newcomers, volunteers and blocked pairs; raises the same."""
    skipped: dict[str, list[BadCell]] = {name: [] for name in TABLES}
    waiting, helping, blocked = (paths[name] or Path() for name in TABLES)
    route = routes.fastest()
    with ThreadPoolExecutor(2) as pool:
        newcomers, volunteers = pool.map(route.sheet, (waiting, helping), (Newcomer, Volunteer))
    if newcomers is None:
        rows = tables.read_newcomers(waiting, skip_bad=skip_bad)
        newcomers, skipped["newcomers"] = sheets.of(Newcomer, rows.rows), rows.skipped
    if volunteers is None:
        others = tables.read_volunteers(helping, skip_bad=skip_bad)
        volunteers, skipped["volunteers"] = sheets.of(Volunteer, others.rows), others.skipped
    pairs = (route.pairs(blocked) if paths["blocked"] else []) or None
    if pairs is None and paths["blocked"]:
        table = tables.read_blocked(blocked, skip_bad=skip_bad)
        pairs, skipped["blocked"] = table.rows, table.skipped
    return Sheets(given=Given(newcomers, volunteers, pairs or []), skipped=skipped)


def slot(pair: MatchedPair) -> str:
    """The suggested slot as people write it: ``wed 19:00-20:30``."""
    return time_windows.text((pair.weekday, pair.starts_minute, pair.starts_minute + pair.minutes))


def pair_cells(pair: MatchedPair) -> list[object]:
    """A row of ``pairs.csv``."""
    facts = [pair.newcomer, pair.volunteer, pair.mode, pair.score, pair.distance_m, pair.common_minutes, slot(pair)]
    return [*facts, *(pair.parts[name] for name in PARTS)]


def place_cells(place: Place) -> list[object]:
    """A row of ``places.csv``; a pair without a table has empty cells."""
    if not place.venue:
        return [place.newcomer, place.volunteer, "", "", ""]
    window = (place.weekday, place.starts_minute, place.starts_minute + place.minutes)
    return [place.newcomer, place.volunteer, place.venue, place.table, time_windows.text(window)]


def change_text(change: Mapping[str, Any]) -> str:
    """The change in one cell: ``window tue 18:00-19:30``, ``distance +1500``, ``online``, ``session 60``."""
    match change.get("kind"):
        case "window" | "group" as kind:
            window = (change["weekday"], change["starts_minute"], change["ends_minute"])
            return f"{kind} {time_windows.text(window)}"
        case "table":
            window = (change["weekday"], change["starts_minute"], change["ends_minute"])
            return f"table {change['table']} {time_windows.text(window)}"
        case "distance":
            return f"distance +{change['metres']}"
        case "session":
            return f"session {change['minutes']}"
        case kind:
            return kind or ""


def detail_text(row: Unmatched) -> str:
    """The detail in one cell: ``missing=place+availability``, or ``name=count`` separated by spaces."""
    if row.missing:
        return f"missing={'+'.join(row.missing)}"
    return " ".join(f"{name}={count}" for name, count in row.detail.items())


def advice_cells(advice: Advice) -> list[object]:
    """An advice as one row; several languages in one cell."""
    return [" ".join(fact) if isinstance(fact, tuple) else fact for fact in vars(advice).values()]


def _unmatched_cells(row: Unmatched) -> list[object]:
    return [row.newcomer, row.reason, detail_text(row), change_text(row.smallest_change)]


def write(
    folder: Path,
    result: Result | Columns,
    paths: Mapping[str, Path | None],
    skipped: Skipped,
) -> None:
    """Write a result; the tables that it was made from are copied beside it, so that it can be explained later."""
    (folder / INPUT).mkdir(parents=True, exist_ok=True)
    report = result.report | {
        "skipped_lines": {name: [cell.line for cell in cells] for name, cells in skipped.items()}
    }
    works: list[Callable[[], object]] = [partial(_write_input, folder / INPUT, paths)]
    if isinstance(result, Columns):
        works.append(lambda: _write_lines(folder / "pairs.csv", PAIR_COLUMNS, result.pairs.text()))
        works.append(lambda: _write_lines(folder / "unmatched.csv", UNMATCHED_COLUMNS, result.unmatched.text()))
    else:
        works.append(partial(_write_rows, folder, result))
    works.append(lambda: (folder / "report.json").write_text(_json(report), encoding="utf-8"))
    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work) for work in works]:
            done.result()


def _write_input(folder: Path, paths: Mapping[str, Path | None]) -> None:
    for name in TABLES:
        path, copy = paths[name], folder / f"{name}.csv"
        if path is None:
            tables.write(copy, tables.BLOCKED_COLUMNS, [])
        else:
            _copy(path, copy)
    for name in PLACES:
        given, copy = paths.get(name), folder / f"{name}.csv"
        if given:
            _copy(given, copy)
        else:
            copy.unlink(missing_ok=True)


def _write_rows(folder: Path, result: Result) -> None:
    tables.write(folder / "pairs.csv", PAIR_COLUMNS, map(pair_cells, result.pairs))
    tables.write(folder / "unmatched.csv", UNMATCHED_COLUMNS, map(_unmatched_cells, result.unmatched))
    if result.places is not None:
        tables.write(folder / "places.csv", PLACE_COLUMNS, map(place_cells, result.places))


def _write_lines(path: Path, columns: Sequence[str], lines: bytes) -> None:
    path.write_bytes(f"{','.join(columns)}\n".encode() + lines)


def _json(report: Mapping[str, Any]) -> str:
    """The report on several lines, the certificate on one: it is for machines, and long."""
    about = {name: value for name, value in report.items() if name != "certificate"}
    certificate = json.dumps(report["certificate"], ensure_ascii=False)
    return f'{json.dumps(about, indent=1, ensure_ascii=False)[:-2]},\n "certificate": {certificate}\n}}\n'


def _copy(path: Path, copy: Path) -> None:
    if not copy.exists() or not path.samefile(copy):
        shutil.copyfile(path, copy)


def read_report(folder: Path) -> dict[str, Any]:
    """The report of a round.

    Raises:
        NotARound: there is none.
    """
    path = folder / "report.json"
    try:
        found = json.loads(path.read_bytes().decode())
    except OSError as error:
        raise NotARound(f"{folder} holds no round: {files.why(error)}") from None
    except UnicodeDecodeError:
        said = f"{path}, line {files.line_of_bad_byte(path)}: {files.NOT_UTF8}"
        raise NotARound(f"{folder} holds no round: {said}") from None
    except (ValueError, RecursionError) as error:
        raise NotARound(f"{folder} holds no round: {path} is not JSON: {error}") from None
    if not isinstance(found, dict):
        raise NotARound(f"{folder} holds no round: {path} is not the report of a round")
    return found


def read_again(folder: Path) -> tuple[Input, Options, date]:
    """The input, the options and the day of a round that was written.

    Raises:
        NotARound: something of it is missing.
    """
    report = read_report(folder)
    try:
        options = options_of(report["joint"], report["online_across"], report["weights"], report["pinned"])
        paths: dict[str, Path | None] = {name: folder / INPUT / f"{name}.csv" for name in (*TABLES, *PLACES)}
        paths |= {name: None for name in PLACES if not (folder / INPUT / f"{name}.csv").exists()}
        read = read_input(paths, skip_bad=any(report["skipped_lines"].values()))
        return read, with_places(options, read.places), date.fromisoformat(report["day"])
    except OSError as error:
        raise NotARound(f"{folder} holds no complete round: {files.why(error)}") from None
    except KeyError as error:
        raise NotARound(f"{folder} holds no complete round: report.json does not say {error}") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise NotARound(f"{folder} holds no complete round: {error}") from None


def with_places(options: Options, places: Places) -> Options:
    """The choices of a round that has these tables and venues."""
    return replace(options, groups=places.groups, venues=places.venues)


def options_of(
    joint: Iterable[Iterable[str]],
    online_across: bool,
    weights: Mapping[str, int],
    pinned: Iterable[Sequence[str]] = (),
) -> Options:
    """The choices of a round from plain values.

    Raises:
        ValueError: a weight is not known, or not a whole number from 0 to 100.
    """
    unknown = sorted(set(weights) - set(Weights.__dataclass_fields__))
    if unknown:
        raise ValueError(f"{unknown[0]!r} is not a part of the score; these are: {' '.join(PARTS)}")
    groups = tuple(frozenset(group) for group in joint)
    pairs = tuple((newcomer, volunteer) for newcomer, volunteer in pinned)
    return Options(joint=groups, online_across=online_across, weights=Weights(**weights), pinned=pairs)
