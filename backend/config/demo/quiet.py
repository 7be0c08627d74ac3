"""The past of a demo leaves no mail behind: what was owed then is settled, and nobody is woken to send it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db.models import F

from notifications import outbox
from notifications.models import Message


@contextmanager
def without_kicks() -> Iterator[None]:
    """Thousands of deeds at once ask for one tick, not for thousands: beat comes by anyway."""
    kickers = outbox.kickers[:]
    outbox.kickers.clear()
    try:
        yield
    finally:
        outbox.kickers[:] = kickers


def settle(*, town: str, now: datetime) -> int:
    """Settle everything that was due before now, as if it had come too late or had been taken back.

    Whatever is due is owed first, so that no tick owes and sends old messages later.
    """
    for planner in outbox.planners:
        planner(now)
    owed = Message.objects.unsettled().filter(municipality=town)
    late = owed.filter(expires_at__lte=now).update(expired_at=F("expires_at"), why="past of the demo")
    return late + owed.update(withdrawn_at=now, why="past of the demo")
