"""The smallest change of many newcomers as columns: which kind, what it asks, and its numbers.

What a change is, and that it gives a match, stands in ``matching.explain``.
"""

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching import time_windows
from matching.explain import Change

KINDS = ("", "window", "distance", "online", "session", "group")
NONE, WINDOW, DISTANCE, ONLINE, SESSION, GROUP = range(6)
NUMBERS: dict[int, tuple[str, ...]] = {
    WINDOW: ("weekday", "starts_minute", "ends_minute"),
    DISTANCE: ("metres",),
    SESSION: ("minutes",),
    GROUP: ("weekday", "starts_minute", "ends_minute"),
}


class Smallest(NamedTuple):
    """R changes: what each asks, and as many of three numbers as ``NUMBERS`` names for its kind.

    Attributes:
        kind: (R,) 0 where none of those that are tried gives a match.
        asks: (R,) minutes.
        numbers: (R, 3)
    """

    kind: NDArray[np.int64]
    asks: NDArray[np.int64]
    numbers: NDArray[np.int64]

    @classmethod
    def of(cls, ways: Iterable[list[Change]]) -> "Smallest":
        """The first change of each list."""
        rows = []
        for changes in ways:
            kind = KINDS.index(changes[0].kind) if changes else NONE
            given = [getattr(changes[0], name) for name in NUMBERS.get(kind, ())]
            rows.append([kind, changes[0].asks_minutes if changes else 0, *given, 0, 0, 0][:5])
        table = np.array(rows, dtype=np.int64).reshape(-1, 5)
        return cls(table[:, 0], table[:, 1], table[:, 2:])

    def given(self) -> list[dict[str, str | int]]:
        """Each as ``Change.as_dict`` gives it; empty where there is none."""
        found: list[dict[str, str | int]] = []
        for kind, asks, numbers in zip(self.kind.tolist(), self.asks.tolist(), self.numbers.tolist(), strict=True):
            about = dict(zip(NUMBERS.get(kind, ()), numbers, strict=False))
            found.append({"kind": KINDS[kind], "asks_minutes": asks} | about if kind else {})
        return found

    def texts(self) -> tuple[list[str], NDArray[np.int64]]:
        """The different changes in words, and (R,) the place of each in that list."""
        packed = self.kind << 48 | self.numbers[:, 0] << 24 | self.numbers[:, 1] << 12 | self.numbers[:, 2]
        _values, first, which = np.unique(packed, return_index=True, return_inverse=True)
        rows = zip(self.kind[first].tolist(), self.numbers[first].tolist(), strict=True)
        return [_text(kind, numbers) for kind, numbers in rows], which


def _text(kind: int, numbers: list[int]) -> str:
    if kind in {WINDOW, GROUP}:
        return f"{KINDS[kind]} {time_windows.text((numbers[0], numbers[1], numbers[2]))}"
    if kind == DISTANCE:
        return f"distance +{numbers[0]}"
    return f"session {numbers[0]}" if kind == SESSION else KINDS[kind]
