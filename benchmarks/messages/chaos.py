"""``make chaos``: messages leave while workers are killed, Redis forgets and PostgreSQL stops.

Real Celery workers, really killed; a real PostgreSQL and a real Redis, really stopped. The verdict is what the
mail server and Notify (ours, on loopback, ill-tempered on purpose) took, held against the plan.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks.messages import stage
from local import fake_notify, folders
from local.clock_file import RunningClock
from local.processes import Keeper, Program, launch

WORKERS, PROCESSES = 2, 2
WHOLE_WORKER_EVERY = 20  # the other kills take one process of a worker
TOO_LATE = timedelta(seconds=2)  # a call that began in time may end a moment later
QUIET_SECONDS = 240
SHORT_LEASE, SHORT_LOOK_UP, SHORT_PAUSE = "10", "15", "4"


@dataclass
class MailServer:
    """Takes mail, says "later" now and then, and notes which message came when."""

    clock: RunningClock
    port: int = 0
    taken: list[tuple[str, datetime]] = field(default_factory=list)

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: list[str]
    ) -> str:
        """One in a hundred is to come back later."""
        if random.random() < 0.01:
            return "451 Later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Taken."""
        head = envelope.content.decode("ascii", "replace").partition("Message-ID: <")[2]
        self.taken.append((head[:36], self.clock.now()))
        return "250 OK"

    def serve(self) -> None:
        """In a thread of its own, until the process ends."""
        from aiosmtpd.smtp import SMTP  # noqa: PLC0415 - only here

        ready = threading.Event()

        async def run() -> None:
            loop = asyncio.get_running_loop()
            server = await loop.create_server(lambda: SMTP(self, hostname="chaos"), "127.0.0.1", 0)
            self.port = server.sockets[0].getsockname()[1]
            ready.set()
            await server.serve_forever()

        threading.Thread(target=lambda: asyncio.run(run()), daemon=True).start()
        ready.wait(10)


def temper() -> fake_notify.Answer:
    """What Notify does to a text when nobody looks: mostly what it should."""
    ill: dict[str | int, float] = {
        429: 0.01,
        500: 0.005,
        fake_notify.KEEP_AND_FAIL: 0.005,
        fake_notify.KEEP_AND_HANG_UP: 0.005,
    }
    chance = random.random()
    for answer, share in ill.items():
        chance -= share
        if chance < 0:
            return answer
    return fake_notify.OK


class Workers:
    """Celery workers and a beat that ticks every second."""

    def __init__(self, place: Path, environment: dict[str, str]) -> None:
        self.place, self.environment, self.kills = place, os.environ | environment, 0
        self.peak_kb: list[int] = []
        self._all: dict[str, subprocess.Popen[bytes]] = {}
        celery = (sys.executable, "-m", "celery", "-A")
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=ERROR")
        self._programs: dict[str, tuple[str, ...]] = {
            f"worker-{number}": (*celery, "backend.config.celery", "worker", f"--concurrency={PROCESSES}", *quiet)
            for number in range(WORKERS)
        }
        beat = ("tests.system.quick_beat", "beat", "--pidfile=", f"--schedule={place / 'beat'}")
        self._programs["beat"] = (*celery, *beat)
        self.look_after()

    def look_after(self) -> None:
        """Start what does not run."""
        for name, words in self._programs.items():
            if name not in self._all or self._all[name].poll() is not None:
                program = Program(name=name, arguments=list(words), environment=self.environment, folder=folders.ROOT)
                self._all[name] = launch(program, self.place / "log" / f"{name}.log")

    def children(self) -> list[int]:
        """Process ids of those who send."""
        parents = {process.pid for name, process in self._all.items() if name != "beat"}
        found: list[int] = []
        for status in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError, ValueError, IndexError):
                if int(status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[1]) in parents:
                    found.append(int(status.parent.name))
        return found

    def kill_one(self) -> bool:
        """One process, now and then a whole worker; whether there was one."""
        children = self.children()
        if not children:
            return False
        self.kills += 1
        with suppress(ProcessLookupError):
            if self.kills % WHOLE_WORKER_EVERY == 0:
                os.killpg(self._all[f"worker-{self.kills // WHOLE_WORKER_EVERY % WORKERS}"].pid, signal.SIGKILL)
            else:
                os.kill(random.choice(children), signal.SIGKILL)
        return True

    def weigh(self) -> None:
        """Note how much memory the largest of them holds (kB)."""
        sizes = []
        for pid in self.children():
            with suppress(OSError, ValueError, IndexError):
                status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
                sizes.append(int(status.split("VmRSS:")[1].split()[0]))
        if sizes:
            self.peak_kb.append(max(sizes))

    def stop(self) -> None:
        for process in self._all.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(10)


