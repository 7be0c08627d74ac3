"""The past of a demo: deeds in the order of their moments, each of which may bring later ones."""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time
from itertools import count

from backend.meetings.local_time import moment
from backend.places.models import ZONE

Deed = Callable[[datetime], object]  # takes its moment


class Story:
    """Deeds that wait for their moment. Those at one moment happen in the order in which they were added."""

    def __init__(self) -> None:
        self._waiting: list[tuple[datetime, int, Deed]] = []
        self._numbers = count()

    def at(self, day: date, minute: int, deed: Deed) -> None:
        """Do this on a day, so many minutes after local midnight (by the wall clock)."""
        when = moment(day, time(minute // 60, minute % 60), ZONE)
        heapq.heappush(self._waiting, (when, next(self._numbers), deed))

    def tell(self, *, until: datetime) -> None:
        """Let everything before ``until`` happen; what would come later never does."""
        while self._waiting and self._waiting[0][0] < until:
            when, _, deed = heapq.heappop(self._waiting)
            deed(when)
