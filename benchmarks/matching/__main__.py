"""Print the table of ``docs/matching.md``, "How fast it is"."""

import argparse
import math
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from benchmarks.matching import across, baselines, line, peer, places, reading, standing
from benchmarks.matching.line import Line, verdict
from benchmarks.matching.stage import Measured, measure, process_of_module
from matching import __main__ as command_line
from matching import check, generate, problem, routes, solution, tables, unmatched
from matching.feasibility import Edges
from matching.problem import Problem
from matching.queue import NOBODY, Kept
from matching.routes import PLAIN
from matching.rows import Newcomer, Volunteer
from matching.solution import Solved
from matching.stopwatch import Stopwatch

THREADS = 2


def world(newcomers: int, volunteers: int, towns: int, seed: int = 1) -> Problem:
    """A population that does not exist, as a problem."""
    people = generate.population(newcomers=newcomers, volunteers=volunteers, municipalities=towns, seed=seed)
    return problem.make(people.newcomers, people.volunteers, people.blocked)


def afresh(whole: Problem) -> Problem:
    """The same problem without what was worked out before."""
    return replace(whole)


def solved(whole: Problem) -> Solved:
    """The optimum by the fastest route."""
    return solution.optimum(afresh(whole), Stopwatch(), THREADS)


def _who_and_with_whom(whole: Problem, edges: Edges, scores: np.ndarray) -> Measured:
    route = routes.fastest()

    def work() -> None:
        kept = route.who(edges, whole.volunteers.capacity)
        route.with_whom(whole, edges, scores, kept.seat != NOBODY, THREADS)

    return measure(work)


def a_town(scale: float) -> Iterator[Line]:
    """5,000 x 4,000 in one town."""
    whole = world(round(5000 * scale), round(4000 * scale), 1)
    done = solved(whole)
    scores = routes.fastest().scores(whole, done.edges, done.kept.seat != NOBODY, THREADS)
    about = (whole, done.edges, scores, done.kept)
    ours = _who_and_with_whom(whole, done.edges, scores)
    dense = measure(lambda: baselines.dense_assignment(*about), runs=1)
    yield Line(
        "who + with whom, 5,000 x 4,000",
        ours,
        "scipy linear_sum_assignment, dense",
        dense,
        10,
        15,
        most_mb=dense.megabytes / 4,
    )
    plain = measure(lambda: solution.optimum(afresh(whole), Stopwatch(), route=PLAIN))
    sparse = measure(lambda: baselines.sparse_by_component(*about))
    yield Line("base install, all of 5,000 x 4,000", plain, "scipy sparse assignment alone", sparse, 4, is_share=True)


def the_nation(scale: float) -> Iterator[Line]:
    """100,000 x 80,000 in 340 towns, in memory."""
    whole = world(round(100_000 * scale), round(80_000 * scale), max(1, round(340 * scale)))
    done = solved(whole)
    is_kept = done.kept.seat != NOBODY
    scores = routes.fastest().scores(whole, done.edges, is_kept, THREADS)
    about = (whole, done.edges, scores, done.kept)
    allowed = measure(lambda: routes.fastest().allowed(afresh(whole), THREADS))
    tree = measure(lambda: baselines.tree_and_numpy(afresh(whole)), runs=1)
    yield Line("candidates, nation", allowed, "cKDTree + numpy", tree, 100, 250)
    copy = measure(lambda: baselines.copy_of(whole, done.edges))
    yield Line("candidates, nation", allowed, "one copy of inputs and pairs", copy, 80, 12, is_share=True)
    yield from _who_lines("who + with whom, nation", *about)
    whole_way = measure(lambda: solved(whole))
    others = PLAIN._replace(allowed=lambda each, _jobs: baselines.tree_and_numpy(each))
    slow_way = measure(lambda: solution.optimum(afresh(whole), Stopwatch(), route=others), runs=1)
    yield Line("nation, arrays to proven result", whole_way, "cKDTree + numpy + scipy", slow_way, 40, 60, most_mb=450)
    yield from the_top(whole)
    why = measure(lambda: unmatched.of(replace(done, problem=afresh(whole))))
    yield Line("explanations of all unmatched", why, "the solve itself", whole_way, 3, 1, is_share=True)


