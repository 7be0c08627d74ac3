"""Another volunteer stands in from a day to a day: the meetings, reminders and hours of these days are theirs."""

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.meetings import (
    absences,
    attendance,
    feeds,
    hours_rows,
    moving,
    occurrences,
    planning,
    reminders,
    substitutes,
)
from backend.meetings.models import Attendance, HoursEntry, Meeting, Substitution
from backend.pairs import handover
from backend.pairs.models import Pair
from notifications.models import Message
from tests import make
from tests.backend.meetings.test_planning import new_pair

pytestmark = pytest.mark.usefixtures("town")

FROM, UNTIL = date(2026, 11, 30), date(2026, 12, 13)  # two Wednesdays: 2 and 9 December
HELD = Attendance.Answer.HELD


@pytest.fixture
def coordinator():
    return make.coordinator().account


@pytest.fixture
def pair():
    made = new_pair()
    planning.plan_due(make.NOON)
    return made


def arrange(pair, by, volunteer=None, request_id=None, **about):
    given = {"from_on": FROM, "until_on": UNTIL, "now": make.NOON, "request_id": request_id or uuid.uuid4()} | about
    volunteer = volunteer or make.volunteer()
    return substitutes.arrange(pair_id=pair.pk, volunteer_id=volunteer.pk, by=by, **given)


def volunteers_of(pair):
    """By day the account that is expected to volunteer."""
    rows = Attendance.objects.filter(meeting__pair=pair, side="VOLUNTEER").order_by("starts_at")
    return dict(rows.values_list("meeting__local_date", "account_id"))


def meeting_on(pair, day):
    return Meeting.objects.get(pair=pair, local_date=day)


def test_meets_on_these_days_only_and_is_over_by_itself(pair, coordinator):
    made = arrange(pair, coordinator)

    usual, other = pair.volunteer.account_id, made.volunteer.account_id
    days = volunteers_of(pair)
    assert {day for day, account in days.items() if account == other} == {date(2026, 12, 2), date(2026, 12, 9)}
    assert {account for day, account in days.items() if not FROM <= day <= UNTIL} == {usual}


def test_the_same_request_is_one_substitution(pair, coordinator):
    volunteer, request_id = make.volunteer(), uuid.uuid4()

    first, again = (arrange(pair, coordinator, volunteer, request_id) for _ in range(2))

    assert first == again
    with pytest.raises(substitutes.RequestUsedBefore):
        arrange(pair, coordinator, volunteer, request_id, until_on=FROM)


def test_meetings_that_are_planned_later_are_of_who_stands_in_then(pair, coordinator):
    late = {"from_on": date(2027, 2, 1), "until_on": date(2027, 2, 5)}
    made = arrange(pair, coordinator, **late)

    occurrences.extend_all(now=make.NOON + timedelta(weeks=6))

    days = volunteers_of(pair)
    assert days[date(2027, 2, 3)] == made.volunteer.account_id
    assert days[date(2027, 2, 10)] == pair.volunteer.account_id


def test_the_hours_are_of_who_stands_in_and_the_usual_volunteer_has_none(pair, coordinator):
    made = arrange(pair, coordinator)
    meeting, after = meeting_on(pair, date(2026, 12, 2)), make.NOON + timedelta(days=12)
    about = {"meeting_id": meeting.pk, "answer": HELD, "minutes": 60, "request_id": uuid.uuid4(), "now": after}

    with pytest.raises(Meeting.DoesNotExist):
        attendance.answer(by=pair.volunteer.account, **about)
    attendance.answer(by=made.volunteer.account, **about)
    attendance.answer(by=pair.newcomer.account, **about | {"minutes": None})

    lines = HoursEntry.objects.order_by("number").values_list("kind", "person_id")
    assert list(lines) == [("CLAIM", made.volunteer.account_id), ("CONFIRM", made.volunteer.account_id)]


def test_a_row_of_paper_is_of_who_stood_in(pair, coordinator):
    made = arrange(pair, coordinator)
    meeting = meeting_on(pair, date(2026, 12, 9))
    row = hours_rows.Row(pair_id=pair.pk, on=meeting.local_date, starts_local=moving.time(18), minutes=90)
    given = {"request_id": uuid.uuid4(), "now": make.NOON + timedelta(days=20)}

    hours_rows.enter(row=row, by=coordinator, how="Paper", **given)

    assert HoursEntry.objects.get().person_id == made.volunteer.account_id


