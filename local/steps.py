"""Steps of preparation: said in a word, their chatter kept in a log, their failure shown."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from local.folders import ROOT, VAR, VENV, short
from local.processes import dying_with_us
from local.trouble import Trouble, last_lines

STAMPS = VENV / "stamps"


def step(
    says: str,
    arguments: Sequence[str | Path],
    *,
    folder: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run one step to its end, with one line for the person who waits.

    Raises:
        Trouble: it failed; with the end of what it said.
    """
    log = VAR / "log" / "setup.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    print(f"{says} ...", end="", flush=True)
    began = time.monotonic()
    with log.open("ab") as written:
        done = subprocess.run(
            [str(part) for part in arguments],
            check=False,
            cwd=folder,
            env=dict(os.environ) | dict(environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            preexec_fn=dying_with_us(signal.SIGTERM),
        )
    print(f" {time.monotonic() - began:.0f} s" if done.returncode == 0 else " failed", flush=True)
    if done.returncode:
        raise Trouble(f"{says} failed; all it said is in {short(log)}:{last_lines(log)}")


def fingerprint(files: Iterable[Path], *also: str) -> str:
    """A hash of these files' names and contents, and of other things that count."""
    digest = hashlib.sha256("\0".join((str(ROOT), *also)).encode())
    for file in sorted(files):
        digest.update(f"\0{file}\0".encode() + file.read_bytes())
    return digest.hexdigest()


def is_done(name: str, mark: str) -> bool:
    """Whether the step of this name was finished with the same input."""
    return noted(name) == mark


def noted(name: str) -> str:
    """The mark of this step's last success; an empty text before the first."""
    stamp = STAMPS / name
    return stamp.read_text(encoding="ascii") if stamp.exists() else ""


def note_done(name: str, mark: str) -> None:
    STAMPS.mkdir(parents=True, exist_ok=True)
    STAMPS.joinpath(name).write_text(mark, encoding="ascii")


def path_before(place: Path) -> str:
    """PATH with one more place in front."""
    return f"{place}{os.pathsep}{os.environ.get('PATH', os.defpath)}"


def interpreter() -> str:
    """Which Python we are, so that another one makes a new environment."""
    return f"{sys.version} {sys.base_prefix}"
