"""Rounds in tests: asked for, looked at, published; and what happens while the engine thinks."""

from backend.pairs import problem, rounds
from backend.pairs.models import Proposal
from tests import make


def run(now=make.NOON, **about):
    return rounds.run(town=make.TOWN, now=now, **about)


def pending():
    return Proposal.objects.filter(state="PENDING")


def ask(**about):
    return rounds.ask(town=make.TOWN, now=make.NOON, **about)


def looked_at():
    """A dry round, asked for by a coordinator."""
    return run(publishes_itself=False)


def publish(this, now=make.NOON):
    return rounds.publish(round_id=this.pk, by=make.coordinator().account, now=now)


def meanwhile(monkeypatch, deed):
    """This happens while the engine is thinking: after the rows were read, before anything is stored."""
    read = problem.of_town

    def read_and_go_on():
        pool = read()
        deed()
        return pool

    monkeypatch.setattr(problem, "of_town", read_and_go_on)
