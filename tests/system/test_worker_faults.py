"""Reminders while the worker is killed, Redis loses everything and the database cuts its connections.

The worker, beat, Redis and PostgreSQL are real, and the worker is really killed. The verdict is the journal of
the mail server against the plan: who meets tomorrow gets one reminder this evening.
"""

import threading
import time
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models.functions import Now

from backend.meetings.models import Attendance
from local import ports, redis
from local.clock_file import RunningClock
from local.processes import Keeper
from notifications.models import Attempt, Message
from tests import make
from tests.notifications import mail_server as mail_servers
from tests.notifications.mail_server import AfterTaking
from tests.system.workers import Processes

pytestmark = [pytest.mark.system, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]
THE_EVENING_BEFORE = datetime(2026, 11, 24, 17, 30, tzinfo=UTC)  # half past six in Culemborg
TOMORROW_MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PATIENCE_SECONDS = 600  # nothing waits so long, but on a machine that is busy with other things


@pytest.fixture
def mail_server():
    with mail_servers.running() as server:
        yield server


@pytest.fixture
def redis_url(tmp_path):
    keeper = Keeper(logs=tmp_path / "log", records=tmp_path / "processes")
    yield redis.start(keeper, folder=tmp_path / "redis", port=ports.free()).url
    keeper.stop()


@pytest.fixture
def processes(tmp_path, mail_server, redis_url):
    clock = RunningClock(tmp_path / "clock", starts_at=THE_EVENING_BEFORE)
    running = Processes(tmp_path, redis_url=redis_url, mail_port=mail_server.port, clock=clock.file)
    yield running
    running.stop()


class Held:
    """The mail server stands still here until the test says so."""

    def __init__(self) -> None:
        self.reached, self.released = threading.Event(), threading.Event()

    def __call__(self) -> str:
        self.reached.set()
        assert self.released.wait(PATIENCE_SECONDS)
        return "451 Never heard"


def meetings_tomorrow(count):
    for number in range(count):
        # a pair of this week: nothing but its reminders is due
        pair = make.pair(started_on=make.MONDAY)
        make.meeting(pair=pair, starts_at=TOMORROW_MORNING + timedelta(minutes=number))


def plan():
    """To whom a reminder is due this evening."""
    return {
        row.account.mail
        for row in Attendance.objects.filter(
            starts_at__gte=TOMORROW_MORNING, starts_at__lt=TOMORROW_MORNING + timedelta(hours=4)
        ).select_related("account")
    }


def reminders(mail_server):
    """Who got how many, by the journal of the mail server; the text of all of them is the same."""
    ids = {str(pk): 1 for pk in Message.objects.filter(kind__startswith="reminder").values_list("pk", flat=True)}
    mails = [mail for mail in mail_server.mails if mail["Message-ID"][1:37] in ids]
    return Counter(mail["To"].addresses[0].addr_spec for mail in mails)


