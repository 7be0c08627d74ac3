"""Kicks. A task reads the clock, calls one function, and may run twice or not at all."""

from celery import shared_task
from django_scopes import scope

from backend.pairs import nightly, rounds
from backend.places import clock


@shared_task(ignore_result=True)
def run_due_rounds() -> None:
    """Ask for the rounds of the night that are due, and find a worker for each round that nobody works on."""
    nightly.ask_due(clock.now())
    for town in nightly.towns_to_work_for():
        kick(town)


@shared_task(ignore_result=True)
def run_round(town: str) -> None:
    """Work on the round of one town, if there is one to work on."""
    with scope(municipality=town):
        rounds.take_up(now=clock.now())


def kick(town: str) -> None:
    """Ask a worker to look after a town; without a broker this raises at once."""
    run_round.apply_async(args=(town,), expires=120, retry=False)
