"""The command line of the engine: ``python -m matching --help``. What it means: docs/matching.md.

Exit status: 0 done, 1 a check failed, 2 bad input.
"""

import argparse
import gc
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from matching import (
    files,
    folder,
    generate,
    generate_tables,
    place_tables,
    problem,
    rounds,
    sentences,
    solution,
    tables,
    unreadable,
    words,
    writing,
)
from matching.advise import Advice, advise
from matching.arguments import BadArgument, options_of, parser, tables_of, where_pinned
from matching.explain import Change
from matching.folder import PLACES, Input
from matching.options import Options
from matching.pairs import MatchedPair
from matching.pins import BadPin
from matching.rows import Volunteer
from matching.solution import Columns, Result
from matching.stopwatch import Stopwatch

DONE, CHECK_FAILED, BAD_INPUT = 0, 1, 2
UNREADABLE = (OSError, LookupError, TypeError, ValueError, ArithmeticError, AttributeError, RecursionError)
ADVICE_COLUMNS = list(Advice.__dataclass_fields__)


def _tell(stage: str) -> None:
    """Progress, on a terminal only."""
    if sys.stderr.isatty():
        print(f"{stage.replace('_', ' ')} ...", file=sys.stderr)


def _warn(skipped: folder.Skipped, report: dict[str, dict[str, int]]) -> None:
    for name, cells in skipped.items():
        for cell in cells:
            print(f"left out of {name}: {cell}", file=sys.stderr)
    strangers = report["counts"]["blocked_of_others"]
    if strangers:
        print(f"{strangers} blocked pairs name somebody who is not in the tables", file=sys.stderr)


def _print_table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    writer = writing.rows(sys.stdout)
    writer.writerow(columns)
    writer.writerows(rows)


def _warn_of_joint(options: Options, towns: Iterable[str]) -> None:
    """A town may have nobody this round; a slip of the pen looks the same, so it is said."""
    for code in sorted(frozenset[str]().union(*options.joint).difference(towns)):
        print(f"--joint names {code}, and nobody in the tables lives there", file=sys.stderr)


def _solved(
    paths: dict[str, Path | None], options: Options, given: argparse.Namespace
) -> tuple[folder.Skipped, Result | Columns]:
    """Read the tables and solve: as columns, but for a round with language tables or venues."""
    _tell("reading")
    if not any(paths[name] for name in PLACES):
        sheets = folder.read_sheets(paths, skip_bad=given.skip_bad)
        _warn_of_joint(options, sheets.towns)
        found = solution.solve_sheets(sheets.given, day=given.date, options=options, jobs=given.jobs, tell=_tell)
        return sheets.skipped, found
    read = folder.read_input(paths, skip_bad=given.skip_bad)
    _warn_of_joint(options, read.towns)
    options = folder.with_places(options, read.places)
    everybody = (read.newcomers, read.volunteers, read.blocked)
    return read.skipped, rounds.solve(*everybody, day=given.date, options=options, jobs=given.jobs, tell=_tell)


