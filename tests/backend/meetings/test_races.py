"""Two at the same moment. Each race runs as built, and once more without the wall: then it must fail."""

import threading
import uuid
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import QuerySet
from django_scopes import scope

from backend.meetings import absences, attendance, entries, hours_rows, ledger, moving, occurrences, planning
from backend.meetings.models import Attendance, AttendanceAnswer, HoursEntry, Meeting, MeetingSeries
from tests import make
from tests.backend.meetings.hours import claimed
from tests.backend.meetings.test_planning import new_pair

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]

LONG_ENOUGH = 0.4  # for the other one to get as far as it can


def at_once(*deeds):
    """Every deed in a thread and a connection of its own; what each returned or raised, in order."""
    outcomes = [None] * len(deeds)

    def run(place, deed):
        try:
            with scope(municipality=make.TOWN):
                outcomes[place] = deed()
        except Exception as error:  # noqa: BLE001 - the test looks at it
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def meet_after(monkeypatch, module, name):
    """After this function of ours, wait until the other thread got there too, or cannot."""
    barrier, real = threading.Barrier(2), getattr(module, name)

    def slowed(*args, **about):
        found = real(*args, **about)
        with suppress(threading.BrokenBarrierError):
            barrier.wait(timeout=LONG_ENOUGH)
        return found

    monkeypatch.setattr(module, name, slowed)


def errors(outcomes):
    return [type(outcome) for outcome in outcomes if isinstance(outcome, Exception)]


def without_row_locks(monkeypatch):
    """Every ``select_for_update`` becomes an ordinary reading."""
    monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **_: rows.all())


@pytest.fixture(params=[True, False], ids=["as built", "without locks"])
def locks(request, monkeypatch):
    if not request.param:
        without_row_locks(monkeypatch)
    return request.param


def test_a_double_click_writes_one_answer(locks, monkeypatch):
    meeting, request_id = make.meeting(), uuid.uuid4()
    meet_after(monkeypatch, attendance, "_said_before")

    def click():
        return attendance.answer(
            meeting_id=meeting.pk,
            by=meeting.pair.volunteer.account,
            answer="HELD",
            minutes=None,
            request_id=request_id,
            now=make.NOON,
        )

    outcomes = at_once(click, click)

    assert AttendanceAnswer.objects.count() == HoursEntry.objects.count() == 1
    assert (errors(outcomes) == []) is locks


def test_a_meeting_is_not_both_called_off_and_counted(locks, monkeypatch):
    meeting = make.meeting(starts_at=make.NOON)
    volunteer, newcomer = meeting.pair.volunteer.account, meeting.pair.newcomer.account
    meet_after(monkeypatch, attendance, "_may_be_said")
    monkeypatch.setattr(planning, "call_off", slow_once(planning.call_off))

    at_once(
        lambda: attendance.answer(
            meeting_id=meeting.pk,
            by=volunteer,
            answer="HELD",
            minutes=None,
            request_id=uuid.uuid4(),
            now=meeting.ends_at,
        ),
        lambda: planning.cancel(meeting_id=meeting.pk, by=newcomer, now=make.NOON - timedelta(minutes=1)),
    )

    is_cancelled = Meeting.objects.get().cancelled_at is not None
    is_counted = HoursEntry.objects.exists()
    assert (not (is_cancelled and is_counted)) is locks


def slow_once(real):
    def slowed(*args, **about):
        threading.Event().wait(LONG_ENOUGH / 2)
        return real(*args, **about)

    return slowed


@pytest.mark.parametrize("locked", [True, False], ids=["as built", "without the lock of the town"])
def test_two_claims_in_one_town_both_get_a_number(locked, monkeypatch):
    meetings = [make.meeting(), make.meeting()]
    if not locked:
        monkeypatch.setattr(entries, "lock", lambda town: None)
    meet_after(monkeypatch, entries, "last_line")

    outcomes = at_once(*(lambda meeting=meeting: claimed(meeting=meeting) for meeting in meetings))

    numbers = sorted(HoursEntry.objects.values_list("number", flat=True))
    assert (numbers == [1, 2] and errors(outcomes) == []) is locked


def test_of_two_claims_of_one_person_that_overlap_one_is_refused(monkeypatch):
    person_id, meetings = uuid.uuid4(), [make.meeting(), make.meeting()]
    meet_after(monkeypatch, entries, "_refuse_overlap")

    outcomes = at_once(*(lambda meeting=meeting: claimed(person_id, meeting=meeting) for meeting in meetings))

    assert errors(outcomes) == [ledger.HoursOverlap]
    assert HoursEntry.objects.count() == 1


