"""A backup that is put back, or copied, sends nothing before it has read what left."""

import pytest
from django.core.management import CommandError, call_command

from notifications import epoch, outbox, sending
from notifications.models import Departed, Message, Sender
from tests import make
from tests.notifications.owing import owe

pytestmark = pytest.mark.django_db


def is_paused():
    return Sender.objects.filter(paused_since__isnull=False).exists()


def the_backup_is_put_back():
    """As it was before the last ticks: nothing is known of what left meanwhile."""
    Message.objects.update(sent_at=None, doubts=0, lease_until=None)
    Sender.objects.update(ticks=1)


class TestARestoredDatabase:
    def test_is_paused_and_after_reconciling_sends_only_what_had_not_left(self, journal, mail_server, make_kind):
        kind = make_kind()
        left = owe(kind)
        for _ in range(3):
            sending.tick(make.NOON)
        the_backup_is_put_back()
        stayed = owe(kind)

        assert sending.tick(make.NOON) == 0
        assert is_paused()
        call_command("reconcile_restore")
        sending.tick(make.NOON)

        assert sorted(mail_server.copies().values()) == [1, 1]
        assert {m.pk for m in Message.objects.exclude(sent_at=None)} == {left.pk, stayed.pk}

    def test_does_not_send_again_what_it_never_knew_and_plans_anew(self, journal, mail_server, make_kind):
        kind, who = make_kind(), make.account()
        message = owe(kind, who)
        for _ in range(3):
            sending.tick(make.NOON)
        Message.objects.all().delete()
        Sender.objects.update(ticks=1)

        call_command("reconcile_restore")
        owe(kind, who, subject_id=message.subject_id)
        sending.tick(make.NOON)

        assert len(mail_server.mails) == 1
        assert Message.objects.get().why == "by the journal"

    def test_cannot_go_on_by_resuming_alone(self, journal, make_kind):
        for _ in range(3):
            sending.tick(make.NOON)
        the_backup_is_put_back()
        sending.tick(make.NOON)

        call_command("resume_sending")
        sending.tick(make.NOON)

        assert is_paused()

    def test_reconciled_twice_is_the_same(self, journal, mail_server, make_kind):
        owe(make_kind())
        sending.tick(make.NOON)
        the_backup_is_put_back()

        assert [epoch.reconcile().marked for _ in range(2)] == [1, 0]
        assert Departed.objects.count() == 0


class TestACopy:
    def test_on_a_machine_without_the_journal_is_paused(self, journal):
        sending.tick(make.NOON)
        journal.with_name("journal.log.epoch").unlink()

        sending.tick(make.NOON)

        assert is_paused()

    def test_beside_the_journal_of_another_installation_is_paused(self, journal):
        sending.tick(make.NOON)
        Sender.objects.update(epoch="11111111-1111-4111-8111-111111111111")

        sending.tick(make.NOON)

        assert is_paused()

    def test_without_any_journal_says_what_is_missing(self, settings):
        settings.SEND_JOURNAL = ""

        with pytest.raises(CommandError, match="SEND_JOURNAL"):
            call_command("reconcile_restore")


class FailedBetweenDiskAndDatabase(Exception):
    pass


class TestTheFirstTick:
    def test_leaves_no_moment_in_which_another_sender_sees_a_restored_database(self, journal, monkeypatch):
        """The other one comes after the first has committed and before it is through with the file."""
        write, seen = epoch._write, []

        def another_ticks_first(mark, number):
            if number > epoch.BEGUN and not seen:
                seen.append(number)
                epoch.tick(make.NOON)
            write(mark, number)

        monkeypatch.setattr(epoch, "_write", another_ticks_first)
        epoch.tick(make.NOON)
        epoch.tick(make.NOON)

        assert seen
        assert not is_paused()

    @pytest.mark.parametrize("number", [epoch.BEGUN, epoch.BEGUN + 1], ids=["before the commit", "after it"])
    def test_that_was_cut_short_is_taken_up_by_the_next(self, journal, monkeypatch, number):
        write = epoch._write

        def cut_short(mark, written):
            if written == epoch.BEGUN:
                write(mark, written)
            if written == number:
                raise FailedBetweenDiskAndDatabase

        monkeypatch.setattr(epoch, "_write", cut_short)
        with pytest.raises(FailedBetweenDiskAndDatabase):
            epoch.tick(make.NOON)
        monkeypatch.setattr(epoch, "_write", write)
        epoch.tick(make.NOON)
        epoch.tick(make.NOON)

        assert not is_paused()

    def test_does_not_take_up_what_another_installation_began(self, journal):
        epoch.tick(make.NOON)
        Sender.objects.update(epoch=None, ticks=0)

        epoch.tick(make.NOON)

        assert is_paused()

    def test_finds_a_file_that_nobody_can_read_and_pauses(self, journal):
        journal.with_name("journal.log.epoch").write_text("")

        epoch.tick(make.NOON)

        assert is_paused()


def test_the_same_database_goes_on_and_an_operators_pause_stays(journal, make_kind):
    for _ in range(5):
        sending.tick(make.NOON)
    assert not is_paused()
    call_command("pause_sending")

    epoch.reconcile()

    assert is_paused()


def test_a_torn_last_line_of_the_journal_is_passed_by(journal, mail_server, make_kind):
    owe(make_kind())
    sending.tick(make.NOON)
    with journal.open("a") as file:
        file.write("0b1f")

    assert epoch.reconcile().marked == 0


def test_the_id_of_a_message_follows_from_what_it_is_about(make_kind):
    first = owe(make_kind())
    Message.objects.all().delete()

    again = outbox.message(
        make_kind(),
        recipient_id=first.recipient_id,
        subject_id=first.subject_id,
        now=make.NOON,
        municipality=make.TOWN,
    )

    assert again.pk == first.pk
