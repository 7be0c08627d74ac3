"""Meetings in somebody's own calendar: a private address, and invitations that phones understand."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from icalendar import Calendar

from backend.meetings import absences, calendar_parts, feeds, icalendars, messages, planning, safety
from backend.meetings.models import CalendarFeed, Meeting
from backend.pairs import life, pauses
from backend.pairs.models import EndReason
from notifications import address_book, kinds
from notifications.channels.mail import _compose
from notifications.models import Message
from notifications.rendering import render
from tests import make
from tests.backend.meetings.test_days_off import FIRST, SECOND, away, planned
from tests.backend.meetings.test_moving import first, move, slot

pytestmark = pytest.mark.usefixtures("town")


def token_of(account):
    return feeds.make_new(account=account, town=make.TOWN, now=make.NOON).rsplit("/", 1)[1].removesuffix(".ics")


def events(content):
    return list(Calendar.from_ical(content).walk("VEVENT"))


def read(token):
    return feeds.read(token, now=make.NOON)


def part_about(meeting, reader):
    [part] = calendar_parts.of_one(meeting.pk, reader.pk, make.NOON)
    return part


class TestThePrivateCalendar:
    def test_shows_the_meetings_with_one_uid_each_also_those_that_are_off(self):
        pair = planned()

        found = events(read(token_of(pair.newcomer.account)))

        assert [event["STATUS"] for event in found].count("CONFIRMED") == 6
        assert len({event["UID"] for event in found}) == len(found) == 8

    def test_is_the_same_bytes_while_nothing_changes(self):
        token = token_of(planned().newcomer.account)

        assert read(token) == read(token)

    def test_keeps_the_uid_and_raises_the_sequence_when_a_meeting_moves_or_is_off(self):
        pair = planned()
        token = token_of(pair.newcomer.account)
        before = events(read(token))[0]

        move(first())
        planning.cancel(meeting_id=first().pk, by=pair.volunteer.account, now=make.NOON)

        [after] = [event for event in events(read(token)) if event["UID"] == before["UID"]]
        assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 2)
        assert after["STATUS"] == "CANCELLED"

    def test_names_the_other_one_by_call_name_and_nobody_else(self):
        pair = planned()

        content = read(token_of(pair.newcomer.account)).decode()

        assert pair.volunteer.account.call_name in content
        assert pair.volunteer.account.full_name not in content
        assert pair.volunteer.account.mail not in content

    def test_speaks_the_language_of_its_reader(self):
        pair = planned()
        pair.newcomer.account.language = "ar"
        pair.newcomer.account.save()

        [summary, *_] = [str(event["SUMMARY"]) for event in events(read(token_of(pair.newcomer.account)))]

        assert "الهولندية" in summary

    def test_has_an_address_that_is_kept_as_a_hash_and_can_be_made_anew(self):
        account = planned().newcomer.account
        old = token_of(account)
        assert old not in str(CalendarFeed.objects.values())

        new = token_of(account)

        assert read(old) is None
        assert read(new)

    def test_is_gone_for_whoever_stopped_it_or_left(self):
        account = planned().newcomer.account
        stopped = token_of(account)
        feeds.forget(account=account, town=make.TOWN, now=make.NOON)
        assert read(stopped) is None

        token = token_of(account)
        type(account).objects.filter(pk=account.pk).update(is_active=False)
        assert read(token) is None

    def test_shows_nobody_elses_meetings(self):
        planned()
        other = planned()

        found = events(read(token_of(other.newcomer.account)))

        mine = {icalendars.uid_of(meeting) for meeting in other.meetings.all()}
        assert {event["UID"] for event in found} == mine


class TestAnEvent:
    @pytest.mark.parametrize("change", [date(2027, 3, 28), date(2026, 10, 25)])
    @pytest.mark.parametrize("hour", [1, 2, 3, 12])
    def test_is_at_the_same_moment_for_a_program_that_reads_only_the_file(self, change, hour):
        starts_at = datetime.combine(change, time(hour), tzinfo=UTC) - timedelta(hours=1)
        meeting = make.meeting(starts_at=starts_at)
        row = Meeting.objects.for_calendar().get(pk=meeting.pk)

        [event] = events(icalendars.calendar([row], reader=meeting.pair.newcomer.account))

        assert event["DTSTART"].dt.astimezone(UTC) == meeting.starts_at
        assert event["DTEND"].dt.astimezone(UTC) == meeting.ends_at

    def test_carries_the_rules_of_the_zone(self):
        meeting = make.meeting()
        row = Meeting.objects.for_calendar().get(pk=meeting.pk)

        content = icalendars.calendar([row], reader=meeting.pair.newcomer.account).decode()

        assert "BEGIN:VTIMEZONE\r\nTZID:Europe/Amsterdam" in content
        assert "DTSTART;TZID=Europe/Amsterdam:" in content
        assert max(len(line.encode()) for line in content.split("\r\n")) <= 75  # RFC 5545, 3.1


class TestAnInvitation:
    def test_is_a_request_to_one_person_that_names_nobody_else(self):
        pair = planned()

        part = part_about(first(), pair.newcomer.account)

        assert part.method == "REQUEST"
        [event] = events(part.body)
        assert str(event["ATTENDEE"]) == f"MAILTO:{pair.newcomer.account.mail}"
        assert pair.volunteer.account.mail.encode() not in part.body

    def test_of_a_meeting_that_is_off_is_a_cancellation_with_the_same_uid(self):
        pair = planned()
        before = events(part_about(first(), pair.newcomer.account).body)[0]
        planning.cancel(meeting_id=first().pk, by=pair.volunteer.account, now=make.NOON)

        part = part_about(first(), pair.newcomer.account)

        [event] = events(part.body)
        assert (part.method, event["UID"], event["STATUS"]) == ("CANCEL", before["UID"], "CANCELLED")
        assert event["SEQUENCE"] > before["SEQUENCE"]

    def test_of_a_plan_is_one_file_a_meeting_that_goes_on(self):
        pair = planned()

        parts = calendar_parts.of_plan(pair.series.get().pk, pair.newcomer.account_id, make.NOON)

        assert [part.method for part in parts] == ["REQUEST"] * 6

    def test_of_days_off_cancels_them_and_brings_them_back_with_a_higher_sequence(self):
        pair = planned()
        absence = away(pair.newcomer.account, FIRST, SECOND)
        off = calendar_parts.of_days(absence.pk, pair.volunteer.account_id, make.NOON)
        absences.lift(absence_id=absence.pk, by=pair.newcomer.account, now=make.NOON)
        back = calendar_parts.of_days(absence.pk, pair.volunteer.account_id, make.NOON)

        assert [part.method for part in off] == ["CANCEL"] * 2
        assert [part.method for part in back] == ["REQUEST"] * 2
        assert events(back[0].body)[0]["SEQUENCE"] == 2

    def test_is_not_made_for_somebody_without_mail(self):
        pair = planned()
        account = pair.newcomer.account
        type(account).objects.filter(pk=account.pk).update(mail="", phone="+31612345678")

        assert calendar_parts.of_one(first().pk, account.pk, make.NOON) == ()

    def test_goes_with_the_mail_as_text_that_phones_show_and_as_a_file(self):
        pair = planned()
        move(first(), slot(), by=pair.volunteer.account)
        message = Message.objects.get(kind="meeting_moved_newcomer")
        kind, address = messages.MEETING_MOVED["NEWCOMER"], _address(pair.newcomer.account)
        rendered = render(message, kind, address, kind.context(message.subject_id, message.recipient_id))

        mail = _compose(message.pk, "Amina", address.mail, rendered)

        calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
        assert [part.get_param("method") for part in calendars] == ["REQUEST", "REQUEST"]
        assert [part.get_filename() for part in calendars] == [None, "afspraak.ics"]
        assert [part.get_content_type() for part in mail.walk()][:2] == ["multipart/mixed", "multipart/alternative"]


def _address(account):
    return address_book.addresses([account.pk])[account.pk]


def called_off(account, kind):
    """The ids of the events that a mail of this kind takes out of this person's calendar, and those it brings."""
    message = Message.objects.get(recipient_id=account.pk, kind__startswith=kind, channel="mail")
    assert kinds.get(message.kind).context(message.subject_id, account.pk)
    found = [
        (part.method, str(events(part.body)[0]["UID"]))
        for part in kinds.get(message.kind).calendar(message.subject_id, account.pk, message.owed_at)
    ]
    return {uid for method, uid in found if method == "CANCEL"}, {uid for method, uid in found if method == "REQUEST"}


