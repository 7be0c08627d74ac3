"""One newcomer more, one person less: a round that stands, against solving it again."""

import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from benchmarks.matching.line import Line
from benchmarks.matching.stage import Measured
from matching import generate, problem, solution
from matching.standing import Standing
from matching.stopwatch import Stopwatch

THREADS = 2
CHANGES = 400


def _median(change: Callable[[Any], object], people: Sequence[Any]) -> Measured:
    times = []
    for person in people:
        began = time.perf_counter()
        change(person)
        times.append(time.perf_counter() - began)
    return Measured(statistics.median(times), 0)


def lines(scale: float) -> Iterator[Line]:
    """20,000 x 15,000 in 68 towns. Solving again begins, as a change does, with rows."""
    count, towns = round(20_000 * scale), max(1, round(68 * scale))
    changes = min(CHANGES, count // 4)
    people = generate.population(
        newcomers=count + changes, volunteers=round(15_000 * scale), municipalities=towns, seed=3
    )
    here, later = people.newcomers[:count], people.newcomers[count:]
    stands = Standing(here, people.volunteers, people.blocked)
    again = _median(lambda rows: _solved(rows, people), [here] * 3)
    more = _median(stands.add, later)
    less = _median(stands.remove, [person.id for person in here[:: max(1, count // changes)]][:changes])
    yield Line("one newcomer more, 20,000 x 15,000", more, "solving again", again, 5000)
    yield Line("one newcomer less, 20,000 x 15,000", less, "solving again", again, 1000)


def _solved(rows: Sequence[Any], people: generate.Population) -> None:
    solution.optimum(problem.make(rows, people.volunteers, people.blocked), Stopwatch(), THREADS)
