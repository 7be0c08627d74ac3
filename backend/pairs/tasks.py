"""Kicks. A task reads the clock, calls one function, and may run twice or not at all."""

from celery import shared_task

from backend.pairs import nightly
from backend.places import clock


@shared_task(ignore_result=True)
def run_due_rounds() -> None:
    """A round in every town that had none since two o'clock last night."""
    nightly.run_due(clock.now())
