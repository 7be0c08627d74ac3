"""The time for which one sender sends on from one reading of the clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from notifications import circuits
from notifications.channels import Channel

SHIFT_SECONDS = 25
DOUBTS_IN_A_ROW = 3  # after so many broken calls a provider is left alone for a while


@dataclass
class Shift:
    """A stretch of sending; long queues take several.

    Attributes:
        stopping: says when somebody asked this sender to stop.
        closed: channels whose provider takes nothing at the moment.
        empty: channel and town, written together, that have sent as much as they may for now.
        crowded: readers, with their town, who get several mails at once.
    """

    started_at: datetime
    stopping: Callable[[], bool] = lambda: False
    closed: set[str] = field(default_factory=set)
    empty: set[str] = field(default_factory=set)
    crowded: set[tuple[UUID, str]] = field(default_factory=set)
    _broken: dict[str, int] = field(default_factory=dict)
    _started: float = field(default_factory=time.monotonic)

    def moment(self) -> datetime:
        """What the clock says now: a long shift does not send what became too late during it."""
        return self.started_at + timedelta(seconds=time.monotonic() - self._started)

    def is_over(self) -> bool:
        """Whether it is time for the next shift."""
        return self.stopping() or time.monotonic() - self._started > SHIFT_SECONDS

    def close(self, channel: Channel) -> None:
        """Nobody offers this channel anything for a while."""
        self.closed.add(channel.name)
        circuits.trip(channel.name, self.moment())

    def heard(self, channel: Channel, outcome: str) -> None:
        """Learn from one call whether the provider is well."""
        if outcome == "doubtful":
            self._broken[channel.name] = self._broken.get(channel.name, 0) + 1
            if self._broken[channel.name] >= DOUBTS_IN_A_ROW:
                self.close(channel)
        elif outcome in {"sent", "refused"}:
            if self._broken.get(channel.name, 1):
                circuits.mend(channel.name)
            self._broken[channel.name] = 0
