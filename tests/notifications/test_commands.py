"""What an operator types."""

import pytest
from django.core.management import call_command

from backend.places import clock
from notifications.models import Message, Sender
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(settings, tmp_path):
    settings.CLOCK_FILE = str(tmp_path / "clock")
    (tmp_path / "clock").write_text(make.NOON.isoformat())


def test_sender_once_and_tick_send_what_is_due(mail_server, make_kind, capsys):
    owe(make_kind())
    call_command("sender", "--once")
    owe(make_kind())
    call_command("tick")

    assert len(mail_server.mails) == 2
    assert capsys.readouterr().out == "1 messages sent.\n" * 2


def test_sending_stands_still_between_pause_and_resume(mail_server, make_kind):
    owe(make_kind())

    call_command("pause_sending", why="a backup is put back")
    call_command("tick")
    assert mail_server.mails == []
    assert Sender.objects.get().pause_reason == "a backup is put back"
    call_command("resume_sending")
    call_command("tick")

    assert Message.objects.get().sent_at >= clock.now()
