"""A provider that is ill is left alone, and no town takes the whole road."""

from datetime import timedelta

import pytest

from local.fake_notify import HANG_UP
from notifications import buckets, circuits, sending
from notifications.models import Circuit, Message
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


def taken(town, wanted):
    return buckets.take({("mail", town): wanted})["mail", town]


class TestACircuit:
    def test_is_open_after_a_failure_longer_each_time_and_closed_by_a_success(self):
        for failures, seconds in enumerate((15, 30, 60, 120, 240, 300, 300)):
            circuits.trip("mail", make.NOON)
            assert Circuit.objects.get().open_until - make.NOON == timedelta(seconds=seconds), failures

        circuits.mend("mail")

        assert circuits.open_ones(make.NOON) == set()

    def test_keeps_every_sender_from_a_provider_that_is_not_there(self, make_kind, settings):
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
        for _ in range(3):
            owe(make_kind())

        for seconds in (0, 5, 10):
            sending.tick(make.NOON + timedelta(seconds=seconds))

        assert sum(message.tries for message in Message.objects.all()) == 1

    def test_opens_when_call_after_call_breaks_off(self, notify, make_kind):
        notify.answers = [HANG_UP] * 10
        kind = make_kind()
        for number in range(10):
            owe(kind, make.account(mail="", phone=f"+3161234567{number}"))

        sending.tick(make.NOON)

        assert len(notify.answers) == 7
        assert circuits.open_ones(make.NOON + timedelta(seconds=5)) == {"sms"}

    def test_of_one_channel_does_not_stop_the_other(self, notify, mail_server, make_kind):
        circuits.trip("sms", make.NOON)
        kind = make_kind()
        owe(kind, make.account(mail="", phone="+31612345678"))
        owe(kind)

        sending.tick(make.NOON)

        assert (len(mail_server.mails), notify.taken) == (1, [])


class TestABucket:
    def test_gives_what_it_holds_and_no_more(self, settings):
        settings.MESSAGES_A_MINUTE = {"mail": 30}

        assert [taken(make.TOWN, 20) for _ in range(3)] == [20, 10, 0]

    def test_of_another_town_is_not_touched(self, settings):
        settings.MESSAGES_A_MINUTE = {"mail": 30}
        taken(make.TOWN, 30)

        assert taken(make.OTHER_TOWN, 5) == 5

    def test_that_is_empty_makes_a_town_wait_and_not_its_neighbour(self, mail_server, make_kind, settings):
        settings.MESSAGES_A_MINUTE = {"mail": 10}
        kind = make_kind()
        for _ in range(30):
            owe(kind)
        for _ in range(5):
            owe(kind, municipality=make.OTHER_TOWN)

        assert sending.tick(make.NOON) == 15

        assert not Message.objects.filter(municipality=make.OTHER_TOWN, sent_at=None).exists()
        assert Message.objects.filter(sent_at=None, lease_until=None).count() == 20
