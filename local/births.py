"""Which processes are ours: a number alone can be given out again, a number and its birth cannot."""

import contextlib
import json
import os
import signal
import time
from pathlib import Path
from typing import TypedDict

PROC = Path("/proc")
QUIT = signal.SIGQUIT
can_look = PROC.joinpath("self").exists()


class Record(TypedDict):
    """What is noted of a running program."""

    pid: int
    birth: str | None
    signal: int


def of(pid: int) -> str | None:
    """When this process was born, in clock ticks since the machine started; None when it is gone.

    On a machine without /proc this is a constant: there only the number counts.
    """
    if not can_look:
        return "?" if _exists(pid) else None
    stat = _stat(pid)
    return None if stat is None or stat[0] == "Z" else stat[19]


def note(folder: Path, name: str, pid: int, stop_signal: signal.Signals) -> None:
    """Write down that this program runs."""
    folder.mkdir(parents=True, exist_ok=True)
    about = Record(pid=pid, birth=of(pid), signal=int(stop_signal))
    folder.joinpath(f"{name}.json").write_text(json.dumps(about), encoding="ascii")


def forget(folder: Path, name: str) -> None:
    folder.joinpath(f"{name}.json").unlink(missing_ok=True)


def end_leftovers(folder: Path) -> list[str]:
    """Stop the programs of an earlier start that was killed; the names of those found."""
    found = []
    for record in sorted(folder.glob("*.json")):
        about = read(record)
        if about and _is_left(about["pid"], about["birth"]):
            found.append(record.stem)
            end_group(about["pid"], signal.Signals(about["signal"]), seconds=10)
        record.unlink(missing_ok=True)
    return found


def end_group(group: int, with_signal: signal.Signals, *, seconds: float) -> None:
    """Send a signal to a process group; kill what is left of it when the time is over."""
    deadline = time.monotonic() + seconds
    for number in (with_signal, signal.SIGKILL):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, number)
        while _members(group) and time.monotonic() < deadline:
            time.sleep(0.02)
        deadline = time.monotonic() + seconds


def _is_left(pid: int, birth: str | None) -> bool:
    """The leader itself, or what it left in its group: that number is not given out again before."""
    born = of(pid)
    return born == birth if born is not None else bool(_members(pid))


def _members(group: int) -> list[int]:
    if not can_look:
        return [group] if _exists(group) else []
    living = []
    for entry in PROC.iterdir():
        if entry.name.isdigit():
            stat = _stat(int(entry.name))
            if stat and stat[0] not in "ZX" and int(stat[2]) == group:
                living.append(int(entry.name))
    return living


def _stat(pid: int) -> list[str] | None:
    """The fields of /proc/PID/stat from the third on: 0 state, 2 group, 19 birth (proc_pid_stat(5))."""
    try:
        line = PROC.joinpath(str(pid), "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    return line.rpartition(")")[2].split()


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def read(record: Path) -> Record | None:
    """What was noted of a program; None when there is no note, or a broken one."""
    try:
        about: Record = json.loads(record.read_text(encoding="ascii"))
        return about if Record.__required_keys__ <= about.keys() else None
    except (OSError, ValueError, AttributeError):
        return None


def working_in(folder: Path) -> list[int]:
    """The processes whose working folder this is; empty on a machine without /proc."""
    try:
        wanted = folder.stat()
    except OSError:
        return []
    found = []
    for entry in PROC.iterdir() if can_look else ():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                place = entry.joinpath("cwd").stat()
                if (place.st_dev, place.st_ino) == (wanted.st_dev, wanted.st_ino):
                    found.append(int(entry.name))
    return found
