"""A language table meets: one meeting with several people, hours of who leads it once, whatever how many say."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.meetings import (
    absences,
    attendance,
    check_in,
    feeds,
    icalendars,
    ledger,
    messages,
    moving,
    outcomes,
    planning,
    reminders,
    table_plans,
)
from backend.meetings.models import Attendance, HoursEntry, HoursInterval, Meeting, MeetingSeries, Outcome, Why
from backend.pairs import language_tables
from notifications.models import Message
from tests import make
from tests.backend.meetings.hours import claim_at

pytestmark = pytest.mark.usefixtures("town")

HELD, NOT_HELD = Attendance.Answer.HELD, Attendance.Answer.NOT_HELD
LEARNERS = 4
AFTERWARDS = make.NOON + timedelta(days=10)


def table_of(learners=LEARNERS, **about):
    """A table with people, and its meetings."""
    table = make.language_table(**about)
    seats = [make.table_seat(table=table) for _ in range(learners)]
    table_plans.catch_up(now=make.NOON)
    return table, [seat.newcomer.account for seat in seats]


def first_of(table):
    return Meeting.objects.filter(table=table).order_by("starts_at").first()


def leader_of(table):
    return table.leaders.get().account


def say(meeting, who, answer=HELD, minutes=None, now=AFTERWARDS):
    given = {"request_id": uuid.uuid4(), "now": now}
    return attendance.answer(meeting_id=meeting.pk, by=who, answer=answer, minutes=minutes, **given)


def expected_at(meeting):
    return set(Attendance.objects.filter(meeting=meeting, is_expected=True).values_list("account_id", flat=True))


def kinds(**about):
    return list(Message.objects.filter(**about).order_by("kind").values_list("kind", flat=True))


class TestPlanning:
    def test_a_table_is_planned_eight_weeks_ahead_with_everybody(self):
        table, learners = table_of()

        meetings = Meeting.objects.filter(table=table).going_on()

        assert meetings.count() in {6, 7, 8}  # Wednesdays without the Christmas holidays
        assert expected_at(meetings.first()) == {leader_of(table).pk, *(each.pk for each in learners)}

    def test_looking_again_changes_nothing(self):
        table_of()
        before = list(Attendance.objects.order_by("pk").values()), list(Meeting.objects.order_by("pk").values())

        table_plans.catch_up(now=make.NOON + timedelta(minutes=1))

        now = list(Attendance.objects.order_by("pk").values()), list(Meeting.objects.order_by("pk").values())
        assert now == before

    def test_nothing_is_planned_while_nobody_sits_there(self):
        make.language_table()

        table_plans.catch_up(now=make.NOON)

        assert not Meeting.objects.exists()

    def test_who_takes_a_seat_is_expected_and_who_leaves_is_not(self):
        table, [first, *_] = table_of()
        seat = table.table_seats.get(newcomer__account=first)
        language_tables.leave(seat_id=seat.pk, by=first, now=make.NOON)
        new = make.table_seat(table=table).newcomer.account

        table_plans.catch_up(now=make.NOON)

        here = expected_at(first_of(table))
        assert new.pk in here
        assert first.pk not in here

    def test_what_somebody_said_of_a_meeting_stays_when_the_seat_is_given_up(self):
        table, [first, *_] = table_of()
        meeting = first_of(table)
        planning.cancel(meeting_id=meeting.pk, by=first, now=make.NOON)
        seat = table.table_seats.get(newcomer__account=first)
        language_tables.leave(seat_id=seat.pk, by=first, now=make.NOON)

        for _ in range(2):
            table_plans.catch_up(now=make.NOON)

        assert list(first.attendances.values_list("meeting", "is_expected")) == [(meeting.pk, False)]
        assert outcomes.of([meeting.pk])[meeting.pk] == {first.pk: Outcome.EXCUSED}

    def test_another_hour_is_another_plan_of_which_everybody_hears(self):
        table, learners = table_of()
        table.starts_minute = 10 * 60
        table.save(update_fields=["starts_minute"])

        table_plans.catch_up(now=make.NOON)

        assert MeetingSeries.objects.filter(table=table, last_on=None).get().starts_local.hour == 10
        going_on = Meeting.objects.filter(table=table).going_on()
        assert {meeting.starts_at.hour for meeting in going_on} == {9}  # UTC
        assert Message.objects.filter(kind="table_planned_newcomer").count() == 2 * len(learners)

    def test_a_table_that_closes_meets_no_more(self):
        table, _ = table_of()
        language_tables.close(table_id=table.pk, by=make.coordinator().account, now=make.NOON)

        table_plans.catch_up(now=make.NOON)

        assert not Meeting.objects.going_on().exists()

    def test_a_meeting_is_of_a_pair_or_of_a_table_never_of_both(self):
        table, _ = table_of()

        with pytest.raises(IntegrityError), transaction.atomic():
            Meeting.objects.filter(table=table).update(pair=make.pair())

    def test_a_person_with_another_meeting_then_is_left_out_and_the_table_meets(self):
        table = make.language_table()
        seats = [make.table_seat(table=table) for _ in range(2)]
        pair = make.pair(newcomer=seats[0].newcomer)
        make.meeting(pair=pair, starts_at=make.NOON + timedelta(days=2, hours=6, minutes=30))

        table_plans.catch_up(now=make.NOON)

        assert expected_at(first_of(table)) == {leader_of(table).pk, seats[1].newcomer.account_id}

    def test_who_was_left_out_is_expected_again_when_the_other_meeting_is_off(self):
        table = make.language_table()
        learner = make.table_seat(table=table).newcomer
        clash = make.meeting(
            pair=make.pair(newcomer=learner), starts_at=make.NOON + timedelta(days=2, hours=6, minutes=30)
        )
        table_plans.catch_up(now=make.NOON)

        table_plans.catch_up(now=make.NOON)
        assert learner.account_id not in expected_at(first_of(table))
        planning.cancel(meeting_id=clash.pk, by=learner.account, now=make.NOON)
        table_plans.catch_up(now=make.NOON)

        assert learner.account_id in expected_at(first_of(table))


class TestNotComing:
    def test_one_learner_who_cannot_come_stops_nobody(self):
        table, [who, *_] = table_of()
        meeting = first_of(table)

        for _ in range(2):
            planning.cancel(meeting_id=meeting.pk, by=who, now=make.NOON)
        table_plans.catch_up(now=make.NOON)

        meeting.refresh_from_db()
        assert meeting.cancelled_at is None
        assert who.pk not in expected_at(meeting)
        assert outcomes.of([meeting.pk])[meeting.pk] == {who.pk: Outcome.EXCUSED}

    def test_without_its_only_leader_a_table_is_off_and_everybody_hears(self):
        table, learners = table_of()
        meeting = first_of(table)

        planning.cancel(meeting_id=meeting.pk, by=leader_of(table), now=make.NOON)

        assert Message.objects.filter(kind="meeting_cancelled_newcomer", subject_id=meeting.pk).count() == len(
            learners
        )

    def test_with_two_leaders_the_other_one_leads(self):
        table, _ = table_of()
        other = make.volunteer()
        table.table_leaders.create(municipality=table.municipality, volunteer=other)
        table_plans.catch_up(now=make.NOON)
        meeting = first_of(table)

        planning.cancel(meeting_id=meeting.pk, by=leader_of_first(table, other), now=make.NOON)

        meeting.refresh_from_db()
        assert meeting.cancelled_at is None

    def test_a_learner_who_is_away_is_missed_and_comes_back(self):
        table, [who, *_] = table_of()
        meeting = first_of(table)
        about = {"town": make.TOWN, "account_id": who.pk, "by": who, "request_id": uuid.uuid4(), "now": make.NOON}
        days = {"starts_on": meeting.local_date, "ends_on": meeting.local_date}

        absence = absences.enter(**about, **days)

        assert who.pk not in expected_at(meeting)
        absences.lift(absence_id=absence.pk, by=who, now=make.NOON)
        assert who.pk in expected_at(meeting)

    def test_a_leader_who_is_away_puts_the_table_off_until_back(self):
        table, learners = table_of()
        meeting, leader = first_of(table), leader_of(table)
        about = {"town": make.TOWN, "account_id": leader.pk, "by": leader, "request_id": uuid.uuid4()}
        days = {"starts_on": meeting.local_date, "ends_on": meeting.local_date, "now": make.NOON}

        absence = absences.enter(**about, **days)

        meeting.refresh_from_db()
        assert meeting.off_because == "VOLUNTEER_AWAY"
        assert Message.objects.filter(kind="meetings_off_newcomer").count() == len(learners)
        absences.lift(absence_id=absence.pk, by=leader, now=make.NOON)
        assert len(expected_at(meeting)) == 1 + len(learners)

    def test_a_closed_house_puts_the_table_off(self):
        table, _ = table_of()
        by, meeting = make.coordinator().account, first_of(table)
        days = {"starts_on": meeting.local_date, "ends_on": meeting.local_date, "now": make.NOON}

        absences.close(centre_id=table.centre_id, by=by, request_id=uuid.uuid4(), **days)

        meeting.refresh_from_db()
        assert meeting.off_because == "HOUSE_CLOSED"

    def test_only_a_coordinator_moves_it(self):
        table, [learner, *_] = table_of()
        meeting = first_of(table)
        slot = moving.Slot(on=meeting.local_date + timedelta(days=1), starts_local=AFTERWARDS.time(), minutes=60)
        about = {"meeting_id": meeting.pk, "to": slot, "now": make.NOON}

        for by in (learner, leader_of(table)):
            with pytest.raises(Meeting.DoesNotExist):
                moving.move(by=by, request_id=uuid.uuid4(), **about)

        moving.move(by=make.coordinator().account, request_id=uuid.uuid4(), **about)
        assert Message.objects.filter(kind__startswith="meeting_moved", subject_id=meeting.pk).count() == 1 + LEARNERS


def leader_of_first(table, but):
    return table.leaders.exclude(pk=but.pk).get().account


class TestHours:
    def test_four_learners_confirm_the_hours_of_who_leads_exactly_once(self):
        table, learners = table_of()
        meeting = first_of(table)

        say(meeting, leader_of(table), minutes=90)
        for learner in learners:
            say(meeting, learner)

        lines = HoursEntry.objects.order_by("number").values_list("kind", "person_id", "minutes")
        assert list(lines) == [(kind, leader_of(table).pk, 90) for kind in ("CLAIM", "CONFIRM")]

    def test_a_learner_who_was_not_there_disputes_nothing(self):
        table, [who, *_] = table_of()
        meeting = first_of(table)
        say(meeting, leader_of(table))

        say(meeting, who, NOT_HELD)

        assert claim_at(meeting.pk).state == ledger.State.CLAIMED

    def test_who_says_that_nobody_led_it_asks_for_a_decision(self):
        table, [who, *_] = table_of()
        meeting, leader = first_of(table), leader_of(table)
        make.coordinator()
        say(meeting, leader)
        say(meeting, who, NOT_HELD)
        why = Why.OTHER_NOT_THERE

        for _ in range(2):
            outcomes.explain(meeting_id=meeting.pk, by=who, why=why, request_id=uuid.UUID(int=1), now=AFTERWARDS)

        assert [claim.person_id for claim in ledger.disputed()] == [leader.pk]
        assert set(outcomes.of([meeting.pk])[meeting.pk]) == {who.pk, leader.pk}

    def test_two_leaders_each_have_their_own_hours(self):
        table, [learner, *_] = table_of()
        other = make.volunteer()
        table.table_leaders.create(municipality=table.municipality, volunteer=other)
        table_plans.catch_up(now=make.NOON)
        meeting = first_of(table)

        say(meeting, leader_of_first(table, other), minutes=90)
        say(meeting, other.account, minutes=60)
        say(meeting, learner)

        claims = ledger.claims_by_person([meeting.pk])[meeting.pk]
        assert {claim.minutes for claim in claims.values()} == {60, 90}
        assert {claim.state for claim in claims.values()} == {ledger.State.CONFIRMED}

    def test_hours_at_a_table_do_not_overlap_with_hours_of_a_pair(self):
        table, _ = table_of()
        meeting, leader = first_of(table), table.leaders.get()
        say(meeting, leader.account, minutes=90)
        pair = make.pair(volunteer=leader)
        theirs = make.meeting(pair=pair, starts_at=meeting.starts_at - timedelta(hours=2))

        with pytest.raises(ledger.HoursOverlap):
            say(theirs, leader.account, minutes=180)


words = st.lists(
    st.tuples(st.integers(0, LEARNERS), st.booleans(), st.sampled_from([30, 60, 90])), min_size=1, max_size=12
)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(words)
def test_whatever_everybody_says_the_minutes_are_those_of_who_leads_once(said):
    with transaction.atomic():
        table, learners = table_of()
        meeting, leader, counts = first_of(table), leader_of(table), 0
        for number, held, minutes in said:
            who = [leader, *learners][number]
            say(meeting, who, HELD if held else NOT_HELD, minutes)
            counts = counts if number else (minutes if held else 0)

        spans = HoursInterval.objects.values_list("person_id", "starts_at", "ends_at")
        counted = [(person, int((end - start).total_seconds()) // 60) for person, start, end in spans]
        assert counted == ([(leader.pk, counts)] if counts else [])
        transaction.set_rollback(True)


class TestWhatPeopleHear:
    def test_each_is_reminded_in_the_own_language_of_the_others_they_may_know(self):
        table, [first, *_] = table_of()
        first.language = "ar"
        first.save(update_fields=["language"])
        meeting = first_of(table)

        reminders.owe_due(town=make.TOWN, now=meeting.starts_at - timedelta(hours=20))

        assert Message.objects.filter(kind__startswith="reminder_day_before").count() == 1 + LEARNERS
        kind = messages.REMINDER_DAY_BEFORE
        theirs = kind["NEWCOMER"].context(meeting.pk, first.pk)
        assert leader_of(table).call_name in theirs["other_name"]
        assert "\u2068" in theirs["other_name"]  # kept apart in a right-to-left sentence
        mine = kind["VOLUNTEER"].context(meeting.pk, leader_of(table).pk)
        assert mine["other_name"].endswith(" 2 others") or " 2 " in mine["other_name"]

    def test_a_calendar_names_who_leads_and_not_who_else_sits_there(self):
        table, [first, second, *_] = table_of()
        token = feeds.make_new(account=first, town=make.TOWN, now=make.NOON).rsplit("/", 1)[1].removesuffix(".ics")

        calendar = feeds.read(token, now=make.NOON).decode()

        assert leader_of(table).call_name in calendar
        assert second.call_name not in calendar
        assert icalendars.uid_of(first_of(table)) in calendar.replace("\r\n ", "")

    def test_at_the_door_everybody_checks_in(self):
        table, learners = table_of()
        meeting = first_of(table)

        for who in learners:
            check_in.arrive(meeting_id=meeting.pk, account=who, now=meeting.starts_at)

        assert set(outcomes.of([meeting.pk])[meeting.pk].values()) == {Outcome.CAME}
