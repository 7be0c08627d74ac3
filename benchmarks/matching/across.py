"""Online across the whole nation: a bit for each pair online, against a list of all of them."""

from collections.abc import Iterator
from dataclasses import replace

from benchmarks.matching.line import Line
from benchmarks.matching.stage import measure
from matching import generate, problem, routes, solution
from matching.options import Options
from matching.problem import Problem
from matching.stopwatch import Stopwatch

THREADS = 2


def lines(scale: float) -> Iterator[Line]:
    """100,000 x 80,000 in 340 towns, arrays to proven result."""
    listing = routes.fastest()._replace(across=None)
    for route in (routes.fastest(), listing):  # what is compiled, or read from where it is kept, is not measured
        solution.optimum(_world(scale / 100), Stopwatch(), THREADS, route=route)
    whole = _world(scale)
    ours = measure(lambda: solution.optimum(replace(whole), Stopwatch(), THREADS), runs=1)
    every = measure(lambda: solution.optimum(replace(whole), Stopwatch(), THREADS, route=listing), runs=1)
    yield Line("nation, online across all towns", ours, "a list of all pairs", every, 5, 10, most_mb=1500)


def _world(scale: float) -> Problem:
    size = {"newcomers": round(100_000 * scale), "volunteers": round(80_000 * scale)}
    people = generate.population(**size, municipalities=max(1, round(340 * scale)), seed=1)
    return problem.make(people.newcomers, people.volunteers, people.blocked, Options(online_across=True))
