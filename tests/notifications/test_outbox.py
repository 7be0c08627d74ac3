"""The outbox: a message is owed with its cause, once, and only as long as it is wanted."""

import os
import subprocess
import sys
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Value

from backend.people.models import Account
from local import folders
from notifications import kinds, outbox, sending
from notifications.models import Message
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db


def said_by_a_web_server(words, **environment):
    """What these words print in a process that has loaded what gunicorn loads."""
    done = subprocess.run(
        [sys.executable, "-c", f"import time, backend.config.wsgi; from notifications import outbox; {words}"],
        cwd=folders.ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout


class TestAMessage:
    def test_that_is_owed_twice_is_one_message(self, make_kind):
        kind, who, subject = make_kind(), make.account(), uuid.uuid4()

        for _ in range(2):
            owe(kind, who, subject_id=subject)

        assert Message.objects.count() == 1

    def test_is_due_now_by_mail_and_lives_as_long_as_its_kind(self, make_kind):
        kind = make_kind()

        message = owe(kind)

        assert (message.channel, message.due_at) == ("mail", make.NOON)
        assert message.expires_at == make.NOON + kind.lifetime

    def test_that_is_planned_for_later_lives_from_then_on(self, make_kind):
        kind, later = make_kind(), make.NOON + timedelta(hours=5)

        assert owe(kind, due_at=later).expires_at == later + kind.lifetime

    def test_of_another_occurrence_is_another_message(self, make_kind):
        kind, who, subject = make_kind(), make.account(), uuid.uuid4()

        for week in ("2026-W48", "2026-W49"):
            outbox.owe(kind, recipient_id=who.pk, subject_id=subject, now=make.NOON, municipality="", occurrence=week)

        assert Message.objects.count() == 2

    def test_of_a_deed_that_is_undone_is_never_owed(self, make_kind):
        kind, who = make_kind(), make.account()

        with transaction.atomic():
            owe(kind, who)
            transaction.set_rollback(True)

        assert not Message.objects.exists()

    @pytest.mark.parametrize("second", ["expired_at", "withdrawn_at", "dead_at"])
    def test_cannot_have_two_outcomes(self, make_kind, second):
        owe(make_kind())

        with pytest.raises(IntegrityError, match="message_has_one_outcome_at_most"):
            Message.objects.update(**{"sent_at": make.NOON, second: make.NOON})


class TestWithdrawing:
    def test_cancels_what_is_not_sent(self, mail_server, make_kind):
        kind = make_kind()
        message = owe(kind)

        assert outbox.withdraw(kind, subject_id=message.subject_id, now=make.NOON) == 1
        sending.tick(make.NOON)

        assert mail_server.mails == []

    def test_for_one_of_two_leaves_the_other(self, mail_server, make_kind):
        kind, subject, ria, ali = make_kind(), uuid.uuid4(), make.account(), make.account()
        for who in (ria, ali):
            owe(kind, who, subject_id=subject)

        outbox.withdraw(kind, subject_id=subject, recipient_id=ria.pk, now=make.NOON)
        sending.tick(make.NOON)

        assert set(mail_server.receivers()) == {ali.mail}

    def test_comes_too_late_for_what_has_left(self, mail_server, make_kind):
        kind = make_kind()
        message = owe(kind)
        sending.tick(make.NOON)

        assert outbox.withdraw(kind, subject_id=message.subject_id, now=make.NOON) == 0


class TestAKick:
    def test_is_given_when_the_deed_is_committed(self, make_kind, monkeypatch, django_capture_on_commit_callbacks):
        kicks = []
        monkeypatch.setattr(outbox, "kickers", [lambda: kicks.append(1)])

        with django_capture_on_commit_callbacks(execute=True):
            owe(make_kind())
            assert kicks == []

        assert kicks == [1]

    def test_that_fails_loses_nothing(self, make_kind, monkeypatch, django_capture_on_commit_callbacks):
        def gone():
            raise ConnectionError

        monkeypatch.setattr(outbox, "kickers", [gone])

        with django_capture_on_commit_callbacks(execute=True):
            owe(make_kind())

        assert Message.objects.count() == 1

    def test_is_given_by_the_web_server_too_in_which_celery_looks_for_no_tasks(self):
        assert "kick" in said_by_a_web_server("print(outbox.kickers)")

    def test_without_a_broker_keeps_no_visitor_waiting(self):
        kicked = "began = time.monotonic(); outbox._kick(); print(time.monotonic() - began)"

        assert float(said_by_a_web_server(kicked, REDIS_URL="redis://127.0.0.1:1/0")) < 3


class TestAKind:
    def test_has_a_name_of_its_own(self, make_kind):
        make_kind("farewell")

        with pytest.raises(kinds.KindIsTaken):
            make_kind("farewell", lifetime=timedelta(days=2))


class TestTheStateOfTheOutbox:
    def test_says_since_when_the_oldest_message_waits(self, make_kind):
        kind = make_kind()
        for minutes in (5, 10):
            owe(kind, due_at=make.NOON + timedelta(minutes=minutes))

        assert outbox.oldest_due(make.NOON) is None
        assert outbox.oldest_due(make.NOON + timedelta(minutes=20)) == make.NOON + timedelta(minutes=5)

    def test_counts_by_outcome(self, mail_server, make_kind):
        kind = make_kind()
        owe(kind)
        sending.tick(make.NOON)
        owe(kind)

        assert outbox.counts() == {"waiting": 1, "sent": 1, "expired": 0, "withdrawn": 0, "dead": 0}


class TestOwingToManyAtOnce:
    def rows(self):
        return Account.objects.values_list("pk", "pk", Value(""), Value(make.NOON + timedelta(hours=1)))

    def test_is_one_statement_with_the_same_rows_as_owing_one_by_one(self, make_kind, django_assert_num_queries):
        kind = make_kind()
        people = [make.account(), make.account(mail="", phone="+31612345678")]

        with django_assert_num_queries(1):
            assert outbox.owe_selected(kind, self.rows(), now=make.NOON, municipality=make.TOWN) == 2

        selected = {m.pk: (m.channel, m.expires_at, m.due_at) for m in Message.objects.all()}
        Message.objects.all().delete()
        for person in people:
            outbox.owe(
                kind,
                recipient_id=person.pk,
                subject_id=person.pk,
                now=make.NOON,
                municipality=make.TOWN,
                expires_at=make.NOON + timedelta(hours=1),
            )
        assert selected == {m.pk: (m.channel, m.expires_at, m.due_at) for m in Message.objects.all()}

    def test_twice_owes_nothing_more(self, make_kind):
        make.account()
        given = {"now": make.NOON, "municipality": make.TOWN}

        assert [outbox.owe_selected(make_kind(), self.rows(), **given) for _ in range(2)] == [1, 0]