def a_dense_nation(scale: float) -> Iterator[Line]:
    """The same people, who travel twice as far: 4.5 million allowed pairs."""
    whole = world(round(100_000 * scale), round(80_000 * scale), max(1, round(340 * scale)))
    waiting, helping = whole.newcomers, whole.volunteers
    whole = replace(
        whole,
        newcomers=replace(waiting, reach=2 * waiting.reach),
        volunteers=replace(helping, reach=2 * helping.reach),
    )
    done = solved(whole)
    scores = routes.fastest().scores(whole, done.edges, done.kept.seat != NOBODY, THREADS)
    what = f"who + with whom, nation with {len(done.edges) / 1e6:.1f} million pairs"
    yield from _who_lines(what, whole, done.edges, scores, done.kept)


def _who_lines(what: str, whole: Problem, edges: Edges, scores: np.ndarray, kept: Kept) -> Iterator[Line]:
    """Who and with whom, against scipy and, where it is installed, OR-Tools."""
    about = (whole, edges, scores, kept)
    ours = _who_and_with_whom(whole, edges, scores)
    sparse = measure(lambda: baselines.sparse_by_component(*about), runs=1)
    yield Line(what, ours, "scipy sparse by component", sparse, 4, 7)
    if find_spec("ortools"):
        flow = measure(lambda: baselines.flow(*about), runs=1)
        yield Line(what, ours, "OR-Tools flow", flow, 40, 80)


def the_top(whole: Problem) -> Iterator[Line]:
    """The ten best of 80,000 for a hundred newcomers, one after the other; the slowest but one is the p99."""
    index, rows = routes.fastest().top(whole), np.linspace(0, len(whole.newcomers) - 1, 100).astype(int).tolist()
    times = []
    for row in rows + rows:
        began = time.perf_counter()
        index(row, 10)
        times.append(time.perf_counter() - began)
    ours = Measured(sum(times[len(rows) :]) / len(rows), 0)
    scan = measure(lambda: [baselines.scan(whole, row, 10) for row in rows[::10]], runs=1)
    each = Measured(scan.seconds / len(rows[::10]), scan.megabytes)
    p99 = sorted(times[len(rows) :])[-2] * 1000
    what = f"top 10 of {len(whole.volunteers)}; p99 {p99:.2f} ms of 1"
    yield Line(what, ours, "numpy over all volunteers", each, 50, holds=p99 <= 1)


