"""Messages that share commits: the promises are kept for each of them, whatever happens to the others."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications import claiming, handing_over, journal, outbox, screening, sending, turns
from notifications.kinds import OnDoubt
from notifications.models import Attempt, Message
from notifications.shift import Shift
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db


def owe_three(kind):
    """The soonest to end first."""
    return [owe(kind, expires_at=make.NOON + timedelta(minutes=minutes)) for minutes in (40, 50, 60)]


def while_the_first_is_written(deed):
    """The context of a kind: the deed happens when the words of the first message are looked up."""
    deeds = [deed]

    def context(_subject, _recipient):
        if deeds:
            deeds.pop()()
        return {"other": "Ria"}

    return context


def statements(deed):
    """What was written to the database meanwhile."""
    with CaptureQueriesContext(connection) as queries:
        deed()
    return [query["sql"] for query in queries.captured_queries]


def put_on_record(sql):
    return "INSERT INTO notifications_attempt" in sql


def left(mail_server):
    return {mail["Message-ID"][1:37] for mail in mail_server.mails}


class TestAGroup:
    def test_is_put_on_record_once_before_its_calls_and_marked_once_after_them(self, mail_server, make_kind):
        owe_three(make_kind())

        written = statements(lambda: sending.send_due(make.NOON))

        assert len(mail_server.mails) == 3
        assert sum(map(put_on_record, written)) == 1
        assert sum("SET sent_at" in sql for sql in written) == 1
        assert set(Attempt.objects.values_list("outcome", flat=True)) == {"sent"}

    @pytest.mark.parametrize("journal", [""], indirect=True)
    def test_is_made_of_one_where_no_journal_knows_what_left(self, mail_server, make_kind):
        owe_three(make_kind())

        assert sum(map(put_on_record, statements(lambda: sending.send_due(make.NOON)))) == 3

    def test_leaves_out_what_must_never_be_repeated(self, mail_server, make_kind):
        owe_three(make_kind(on_doubt=OnDoubt.NEVER))

        assert sum(map(put_on_record, statements(lambda: sending.send_due(make.NOON)))) == 3

    def test_holds_a_reader_once_so_that_the_second_message_counts_the_first(self, mail_server, make_kind):
        who = make.account()
        for reader in (who, who, None):
            owe(make_kind(), reader)

        written = statements(lambda: sending.send_due(make.NOON))

        assert sum(map(put_on_record, written)) == 2
        assert len(mail_server.copies()) == 3


class TestOneOfAGroup:
    @pytest.mark.parametrize("outcome", ["withdrawn_at", "expired_at"])
    def test_about_which_is_decided_meanwhile_does_not_leave(self, mail_server, make_kind, outcome):
        messages = []

        def decide():
            Message.objects.filter(pk=messages[1].pk).update(**{outcome: make.NOON})

        messages += owe_three(make_kind(context=while_the_first_is_written(decide)))
        sending.send_due(make.NOON)

        assert left(mail_server) == {str(messages[0].pk), str(messages[2].pk)}

    def test_that_another_sender_took_over_does_not_leave(self, mail_server, make_kind):
        def take_over():
            Message.objects.filter(sent_at=None).update(lease_until=None)
            claiming.claim(make.NOON)

        owe_three(make_kind(context=while_the_first_is_written(take_over)))
        sending.send_due(make.NOON)

        assert len(mail_server.mails) == 1

    def test_whose_reader_leaves_meanwhile_is_not_sent(self, mail_server, make_kind, monkeypatch):
        monkeypatch.setattr(screening, "FRESH_SECONDS", 0)
        who = make.account()

        def leaves():
            type(who).objects.filter(pk=who.pk).update(is_active=False)

        kind = make_kind(context=while_the_first_is_written(leaves))
        owe(kind, expires_at=make.NOON + timedelta(minutes=10))
        message = owe(kind, who)
        sending.send_due(make.NOON)

        message.refresh_from_db()
        assert (message.why, message.tries, message.doubts) == ("not active", 0, 0)
        assert len(mail_server.mails) == Attempt.objects.count() == 1

    def test_whose_turn_comes_too_late_is_given_back_untried(self, mail_server, make_kind, monkeypatch):
        monkeypatch.setattr(handing_over, "HAND_OVER_WITHIN_SECONDS", 0.3)
        owe_three(make_kind(context=while_the_first_is_written(lambda: time.sleep(0.4))))

        sending._send_batch(claiming.claim(make.NOON), Shift(make.NOON))
        monkeypatch.undo()

        assert set(Message.objects.values_list("doubts", "lease_until")) == {(0, None)}
        assert sending.send_due(make.NOON + timedelta(minutes=5)) == 3

    def test_that_was_taken_is_marked_at_once_when_the_journal_is_full(self, mail_server, make_kind, monkeypatch):
        def full(_message, _now):
            raise OSError("No space left on device")

        monkeypatch.setattr(journal, "note_sent", full)
        owe_three(make_kind())

        assert sum("SET sent_at" in sql for sql in statements(lambda: sending.send_due(make.NOON))) == 3

    def test_that_cannot_be_written_harms_no_other(self, mail_server, make_kind):
        def broken():
            raise ZeroDivisionError

        owe_three(make_kind(context=while_the_first_is_written(broken)))
        sending.send_due(make.NOON)

        assert outbox.counts()["sent"] == len(mail_server.mails) == 2
        assert outbox.counts()["dead"] == 1


class TestASenderThatDiedInAGroup:
    """Three were begun; the first had left, the second was being called, and the third waited for its turn."""

    @pytest.fixture
    def messages(self, make_kind):
        messages = owe_three(make_kind())
        claimed = claiming.claim(make.NOON)
        attempts = turns.begin(claimed, make.NOON)
        for turn in claimed[:2]:
            assert turn.call(attempts[turn.message.pk], make.NOON)
        journal.note_sent(messages[0], make.NOON)
        Message.objects.update(lease_until=None)
        return messages

    def test_the_first_is_known_by_the_journal_and_the_others_leave(self, mail_server, messages):
        assert sending.send_due(make.NOON) == 2

        assert left(mail_server) == {str(messages[1].pk), str(messages[2].pk)}
        assert outbox.counts()["sent"] == 3

    def test_the_third_was_never_in_doubt_so_that_it_may_be_in_doubt_later(self, mail_server, messages):
        sending.send_due(make.NOON)

        doubts = {str(pk): doubts for pk, doubts in Message.objects.values_list("pk", "doubts")}
        assert [doubts[str(message.pk)] for message in messages] == [1, 2, 1]
