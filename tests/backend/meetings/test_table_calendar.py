"""Who leaves a language table, or is taken off it: the own calendar loses its meetings, and nobody else's changes."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import icalendars, planning, safety, substitutes, table_plans
from backend.meetings.models import Meeting
from backend.pairs import language_tables
from notifications import kinds
from notifications.models import Message
from tests import make
from tests.backend.meetings.test_calendar import called_off, events
from tests.backend.meetings.test_tables import first_of, leader_of, table_of

pytestmark = pytest.mark.usefixtures("town")

LATER = make.NOON + timedelta(minutes=1)


@pytest.fixture
def table():
    return table_of(learners=2)[0]


@pytest.fixture
def uids(table):
    """Of the meetings that are to come."""
    return {icalendars.uid_of(meeting) for meeting in Meeting.objects.filter(table=table).going_on()}


def lost(account):
    """The events that leave this person's calendar, but for days off, which never took place; and none comes."""
    off, on = called_off(account, "table_left")
    days_off = {icalendars.uid_of(meeting) for meeting in Meeting.objects.off_by_a_day()}
    assert not on
    return off - days_off


def seat_of(table):
    return table.table_seats.order_by("pk").first()


def leave(seat, by=None, now=LATER):
    language_tables.leave(seat_id=seat.pk, by=by or seat.newcomer.account, now=now)
    for _twice in range(2):
        table_plans.catch_up(now=now)


def facts(table, **about):
    given = {
        name: getattr(table, name) for name in ("name", "centre", "weekday", "starts_minute", "minutes", "seats")
    }
    return language_tables.TableFacts(**given | {"leaders": list(table.leaders.all())} | about)


def change(table, **about):
    by = make.coordinator().account
    language_tables.change(table_id=table.pk, facts=facts(table, **about), by=by, now=LATER)
    table_plans.catch_up(now=LATER)


def sequence_in(account, kind):
    message = Message.objects.filter(recipient_id=account.pk, kind__startswith=kind).order_by("owed_at").last()
    parts = kinds.get(message.kind).calendar(message.subject_id, account.pk, message.owed_at)
    return {str(event["UID"]): event["SEQUENCE"] for part in parts for event in events(part.body)}


class TestWhoLeaves:
    @pytest.mark.parametrize("who", ["newcomer", "coordinator"])
    def test_has_every_meeting_cancelled_with_the_same_uid_and_a_higher_sequence(self, table, uids, who):
        seat = seat_of(table)
        before = sequence_in(seat.newcomer.account, "table_planned")

        leave(seat, by=make.coordinator().account if who == "coordinator" else None)

        assert lost(seat.newcomer.account) == uids
        after = sequence_in(seat.newcomer.account, "table_left")
        assert all(after[uid] > before[uid] for uid in uids)

    def test_is_the_only_one_who_hears_it_and_once(self, table, uids):
        seat = seat_of(table)

        leave(seat)

        assert Message.objects.get(kind__startswith="table_left").recipient_id == seat.newcomer.account_id
        leave(seat)
        assert Message.objects.filter(kind__startswith="table_left").count() == 1

    def test_loses_the_meeting_too_of_which_something_was_said(self, table, uids):
        seat = seat_of(table)
        planning.cancel(meeting_id=first_of(table).pk, by=seat.newcomer.account, now=LATER)

        leave(seat)

        assert lost(seat.newcomer.account) == uids

    def test_and_takes_a_seat_again_is_invited_with_a_higher_sequence(self, table, uids):
        seat = seat_of(table)
        leave(seat)
        off = sequence_in(seat.newcomer.account, "table_left")

        make.table_seat(table=table, newcomer=seat.newcomer)
        table_plans.catch_up(now=LATER + timedelta(minutes=1))

        again = sequence_in(seat.newcomer.account, "table_planned")
        assert all(again[uid] > off[uid] for uid in uids)
        left = Message.objects.get(kind="table_left_newcomer")
        assert kinds.get(left.kind).context(left.subject_id, left.recipient_id) is None

    def test_while_the_table_gets_another_hour_loses_the_old_meetings(self, table, uids):
        seat = seat_of(table)
        language_tables.leave(seat_id=seat.pk, by=seat.newcomer.account, now=LATER)

        change(table, starts_minute=10 * 60)

        assert lost(seat.newcomer.account) >= uids
        assert Message.objects.filter(kind__startswith="table_left").count() == 1

    def test_hears_it_too_with_an_unanswered_meeting_behind_them(self, table, uids):
        seat, now = seat_of(table), first_of(table).ends_at + timedelta(hours=1)

        leave(seat, now=now)

        assert lost(seat.newcomer.account) >= uids - {icalendars.uid_of(first_of(table))}

    def test_and_has_no_mail_gets_none(self, table):
        seat = seat_of(table)
        account = seat.newcomer.account
        type(account).objects.filter(pk=account.pk).update(mail="", phone="+31612345678")

        leave(seat)

        assert not Message.objects.filter(kind__startswith="table_left").exists()


def test_a_volunteer_who_leads_it_no_more_loses_the_meetings(table, uids):
    old = leader_of(table)

    change(table, leaders=[make.volunteer()])

    assert lost(old) == uids


def test_who_cannot_come_once_sees_that_one_day_as_off(table):
    seat, meeting = seat_of(table), first_of(table)

    planning.cancel(meeting_id=meeting.pk, by=seat.newcomer.account, now=LATER)

    row = Meeting.objects.for_calendar().get(pk=meeting.pk)
    stays = leader_of(table)
    assert icalendars.method_of(row, seat.newcomer.account_id) == "CANCEL"
    assert icalendars.method_of(row, stays.pk) == "REQUEST"


def test_nothing_is_sent_when_somebody_does_not_feel_safe_with_who_leads_it(table):
    seat, by, leader = seat_of(table), make.coordinator().account, table.leaders.get()
    pair = make.pair(newcomer=seat.newcomer)
    days = {"from_on": make.MONDAY, "until_on": make.MONDAY, "request_id": uuid.uuid4(), "now": make.NOON}
    leader.capacity = 1
    leader.save(update_fields=["capacity"])
    substitutes.arrange(pair_id=pair.pk, volunteer_id=leader.pk, by=by, **days)
    about = {"substitute_id": leader.pk, "by": seat.newcomer.account, "request_id": uuid.uuid4(), "now": LATER}

    safety.report(pair_id=pair.pk, **about)
    table_plans.catch_up(now=LATER)

    assert not Message.objects.filter(kind__startswith="table_left").exists()
    assert not seat.newcomer.account.attendances.filter(meeting__table=table).exists()