def the_files(scale: float) -> Iterator[Line]:
    """The command line, from files to files."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _files_in(scale, Path(folder))


def _files_in(scale: float, folder: Path) -> Iterator[Line]:
    size = {"newcomers": round(100_000 * scale), "volunteers": round(80_000 * scale)}
    people = generate.population(**size, municipalities=max(1, round(340 * scale)), seed=1)
    tables.write_people(folder / "newcomers.csv", Newcomer, people.newcomers)
    tables.write_people(folder / "volunteers.csv", Volunteer, people.volunteers)
    tables.write(folder / "blocked.csv", tables.BLOCKED_COLUMNS, people.blocked)
    given = [f"--{name}={folder / name}.csv" for name in ("newcomers", "volunteers", "blocked")]
    out = folder / "out"
    told = ["solve", *given, "--date=2026-11-23", "--out", str(out), "--jobs", str(THREADS)]
    solve, afresh = measure(lambda: _run(*told)), process_of_module("matching", *told)
    solve = replace(solve, megabytes=afresh.megabytes)
    by_csv = measure(lambda: reading.csv_readers(folder))
    what = "nation, files to files, all reasons"
    yield Line(what, solve, "csv.reader, same files, into lists", by_csv, 3, 2, is_share=True, most_mb=1000)
    lists = process_of_module("benchmarks.matching.reading", str(folder))
    what = "the same from the start of a process to its end"
    yield Line(what, afresh, "csv.reader in a process of its own", lists, 3, 2, is_share=True, most_mb=1000)
    tested = measure(lambda: _run("check", str(out), *given))
    yield Line("the checker, files to verdict", tested, "the solve, files to files", solve, 0.5, 0.15, is_share=True)
    ready = check.Check(out, {name: folder / f"{name}.csv" for name in ("newcomers", "volunteers", "blocked")})
    _hold(ready.unproved)  # once before: what the certificate says stands in arrays now, as the people do
    columns = problem.make(people.newcomers, people.volunteers, people.blocked)
    once, told_why = measure(lambda: solved(columns)), measure(lambda: solution.reasons(solved(columns)))
    proof, everything = measure(lambda: _hold(ready.unproved)), measure(lambda: _hold(ready.failures))
    yield Line("certificate check, arrays", proof, "arrays to proven result", once, 0.5, 0.15, is_share=True)
    what = "the same with all reasons and numbers"
    yield Line(what, everything, "arrays to reasons", told_why, 0.5, 0.15, is_share=True)


def the_peer(scale: float) -> Iterator[Line]:
    """mentor-match on 800 newcomers and 800 volunteers in one town, candidates included."""
    if not peer.is_there():
        return
    size = max(8, round(800 * scale))
    people = generate.population(newcomers=size, volunteers=size, municipalities=1, seed=1)
    theirs = peer.match(people)
    whole = problem.make(people.newcomers, people.volunteers, people.blocked)
    matched = int((solved(whole).kept.seat != NOBODY).sum())
    what = f"all of n = {size}; {matched} matched, 0 disallowed"
    against = f"mentor-match 7; {theirs.people}, {theirs.disallowed} disallowed"
    yield Line(what, measure(lambda: solved(whole)), against, theirs.measured, 2000)


def _hold(failures: Callable[[], list[str]]) -> None:
    if failures():
        raise ArithmeticError("the checker found a fault")


def _run(*arguments: str) -> None:
    sys.stdout = sys.stderr
    if command_line.main(arguments) != 0:
        raise ArithmeticError(f"{arguments[0]} failed")


def _allowed(whole: Problem) -> None:
    routes.fastest().allowed(afresh(whole), THREADS)


def growth(scale: float) -> str:
    """From 10,000 to 100,000 people at equal density: the exponent of the time, candidates and result."""
    small, large = (
        world(round(count * scale), round(0.8 * count * scale), max(1, round(count * scale / 300)))
        for count in (5_555, 55_555)
    )
    candidates, results = [], []
    for whole in (small, large):
        candidates.append(measure(partial(_allowed, whole)))
        results.append(measure(partial(solved, whole)))
    told = []
    for what, (less, more), most in (("candidates", candidates, 1.1), ("result", results, 1.2)):
        exponent = math.log10(more.seconds / less.seconds)
        told.append(
            f"{exponent:.2f} {what} (at most {most}, stretch 1.05: {verdict(exponent, most, 1.05, least=False)})"
        )
    return f"growth from 10,000 to 100,000 people: exponent {', '.join(told)}"


def the_growth(scale: float) -> Iterator[str]:
    """See ``growth``."""
    yield growth(scale)


PARTS: dict[str, Callable[[float], Iterator[Line | str]]] = {
    "town": a_town,
    "nation": the_nation,
    "dense": a_dense_nation,
    "files": the_files,
    "across": across.lines,
    "standing": standing.lines,
    "places": places.lines,
    "peer": the_peer,
    "growth": the_growth,
}


def main() -> None:
    """Measure everything and print it."""
    parser = argparse.ArgumentParser(description="Measure the matching engine against named baselines.")
    parser.add_argument("--scale", type=float, default=1.0, help="share of the people, for a quick look")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), help="some of the rows")
    given = parser.parse_args()
    scale = given.scale
    print(
        f"route: {routes.fastest().name}; {THREADS} threads; scale {scale:g}; medians; MB is resident memory beyond"
    )
    print("the input, for files to files that of the whole process")
    print(line.HEADER)
    for part in given.only:
        for each in PARTS[part](scale):
            print(each, flush=True)


if __name__ == "__main__":
    main()
