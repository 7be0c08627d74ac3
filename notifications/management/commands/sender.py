"""Look after the outbox without Celery and Redis, once or until stopped."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import InterfaceError, OperationalError, connection

from backend.places import clock
from notifications import outbox, sending

log = logging.getLogger(__name__)
PAUSE_SECONDS = 30


class Command(BaseCommand):
    """``manage.py sender --once`` or ``--loop``; SIGTERM and Ctrl-C end it after the message that it is busy with."""

    help = "Do what beat and the workers do, in one process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--once", action="store_true")
        how.add_argument("--loop", action="store_true")
        parser.add_argument("--every", type=float, default=PAUSE_SECONDS, help="seconds between two looks")

    def handle(self, *, loop: bool, every: float, **_options: Any) -> None:
        outbox.kickers.clear()  # nobody needs to be asked
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_about: stop.set())
        while not stop.is_set():
            sent = self._tick(stop, survive=loop)
            if not loop:
                return
            if not sent:
                stop.wait(every)

    def _tick(self, stop: threading.Event, *, survive: bool) -> int:
        try:
            sent = sending.tick(clock.now(), stop.is_set)
        except (OperationalError, InterfaceError):
            if not survive:
                raise
            log.exception("The database is away; the next tick tries again.")
            connection.close()
            return 0
        self.stdout.write(f"{sent} messages sent.")
        return sent
