"""Quiet hours, free Sundays, not too many a day, and one mail instead of five."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications import calm, outbox, preferences, sending
from notifications.kinds import CalendarPart, Topic, Urgency
from notifications.models import Message
from tests import make
from tests.notifications.mail_server import KEEP_AND_HANG_UP
from tests.notifications.owing import owe

CULEMBORG = ZoneInfo("Europe/Amsterdam")
LATE = datetime(2026, 11, 23, 22, 30, tzinfo=CULEMBORG)
MORNING = datetime(2026, 11, 24, 8, 0, tzinfo=CULEMBORG)
SATURDAY_NIGHT = datetime(2026, 11, 28, 22, 0, tzinfo=CULEMBORG)
INVITATION = CalendarPart(method="REQUEST", body=b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
moments = st.datetimes(datetime(2024, 1, 1), datetime(2030, 12, 31), timezones=st.just(UTC))


class TestTheNextMoment:
    @given(moments, st.booleans())
    def test_is_by_day_and_not_before_and_at_most_two_days_later(self, moment, sundays_off):
        found = calm.next_moment(moment, sundays_off=sundays_off)
        local = found.astimezone(CULEMBORG)

        assert moment <= found <= moment + timedelta(hours=48)
        assert 8 <= local.hour < 21
        assert not (sundays_off and local.weekday() == 6)
        assert calm.next_moment(found, sundays_off=sundays_off) == found

    @pytest.mark.parametrize("night", [datetime(2026, 3, 28, 23, 0), datetime(2026, 10, 24, 23, 0)])
    def test_is_eight_on_the_wall_also_when_the_clock_changes(self, night):
        found = calm.next_moment(night.replace(tzinfo=CULEMBORG), sundays_off=False)

        assert found.astimezone(CULEMBORG).strftime("%a %H:%M") == "Sun 08:00"


@pytest.mark.django_db
class TestAtNight:
    def test_a_message_waits_for_the_morning(self, mail_server, make_kind):
        owe(make_kind(lifetime=timedelta(days=1)), now=LATE)

        sending.tick(LATE)
        sending.tick(MORNING - timedelta(minutes=1))
        assert mail_server.mails == []
        assert outbox.oldest_due(LATE) is None
        sending.tick(MORNING)

        assert len(mail_server.mails) == 1

    def test_an_urgent_message_goes_at_once(self, mail_server, make_kind):
        owe(make_kind(urgency=Urgency.NOW), now=LATE)

        assert sending.tick(LATE) == 1

    def test_a_message_that_would_be_too_late_in_the_morning_goes_at_once(self, mail_server, make_kind):
        owe(make_kind(), now=LATE, expires_at=MORNING)

        assert sending.tick(LATE) == 1

    def test_who_wants_free_sundays_hears_it_on_monday(self, mail_server, make_kind):
        for sundays_off in (True, False):
            who = make.account(mail=f"{sundays_off}@example.org".lower())
            preferences.choose(recipient_id=who.pk, channel="", sundays_off=sundays_off, declined=[])
            owe(make_kind(lifetime=timedelta(days=3)), who, now=SATURDAY_NIGHT)

        sending.tick(SATURDAY_NIGHT)
        sending.tick(SATURDAY_NIGHT + timedelta(hours=10))
        assert set(mail_server.receivers()) == {"false@example.org"}
        sending.tick(SATURDAY_NIGHT + timedelta(hours=34))

        assert len(mail_server.mails) == 2


@pytest.mark.django_db
class TestTooMany:
    def test_a_day_wait_for_the_next_morning(self, mail_server, make_kind):
        who, kind = make.account(), make_kind(lifetime=timedelta(days=3))
        for number in range(calm.MOST_A_DAY + 1):
            now = make.NOON + timedelta(minutes=number)
            owe(kind, who, now=now)
            sending.tick(now)

        assert len(mail_server.mails) == calm.MOST_A_DAY
        sending.tick(MORNING + timedelta(hours=5))

        assert len(mail_server.mails) == calm.MOST_A_DAY + 1

    def test_at_once_are_one_mail_with_all_of_them(self, mail_server, make_kind):
        who = make.account()
        messages = [owe(make_kind(f"kind_{number}"), who) for number in range(5)]

        assert sending.tick(make.NOON) == 1

        [mail] = mail_server.mails
        assert mail.get_body(("plain",)).get_content().count("Ria") == 5
        assert {m.sent_at is not None for m in Message.objects.all()} == {True}
        assert {m.carried_by for m in Message.objects.all()} - {None} <= {m.pk for m in messages}

    def test_at_once_with_an_invitation_among_them_leave_that_one_in_a_mail_of_its_own(self, mail_server, make_kind):
        who = make.account()
        owe(make_kind("invitation", calendar=lambda *_about: [INVITATION]), who)
        for number in range(3):
            owe(make_kind(f"kind_{number}"), who)

        sending.tick(make.NOON)

        calendars = [
            part for mail in mail_server.mails for part in mail.walk() if "calendar" in part.get_content_type()
        ]
        assert len(mail_server.mails) == 2
        assert calendars

    def test_two_at_once_are_two_mails_and_strangers_share_none(self, mail_server, make_kind):
        who, kind = make.account(), make_kind()
        for reader in (who, who, make.account(), make.account()):
            owe(kind, reader)

        sending.tick(make.NOON)

        assert len(mail_server.mails) == 4

    def test_at_once_in_doubt_are_repeated_as_one(self, mail_server, make_kind):
        mail_server.answers["DATA"] = [KEEP_AND_HANG_UP]
        who = make.account()
        for number in range(4):
            owe(make_kind(f"kind_{number}"), who)

        for minutes in (0, 5, 20):
            sending.tick(make.NOON + timedelta(minutes=minutes))

        assert list(mail_server.copies().values()) == [2]
        assert Message.objects.filter(sent_at=None).count() == 0

    def test_at_once_whose_mail_is_refused_go_alone(self, mail_server, make_kind):
        mail_server.answers["DATA"] = ["550 No"]
        who = make.account()
        for number in range(3):
            owe(make_kind(f"kind_{number}"), who)

        for minutes in (0, 5):
            sending.tick(make.NOON + timedelta(minutes=minutes))

        assert len(mail_server.mails) == 2
        assert Message.objects.filter(dead_at__isnull=False).count() == 1

    def test_an_urgent_one_is_not_held_up_by_a_digest(self, mail_server, make_kind):
        who, code = make.account(), make_kind("code", urgency=Urgency.NOW)
        for number in range(3):
            owe(make_kind(f"kind_{number}"), who)
        message = owe(code, who)

        sending.tick(make.NOON)

        message.refresh_from_db()
        assert (len(mail_server.mails), message.carried_by) == (2, None)


@pytest.mark.django_db
def test_what_somebody_declined_is_not_sent(mail_server, make_kind):
    who = make.account()
    preferences.decline(recipient_id=who.pk, topic=Topic.REMINDERS)
    owe(make_kind(topic=Topic.REMINDERS), who)
    owe(make_kind("other", topic=Topic.QUESTIONS), who)

    sending.tick(make.NOON)

    assert len(mail_server.mails) == 1
    assert Message.objects.filter(why="declined").count() == 1
