"""PostgreSQL falls over in the very middle of a claim: before its commit, or after it and before anybody hears.

``python -m tests.system.restarts_in_a_claim before-commit|answer-lost`` has real Celery workers, and a PostgreSQL
and a Redis of its own. A trigger that is checked at the commit lets a claim wait there; a wire in between holds back
what the server answers. What the mail server and Notify took, held against the plan, is printed as JSON.
"""

import json
import os
import signal
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from benchmarks.messages import chaos, stage
from local import fake_notify, ports
from local.clock_file import RunningClock
from local.processes import Keeper

MESSAGES = 60
PATIENCE_SECONDS = 150
KEY = 20_261_126
GATE = f"""
CREATE FUNCTION wait_before_the_commit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_advisory_xact_lock_shared({KEY}); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER a_claim_waits AFTER UPDATE ON notifications_message
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.lease_token IS DISTINCT FROM OLD.lease_token)
    EXECUTE FUNCTION wait_before_the_commit();
"""
AT_THE_GATE = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND wait_event = 'advisory'"


class Wire:
    """Carries what workers and server say; from ``hold_answers`` on nothing of the server arrives."""

    def __init__(self, server_port: int) -> None:
        self.port, self._server_port = ports.free(), server_port
        self._holds, self._ends = threading.Event(), list[socket.socket]()
        listening = socket.create_server(("127.0.0.1", self.port))
        threading.Thread(target=self._take, args=(listening,), daemon=True).start()

    def hold_answers(self) -> None:
        self._holds.set()

    def cut(self) -> None:
        """Everybody's connection is gone; new ones are carried as before."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self._ends.clear()
        self._holds.clear()

    def _take(self, listening: socket.socket) -> None:
        while True:
            worker, _address = listening.accept()
            try:
                server = socket.create_connection(("127.0.0.1", self._server_port))
            except OSError:
                worker.close()
                continue
            self._ends += [worker, server]
            for source, target, is_answer in ((worker, server, False), (server, worker, True)):
                threading.Thread(target=self._carry, args=(source, target, is_answer), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, is_answer: bool) -> None:
        with suppress(OSError):
            while said := source.recv(65_536):
                if is_answer and self._holds.is_set():
                    return
                target.sendall(said)
        if not self._holds.is_set():
            for end in (source, target):
                end.close()


def until(is_so: Callable[[], Any], what: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > deadline:
            raise SystemExit(f"Never happened: {what}")
        time.sleep(0.1)


def ask(words: str) -> Any:
    from django.db import connection  # noqa: PLC0415 - only after the set-up

    with connection.cursor() as cursor:
        cursor.execute(words)
        return cursor.fetchone()[0] if cursor.description else None


def claimed() -> int:
    """So many messages are claimed, for everybody to see: committed."""
    found: int = ask("SELECT count(*) FROM notifications_message WHERE lease_token IS NOT NULL")
    return found


def fall_over(keeper: Keeper) -> None:
    """At once and without a word, as when the machine dies; the keeper starts it again."""
    from django.db import connection  # noqa: PLC0415 - only after the set-up

    [running] = [each for each in keeper._running if each.program.name == "postgresql"]
    running.started_at = 0.0
    os.kill(running.process.pid, signal.SIGQUIT)
    running.process.wait(20)
    connection.close()


def run(moment: str) -> dict[str, Any]:
    """One fall in the middle of a claim, and what became of all messages."""
    with stage.prepared() as (keeper, place):
        clock = RunningClock(place / "clock", starts_at=stage.NOON)
        mail, wire = chaos.MailServer(clock), Wire(urlsplit(os.environ["DATABASE_URL"]).port or 0)
        mail.serve()
        with fake_notify.running(clock=clock.now) as notify:
            chaos._fill(MESSAGES, clock)
            ask(GATE)
            ask(f"SELECT pg_advisory_lock({KEY})")
            workers = chaos.Workers(place, _environment(clock, mail, notify, wire))
            try:
                found = _fall(moment, keeper, wire) | {"taken at the fall": len(mail.taken) + len(notify.taken)}
                _go_on(keeper, workers)
            finally:
                workers.stop()
            return found | _verdict(mail, notify)


def _environment(
    clock: RunningClock, mail: chaos.MailServer, notify: fake_notify.Notify, wire: Wire
) -> dict[str, str]:
    direct = urlsplit(os.environ["DATABASE_URL"])
    return {
        "CLOCK_FILE": str(clock.file),
        "DATABASE_URL": direct._replace(netloc=f"{direct.netloc.rpartition(':')[0]}:{wire.port}").geturl(),
        "EMAIL_URL": f"smtp://127.0.0.1:{mail.port}",
        "NOTIFY_API_KEY": f"claim-{uuid4()}-{uuid4()}",
        "NOTIFY_BASE_URL": f"http://127.0.0.1:{notify.port}",
        "SEND_LEASE_SECONDS": chaos.SHORT_LEASE,
        "SEND_LOOK_UP_SECONDS": chaos.SHORT_LOOK_UP,
        "SEND_PAUSE_SECONDS": chaos.SHORT_PAUSE,
    }


def _fall(moment: str, keeper: Keeper, wire: Wire) -> dict[str, Any]:
    until(lambda: ask(AT_THE_GATE), "a claim waits before its commit")
    if moment == "answer-lost":
        wire.hold_answers()
        ask(f"SELECT pg_advisory_unlock({KEY})")
        until(claimed, "the claim is committed")
    seen = {"at the gate": ask(AT_THE_GATE), "claimed at the fall": claimed()}
    fall_over(keeper)
    wire.cut()
    return seen


def _go_on(keeper: Keeper, workers: chaos.Workers) -> None:
    def all_is_settled() -> bool:
        keeper.look_after()
        workers.look_after()
        return chaos.waiting() == 0

    until(all_is_settled, "every message is settled")


def _verdict(mail: chaos.MailServer, notify: fake_notify.Notify) -> dict[str, Any]:
    from notifications.models import Message  # noqa: PLC0415 - only after the set-up

    in_time = Message.objects.filter(expires_at=stage.in_an_hour())
    plan = {str(pk) for pk in in_time.values_list("pk", flat=True)}
    taken = Counter([*(pk for pk, _at in mail.taken), *(each["reference"] for each in notify.taken)])
    return {
        "planned": len(plan),
        "lost": len(plan - set(taken)),
        "doubled": sum(taken.values()) - len(taken),
        "given up": Message.objects.filter(dead_at__isnull=False).count(),
    }


if __name__ == "__main__":
    print(json.dumps(run(sys.argv[1])))
