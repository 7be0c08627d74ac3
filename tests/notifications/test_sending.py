"""Sending: nothing is lost, late or in the wrong words, and nothing is repeated beyond what a kind allows."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from notifications import outbox, sending
from notifications.kinds import OnDoubt
from notifications.models import Message, Sender
from tests import make

pytestmark = pytest.mark.django_db


def owe(kind, who, **about):
    given = {"subject_id": uuid.uuid4(), "now": make.NOON, "municipality": make.TOWN} | about
    outbox.owe(kind, recipient_id=who.pk, **given)


class TestAMessage:
    def test_leaves_once_however_often_the_tick_runs(self, mail_server, make_kind):
        owe(make_kind(), make.account(mail="ria@example.org"))

        for _ in range(3):
            sending.tick(make.NOON)

        [mail] = mail_server.messages
        assert "ria@example.org" in mail["To"]
        assert str(Message.objects.get().pk) in mail["Message-ID"]

    def test_that_is_owed_twice_is_one_message(self, make_kind):
        kind, who, subject = make_kind(), make.account(), uuid.uuid4()

        for _ in range(2):
            owe(kind, who, subject_id=subject)

        assert Message.objects.count() == 1

    def test_of_a_deed_that_is_undone_is_never_owed(self, make_kind):
        kind, who = make_kind(), make.account()

        with transaction.atomic():
            owe(kind, who)
            transaction.set_rollback(True)

        assert not Message.objects.exists()

    def test_is_in_the_language_of_its_reader(self, mail_server, make_kind):
        kind = make_kind()
        owe(kind, make.account(language="nl"))
        owe(kind, make.account(language="ar"))

        sending.tick(make.NOON)

        pages = {mail["Content-Language"]: mail.get_body(("html",)).get_content() for mail in mail_server.messages}
        assert 'dir="ltr"' in pages["nl"]
        assert "Hallo" in pages["nl"]
        assert 'dir="rtl"' in pages["ar"]

    def test_with_a_line_break_in_a_name_cannot_smuggle_a_header(self, mail_server, make_kind):
        kind = make_kind(context=lambda _subject, _recipient: {"other": "Ria\nBcc: all@example.org"})
        owe(kind, make.account())

        sending.tick(make.NOON)

        assert mail_server.messages[0]["Bcc"] is None


class TestWhatIsNotSent:
    def test_is_what_is_too_late(self, mail_server, make_kind):
        owe(make_kind(lifetime=timedelta(minutes=10)), make.account())

        sending.tick(make.NOON + timedelta(minutes=10))

        assert mail_server.mails == []
        assert Message.objects.get().expired_at is not None

    def test_is_what_is_no_longer_true(self, mail_server, make_kind):
        owe(make_kind(context=lambda _subject, _recipient: None), make.account())

        sending.tick(make.NOON)

        assert mail_server.mails == []
        assert Message.objects.get().withdrawn_at is not None

    def test_is_what_was_withdrawn(self, mail_server, make_kind):
        kind, subject = make_kind(), uuid.uuid4()
        owe(kind, make.account(), subject_id=subject)

        assert outbox.withdraw(kind, subject_id=subject, now=make.NOON) == 1
        sending.tick(make.NOON)

        assert mail_server.mails == []

    def test_is_what_would_go_to_somebody_who_has_left(self, mail_server, make_kind):
        owe(make_kind(), make.account(is_active=False))

        sending.tick(make.NOON)

        assert mail_server.mails == []

    def test_waits_while_sending_is_paused(self, mail_server, make_kind):
        owe(make_kind(), make.account())
        Sender.objects.create(paused_since=make.NOON)

        sending.tick(make.NOON)
        assert mail_server.mails == []
        Sender.objects.update(paused_since=None)
        sending.tick(make.NOON)

        assert len(mail_server.mails) == 1

    def test_is_kept_in_sight_when_there_is_no_way_to_reach_somebody(self, make_kind):
        owe(make_kind(), make.account(mail="", phone="+31612345678"))

        sending.tick(make.NOON)

        assert Message.objects.troubled(make.TOWN).get().why == "no way to reach"


class TestAServerThatMisbehaves:
    def test_and_says_later_gets_the_message_later(self, mail_server, make_kind):
        mail_server.answers = ["451 Greylisted"]
        owe(make_kind(), make.account())

        sending.tick(make.NOON)
        assert mail_server.mails == []
        sending.tick(make.NOON + timedelta(minutes=5))

        assert len(mail_server.mails) == 1

    def test_and_refuses_gets_the_message_once_and_a_person_is_told(self, mail_server, make_kind):
        mail_server.answers = ["550 No such user"]
        owe(make_kind(), make.account())

        for minutes in (0, 30):
            sending.tick(make.NOON + timedelta(minutes=minutes))

        assert mail_server.mails == []
        assert Message.objects.troubled(make.TOWN).get().why == "refused"

    def test_and_is_not_there_loses_nothing(self, settings, mail_server, make_kind):
        owe(make_kind(), make.account())
        settings.EMAIL_PORT = 1

        sending.tick(make.NOON)
        settings.EMAIL_PORT = mail_server.port
        sending.tick(make.NOON + timedelta(minutes=5))

        assert len(mail_server.mails) == 1

    @pytest.mark.parametrize(("on_doubt", "copies"), [(OnDoubt.REPEAT_ONCE, 2), (OnDoubt.NEVER, 1)])
    def test_and_hangs_up_after_the_text_gets_a_second_copy_only_if_the_kind_allows(
        self, mail_server, make_kind, on_doubt, copies
    ):
        mail_server.answers = ["hang up"] * 5
        owe(make_kind(on_doubt=on_doubt), make.account())

        for minutes in (0, 5, 15, 40):
            sending.tick(make.NOON + timedelta(minutes=minutes))

        assert len(mail_server.mails) == copies
        assert Message.objects.get().dead_at is not None

    def test_for_one_message_does_not_stop_the_others(self, mail_server, make_kind):
        def broken(_subject, _recipient):
            raise ZeroDivisionError

        owe(make_kind("broken_kind", context=broken), make.account())
        owe(make_kind(), make.account())

        sending.tick(make.NOON)

        assert len(mail_server.mails) == 1
        assert Message.objects.get(kind="broken_kind").why == "cannot be written"


class TestTheTick:
    def test_goes_on_when_a_planner_fails(self, mail_server, make_kind, monkeypatch):
        def fails(_now):
            raise ZeroDivisionError

        monkeypatch.setattr(outbox, "planners", [fails])
        owe(make_kind(), make.account())

        assert sending.tick(make.NOON) == 1

    def test_says_when_it_was_last_here(self):
        sending.tick(make.NOON)

        assert outbox.last_tick() == make.NOON

    def test_survives_a_broker_that_is_gone(self, make_kind, monkeypatch, django_capture_on_commit_callbacks):
        def gone():
            raise ConnectionError

        monkeypatch.setattr(outbox, "kickers", [gone])

        with django_capture_on_commit_callbacks(execute=True):
            owe(make_kind(), make.account())

        assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_four_senders_at_once_send_each_message_once(mail_server, make_kind):
    kind = make_kind()
    for _ in range(40):
        owe(kind, make.account())

    def send(_number):
        try:
            return sending.send_due(make.NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as senders:
        sent = list(senders.map(send, range(4)))

    assert sum(sent) == 40
    assert len({mail["Message-ID"] for mail in mail_server.messages}) == len(mail_server.mails) == 40


@pytest.mark.django_db(transaction=True)
def test_a_message_whose_sender_died_is_taken_up_when_its_lease_ends(mail_server, make_kind):
    owe(make_kind(), make.account())
    token = uuid.uuid4()
    [message] = sending._claim(token, make.NOON)

    assert sending.send_due(make.NOON) == 0
    Message.objects.update(lease_until=make.NOON - timedelta(days=365))
    assert sending.send_due(make.NOON) == 1

    assert Message.objects.get(pk=message.pk).lease_token != token