def test_two_planners_at_once_plan_each_day_once(monkeypatch):
    new_pair()
    meet_after(monkeypatch, occurrences, "wanted")

    outcomes = at_once(*[lambda: planning.plan_due(make.NOON)] * 2)

    assert errors(outcomes) == []
    assert (MeetingSeries.objects.count(), Meeting.objects.count()) == (1, 8)
    assert Attendance.objects.count() == 16


def test_two_new_plans_at_once_leave_one_open(monkeypatch):
    pair = new_pair()
    planning.plan_due(make.NOON)
    meet_after(monkeypatch, planning, "_may_be_planned")

    def replan(weekday):
        return planning.replan(
            pair_id=pair.pk,
            by=pair.volunteer.account,
            plan=planning.Plan(weekday=weekday, starts_local=make.NOON.time(), minutes=60),
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

    outcomes = at_once(lambda: replan(3), lambda: replan(4))

    assert errors(outcomes) == []
    assert MeetingSeries.objects.filter(last_on=None).count() == 1
    days = {meeting.local_date.weekday() for meeting in Meeting.objects.going_on()}
    assert len(days) == 1


@pytest.mark.parametrize("locked", [True, False], ids=["as built", "without locks"])
def test_an_absence_during_planning_leaves_no_meeting_on_its_days(locked, monkeypatch):
    pair = new_pair()
    planning.plan_due(make.NOON)
    MeetingSeries.objects.update(planned_through=None)
    Meeting.objects.all().delete()
    if not locked:
        without_row_locks(monkeypatch)
    meet_after(monkeypatch, occurrences, "_skip_days_off")
    first = make.MONDAY + timedelta(days=2)

    def be_away():
        threading.Event().wait(LONG_ENOUGH / 4)  # the planner has begun, and has seen no absence
        about = {"town": make.TOWN, "account_id": pair.newcomer.account_id, "by": pair.newcomer.account}
        days = {"starts_on": first, "ends_on": first}
        return absences.enter(**about, **days, request_id=uuid.uuid4(), now=make.NOON)

    outcomes = at_once(lambda: occurrences.extend_all(now=make.NOON), be_away)

    assert errors(outcomes) == []
    still_on = Meeting.objects.going_on().filter(local_date=first).exists()
    assert (not still_on) is locked
    absences.catch_up(make.NOON)
    assert not Meeting.objects.going_on().filter(local_date=first).exists()


def test_one_row_of_paper_sent_twice_at_once_is_one_line(locks, monkeypatch):
    meeting, by, request_id = make.meeting(), make.coordinator().account, uuid.uuid4()
    if not locks:
        monkeypatch.setattr(entries, "lock", lambda town: None)  # the second wall, behind that of the pair
    meet_after(monkeypatch, entries, "known")
    row = hours_rows.Row(
        pair_id=meeting.pair_id, on=meeting.local_date, starts_local=make.NOON.time().replace(hour=12), minutes=90
    )

    def send():
        return hours_rows.enter(row=row, by=by, how="Paper", request_id=request_id, now=make.NOON)

    outcomes = at_once(send, send)

    assert HoursEntry.objects.count() == 1
    assert (errors(outcomes) == []) is locks


def test_two_meetings_moved_to_one_hour_leave_one_there(monkeypatch):
    pair = new_pair()
    planning.plan_due(make.NOON)
    first, second = Meeting.objects.going_on().select_related("pair").order_by("starts_at")[:2]
    other = make.pair(volunteer=pair.volunteer, place=2)
    third = make.meeting(pair=other, starts_at=second.starts_at + timedelta(days=1))
    meet_after(monkeypatch, moving, "_may_be_met")
    to = moving.Slot(on=make.MONDAY + timedelta(days=3), starts_local=make.NOON.time(), minutes=60)

    def move(meeting):
        return moving.move(
            meeting_id=meeting.pk, by=pair.volunteer.account, to=to, request_id=uuid.uuid4(), now=make.NOON
        )

    outcomes = at_once(lambda: move(first), lambda: move(third))

    assert errors(outcomes) == [planning.InAnotherMeetingThen]
    assert Meeting.objects.filter(starts_at=to.starts_at).count() == 1
