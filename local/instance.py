"""One runner at a time for one state folder; who it is, and where it can be found."""

import contextlib
import fcntl
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from local import births
from local.folders import ROOT, short
from local.trouble import Trouble

MARK = ".taalmaatje"


@contextlib.contextmanager
def claimed(folder: Path, *, doing: str) -> Iterator[None]:
    """Hold the folder for ourselves, and end what an earlier holder left running.

    The kernel lets go of it when this process ends, in whatever way.

    Args:
        doing: what the next one is told, for example "running at http://localhost:8000".

    Raises:
        Trouble: another process holds it, or the folder cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = folder.joinpath(MARK).open("a+", encoding="utf-8")
    except OSError as error:
        raise Trouble(
            f"The folder {short(folder)} cannot be written ({error.strerror}): "
            "give it to your own account, or remove it."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Trouble(f"Taalmaatje is already {_said(folder)}: stop it there with Ctrl-C.") from error
        lock.truncate(0)
        lock.write(f"{os.getpid()} {doing}\n")
        lock.flush()
        left = births.end_leftovers(folder / "processes")
        if left:
            print(f"Ended what an earlier run had left behind: {', '.join(left)}.")
        yield


def stop(folder: Path, *, seconds: float = 40) -> None:
    """Ask the runner that holds the folder to stop, and wait until it has.

    Raises:
        Trouble: it does not stop, or it belongs to another account.
    """
    deadline = time.monotonic() + seconds
    while (pid := _holder(folder)) is not None:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            pass
        except PermissionError as error:
            raise Trouble(f"Taalmaatje is {_said(folder)} for another account: stop it there.") from error
        if time.monotonic() > deadline:
            raise Trouble(f"Taalmaatje is {_said(folder)} and does not stop: stop it there with Ctrl-C.")
        time.sleep(0.5)


def is_ours(folder: Path) -> bool:
    """Whether this is a state folder of Taalmaatje and may be emptied."""
    return folder == ROOT / "var" or folder.joinpath(MARK).exists()


def _holder(folder: Path) -> int | None:
    try:
        with folder.joinpath(MARK).open(encoding="utf-8") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError:
                return int(lock.read().split()[0])
    except (FileNotFoundError, IndexError, ValueError):
        pass
    return None


def _said(folder: Path) -> str:
    words = folder.joinpath(MARK).read_text(encoding="utf-8").strip()
    pid, _, doing = words.partition(" ")
    return f"{doing or 'running'} (process {pid})" if pid else "running"
