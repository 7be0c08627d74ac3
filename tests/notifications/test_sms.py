"""SMS through Notify: once for each message, whatever Notify answers, and never blindly a second time."""

from datetime import timedelta

import pytest

from local.fake_notify import HANG_UP, KEEP_AND_FAIL, KEEP_AND_HANG_UP
from notifications import claiming, screening, sending, turns
from notifications.kinds import OnDoubt
from notifications.models import Attempt, Message
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db
SOON = [5, 10, 20, 45]


def somebody(**about):
    return make.account(**{"mail": "", "phone": "+31612345678"} | about)


def tick(*minutes_after_noon):
    for minutes in minutes_after_noon:
        sending.tick(make.NOON + timedelta(minutes=minutes))


class TestAText:
    def test_reaches_the_phone_of_somebody_without_mail_with_our_own_id(self, notify, make_kind):
        message = owe(make_kind(), somebody())

        tick(0, 1)

        [text] = notify.taken
        assert (text["phone_number"], text["reference"]) == ("+31612345678", str(message.pk))
        message.refresh_from_db()
        assert (message.channel, message.provider_id) == ("sms", text["id"])

    @pytest.mark.parametrize("language", ["nl", "en", "ar"])
    def test_has_no_layout_and_western_digits(self, notify, make_kind, language):
        owe(make_kind(context=lambda _s, _r: {"other": "Ria ٢٥ <b>"}), somebody(language=language))

        tick(0)

        assert "Ria 25 <b>" in notify.taken[0]["body"]

    def test_goes_by_mail_when_there_is_an_address(self, notify, mail_server, make_kind):
        owe(make_kind(), somebody(mail="ria@example.org"))

        tick(0)

        assert (len(mail_server.mails), notify.taken) == (1, [])


class TestAnAnswer:
    @pytest.mark.parametrize("answer", [429, 500, 503, HANG_UP])
    def test_that_may_pass_is_tried_again_and_the_text_comes_once(self, notify, make_kind, answer):
        notify.answers = [answer, answer]
        owe(make_kind(), somebody())

        tick(0, *SOON)

        assert list(notify.copies().values()) == [1]

    @pytest.mark.parametrize("answer", [KEEP_AND_FAIL, KEEP_AND_HANG_UP])
    def test_that_hides_that_the_text_was_taken_does_not_make_a_second_copy(self, notify, make_kind, answer):
        notify.answers = [answer]
        message = owe(make_kind(on_doubt=OnDoubt.NEVER), somebody())

        tick(0, *SOON)

        assert list(notify.copies().values()) == [1]
        message.refresh_from_db()
        assert message.sent_at is not None
        assert message.provider_id == notify.taken[0]["id"]

    def test_that_refuses_the_number_is_a_task_for_a_person(self, notify, make_kind):
        notify.answers = [400]
        owe(make_kind(), somebody())

        tick(0, *SOON)

        assert notify.taken == []
        assert Message.objects.troubled(make.TOWN).get().why == "refused"

    def test_that_does_not_take_our_key_stops_us_from_offering_more(self, notify, make_kind):
        notify.answers = [403] * 3
        kind = make_kind()
        for _ in range(3):
            owe(kind, somebody())

        tick(0)
        assert Attempt.objects.count() == 1
        tick(*SOON)

        assert len(notify.copies()) == 3

    def test_from_nobody_leaves_it_due(self, notify, make_kind, settings):
        there, settings.NOTIFY_BASE_URL = settings.NOTIFY_BASE_URL, "http://127.0.0.1:1"
        message = owe(make_kind(on_doubt=OnDoubt.NEVER), somebody())

        tick(0)
        message.refresh_from_db()
        assert message.doubts == 0
        settings.NOTIFY_BASE_URL = there
        tick(*SOON)

        assert list(notify.copies().values()) == [1]


class TestAfterADoubt:
    def test_notify_is_asked_before_a_second_attempt(self, notify, make_kind):
        notify.answers = [500]
        owe(make_kind(), somebody())

        tick(0, *SOON)

        assert notify.lookups == 1

    def test_nothing_is_sent_before_notify_had_time_to_know_what_it_took(self, notify, make_kind):
        notify.answers, notify.blind_lookups = [KEEP_AND_FAIL], 0
        owe(make_kind(), somebody())
        tick(0)
        Message.objects.update(next_try_at=None)

        tick(1)

        assert (notify.lookups, len(notify.taken)) == (0, 1)

    def test_a_notify_that_cannot_be_asked_is_not_sent_anything(self, notify, make_kind, settings):
        notify.answers = [KEEP_AND_HANG_UP]
        owe(make_kind(), somebody())
        tick(0)
        there, settings.NOTIFY_BASE_URL = settings.NOTIFY_BASE_URL, "http://127.0.0.1:1"

        tick(*SOON[:2])
        settings.NOTIFY_BASE_URL = there
        tick(*SOON[2:])

        assert list(notify.copies().values()) == [1]

    def test_would_make_a_copy_when_nobody_asked(self, notify, make_kind, monkeypatch):
        """The control: the tests above do find the fault that asking prevents."""
        monkeypatch.setattr(screening, "_is_unknown", lambda *_about: True)
        notify.answers = [KEEP_AND_FAIL]
        owe(make_kind(), somebody())

        tick(0, *SOON)

        assert list(notify.copies().values()) == [2]

    def test_a_sender_that_died_in_the_call_makes_no_copy(self, notify, make_kind):
        message = owe(make_kind(), somebody())
        turns.begin(claiming.claim(make.NOON), make.NOON)
        notify.take({"reference": str(message.pk), "phone_number": "+31612345678"})
        Message.objects.update(lease_until=None)

        tick(*SOON)

        assert list(notify.copies().values()) == [1]
        assert Attempt.objects.get().outcome == ""


def test_what_the_journal_holds_is_not_sent_a_second_time(mail_server, make_kind, settings, tmp_path):
    settings.SEND_JOURNAL = str(tmp_path / "journal.log")
    message = owe(make_kind())
    Message.objects.update(doubts=1)
    (tmp_path / "journal.log").write_text(f"{message.pk} mail {make.NOON.isoformat()}\n")

    tick(0)

    message.refresh_from_db()
    assert mail_server.mails == []
    assert message.sent_at is not None
