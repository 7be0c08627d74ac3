"""Sending: nothing is late, in the wrong words or to the wrong person, and one bad message harms no other."""

from datetime import timedelta

import pytest

from backend.pairs.models import Pair
from notifications import journal, outbox, sending, shift
from notifications.kinds import OnDoubt
from notifications.models import Message, Sender
from tests import make
from tests.notifications.mail_server import KEEP_AND_HANG_UP
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db


def broken(_subject, _recipient):
    raise ZeroDivisionError


def tick(*minutes_after_noon):
    for minutes in minutes_after_noon:
        sending.tick(make.NOON + timedelta(minutes=minutes))


class TestAMessage:
    def test_leaves_once_however_often_the_tick_runs(self, mail_server, make_kind):
        message = owe(make_kind(), make.account(mail="ria@example.org"))

        tick(0, 0, 1)

        [mail] = mail_server.mails
        assert mail["To"].addresses[0].addr_spec == "ria@example.org"
        assert str(message.pk) in mail["Message-ID"]

    def test_waits_until_it_is_due(self, mail_server, make_kind):
        owe(make_kind(), due_at=make.NOON + timedelta(minutes=10))

        tick(9)
        assert mail_server.mails == []
        tick(10)

        assert len(mail_server.mails) == 1

    def test_is_in_the_language_of_its_reader(self, mail_server, make_kind):
        kind = make_kind()
        for language in ("nl", "ar"):
            owe(kind, make.account(language=language))

        tick(0)

        pages = {mail["Content-Language"]: mail.get_body(("html",)).get_content() for mail in mail_server.mails}
        assert 'dir="ltr"' in pages["nl"]
        assert "Hallo" in pages["nl"]
        assert 'dir="rtl"' in pages["ar"]

    def test_in_a_language_that_we_do_not_have_is_in_dutch(self, mail_server, make_kind):
        owe(make_kind(), make.account(language="ti"))

        tick(0)

        assert mail_server.mails[0]["Content-Language"] == "nl"

    @pytest.mark.parametrize("name", ["Ria\nBcc: all@example.org", "Ria\r\nBcc: all@example.org", "Ria, <x@y.nl>"])
    def test_to_a_name_with_a_header_in_it_has_no_such_header(self, mail_server, make_kind, name):
        kind = make_kind(context=lambda _subject, _recipient: {"other": name})
        owe(kind, make.account(call_name=name, mail="ria@example.org"))

        tick(0)

        [mail] = mail_server.mails
        assert mail["Bcc"] is None
        assert [address.addr_spec for address in mail["To"].addresses] == ["ria@example.org"]

    def test_to_an_address_with_letters_of_another_script_reaches_it(self, mail_server, make_kind):
        owe(make_kind(), make.account(mail="ria@bücher.example"))

        tick(0)

        assert set(mail_server.receivers()) == {"ria@xn--bcher-kva.example"}

    def test_that_left_stands_in_the_journal(self, mail_server, make_kind, settings, tmp_path):
        settings.SEND_JOURNAL = str(tmp_path / "journal.log")
        messages = [owe(make_kind()) for _ in range(2)]

        tick(0)

        lines = (tmp_path / "journal.log").read_text().splitlines()
        assert {line.split()[0] for line in lines} == {str(message.pk) for message in messages}

    def test_that_left_is_not_sent_again_because_the_journal_is_full(self, mail_server, make_kind, monkeypatch):
        def full(_message, _now):
            raise OSError("No space left on device")

        monkeypatch.setattr(journal, "note_sent", full)
        owe(make_kind())

        tick(0, 10)

        assert len(mail_server.mails) == 1