def until_all_are_reminded(mail_server, processes):
    """Starts the worker whenever it is dead, and waits; the leases of the dead end by themselves."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not mail_server.mails or Message.objects.unsettled().exists():
        assert time.monotonic() < deadline, processes.said("worker")[-4000:]
        if processes.worker_is_dead():
            processes.start_worker(processes=2)
        time.sleep(0.2)


def until_it_is_refused(processes):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while "used memory > 'maxmemory'" not in processes.said("beat"):
        assert time.monotonic() < deadline, processes.said("beat")[-4000:]
        time.sleep(0.2)


@pytest.mark.parametrize(("is_taken", "copies"), [(False, 1), (True, 2)])
def test_a_worker_killed_in_a_call_loses_nothing_and_repeats_at_most_that_one(
    processes, mail_server, is_taken, copies
):
    meetings_tomorrow(5)
    held = Held()
    mail_server.answers["DATA"] = ["250 OK"] * 3 + [AfterTaking(held) if is_taken else held]
    processes.start_beat()
    processes.start_worker()

    assert held.reached.wait(PATIENCE_SECONDS)
    processes.kill_worker()
    processes.forget_all_tasks()
    held.released.set()
    until_all_are_reminded(mail_server, processes)

    everybody = plan()
    reached = reminders(mail_server)
    assert len(everybody) == 10
    assert set(reached) == everybody
    assert sorted(reached.values()) == [1] * 9 + [copies]
    began_and_never_heard_of = Attempt.objects.filter(outcome="", called_at__isnull=False)
    assert began_and_never_heard_of.count() == 4  # of three the journal knew that they had left
    assert set(processes.journal()) == {str(pk) for pk in Message.objects.values_list("pk", flat=True)}


def a_second_try_is_under_way():
    try:
        return Message.objects.unsettled().filter(doubts__gt=1, lease_until__gt=Now()).exists()
    finally:
        connection.close()


def sparing_second_tries(mail_server, fault):
    """The fault, or the same at the next mail: what was in doubt twice is given up, a third try is not promised."""
    is_after_taking = isinstance(fault, AfterTaking)
    deed = fault.deed if is_after_taking else fault

    def strike():
        if a_second_try_is_under_way():
            mail_server.answers["DATA"].insert(0, AfterTaking(strike) if is_after_taking else strike)
            return "250 OK"
        return deed()

    return AfterTaking(strike) if is_after_taking else strike


def test_reminders_survive_kills_flushes_and_cut_connections(processes, mail_server):
    meetings_tomorrow(40)

    def kill():
        processes.kill_worker()
        processes.forget_all_tasks()
        return "451 Never heard"

    def cut():
        try:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s",
                    [processes.name],
                )
        finally:
            connection.close()
        return "250 OK"

    faults = {10: AfterTaking(kill), 25: cut, 40: kill, 55: AfterTaking(cut), 70: AfterTaking(kill)}
    spared = {number: sparing_second_tries(mail_server, fault) for number, fault in faults.items()}
    mail_server.answers["DATA"] = [spared.get(number, "250 OK") for number in range(80)]
    processes.start_beat()
    processes.start_worker(processes=2)

    until_all_are_reminded(mail_server, processes)

    everybody = plan()
    reached = reminders(mail_server)
    assert len(everybody) == 80
    assert processes.deaths == 3
    assert set(reached) == everybody
    assert max(reached.values()) <= 2
    assert sum(reached.values()) - 80 <= 2 * processes.deaths  # two processes die at once


def test_a_worker_that_stood_still_until_another_took_over_sends_nothing_any_more(processes, mail_server):
    meetings_tomorrow(5)
    frozen = threading.Event()

    def freeze():
        processes.worker_stands_still()
        frozen.set()
        return "451 Later"

    mail_server.answers["DATA"] = ["250 OK"] * 3 + [freeze]
    processes.start_beat()
    processes.start_worker()
    assert frozen.wait(PATIENCE_SECONDS)
    processes.start_sender()  # it waits for the lease to end
    until_all_are_reminded(mail_server, processes)

    processes.worker_goes_on()
    time.sleep(5)

    assert set(reminders(mail_server)) == plan()
    assert set(reminders(mail_server).values()) == {1}


def test_a_redis_that_is_full_delays_and_loses_nothing(processes, mail_server):
    meetings_tomorrow(5)
    processes.redis_is_full()
    processes.start_beat()
    processes.start_worker()
    until_it_is_refused(processes)
    assert not mail_server.mails

    processes.redis_is_full(full=False)
    until_all_are_reminded(mail_server, processes)

    assert reminders(mail_server) == dict.fromkeys(plan(), 1)


def test_the_sender_does_the_same_without_celery_and_redis(processes, mail_server):
    meetings_tomorrow(3)
    processes.redis_is_gone()
    processes.start_sender()

    for _ in range(PATIENCE_SECONDS * 10):
        if len(mail_server.mails) >= 6:
            break
        time.sleep(0.1)

    assert processes.ask_sender_to_stop() == 0
    assert set(reminders(mail_server)) == plan()
    assert not Message.objects.filter(sent_at=None).exists()
