"""Kicks. A task reads the clock, calls one function, and may run twice or not at all."""

from celery import shared_task

from backend.places import clock
from notifications import sending


@shared_task(ignore_result=True)
def tick() -> None:
    """Look after the outbox once."""
    sending.tick(clock.now())


def kick() -> None:
    """Ask a worker for a tick; without a broker this raises at once."""
    tick.apply_async(expires=60, retry=False)
