"""A tick with nothing to do is the last one: it asks for no other, or workers would never rest."""

from datetime import timedelta

import pytest

from backend.meetings import planning
from notifications import outbox, sending
from tests import make
from tests.backend.meetings.test_planning import new_pair
from tests.backend.meetings.test_tables import table_of

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def kicks(monkeypatch):
    asked = []
    monkeypatch.setattr(outbox, "kickers", [lambda: asked.append(1)])
    return asked


def tick(now, capture):
    with capture(execute=True):
        sending.tick(now)


def test_a_world_in_which_everything_is_owed_is_left_alone(kicks, mail_server, django_capture_on_commit_callbacks):
    make.coordinator()
    make.pair(started_on=make.MONDAY - timedelta(days=60))
    make.table_offer()
    new_pair()
    table_of(learners=2)
    planning.plan_due(make.NOON)
    for minutes in range(3):
        tick(make.NOON + timedelta(minutes=minutes), django_capture_on_commit_callbacks)
    assert kicks

    kicks.clear()
    tick(make.NOON + timedelta(minutes=4), django_capture_on_commit_callbacks)

    assert kicks == []
