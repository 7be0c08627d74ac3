"""A round in a real worker, which is killed in the middle of it."""

import time

import pytest
from django.db import connection, transaction
from django.db.models.functions import Now

from backend.pairs import rounds
from backend.pairs.models import MatchingRound, Proposal
from local import ports, redis
from local.clock_file import RunningClock
from local.processes import Keeper
from tests import make
from tests.system.workers import Processes

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]
PATIENCE_SECONDS = 60
LOOK_AFTER_ROUNDS = "backend.pairs.tasks.run_due_rounds"


@pytest.fixture
def processes(tmp_path):
    keeper = Keeper(logs=tmp_path / "log", records=tmp_path / "processes")
    clock = RunningClock(tmp_path / "clock", starts_at=make.NOON)
    url = redis.start(keeper, folder=tmp_path / "redis", port=ports.free()).url
    running = Processes(tmp_path, redis_url=url, mail_port=ports.free(), clock=clock.file)
    yield running
    running.stop()
    keeper.stop()


def until(processes, state):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while MatchingRound.objects.values_list("state", flat=True).get() != state:
        assert time.monotonic() < deadline, (processes.folder / "worker.log").read_text()[-4000:]
        time.sleep(0.1)


def test_a_round_whose_worker_is_killed_is_done_by_the_next_one(processes):
    make.newcomer()
    make.volunteer()
    rounds.ask(town=make.TOWN, now=make.NOON, publishes_itself=True)

    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "LOCK TABLE people_newcomer IN ACCESS EXCLUSIVE MODE"
            )  # the worker reads until we are done
        processes.start_worker()
        processes.call(LOOK_AFTER_ROUNDS)
        until(processes, "RUNNING")
        processes.kill_worker()

    MatchingRound.objects.update(lease_until=Now())  # the lease of the dead one takes two minutes
    processes.start_worker()
    processes.call(LOOK_AFTER_ROUNDS)

    until(processes, "PUBLISHED")
    assert MatchingRound.objects.get().tries == 2
    assert Proposal.objects.count() == 1