@contextmanager
def _nothing_thrown_away() -> Iterator[None]:
    """Without looks for garbage: a round makes hardly any, and a nation of objects is long to look through."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def run_solve(given: argparse.Namespace) -> int:
    """Solve a round and write it to a folder."""
    paths, options = tables_of(given), options_of(given)
    with _nothing_thrown_away():
        skipped, result = _solved(paths, options, given)
        _tell("writing")
        folder.write(given.out, result, paths, skipped)
    _warn(skipped, result.report)
    counts = result.report["counts"]
    unmatched = ", ".join(f"{count} {reason}" for reason, count in counts["unmatched"].items())
    left_out = sum(len(cells) for cells in skipped.values())
    print(f"{counts['matched']} of {counts['newcomers']} newcomers matched; not matched: {unmatched}")
    print(f"score {result.report['objectives']['score']}; rows left out: {left_out}; written to {given.out}")
    return DONE


def run_check(given: argparse.Namespace) -> int:
    """Check a result against its tables, without the solver."""
    from matching import check, check_venues  # noqa: PLC0415 - numba comes with them, and takes a second to arrive

    paths = tables_of(given)
    try:
        kind = check_venues.VenuesCheck if any(paths[name] for name in PLACES) else check.Check
        found = kind(given.folder, paths).failures()
    except UNREADABLE as error:
        found = [f"the result cannot be read: {unreadable.why(given.folder) or repr(error)}"]
    if found:  # in tables that cannot be used, the cell that is wrong says more
        folder.read_input(paths, skip_bad=unreadable.has_left_out(given.folder))
    for failure in found:
        print(failure)
    print(f"{len(found)} failures" if found else "everything holds: pairs, capacity, who, with whom")
    return CHECK_FAILED if found else DONE


def run_explain(given: argparse.Namespace) -> int:
    """Say why a newcomer is matched as they are, or is not, and what would change it."""
    read, options, day = folder.read_again(given.folder)
    result = rounds.solve(read.newcomers, read.volunteers, read.blocked, day=day, options=options, tell=_tell)
    for pair in result.pairs:
        if pair.newcomer == given.newcomer:
            if given.language:
                _print_lines([words.load(given.language).say("why_not", "matched"), *_reasons(given, pair)])
            else:
                _print_table(folder.PAIR_COLUMNS, [folder.pair_cells(pair)])
            return DONE
    for row in result.unmatched:
        if row.newcomer == given.newcomer:
            changes = _changes(read, options, row.newcomer)
            if given.language:
                _print_in_words(words.load(given.language), row, changes)
            else:
                print(f"{row.newcomer}: {row.reason} {folder.detail_text(row)}")
                _print_changes(changes)
            return DONE
    raise BadArgument(f"there is no newcomer {given.newcomer!r} in {given.folder}")


def _changes(read: Input, options: Options, newcomer: str) -> list[tuple[Change, bool]]:
    """Every change that is tried, the smallest first, and whether solving again gives a match with it."""
    this = rounds.solved(
        problem.make(read.newcomers, read.volunteers, read.blocked, options), read.blocked, Stopwatch()
    )
    rest = this.apart.rest
    if newcomer in rest.incomplete:
        return []
    row = rest.newcomers.ids.index(newcomer)
    found = next(this.changes([row]))
    return [(change, rounds.is_matched_after(rest, read.blocked, row, change)) for change in found]


def _print_changes(changes: Sequence[tuple[Change, bool]]) -> None:
    for change, is_matched in changes:
        confirmed = "a match, confirmed by solving again" if is_matched else "no match"
        print(f"{folder.change_text(change.as_dict())}: {confirmed} (asks {change.asks_minutes} minutes)")
    if not changes:
        print("none of the changes that are tried gives a match")


def _print_in_words(said_in: words.Words, row: solution.Unmatched, changes: Sequence[tuple[Change, bool]]) -> None:
    smallest = next((change.as_dict() for change, is_matched in changes if is_matched), {})
    helps = [] if row.reason == "incomplete" else [sentences.what_helps(said_in, smallest)]
    _print_lines([sentences.why_not(said_in, row), *helps])


def _print_lines(lines: Sequence[str]) -> None:
    print("\n".join(lines))


def _reasons(given: argparse.Namespace, pair: MatchedPair) -> list[str]:
    return sentences.of_pair(words.load(given.language), pair)


def run_advise(given: argparse.Namespace) -> int:
    """Print which volunteers to look for; in words, town by town."""
    said_in = words.load(given.language) if given.language else None
    read, options, day = folder.read_again(given.folder)
    everybody = (read.newcomers, read.volunteers, read.blocked)
    towns = given.municipality
    for unknown in sorted(set(towns) - read.towns):
        raise BadArgument(f"--municipality {unknown}: there is nobody from there in {given.folder}")
    where = (lambda town, _x, _y: town in towns) if towns else None
    found = advise(*everybody, day=day, options=options, top=given.top, where=where)
    if said_in is None:
        _print_table(ADVICE_COLUMNS, [folder.advice_cells(one) for one in found])
    elif not found:
        print(said_in.say("advice", "nobody"))
    else:
        for town in dict.fromkeys(one.municipality for one in found):
            here = [one for one in found if one.municipality == town]
            print(said_in.say("advice", "title", municipality=town))
            _print_lines([sentences.advice(said_in, one) for one in here])
            header, *rows = sentences.advice_table(said_in, here)
            _print_table(header, rows)
    return DONE


def run_top(given: argparse.Namespace) -> int:
    """Print the allowed volunteers that fit one newcomer best, whoever else waits."""
    read = folder.read_input(tables_of(given), skip_bad=given.skip_bad)
    if given.newcomer not in {person.id for person in read.newcomers}:
        raise BadArgument(f"there is no newcomer {given.newcomer!r} in {given.newcomers}")
    alone = [person for person in read.newcomers if person.id == given.newcomer]
    options = options_of(given)
    _warn_of_joint(options, read.towns)
    whole = problem.make(alone, read.volunteers, read.blocked, options)
    best = solution.top(whole, 0, given.k) if len(whole.newcomers) else []
    taken = Counter(volunteer for _newcomer, volunteer in options.pinned)
    places = {person.id: person.capacity - taken[person.id] for person in read.volunteers}
    if given.language:
        said_in = words.load(given.language)
        for pair in best:
            free = places[pair.volunteer]
            told = said_in.count("pair", "places", free) if free else said_in.say("pair", "places_none")
            _print_lines([f"{pair.volunteer} ({pair.score})", *_reasons(given, pair), told, ""])
        return DONE
    rows = [[*folder.pair_cells(pair), places[pair.volunteer]] for pair in best]
    _print_table([*folder.PAIR_COLUMNS, "places"], rows)
    return DONE


def run_generate(given: argparse.Namespace) -> int:
    """Write the tables of a population that does not exist."""
    people = generate.population(
        newcomers=given.newcomers, volunteers=given.volunteers, municipalities=given.municipalities, seed=given.seed
    )
    given.out.mkdir(parents=True, exist_ok=True)
    groups = generate_tables.groups(people, given.tables, given.seed) if given.tables else None
    if groups:
        place_tables.write_tables(given.out / "tables.csv", groups)
    place_tables.write_newcomers(given.out / "newcomers.csv", people.newcomers, groups, None)
    tables.write_people(given.out / "volunteers.csv", Volunteer, people.volunteers)
    tables.write(given.out / "blocked.csv", tables.BLOCKED_COLUMNS, people.blocked)
    print(f"{given.newcomers} newcomers, {given.volunteers} volunteers and {len(people.blocked)} blocked pairs")
    return DONE


COMMANDS = {
    "solve": run_solve,
    "check": run_check,
    "explain": run_explain,
    "advise": run_advise,
    "top": run_top,
    "generate": run_generate,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; what is wrong with the input goes to the standard error."""
    given = parser(COMMANDS).parse_args(arguments)
    try:
        status: int = given.run(given)
    except BadPin as pin:
        print(where_pinned(given.pinned, pin) if getattr(given, "pinned", None) else pin, file=sys.stderr)
        return BAD_INPUT
    except OSError as error:
        print(files.why(error), file=sys.stderr)
        return BAD_INPUT
    except ValueError as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    return status


if __name__ == "__main__":
    sys.exit(main())
