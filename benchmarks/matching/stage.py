"""Measuring: medians of several runs, and the peak memory of a run in a process of its own.

Memory is resident memory as the kernel counts it (``ru_maxrss``). ``measure`` runs the work in a forked child, which
begins with the parent's data, and says how far the peak rose above that beginning: what the work itself needed.
``process_of_module`` starts a fresh process and says its whole time and its whole peak, interpreter and libraries
included.
"""

import multiprocessing
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Work = Callable[[], Any]


@dataclass(frozen=True)
class Measured:
    """Median seconds of the runs, and megabytes that the heaviest needed beyond what was there before."""

    seconds: float
    megabytes: float


def measure(work: Work, runs: int = 3) -> Measured:
    """Run it once to warm up, then so many times; each in a child that inherits the data and is thrown away.

    Raises:
        EOFError: the child died before it had measured.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    child = context.Process(target=_runs, args=(work, runs, there))
    child.start()
    there.close()  # ours: when the child dies, nobody holds that end, and ``recv`` says so
    seconds, megabytes = here.recv()
    child.join()
    return Measured(statistics.median(seconds), megabytes)


# its own peak, for ``ru_maxrss`` of a process that was just started still holds that of its parent
MODULE_AND_PEAK = """
import runpy, sys
module, *sys.argv[1:] = sys.argv[1:]
try:
    runpy.run_module(module, run_name="__main__", alter_sys=True)
finally:
    with open("/proc/self/status") as status:
        print(next(line.split()[1] for line in status if line.startswith("VmHWM")))
"""


def process_of_module(module: str, *arguments: str, runs: int = 3) -> Measured:
    """Run a module in a process of its own, imports and all: seconds from start to end, and its whole peak (Linux).

    Raises:
        subprocess.CalledProcessError: it did not succeed.
    """
    command, seconds, peaks = [sys.executable, "-c", MODULE_AND_PEAK, module, *arguments], [], []
    for _ in range(runs):
        began = time.perf_counter()
        said = subprocess.run(command, check=True, capture_output=True, text=True)
        seconds.append(time.perf_counter() - began)
        peaks.append(int(said.stdout.split()[-1]) / 1024)
    return Measured(statistics.median(seconds), max(peaks))


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