def test_only_who_stands_in_is_reminded(pair, coordinator):
    made = arrange(pair, coordinator)
    meeting = meeting_on(pair, date(2026, 12, 2))

    reminders.owe_due(town=make.TOWN, now=meeting.starts_at - timedelta(hours=3))

    told = set(Message.objects.filter(kind="reminder_day_before_volunteer").values_list("recipient_id", flat=True))
    assert told == {made.volunteer.account_id}


def test_a_substitute_brings_back_what_was_off_because_the_volunteer_is_away(pair, coordinator):
    usual = pair.volunteer.account
    days = {"starts_on": FROM, "ends_on": UNTIL, "request_id": uuid.uuid4(), "now": make.NOON}
    absences.enter(town=make.TOWN, account_id=usual.pk, by=usual, **days)
    assert meeting_on(pair, date(2026, 12, 2)).cancelled_at

    arrange(pair, coordinator)

    assert meeting_on(pair, date(2026, 12, 2)).cancelled_at is None


def test_three_people_hear_of_it_and_the_calendar_of_each_is_right(pair, coordinator):
    made = arrange(pair, coordinator)

    assert Message.objects.filter(kind__startswith="stands_in").count() == 3
    token = feeds.make_new(account=pair.volunteer.account, town=make.TOWN, now=make.NOON)
    calendar = feeds.read(token.rsplit("/", 1)[1].removesuffix(".ics"), now=make.NOON).decode()
    assert str(meeting_on(pair, date(2026, 12, 2)).pk) not in calendar.replace("\r\n ", "")
    assert made.volunteer.account.call_name not in calendar


def test_when_the_usual_volunteer_is_back_earlier_the_rest_is_theirs_again(pair, coordinator):
    made = arrange(pair, coordinator)

    for _ in range(2):
        substitutes.end(substitution_id=made.pk, by=coordinator, now=make.NOON + timedelta(days=10))

    days = volunteers_of(pair)
    assert days[date(2026, 12, 2)] == made.volunteer.account_id
    assert days[date(2026, 12, 9)] == pair.volunteer.account_id


def test_a_meeting_that_moves_out_of_these_days_is_the_usual_volunteers(pair, coordinator):
    arrange(pair, coordinator)
    meeting = meeting_on(pair, date(2026, 12, 9))
    to = moving.Slot(on=date(2026, 12, 15), starts_local=moving.time(18), minutes=60)

    moving.move(meeting_id=meeting.pk, by=coordinator, to=to, request_id=uuid.uuid4(), now=make.NOON)

    assert volunteers_of(pair)[date(2026, 12, 15)] == pair.volunteer.account_id


@pytest.mark.parametrize(
    ("from_on", "until_on"),
    [(date(2026, 11, 1), UNTIL), (UNTIL, FROM), (FROM, date(2027, 12, 1))],
    ids=["from the past", "ends before it starts", "too long"],
)
def test_not_on_such_days(pair, coordinator, from_on, until_on):
    with pytest.raises(substitutes.NotSuchDays):
        arrange(pair, coordinator, from_on=from_on, until_on=until_on)


def test_two_never_stand_in_at_once(pair, coordinator):
    made = arrange(pair, coordinator)

    with pytest.raises(substitutes.SomebodyStandsInThen):
        arrange(pair, coordinator, from_on=UNTIL, until_on=UNTIL)
    made.pk, made.request_id = uuid.uuid4(), uuid.uuid4()
    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_who_is_taken_then_does_not_stand_in(pair, coordinator):
    taken = make.volunteer(capacity=3)
    theirs = make.pair(volunteer=taken)
    make.meeting(pair=theirs, starts_at=meeting_on(pair, date(2026, 12, 9)).starts_at)

    with pytest.raises(planning.InAnotherMeetingThen), transaction.atomic():
        arrange(pair, coordinator, taken)

    assert not Substitution.objects.exists()


def test_is_for_coordinators_and_for_who_fits(pair, coordinator):
    with pytest.raises(Pair.DoesNotExist):
        arrange(pair, pair.volunteer.account)
    with pytest.raises(handover.DoesNotFit):
        arrange(pair, coordinator, make.volunteer(left_on=make.MONDAY))
    assert list(Substitution.objects.visible_to(make.account())) == []
