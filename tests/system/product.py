"""The whole product as a town runs it, started by ``make run``: web, worker, beat, mail, PostgreSQL and Redis."""

import os
import signal
import subprocess
import sys
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from local import clock_file, folders, ports

MINE = ("DATABASE_URL", "DUTIES_DATABASE_URL", "REDIS_URL", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")


class Product:
    """The running demo with a clock that stands still until somebody moves it."""

    def __init__(self, folder: Path, *, now: datetime) -> None:
        self.port, self._clock, self._mailbox = ports.free(), folder / "clock", folder / "var" / "mailbox"
        self.time_is(now)
        rest = {name: value for name, value in os.environ.items() if name not in MINE}
        given = {"CLOCK_FILE": str(self._clock), "PORT": str(self.port), "VAR_FOLDER": str(folder / "var")}
        self._make = subprocess.Popen(
            ["make", "run", f"PYTHON={sys.executable}"],
            cwd=folders.ROOT,
            env=rest | given,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        heard = ""
        while "ready at" not in heard:
            line = self._make.stdout.readline()
            assert line, heard
            heard += line

    def time_is(self, now: datetime) -> None:
        """Every process reads this moment from now on."""
        clock_file.write(self._clock, now)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def mails_to(self, address: str) -> list[EmailMessage]:
        """Every mail that reached this address, oldest first."""
        all_mails = (
            message_from_bytes(file.read_bytes(), policy=default) for file in sorted(self._mailbox.glob("*.eml"))
        )
        return [mail for mail in all_mails if address in mail["To"]]

    def stop(self) -> None:
        self._make.send_signal(signal.SIGTERM)
        self._make.communicate(timeout=60)