class TestWhatIsNotSent:
    def test_is_what_is_too_late(self, mail_server, make_kind):
        owe(make_kind(lifetime=timedelta(minutes=10)))

        tick(10)

        assert mail_server.mails == []
        assert Message.objects.get().expired_at is not None

    def test_is_what_became_too_late_while_another_was_sent(self, mail_server, make_kind, monkeypatch):
        monkeypatch.setattr(shift.Shift, "moment", lambda _shift: make.NOON + len(mail_server.mails) * one_hour)
        one_hour = timedelta(hours=1)
        monkeypatch.setattr(shift, "SHIFT_SECONDS", 3600)
        for minutes in (10, 20):
            owe(make_kind(), expires_at=make.NOON + timedelta(minutes=minutes))

        tick(0)

        assert len(mail_server.mails) == 1

    @pytest.mark.parametrize("context", [lambda _s, _r: None, lambda pair, _r: Pair.objects.none().get(pk=pair)])
    def test_is_what_is_no_longer_true(self, mail_server, make_kind, town, context):
        owe(make_kind(context=context))

        tick(0)

        assert mail_server.mails == []
        assert Message.objects.get().withdrawn_at is not None

    def test_is_what_would_go_to_somebody_who_has_left(self, mail_server, make_kind):
        owe(make_kind(), make.account(is_active=False))

        tick(0)

        assert mail_server.mails == []
        assert Message.objects.get().withdrawn_at is not None

    def test_waits_while_sending_is_paused(self, mail_server, make_kind):
        owe(make_kind())
        Sender.objects.create(paused_since=make.NOON)

        tick(0)
        assert mail_server.mails == []
        Sender.objects.update(paused_since=None)
        tick(0)

        assert len(mail_server.mails) == 1

    @pytest.mark.parametrize("channel", ["mail", "sms"])
    def test_is_kept_in_sight_when_there_is_no_way_to_reach_somebody(self, make_kind, channel):
        owe(make_kind(), make.account(mail="", phone="+31612345678"), channel=channel)

        tick(0)

        assert Message.objects.troubled(make.TOWN).get().why == "no way to reach"

    def test_is_what_may_have_left_already_and_must_not_be_repeated(self, mail_server, make_kind):
        mail_server.answers["DATA"] = [KEEP_AND_HANG_UP]
        owe(make_kind(on_doubt=OnDoubt.NEVER))

        tick(0, 5, 30)

        assert len(mail_server.mails) == 1
        assert Message.objects.get().why == "may have left already"


class TestOneBadMessage:
    def test_is_given_up_and_the_others_leave(self, mail_server, make_kind):
        for minutes in (1, 3):
            owe(make_kind("broken_kind", context=broken), expires_at=make.NOON + timedelta(minutes=minutes))
        owe(make_kind(), expires_at=make.NOON + timedelta(minutes=2))

        tick(0)

        assert len(mail_server.mails) == 1
        assert {m.why for m in Message.objects.troubled(make.TOWN)} == {"cannot be written"}

    def test_of_a_kind_that_an_older_version_knew_does_not_stop_the_others(self, mail_server, make_kind):
        owe(make_kind())
        owe(make_kind("gone"))
        Message.objects.filter(kind="gone").update(kind="forgotten")

        tick(0)

        assert len(mail_server.mails) == 1
        assert Message.objects.get(kind="forgotten").why == "unknown kind"

    def test_to_an_address_that_no_server_knows_how_to_write_does_not_stop_the_others(self, mail_server, make_kind):
        kind = make_kind()
        owe(kind, make.account(mail="é@example.org"))
        owe(kind)

        tick(0)

        assert len(mail_server.mails) == 1
        assert Message.objects.troubled(make.TOWN).get().why == "refused"


class TestTheTick:
    def test_goes_on_when_a_planner_fails(self, mail_server, make_kind, monkeypatch):
        monkeypatch.setattr(outbox, "planners", [lambda now: broken(now, now)])
        owe(make_kind())

        assert sending.tick(make.NOON) == 1

    def test_sends_what_a_planner_owes(self, mail_server, make_kind, monkeypatch):
        kind = make_kind()
        monkeypatch.setattr(outbox, "planners", [lambda now: owe(kind, now=now)])

        assert sending.tick(make.NOON) == 1

    def test_says_when_it_was_last_here(self):
        sending.tick(make.NOON)

        assert outbox.last_tick() == make.NOON

    def test_stops_after_the_message_it_is_busy_with_and_leaves_the_others_to_anybody(self, mail_server, make_kind):
        for _ in range(3):
            owe(make_kind())

        sending.tick(make.NOON, stopping=lambda: len(mail_server.mails) == 1)
        assert len(mail_server.mails) == 1
        tick(0)

        assert len(mail_server.copies()) == len(mail_server.mails) == 3

    def test_ends_its_shift_and_asks_for_the_next_one(
        self, mail_server, make_kind, monkeypatch, django_capture_on_commit_callbacks
    ):
        kicks = []
        monkeypatch.setattr(shift.Shift, "is_over", lambda _shift: len(mail_server.mails) >= 2)
        for _ in range(3):
            owe(make_kind())
        monkeypatch.setattr(outbox, "kickers", [lambda: kicks.append(1)])

        with django_capture_on_commit_callbacks(execute=True):
            assert sending.send_due(make.NOON) == 2

        assert kicks == [1]
