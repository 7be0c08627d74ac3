"""Measuring: medians of several runs, and the peak memory of a run in a process of its own."""

import multiprocessing
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

Work = Callable[[], Any]


@dataclass(frozen=True)
class Measured:
    """Median seconds of the runs, and megabytes that the heaviest needed beyond what was there before."""

    seconds: float
    megabytes: float


class Line(NamedTuple):
    """One row of the table: ``baseline / work`` is how many times faster, unless ``is_share``: work / baseline."""

    what: str
    work: Measured
    against: str
    baseline: Measured
    target: str
    is_share: bool = False


def measure(work: Work, runs: int = 3) -> Measured:
    """Run it once to warm up, then so many times; each in a child that inherits the data and is thrown away."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_runs, args=(work, runs, there))
    child.start()
    seconds, megabytes = here.recv()
    child.join()
    return Measured(statistics.median(seconds), megabytes)


def _runs(work: Work, runs: int, there: Any) -> None:
    before = _peak_megabytes()
    seconds = []
    for _ in range(runs + (runs > 1)):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    there.send((seconds[runs > 1 :], _peak_megabytes() - before))


def _peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
