"""The machine room as a person starts it, in a state folder that is thrown away."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from local import births, folders

PATIENCE_SECONDS = 30


class Runner:
    """``python -m local services`` in its own folder."""

    def __init__(self, var: Path, *, root: Path = folders.ROOT, python: str = sys.executable) -> None:
        self.var = var
        self.root = root
        self.python = python
        self.account: dict[str, int] = {}
        self.process: subprocess.Popen[str] | None = None
        self.addresses: dict[str, str] = {}

    def command(self, name: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run a command that is expected to end by itself."""
        return subprocess.run(
            [self.python, "-m", "local", name],
            check=False,
            cwd=self.root,
            env=self.environment() | variables,
            capture_output=True,
            text=True,
            timeout=PATIENCE_SECONDS,
            **self.account,
        )

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.python, "-m", "local", "services"],
            cwd=self.root,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            **self.account,
        )
        assert self.process.stdout
        said = [self.process.stdout.readline() for _ in range(3)]
        assert all(line.startswith("export ") for line in said), "".join(said) + self.process.stdout.read()
        self.addresses = dict(line.removeprefix("export ").strip().split("=", 1) for line in said)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and give back the exit status."""
        assert self.process
        self.process.send_signal(number)
        return self.ended()

    def ended(self) -> int:
        """Wait until it has stopped and give back its exit status."""
        assert self.process
        assert self.process.stdout
        status = self.process.wait(timeout=PATIENCE_SECONDS)
        self.process.stdout.close()
        self.process = None
        return status

    def ask(self, sql: str) -> list[tuple[object, ...]]:
        with psycopg.connect(self.addresses["DATABASE_URL"], autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def servers(self) -> list[int]:
        """The processes of both servers that are alive."""
        places = (self.var / "postgres" / "data", self.var / "redis")
        return [pid for place in places for pid in births.working_in(place)]

    def environment(self) -> dict[str, str]:
        """Ours, with its own state folder and without servers elsewhere."""
        clean = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "DUTIES_DATABASE_URL", "REDIS_URL")
        }
        return clean | {"VAR_FOLDER": str(self.var)}


def eventually(is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
    """Whether something comes true within this time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
