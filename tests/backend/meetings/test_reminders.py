"""What is owed about meetings, to whom and when; and what is no longer true is not sent."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from backend.meetings import attendance, calendar_parts, messages, planning, reminders, safety
from backend.meetings.models import Attendance
from backend.pairs.models import Pair
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("town")

WEDNESDAY_MORNING = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)  # ten o'clock in Culemborg
DAY_BEFORE, TWO_HOURS, ASK = "reminder_day_before", "reminder_two_hours", "ask_if_held"


def meeting_on_wednesday(**about):
    return make.meeting(**({"starts_at": WEDNESDAY_MORNING} | about))


def owed(kind):
    names = {f"{kind}_{side}" for side in ("newcomer", "volunteer")}
    return Message.objects.filter(kind__in=names)


def tick(*moments):
    for moment in moments:
        reminders.remind_due(moment)


@pytest.mark.parametrize(
    ("kind", "first", "last"),
    [
        (DAY_BEFORE, datetime(2026, 11, 24, 17, 0, tzinfo=UTC), datetime(2026, 11, 25, 6, 59, tzinfo=UTC)),
        (TWO_HOURS, datetime(2026, 11, 25, 7, 0, tzinfo=UTC), datetime(2026, 11, 25, 8, 29, tzinfo=UTC)),
        (ASK, datetime(2026, 11, 25, 10, 30, tzinfo=UTC), datetime(2026, 11, 28, 10, 29, tzinfo=UTC)),
    ],
)
class TestAWindow:
    def test_opens_for_both(self, kind, first, last):
        meeting = meeting_on_wednesday()

        tick(first - timedelta(minutes=1))
        assert not owed(kind).exists()
        tick(first)

        both = {meeting.pair.newcomer.account_id, meeting.pair.volunteer.account_id}
        assert set(owed(kind).values_list("recipient_id", flat=True)) == both

    def test_is_still_open_when_nobody_looked_for_a_while(self, kind, first, last):
        meeting_on_wednesday()

        tick(last)

        assert owed(kind).count() == 2

    def test_closes(self, kind, first, last):
        meeting_on_wednesday()

        tick(last + timedelta(minutes=1))

        assert not owed(kind).exists()

    def test_gives_one_message_however_often_it_ticks(self, kind, first, last):
        meeting_on_wednesday()

        tick(first, first + timedelta(seconds=30), last)

        assert owed(kind).count() == 2

    def test_has_nothing_for_a_cancelled_meeting(self, kind, first, last):
        meeting = meeting_on_wednesday()
        planning.cancel(meeting_id=meeting.pk, by=meeting.pair.newcomer.account, now=first - timedelta(days=3))

        tick(first)

        assert not owed(kind).exists()

    def test_has_nothing_for_an_ended_pair(self, kind, first, last):
        meeting = meeting_on_wednesday()
        Pair.objects.filter(pk=meeting.pair_id).update(ended_on=make.MONDAY, end_reason="MOVED")

        tick(first)

        assert not owed(kind).exists()


@pytest.mark.parametrize(
    ("day", "evening"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 28, 17, 0, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 24, 16, 0, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 27, 17, 0, tzinfo=UTC)),
    ],
)
def test_the_evening_before_is_six_by_the_clock_also_when_it_changes_that_night(day, evening):
    starts_at = datetime.combine(day, datetime.min.time(), tzinfo=UTC) + timedelta(hours=17)
    make.meeting(starts_at=starts_at, local_date=day)

    tick(evening - timedelta(minutes=1))
    assert not owed(DAY_BEFORE).exists()
    tick(evening)

    assert owed(DAY_BEFORE).count() == 2


def test_a_reminder_is_never_sent_late():
    meeting_on_wednesday()

    tick(WEDNESDAY_MORNING - timedelta(hours=2))

    assert {message.expires_at for message in owed(TWO_HOURS)} == {WEDNESDAY_MORNING - timedelta(minutes=30)}


def test_the_two_reminders_never_come_together():
    meeting_on_wednesday()

    tick(WEDNESDAY_MORNING - timedelta(hours=2, minutes=1), WEDNESDAY_MORNING - timedelta(hours=2))

    assert {message.expires_at for message in owed(DAY_BEFORE)} == {WEDNESDAY_MORNING - timedelta(hours=2)}


def test_who_has_answered_is_not_asked():
    meeting = meeting_on_wednesday()
    attendance.answer(
        meeting_id=meeting.pk,
        by=meeting.pair.newcomer.account,
        answer="HELD",
        minutes=None,
        request_id=uuid.uuid4(),
        now=meeting.ends_at,
    )

    tick(meeting.ends_at)

    assert [message.recipient_id for message in owed(ASK)] == [meeting.pair.volunteer.account_id]


def test_many_meetings_take_as_many_queries_as_few():
    counts = []
    for many in (1, 25):
        for _ in range(many):
            meeting_on_wednesday()
        with CaptureQueriesContext(connection) as queries:
            reminders.remind_due(WEDNESDAY_MORNING - timedelta(hours=1))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert owed(TWO_HOURS).count() == 52


class TestWhatIsNoLongerTrueIsNotSent:
    def words(self, kind_of_sides, meeting, side="NEWCOMER"):
        who = Attendance.objects.get(meeting=meeting, side=side).account_id
        return kind_of_sides[side].context(meeting.pk, who)

    def test_a_reminder_of_a_meeting_that_was_called_off_meanwhile(self):
        meeting = meeting_on_wednesday()
        planning.cancel(meeting_id=meeting.pk, by=meeting.pair.volunteer.account, now=make.NOON)

        assert self.words(messages.REMINDER_TWO_HOURS, meeting) is None

    def test_a_reminder_for_a_pair_that_ended_meanwhile(self):
        meeting = meeting_on_wednesday()
        Pair.objects.filter(pk=meeting.pair_id).update(ended_on=make.MONDAY, end_reason="MOVED")

        assert self.words(messages.REMINDER_DAY_BEFORE, meeting) is None

    def test_a_question_that_was_answered_meanwhile(self):
        meeting = make.meeting()
        Attendance.objects.filter(meeting=meeting, side="NEWCOMER").update(answer="HELD", answered_at=make.NOON)

        assert self.words(messages.ASK_IF_HELD, meeting) is None
        assert self.words(messages.ASK_IF_HELD, meeting, "VOLUNTEER") is not None

    def test_a_question_to_somebody_who_did_not_feel_safe(self):
        meeting = make.meeting()
        safety.report(
            pair_id=meeting.pair_id,
            by=meeting.pair.newcomer.account,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        assert self.words(messages.ASK_IF_HELD, meeting) is None

    def test_a_plan_that_was_changed_again(self):
        meeting = meeting_on_wednesday()
        meeting.series.last_on = make.MONDAY
        meeting.series.save()

        context = messages.PLAN_CHANGED["NEWCOMER"].context
        assert context(meeting.series_id, meeting.pair.newcomer.account_id) is None


class TestTheWords:
    def of(self, kind, meeting, reader):
        context = kind.context(meeting.pk, reader.pk)
        with translation.override(reader.language):
            return context, render_to_string(f"{kind.template}.txt", context | {"call_name": "X"})

    def test_name_the_other_one_the_local_day_and_the_place(self):
        house = make.centre(name="De Salamander", address="Markt 1")
        meeting = meeting_on_wednesday(centre=house)
        reader = meeting.pair.newcomer.account

        reader.language = "en"
        reader.save()
        context, text = self.of(messages.REMINDER_DAY_BEFORE["NEWCOMER"], meeting, reader)

        assert context["other_name"] == meeting.pair.volunteer.account.call_name
        assert "Wednesday 25 November, 10:00 – 11:30" in text
        assert "De Salamander, Markt 1" in text

    def test_are_dated_in_the_readers_language(self):
        meeting = meeting_on_wednesday()
        reader = meeting.pair.newcomer.account

        context, _ = self.of(messages.REMINDER_DAY_BEFORE["NEWCOMER"], meeting, reader)

        assert context["day"] == "woensdag 25 november"

    def test_keep_names_and_times_apart_for_a_right_to_left_reader(self):
        meeting = meeting_on_wednesday()
        reader = meeting.pair.newcomer.account
        reader.language = "ar"
        reader.save()

        context, _ = self.of(messages.REMINDER_DAY_BEFORE["NEWCOMER"], meeting, reader)

        assert context["time"] == "\u2068من 10:00 إلى 11:30\u2069"


class TestTheOther:
    def test_is_told_that_a_meeting_is_off_and_so_is_the_calendar_of_who_called_it_off(self):
        meeting = meeting_on_wednesday()
        who, other = meeting.pair.newcomer.account, meeting.pair.volunteer.account

        planning.cancel(meeting_id=meeting.pk, by=who, now=make.NOON)

        assert {message.recipient_id for message in owed("meeting_cancelled")} == {who.pk, other.pk}
        [part] = calendar_parts.of_one(meeting.pk, who.pk, make.NOON)
        assert part.method == "CANCEL"
        assert b"SEQUENCE:1" in part.body

    def test_only_is_told_when_who_called_it_off_has_no_mail(self):
        meeting = meeting_on_wednesday()
        who = meeting.pair.newcomer.account
        type(who).objects.filter(pk=who.pk).update(mail="", phone="+31612345678")

        planning.cancel(meeting_id=meeting.pk, by=who, now=make.NOON)

        [message] = owed("meeting_cancelled")
        assert message.recipient_id == meeting.pair.volunteer.account_id

    def test_and_the_coordinators_hear_of_a_dispute_once(self):
        coordinator, meeting = make.coordinator(), make.meeting()
        for who, word in ((meeting.pair.volunteer, "HELD"), (meeting.pair.newcomer, "NOT_HELD")):
            attendance.answer(
                meeting_id=meeting.pk,
                by=who.account,
                answer=word,
                minutes=None,
                request_id=uuid.uuid4(),
                now=make.NOON,
            )

        assert [m.recipient_id for m in Message.objects.filter(kind="hours_disputed")] == [coordinator.account_id]
