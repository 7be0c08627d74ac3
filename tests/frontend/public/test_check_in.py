"""Checking in at the door of a house: by one's own session or by digits, and never by merely looking."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import check_in, outcomes
from backend.meetings.models import Attendance, CheckInMiss, HoursEntry, Outcome, OutcomeWord
from frontend.templatetags.spoken import spoken_time
from tests import make

pytestmark = pytest.mark.usefixtures("town")

START = make.NOON


@pytest.fixture
def meeting():
    return make.meeting(centre=make.centre(), starts_at=START)


@pytest.fixture
def at(time_machine):
    """The clock at so many minutes after the start."""

    def move(minutes):
        time_machine.move_to(START + timedelta(minutes=minutes), tick=False)

    move(-5)
    return move


def door(meeting):
    return f"/hier/{meeting.centre_id}/"


def code_of(account, meeting):
    return check_in.code_of(account.pk, meeting.centre_id, meeting.local_date)


def say(browser, meeting, wish, code=""):
    data = {"wish": wish, "meeting_id": meeting.pk, "request_id": uuid.uuid4()} | ({"code": code} if code else {})
    return browser.post(door(meeting), data)


class TestWithOnesOwnPhone:
    def test_somebody_is_here(self, meeting, at):
        newcomer = meeting.pair.newcomer.account

        say(make.browser_of(newcomer), meeting, "ARRIVE")

        assert outcomes.of([meeting.pk])[meeting.pk] == {newcomer.pk: Outcome.CAME}

    def test_somebody_who_comes_a_quarter_of_an_hour_later_is_late(self, meeting, at):
        at(15)

        say(make.browser_of(meeting.pair.newcomer.account), meeting, "ARRIVE")

        assert OutcomeWord.objects.get().outcome == Outcome.LATE

    def test_who_is_early_reads_from_when_it_can_be_said(self, meeting, at):
        browser = make.browser_of(meeting.pair.newcomer.account)
        opens_at = START - check_in.EARLY

        at(-61)
        early = browser.get(door(meeting))
        at(-60)
        on_time = browser.get(door(meeting))

        assert spoken_time(opens_at) in early.content.decode()
        assert (early.context["rows"][0].opens_at, early.context["rows"][0].may_arrive) == (opens_at, False)
        assert (on_time.context["rows"][0].opens_at, on_time.context["rows"][0].may_arrive) == (None, True)

    def test_who_has_answered_reads_that_it_was_heard(self, meeting, at):
        at(95)
        browser = make.browser_of(meeting.pair.newcomer.account)

        say(browser, meeting, "HELD")

        assert "Je hebt gezegd of jullie elkaar zagen." in browser.get(door(meeting)).content.decode()

    def test_afterwards_the_volunteer_claims_hours_and_the_newcomer_confirms(self, meeting, at):
        at(95)

        for who in (meeting.pair.volunteer, meeting.pair.newcomer):
            say(make.browser_of(who.account), meeting, "HELD")

        assert [line.kind for line in HoursEntry.objects.order_by("number")] == ["CLAIM", "CONFIRM"]

    def test_hours_that_overlap_are_refused_and_named(self, meeting, at):
        pair = make.pair(volunteer=meeting.pair.volunteer, place=2)
        other = make.meeting(pair=pair, centre=meeting.centre, starts_at=START + timedelta(minutes=90))
        at(200)
        browser = make.browser_of(meeting.pair.volunteer.account)
        say(browser, other, "HELD")
        Attendance.objects.filter(meeting=meeting).update(answer="")
        meeting.ends_at = START + timedelta(minutes=120)
        meeting.save()

        say(browser, meeting, "HELD")

        page = browser.get(door(meeting)).content.decode()
        assert pair.newcomer.account.call_name in page
        assert HoursEntry.objects.count() == 1


class TestWithDigits:
    def test_somebody_is_here_and_no_session_begins(self, meeting, at):
        browser, newcomer = make.Browser(), meeting.pair.newcomer.account

        page = browser.post(door(meeting), {"code": code_of(newcomer, meeting)}).content.decode()
        say(browser, meeting, "ARRIVE", code_of(newcomer, meeting))

        assert newcomer.call_name in page
        assert outcomes.of([meeting.pk])[meeting.pk] == {newcomer.pk: Outcome.CAME}
        assert "_auth_user_id" not in browser.session

    def test_that_nobody_has_say_what_to_do_and_are_counted(self, meeting, at):
        answer = make.Browser().post(door(meeting), {"code": "000000"})

        assert answer.status_code == 422
        assert "Niemand die hier vandaag een afspraak heeft, heeft deze code." in answer.content.decode()
        assert CheckInMiss.objects.count() == 1

    def test_cannot_be_tried_all(self, meeting, at):
        browser = make.Browser()
        for _ in range(check_in.TRIES):
            browser.post(door(meeting), {"code": "000000"})

        right = browser.post(door(meeting), {"code": code_of(meeting.pair.newcomer.account, meeting)})

        assert right.status_code == 422

    def test_are_others_tomorrow_and_in_another_house(self, meeting):
        account = meeting.pair.newcomer.account

        codes = {
            code_of(account, meeting),
            check_in.code_of(account.pk, meeting.centre_id, meeting.local_date + timedelta(days=1)),
            check_in.code_of(account.pk, uuid.UUID(int=1), meeting.local_date),
        }

        assert len(codes) == 3


def test_looking_changes_nothing(meeting, at):
    browser = make.browser_of(meeting.pair.newcomer.account)

    browser.get(door(meeting), {"wish": "ARRIVE", "meeting_id": meeting.pk, "request_id": uuid.uuid4()})

    assert not OutcomeWord.objects.exists()


def test_a_house_that_does_not_exist_is_not_there():
    assert make.Browser().get(f"/hier/{uuid.UUID(int=3)}/").status_code == 404


def test_an_hour_too_early_is_refused(meeting, at):
    at(-90)

    say(make.browser_of(meeting.pair.newcomer.account), meeting, "ARRIVE")

    assert not OutcomeWord.objects.exists()