class TestACalendarThatHasThePlan:
    @pytest.fixture
    def pair(self):
        return planned()

    @pytest.fixture
    def planned_days(self, pair):
        return {icalendars.uid_of(meeting) for meeting in pair.meetings.going_on()}

    def test_hears_of_a_new_plan_what_is_off_and_what_comes_also_of_whoever_made_it(self, pair, planned_days):
        plan = planning.Plan(weekday=4, starts_local=time(10), minutes=60)
        by = pair.volunteer.account
        planning.replan(pair_id=pair.pk, by=by, plan=plan, request_id=uuid.uuid4(), now=make.NOON)

        for account in (pair.newcomer.account, by):
            off, on = called_off(account, "plan_changed")
            assert off == planned_days
            assert on == {icalendars.uid_of(meeting) for meeting in pair.meetings.going_on()}

    def test_hears_that_a_pair_has_ended(self, pair, planned_days):
        about = {"pair_id": pair.pk, "by": pair.volunteer.account, "on": make.MONDAY, "reason": EndReason.MOVED}
        life.end(**about, now=make.NOON)
        for _twice in range(2):
            planning.plan_due(make.NOON)

        for account in (pair.newcomer.account, pair.volunteer.account):
            assert called_off(account, "dates_changed") == (planned_days, set())

    def test_hears_of_a_pause(self, pair, planned_days):
        about = {"from_on": make.MONDAY, "until_on": make.MONDAY + timedelta(days=13), "now": make.NOON}
        pauses.ask(pair_id=pair.pk, by=pair.newcomer.account, request_id=uuid.uuid4(), **about)
        planning.plan_due(make.NOON)

        off, on = called_off(pair.newcomer.account, "dates_changed")

        assert len(off) == 2
        assert off | on == planned_days

    def test_hears_nothing_of_somebody_who_died(self, pair):
        about = {"pair_id": pair.pk, "by": make.coordinator().account, "on": make.MONDAY, "reason": EndReason.DIED}
        life.end(**about, now=make.NOON)
        planning.plan_due(make.NOON)
        message = Message.objects.filter(kind__startswith="dates_changed").first()

        assert kinds.get(message.kind).context(message.subject_id, message.recipient_id) is None

    def test_hears_nothing_when_one_of_them_does_not_feel_safe(self, pair, planned_days):
        safety.report(pair_id=pair.pk, by=pair.newcomer.account, request_id=uuid.uuid4(), now=make.NOON)
        planning.plan_due(make.NOON)

        assert planned_days
        assert not pair.meetings.going_on().exists()
        assert not Message.objects.filter(kind__startswith="dates_changed").exists()
