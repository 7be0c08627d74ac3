"""Real processes of the product against the database of the test, and a Redis and mail server of its own."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import redis
from django.db import connection

from local import folders
from local.processes import Program, launch

CELERY = ("-m", "celery", "-A")
WORKER = (*CELERY, "backend.config.celery", "worker", "--loglevel=INFO", "--without-gossip", "--without-mingle")
LEASE_SECONDS = 8  # so that nobody waits for minutes until a dead sender's messages are taken up
BEAT = (*CELERY, "tests.system.quick_beat", "beat", "--pidfile=")


def database_url(name: str) -> str:
    """The database of this test for a program that calls itself by this name."""
    given = connection.settings_dict
    secret = f":{quote(given['PASSWORD'], safe='')}" if given["PASSWORD"] else ""
    return (
        f"postgres://{given['USER']}{secret}@{given['HOST']}:{given['PORT']}/{given['NAME']}?application_name={name}"
    )


class Processes:
    """A worker, a beat, a sender: started when a test wants it, and surely ended after it."""

    def __init__(self, folder: Path, *, redis_url: str, mail_port: int, clock: Path) -> None:
        self.folder = folder
        self.redis_url = redis_url
        self.deaths = 0
        self.name = f"worker-{os.getpid()}"
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._environment = os.environ | {
            "CLOCK_FILE": str(clock),
            "DATABASE_URL": database_url(self.name),
            "DEMO": "1",
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "REDIS_URL": redis_url,
            "SECRET_KEY": "only-for-tests",
            "SEND_LEASE_SECONDS": str(LEASE_SECONDS),
            "SEND_PAUSE_SECONDS": "4",  # nor half a minute until a call that failed is tried again
            "SEND_JOURNAL": str(folder / "send-journal.log"),
        }

    def start_worker(self, *, processes: int = 1) -> None:
        self._start("worker", *WORKER, f"--concurrency={processes}")

    def call(self, task: str) -> None:
        """What beat does at its time."""
        subprocess.run(
            [sys.executable, *CELERY, "backend.config.celery", "call", task],
            env=self._environment,
            cwd=folders.ROOT,
            check=True,
            capture_output=True,
        )

    def start_beat(self) -> None:
        self._start("beat", *BEAT, f"--schedule={self.folder / 'beat-schedule'}")

    def start_sender(self) -> None:
        """What sends without Celery and Redis."""
        self._start("sender", "manage.py", "sender", "--loop", "--every=1")

    def ask_sender_to_stop(self) -> int:
        """Its exit status."""
        self._running["sender"].terminate()
        return self._running["sender"].wait(20)

    def kill_worker(self) -> None:
        """At once, with every process of it, as a machine does that loses its power."""
        os.killpg(self._running["worker"].pid, signal.SIGKILL)
        self._running["worker"].wait(10)
        self.deaths += 1

    def worker_stands_still(self) -> None:
        """Every process of it, as when a machine is frozen; it goes on when it is told to."""
        os.killpg(self._running["worker"].pid, signal.SIGSTOP)

    def worker_goes_on(self) -> None:
        os.killpg(self._running["worker"].pid, signal.SIGCONT)

    def worker_is_dead(self) -> bool:
        return self._running["worker"].poll() is not None

    def forget_all_tasks(self) -> None:
        """Redis loses everything that it holds."""
        with redis.Redis.from_url(self.redis_url) as server:
            server.flushall()

    def redis_is_full(self, full: bool = True) -> None:
        """It refuses whatever would be written."""
        with redis.Redis.from_url(self.redis_url) as server:
            server.config_set("maxmemory", 1 if full else 0)

    def said(self, name: str) -> str:
        """The log of a process."""
        return (self.folder / f"{name}.log").read_text()

    def redis_is_gone(self) -> None:
        """Whoever starts from now on finds nobody at its address."""
        self._environment["REDIS_URL"] = "redis://127.0.0.1:1/0"

    def stop(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)

    def journal(self) -> list[str]:
        """The ids of the messages that left, by our own journal."""
        return [line.split()[0] for line in (self.folder / "send-journal.log").read_text().splitlines()]

    def _start(self, name: str, *arguments: str) -> None:
        program = Program(
            name=name,
            arguments=[sys.executable, *arguments],
            environment=self._environment,
            folder=folders.ROOT,
        )
        self._running[name] = launch(program, self.folder / f"{name}.log")