@dataclass
class Faults:
    """What goes wrong when: spread evenly over the messages that have left."""

    count: int
    messages: int
    keeper: Keeper
    workers: Workers
    redis_url: str
    flushes: int = 0
    redis_restarts: int = 0
    database_restarts: int = 0

    def provoke(self, left: int) -> None:
        """As many as belong to this point of the run."""
        due = min(self.count, self.count * left // max(1, round(self.messages * 0.9)))
        if self.workers.kills >= due or not self.workers.kill_one():
            return
        kills = self.workers.kills
        if kills % 5 == 0:
            self._flush()
        if kills % 20 == 10 or kills == 2:
            self.redis_restarts += 1
            self._stop("redis", signal.SIGKILL)
        if kills % 40 == 30 or kills == 4:
            self.database_restarts += 1
            self._stop("postgresql", signal.SIGINT if self.database_restarts % 2 else signal.SIGQUIT)

    def _flush(self) -> None:
        import redis  # noqa: PLC0415 - only here

        with suppress(redis.RedisError), redis.Redis.from_url(self.redis_url, socket_timeout=2) as server:
            server.flushall()
            self.flushes += 1

    def _stop(self, name: str, how: signal.Signals) -> None:
        """The keeper starts it again."""
        for running in self.keeper._running:  # noqa: SLF001 - our own runner
            if running.program.name == name:
                running.started_at = 0.0  # it lived long, so that the keeper does not give up
                os.kill(running.process.pid, how)
                with suppress(subprocess.TimeoutExpired):
                    running.process.wait(20)


def waiting() -> int | None:
    """How many messages are not settled; None while the database is away."""
    from django.db import Error, connection  # noqa: PLC0415 - only after the set-up

    from notifications.models import Message  # noqa: PLC0415

    try:
        return Message.objects.unsettled().count()
    except Error:
        connection.close()
        return None


def verdict(mail: MailServer, notify: fake_notify.Notify, faults: Faults) -> dict[str, Any]:
    """The providers' journals against the plan."""
    from notifications.models import Message  # noqa: PLC0415 - only after the set-up

    plan = {str(pk): until for pk, until in Message.objects.values_list("pk", "expires_at")}
    texts = [(each["reference"], datetime.fromisoformat(each["clock"])) for each in notify.taken]
    mails, sms = Counter(pk for pk, _at in mail.taken), Counter(pk for pk, _at in texts)
    peaks, half = faults.workers.peak_kb, len(faults.workers.peak_kb) // 2
    in_time = {pk for pk, until in plan.items() if until == stage.in_an_hour()}
    return {
        "messages": len(plan),
        "mails taken": sum(mails.values()),
        "texts taken": sum(sms.values()),
        "kills": faults.workers.kills,
        "Redis flushed": faults.flushes,
        "Redis restarted": faults.redis_restarts,
        "PostgreSQL restarted": faults.database_restarts,
        "lost": len(in_time - set(mails) - set(sms)),
        "doubled at Notify": sum(sms.values()) - len(sms),
        "repeated by SMTP": sum(mails.values()) - len(mails),
        "after expiry": sum(at > plan[pk] + TOO_LATE for pk, at in [*mail.taken, *texts] if pk in plan),
        "never planned": len((set(mails) | set(sms)) - set(plan)),
        "expired": Message.objects.filter(expired_at__isnull=False).count(),
        "given up": Message.objects.filter(dead_at__isnull=False).count(),
        "largest sender, first half (MB)": max(peaks[: half or 1], default=0) // 1024,
        "largest sender, second half (MB)": max(peaks[half:], default=0) // 1024,
    }


def is_kept(found: dict[str, Any]) -> bool:
    """Whether every promise was kept."""
    never = ("lost", "doubled at Notify", "after expiry", "never planned", "given up")
    return not any(found[name] for name in never) and found["repeated by SMTP"] <= found["kills"]


def run(*, messages: int, kills: int, seed: int) -> dict[str, Any]:
    """Send that many with that many kills; the verdict."""
    random.seed(seed)
    with stage.prepared() as (keeper, place):
        clock = RunningClock(place / "clock", starts_at=stage.NOON)
        mail = MailServer(clock)
        mail.serve()
        with fake_notify.running(surprise=temper, clock=clock.now) as notify:
            environment = {
                "CLOCK_FILE": str(clock.file),
                "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
                "NOTIFY_API_KEY": f"chaos-{uuid4()}-{uuid4()}",
                "NOTIFY_BASE_URL": f"http://127.0.0.1:{notify.port}",
                "SEND_LEASE_SECONDS": SHORT_LEASE,
                "SEND_LOOK_UP_SECONDS": SHORT_LOOK_UP,
                "SEND_PAUSE_SECONDS": SHORT_PAUSE,
            }
            _fill(messages, clock)
            workers = Workers(place, environment)
            faults = Faults(kills, messages, keeper, workers, os.environ["REDIS_URL"])
            try:
                _until_all_is_settled(mail, notify, faults)
                return verdict(mail, notify, faults)
            finally:
                workers.stop()


def _fill(messages: int, clock: RunningClock) -> None:
    from django_scopes import scopes_disabled  # noqa: PLC0415 - only after the set-up

    from backend.people.messages import WELCOME_NEWCOMER  # noqa: PLC0415

    with scopes_disabled():
        stage.people(messages, with_mail=0.5)
        soon = clock.now() + timedelta(seconds=25)
        stage.owe_all(WELCOME_NEWCOMER, expires_at=stage.in_an_hour(), soon=soon, ending="7")


def _until_all_is_settled(mail: MailServer, notify: fake_notify.Notify, faults: Faults) -> None:
    seen, quiet_since, looked_at = 0, time.monotonic(), 0.0
    while True:
        time.sleep(0.1)
        faults.keeper.look_after()
        faults.workers.look_after()
        left = len(mail.taken) + len(notify.taken)
        faults.provoke(left)
        if left != seen:
            seen, quiet_since = left, time.monotonic()
        if time.monotonic() - looked_at > 2:
            looked_at = time.monotonic()
            faults.workers.weigh()
            print(f"\r{left} taken, {faults.workers.kills} kills", end="", file=sys.stderr, flush=True)
            if waiting() == 0:
                return
        if time.monotonic() - quiet_since > QUIET_SECONDS:
            return  # the verdict says what is missing


def main() -> None:
    """``python -m benchmarks.messages.chaos --messages 50000 --kills 200``"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=50_000)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    began = time.monotonic()
    found = run(messages=given.messages, kills=given.kills, seed=given.seed)
    if given.json:
        print(json.dumps(found))
    else:
        print(f"\n{'':34}{'':>10}   promised")
        promised = {"lost": "0", "doubled at Notify": "0", "after expiry": "0", "never planned": "0", "given up": "0"}
        promised["repeated by SMTP"] = "one a kill at most"
        for name, number in found.items():
            print(f"{name:34}{number:>10}   {promised.get(name, '')}")
        print(f"{'seconds':34}{time.monotonic() - began:>10.0f}")
        print("Every promise was kept." if is_kept(found) else "A PROMISE WAS BROKEN.")
    sys.exit(0 if is_kept(found) else 1)


if __name__ == "__main__":
    main()
