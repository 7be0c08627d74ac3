"""Many senders at once, and senders that die, stand still or lose the database in the middle of it."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.db.models.functions import Now

from notifications import claiming, handing_over, outbox, sending, turns
from notifications.kinds import OnDoubt
from notifications.models import Attempt, Message
from notifications.turns import Turn
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db(transaction=True)
SENDERS = 4


def by_many(deed):
    def by_one(_number):
        try:
            return deed()
        finally:
            connection.close()

    with ThreadPoolExecutor(SENDERS) as senders:
        return sum(senders.map(by_one, range(SENDERS)))


def send_by_many():
    return by_many(lambda: sending.send_due(make.NOON))


def elsewhere(deed):
    """The deed as somebody else does it meanwhile, on another connection; then the server says yes."""

    def answer():
        try:
            deed()
        finally:
            connection.close()
        return "250 OK"

    return answer


def time_passes():
    """Every lease has ended."""
    Message.objects.update(lease_until=Now() - timedelta(seconds=1))


def another_connection(**about):
    """A plain connection in a transaction of its own; by default to the database of the test."""
    given = connection.settings_dict
    names = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return psycopg.connect(**{name: given[key] for name, key in names.items() if given[key]} | about)


OURS = "usename = current_user"  # a caretaker of the server's own may be there too; nobody may put that one out


def goes_away_for_a_second():
    """Nobody is let into the database, and who is in is put out; then it is there again."""
    name = connection.settings_dict["NAME"]
    guard = another_connection(dbname="postgres", autocommit=True)

    def let_in():
        with guard:
            guard.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')

    guard.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
    threading.Timer(1, let_in).start()
    guard.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS} AND datname = %s", [name])
    return "250 OK"


class TestManySenders:
    def test_send_each_message_once(self, mail_server, make_kind):
        kind = make_kind()
        for number in range(60):
            owe(kind, municipality=f"GM000{number % 5}")

        assert send_by_many() == 60

        assert set(mail_server.copies().values()) == {1}
        assert Message.objects.filter(sent_at=None).count() == 0

    def test_that_plan_and_send_as_two_beats_would_have_it_send_each_once(self, mail_server, make_kind, monkeypatch):
        kind, about = make_kind(), {"subject_id": uuid.uuid4(), "municipality": make.TOWN}
        readers = [make.account().pk for _ in range(10)]

        def plan(now):
            outbox.owe_many(outbox.message(kind, recipient_id=pk, now=now, **about) for pk in readers)

        monkeypatch.setattr(outbox, "planners", [plan])
        by_many(lambda: sending.tick(make.NOON))

        assert len(mail_server.copies()) == len(mail_server.mails) == 10

    def test_would_send_copies_without_lock_lease_and_token(self, mail_server, make_kind, monkeypatch):
        """The control: the test above does find the fault that the claim prevents."""
        lease = "AND (m.lease_until IS NULL OR m.lease_until < now())"
        assert lease in claiming._CLAIM
        token = "m.lease_token = %(token)s AND m.lease_until > now() AND"
        assert token in turns._BEGIN
        weak = claiming._CLAIM.replace(lease, "").replace("FOR UPDATE SKIP LOCKED", "")
        monkeypatch.setattr(claiming, "_CLAIM", weak)
        monkeypatch.setattr(turns, "_BEGIN", turns._BEGIN.replace(token, "").replace("SKIP LOCKED", ""))
        monkeypatch.setattr(turns, "_CALL", turns._CALL.replace(token, ""))
        monkeypatch.setattr(Turn, "_mine", lambda turn: Message.objects.filter(pk=turn.message.pk))
        kind = make_kind()
        for _ in range(12):
            owe(kind)

        send_by_many()

        assert max(mail_server.copies().values()) > 1


class TestAClaim:
    def test_holds_the_others_off_until_the_lease_ends(self, mail_server, make_kind):
        owe(make_kind())
        mine = claiming.claim(make.NOON)

        assert sending.send_due(make.NOON) == 0
        time_passes()
        assert sending.send_due(make.NOON) == 1

        assert turns.begin(mine, make.NOON) == {}

    def test_passes_by_what_another_is_just_claiming(self, make_kind):
        first, second = owe(make_kind()), owe(make_kind())

        with another_connection() as other, connection.cursor() as cursor:
            other.execute("SELECT 1 FROM notifications_message WHERE id = %s FOR UPDATE", [first.pk])
            cursor.execute("SET lock_timeout = '2s'")
            claimed = [turn.message.pk for turn in claiming.claim(make.NOON)]

        assert claimed == [second.pk]

    def test_gives_a_small_town_its_turn_beside_a_large_one(self, make_kind):
        kind = make_kind()
        for _ in range(claiming.BATCH):
            owe(kind, municipality="GM0363", expires_at=make.NOON + timedelta(minutes=1))
        for _ in range(3):
            owe(kind, municipality="GM0088")

        towns = [turn.message.municipality for turn in claiming.claim(make.NOON)]

        assert towns.count("GM0088") == 3
        assert towns.count("GM0363") == claiming.BATCH // 2

    def test_takes_what_ends_soonest_first(self, make_kind):
        kind = make_kind()
        for minutes in (30, 10, 20):
            owe(kind, expires_at=make.NOON + timedelta(minutes=minutes))

        claimed = [turn.message.expires_at for turn in claiming.claim(make.NOON)]

        assert claimed == sorted(claimed)


class TestASenderThatDied:
    @pytest.mark.parametrize(("on_doubt", "sent"), [(OnDoubt.REPEAT_ONCE, 1), (OnDoubt.NEVER, 0)])
    def test_in_a_call_leaves_it_to_the_kind(self, mail_server, make_kind, on_doubt, sent):
        owe(make_kind(on_doubt=on_doubt))
        turns.begin(claiming.claim(make.NOON), make.NOON)
        time_passes()

        assert sending.send_due(make.NOON) == sent

        assert Attempt.objects.filter(outcome="").count() == 1

    def test_before_a_call_costs_nothing(self, mail_server, make_kind):
        owe(make_kind(on_doubt=OnDoubt.NEVER))
        claiming.claim(make.NOON)
        time_passes()

        assert sending.send_due(make.NOON) == 1


class TestASenderThatStoodStill:
    def test_does_not_send_when_its_time_is_over(self, mail_server, make_kind, monkeypatch):
        monkeypatch.setattr(handing_over, "HAND_OVER_WITHIN_SECONDS", 0)
        owe(make_kind(on_doubt=OnDoubt.NEVER))

        assert sending.send_due(make.NOON) == 0
        monkeypatch.undo()
        assert sending.send_due(make.NOON + timedelta(minutes=5)) == 1

    def test_writes_nothing_after_another_took_over(self, mail_server, make_kind):
        message = owe(make_kind())

        def take_over():
            time_passes()
            claiming.claim(make.NOON)

        mail_server.answers["DATA"] = [elsewhere(take_over)]
        sending.send_due(make.NOON)

        message.refresh_from_db()
        assert message.sent_at is None
        assert Attempt.objects.get().outcome == "sent"


@pytest.mark.parametrize("journal", ["journal.log", ""], indirect=True)
class TestDuringACall:
    def test_a_database_that_goes_away_for_a_while_does_not_make_a_second_copy(self, mail_server, make_kind):
        mail_server.answers["DATA"] = [goes_away_for_a_second]
        owe(make_kind())

        assert sending.send_due(make.NOON) == 1
        time_passes()
        sending.send_due(make.NOON + timedelta(minutes=5))

        assert list(mail_server.copies().values()) == [1]

    def test_a_cut_connection_to_the_database_does_not_make_a_second_copy(self, mail_server, make_kind):
        def cut():
            with connection.cursor() as cursor:
                cursor.execute(
                    f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {OURS}"
                    " AND datname = current_database() AND pid <> pg_backend_pid()"
                )

        mail_server.answers["DATA"] = [elsewhere(cut)]
        owe(make_kind())

        assert sending.send_due(make.NOON) == 1
        time_passes()
        sending.send_due(make.NOON + timedelta(minutes=5))

        assert list(mail_server.copies().values()) == [1]

    def test_no_transaction_is_open(self, mail_server, make_kind):
        open_ones = []

        def look():
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND (xact_start IS NOT NULL OR state LIKE 'idle in%%')"
                )
                open_ones.append(cursor.fetchone()[0])

        mail_server.answers["DATA"] = [elsewhere(look)]
        owe(make_kind())

        sending.send_due(make.NOON)

        assert open_ones == [0]

    @pytest.mark.parametrize("what", ["withdrawn", "expired"])
    def test_what_leaves_is_sent_whatever_is_decided_meanwhile(self, mail_server, make_kind, what):
        kind = make_kind()
        message = owe(kind)

        def decide():
            if what == "withdrawn":
                outbox.withdraw(kind, subject_id=message.subject_id, now=make.NOON)
            else:
                Message.objects.update(expired_at=make.NOON, why="too late")

        mail_server.answers["DATA"] = [elsewhere(decide)]
        sending.send_due(make.NOON)

        assert len(mail_server.mails) == 1
        assert outbox.counts()["sent"] == 1
