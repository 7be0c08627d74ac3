"""What may stand on the command line, and what it says: the tables and the choices of a round."""

import argparse
import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from matching import files, folder, tables, words
from matching.folder import PLACES, TABLES
from matching.kinds import Day
from matching.options import Options
from matching.pins import BadPin
from matching.rows import BadValue


class BadArgument(ValueError):
    """Something on the command line that cannot be used."""


def tables_of(given: argparse.Namespace) -> dict[str, Path | None]:
    """The files of a round by name."""
    return {name: getattr(given, name, None) for name in (*TABLES, *PLACES)}


def options_of(given: argparse.Namespace) -> Options:
    """The choices of a round.

    Raises:
        BadArgument: one that cannot be used.
    """
    weights = _weights(given.weights) if given.weights else {}
    groups = [_work_together(group) for group in given.joint]
    pinned = tables.read_blocked(given.pinned).rows if given.pinned else []
    try:
        return folder.options_of(groups, given.online_across, weights, pinned)
    except ValueError as error:
        raise BadArgument(f"{given.weights}: {error}") from None


def _weights(path: Path) -> dict[str, Any]:
    """The weights of a TOML file, at the top or in a table ``[weights]``."""
    try:
        found = tomllib.loads(path.read_bytes().decode())
    except UnicodeDecodeError:
        raise BadArgument(f"{path}, line {files.line_of_bad_byte(path)}: {files.NOT_UTF8}") from None
    except (ValueError, RecursionError) as error:  # TOMLDecodeError is a ValueError, and not the only one
        raise BadArgument(f"{path} is not TOML: {error}") from None
    if "weights" not in found:
        return found
    weights = found.pop("weights")
    if found:
        raise BadArgument(f"{path}: {next(iter(found))!r} stands beside [weights]; put every weight in that table")
    if not isinstance(weights, dict):
        raise BadArgument(f"{path}: weights is no table; write [weights], and below it a line such as nearness = 40")
    return weights


def _work_together(group: str) -> list[str]:
    towns = [code.strip() for code in group.split(",")]
    if len(towns) < 2 or "" in towns:
        raise BadArgument("--joint names two or more municipalities, with commas: GM0344,GM0356")
    for code in towns:
        if any(letter.isspace() for letter in code):
            raise BadArgument(f"--joint {group}: {code!r} is not one code; separate municipalities by commas")
        if towns.count(code) > 1:
            raise BadArgument(f"--joint {group} names {code} twice")
    return towns


def where_pinned(pinned: Path, pin: BadPin) -> tables.BadTable:
    """What is wrong with a pinned pair, at its line of the file."""
    read = tables.read_blocked(pinned)
    line = read.lines[read.rows.index(pin.pair)]
    return tables.BadTable([tables.BadCell(str(pinned), line, pin.column, str(pin))])


def _day(text: str) -> date:
    try:
        return Day().read("", text)
    except BadValue as error:
        raise argparse.ArgumentTypeError(f"{error.problem} (year-month-day)") from None


def _number_from(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not re.fullmatch(r"\d{1,9}", text, re.ASCII) or int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least}")
        return int(text)

    return number


def _add_tables(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--newcomers", type=Path, required=True, metavar="F")
    parser.add_argument("--volunteers", type=Path, required=True, metavar="F")
    parser.add_argument("--blocked", type=Path, metavar="F")


def _add_places(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--tables", type=Path, metavar="F", help="language tables")
    parser.add_argument("--venues", type=Path, metavar="F", help="houses where pairs can meet")


def _add_round(parser: argparse.ArgumentParser) -> None:
    _add_tables(parser)
    parser.add_argument("--joint", action="append", default=[], metavar="A,B", help="these towns work together")
    parser.add_argument("--online-across", action="store_true", help="online with people of any town")
    parser.add_argument(
        "--weights", type=Path, metavar="F", help="TOML with the most that each part of the score gives"
    )
    parser.add_argument("--pinned", type=Path, metavar="F", help="pairs that are decided: newcomer, volunteer")
    parser.add_argument("--skip-bad", action="store_true", help="go on without the rows that cannot be used")


def _add_population(parser: argparse.ArgumentParser) -> None:
    for number, least in (("--newcomers", 0), ("--volunteers", 0), ("--municipalities", 1), ("--seed", 0)):
        parser.add_argument(number, type=_number_from(least), required=True, metavar="N")
    parser.add_argument("--tables", type=_number_from(0), default=0, metavar="N", help="language tables as well")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")


def _add_solving(solve: argparse.ArgumentParser) -> None:
    _add_round(solve)
    _add_places(solve)
    solve.add_argument("--date", type=_day, required=True, metavar="2026-11-23")
    solve.add_argument("--out", type=Path, required=True, metavar="DIR")
    solve.add_argument(
        "--jobs", type=_number_from(1), default=1, metavar="N", help="processes; the result is the same"
    )


Run = Callable[[argparse.Namespace], int]


def parser(commands: Mapping[str, Run]) -> argparse.ArgumentParser:
    """Reads a command line; what it gives has ``run``, the one of the commands that was asked for."""
    whole = argparse.ArgumentParser(prog="python -m matching", description="Who meets whom: exact, fair, explained.")
    known = whole.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str) -> argparse.ArgumentParser:
        about = (commands[name].__doc__ or "").splitlines()[0]
        added = known.add_parser(name, help=about, description=about)
        added.set_defaults(run=commands[name])
        return added

    _add_solving(command("solve"))
    checked, explained, advised = map(command, ("check", "explain", "advise"))
    for after_a_round in (checked, explained, advised):
        after_a_round.add_argument("folder", type=Path, metavar="DIR")
    _add_tables(checked)
    _add_places(checked)
    explained.add_argument("--newcomer", required=True, metavar="ID")
    advised.add_argument(
        "--municipality", action="append", default=[], metavar="A", help="this one alone; may repeat"
    )
    advised.add_argument("--top", type=_number_from(1), default=10, metavar="K")
    top = command("top")
    _add_round(top)
    top.add_argument("--newcomer", required=True, metavar="ID")
    top.add_argument("-k", type=_number_from(1), default=10)
    for spoken in (explained, advised, top):
        spoken.add_argument("--language", choices=words.languages(), help="in words; without it in codes")
    _add_population(command("generate"))
    return whole
