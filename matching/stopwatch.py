"""Seconds of each stage of the work."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Tell = Callable[[str], None]


class Stopwatch:
    """``seconds`` of each stage that ended; ``tell`` hears the name of a stage when it begins."""

    def __init__(self, tell: Tell | None = None) -> None:
        self.seconds: dict[str, float] = {}
        self._tell = tell

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what is done inside."""
        if self._tell:
            self._tell(name)
        start = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - start, 4)
