"""Mail servers that misbehave at each stage: what has certainly not left is sent later, and nothing too often."""

from datetime import timedelta

import pytest

from notifications import sending
from notifications.kinds import OnDoubt, Topic
from notifications.models import Attempt, Message
from tests import make
from tests.notifications.mail_server import HANG_UP, KEEP_AND_HANG_UP, SLOW
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db
STAGES = ("MAIL", "RCPT", "DATA")


def tick(*minutes_after_noon):
    for minutes in minutes_after_noon:
        sending.tick(make.NOON + timedelta(minutes=minutes))


class TestAServerThat:
    @pytest.mark.parametrize("stage", STAGES)
    @pytest.mark.parametrize("answer", ["421 Closing", "450 Greylisted", "452 Full"])
    def test_says_later_gets_the_message_later(self, mail_server, make_kind, stage, answer):
        mail_server.answers[stage] = [answer]
        owe(make_kind(on_doubt=OnDoubt.NEVER))

        tick(0)
        assert mail_server.mails == []
        tick(2, 4)

        assert len(mail_server.mails) == 1

    def test_says_later_is_not_asked_again_at_once(self, mail_server, make_kind):
        mail_server.answers["RCPT"] = ["450 Greylisted"]
        message = owe(make_kind())

        tick(0, 0)

        assert mail_server.mails == []
        message.refresh_from_db()
        assert make.NOON < message.next_try_at < make.NOON + timedelta(minutes=1)
        assert message.due_at == make.NOON

    @pytest.mark.parametrize("stage", ["RCPT", "DATA"])
    def test_refuses_a_message_gets_it_once_and_a_person_is_told(self, mail_server, make_kind, stage):
        mail_server.answers[stage] = ["550 No such user"]
        owe(make_kind())

        tick(0, 30)

        assert mail_server.mails == []
        assert Message.objects.troubled(make.TOWN).get().why == "refused"
        assert Attempt.objects.get().answer == "550 No such user"

    def test_refuses_one_of_two_gets_the_other(self, mail_server, make_kind):
        mail_server.answers["RCPT"] = ["550 No such user"]
        for _ in range(2):
            owe(make_kind())

        tick(0)

        assert len(mail_server.mails) == 1

    def test_refuses_us_altogether_kills_no_message(self, mail_server, make_kind):
        mail_server.answers["MAIL"] = ["553 You may not send"] * 2
        owe(make_kind())

        tick(0, 5)
        assert not Message.objects.troubled(make.TOWN).exists()
        tick(20)

        assert len(mail_server.mails) == 1

    def test_is_not_there_is_asked_once_a_tick_and_nothing_is_lost(self, settings, mail_server, make_kind):
        for _ in range(5):
            owe(make_kind())
        settings.EMAIL_PORT = 1

        tick(0)
        assert Attempt.objects.count() == 1
        settings.EMAIL_PORT = mail_server.port
        tick(5)

        assert len(mail_server.mails) == 5

    @pytest.mark.parametrize("stage", ["MAIL", "RCPT"])
    @pytest.mark.parametrize("fault", [HANG_UP, SLOW])
    def test_breaks_off_before_the_text_gets_the_message_once(self, mail_server, make_kind, settings, stage, fault):
        settings.EMAIL_TIMEOUT = 0.5
        mail_server.answers[stage] = [fault]
        owe(make_kind(on_doubt=OnDoubt.NEVER))

        tick(0, 5)

        assert len(mail_server.mails) == 1

    @pytest.mark.parametrize("fault", [HANG_UP, SLOW])
    def test_breaks_off_at_the_text_gets_it_again_if_the_kind_allows(self, mail_server, make_kind, settings, fault):
        settings.EMAIL_TIMEOUT = 0.5
        mail_server.answers["DATA"] = [fault]
        owe(make_kind(on_doubt=OnDoubt.REPEAT_ONCE))

        tick(0, 5)

        assert len(mail_server.mails) == 1

    @pytest.mark.parametrize(("on_doubt", "copies"), [(OnDoubt.REPEAT_ONCE, 2), (OnDoubt.NEVER, 1)])
    def test_never_answers_after_the_text_gets_no_more_copies_than_the_kind_allows(
        self, mail_server, make_kind, on_doubt, copies
    ):
        mail_server.answers["DATA"] = [KEEP_AND_HANG_UP] * 5
        owe(make_kind(on_doubt=on_doubt))

        tick(0, 5, 15, 40)

        assert list(mail_server.copies().values()) == [copies]
        assert Message.objects.get().why == "may have left already"

    def test_said_later_many_times_may_still_leave_one_doubt(self, mail_server, make_kind):
        mail_server.answers["DATA"] = ["450 Later"] * 3 + [HANG_UP]
        owe(make_kind(lifetime=timedelta(days=1)))

        tick(0, 10, 30, 60, 120)

        assert len(mail_server.mails) == 1
        assert Message.objects.get().sent_at is not None


class TestALine:
    def test_is_used_for_more_than_one_message(self, mail_server, make_kind):
        for _ in range(5):
            owe(make_kind())

        tick(0)

        assert len(mail_server.mails) == 5
        assert mail_server.connections == 1

    def test_that_the_server_closes_between_two_messages_is_opened_anew(self, mail_server, make_kind):
        mail_server.answers["MAIL"] = ["250 OK", HANG_UP]
        for _ in range(3):
            owe(make_kind())

        assert sending.send_due(make.NOON) == 3


class TestAMail:
    def test_is_text_and_html_in_seven_bits_and_says_that_a_machine_wrote_it(self, mail_server, make_kind):
        owe(make_kind(), make.account(language="ar", call_name="أمينة"))

        tick(0)

        [mail] = mail_server.mails
        assert mail.as_bytes().isascii()
        assert {part.get_content_type() for part in mail.iter_parts()} == {"text/plain", "text/html"}
        assert mail["Auto-Submitted"] == "auto-generated"
        assert mail["To"].addresses[0].display_name == "أمينة"


def test_a_mail_that_can_be_declined_says_so_to_the_mail_program(mail_server, make_kind):
    owe(make_kind(topic=Topic.REMINDERS))
    owe(make_kind("other"))

    sending.tick(make.NOON)

    headers = [(mail["List-Unsubscribe"], mail["List-Unsubscribe-Post"]) for mail in mail_server.mails]
    [declinable] = [each for each in headers if each != (None, None)]
    assert declinable[0].startswith("<http")
    assert "/uit/" in declinable[0]
    assert declinable[1] == "List-Unsubscribe=One-Click"
