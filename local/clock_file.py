"""The file of the product's ``CLOCK_FILE``: a moment that stands still, or begins and goes on from there."""

import threading
import time
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

TICK_SECONDS = 0.2


def write(file: Path, moment: datetime) -> None:
    """Every process reads this moment (ISO 8601 with offset) from now on, and never half of it."""
    half = file.with_suffix(".half")
    half.write_text(moment.isoformat(), encoding="ascii")
    half.replace(file)


class RunningClock:
    """Every process that reads the file agrees on the moment, and what is to be tried again later comes later.

    Attributes:
        file: written until its folder is gone.
    """

    def __init__(self, file: Path, *, starts_at: datetime) -> None:
        self.file, self._starts_at, self._began = file, starts_at, time.monotonic()
        write(self.file, self.now())
        threading.Thread(target=self._run, daemon=True).start()

    def now(self) -> datetime:
        """The moment that it is said to be."""
        return self._starts_at + timedelta(seconds=time.monotonic() - self._began)

    def _run(self) -> None:
        with suppress(FileNotFoundError):  # the folder is gone: nobody reads it any more
            while True:
                time.sleep(TICK_SECONDS)
                write(self.file, self.now())
