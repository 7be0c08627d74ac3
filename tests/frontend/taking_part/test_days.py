"""Away for some days, another day for one meeting, an extra one, and one's own calendar: on the pages of both."""

import uuid
from datetime import date, timedelta

import pytest

from backend.meetings import outcomes
from backend.meetings.models import Absence, CalendarFeed, Meeting
from tests import make
from tests.backend.meetings.test_days_off import FIRST, SECOND, away, planned

SIDES = {"leren": "newcomer", "helpen": "volunteer"}


@pytest.fixture(params=SIDES)
def way(request):
    return request.param


def browser_on(pair, way):
    return make.browser_of(getattr(pair, SIDES[way]).account)


def post(browser, path, **form):
    return browser.post(path, {"request_id": uuid.uuid4()} | form)


def test_a_day_off_stands_on_the_page_with_its_reason(way):
    pair = planned()

    page = browser_on(pair, way).get(f"/mijn/{way}/").content.decode()

    assert "Het is kerstvakantie op de scholen." in page


def test_the_page_says_who_is_away_and_to_the_other_one_by_name(way):
    pair = planned()
    away(pair.newcomer.account)

    page = browser_on(pair, way).get(f"/mijn/{way}/").content.decode()

    assert ("Je bent weg." if way == "leren" else f"{pair.newcomer.account.call_name} is weg.") in page


def test_somebody_says_to_be_away_and_to_be_there_after_all(way):
    pair = planned()
    browser = browser_on(pair, way)

    post(browser, f"/mijn/{way}/weg/", starts_on=FIRST, ends_on=SECOND)
    assert Meeting.objects.going_on().earliest("starts_at").local_date > SECOND

    [absence] = Absence.objects.all()
    assert browser.get(f"/mijn/{way}/weg/{absence.pk}/toch-niet/").status_code == 405
    post(browser, f"/mijn/{way}/weg/{absence.pk}/toch-niet/")
    assert Meeting.objects.going_on().earliest("starts_at").local_date == FIRST


def test_an_absence_of_the_other_one_cannot_be_taken_back():
    pair = planned()
    absence = away(pair.newcomer.account)

    answer = post(browser_on(pair, "helpen"), f"/mijn/helpen/weg/{absence.pk}/toch-niet/")

    assert answer.status_code == 404
    assert Absence.objects.get().lifted_at is None


def test_days_that_cannot_be_keep_what_was_typed_and_say_what_to_do(way):
    pair = planned()

    answer = post(browser_on(pair, way), f"/mijn/{way}/weg/", starts_on=SECOND, ends_on=FIRST)

    assert answer.status_code == 422
    assert "Kies een laatste dag op of na de eerste dag." in answer.content.decode()
    assert f'value="{SECOND}"' in answer.content.decode()


def test_a_meeting_gets_another_day(way):
    pair = planned()
    meeting = pair.meetings.earliest("starts_at")
    browser = browser_on(pair, way)

    page = browser.get(f"/mijn/{way}/afspraak/{meeting.pk}/verplaatsen/")
    answer = post(
        browser,
        f"/mijn/{way}/afspraak/{meeting.pk}/verplaatsen/",
        on=FIRST + timedelta(days=1),
        starts_minute=600,
        minutes=60,
    )

    assert page.status_code == 200
    assert answer.status_code == 302
    assert Meeting.objects.get(pk=meeting.pk).local_date == FIRST + timedelta(days=1)


def test_a_moment_that_cannot_be_is_refused_with_what_to_do(way):
    pair = planned()
    meeting = pair.meetings.earliest("starts_at")

    answer = post(
        browser_on(pair, way),
        f"/mijn/{way}/afspraak/{meeting.pk}/verplaatsen/",
        on=date(2026, 11, 1),
        starts_minute=600,
        minutes=60,
    )

    assert answer.status_code == 422
    assert "Kies een moment na nu" in answer.content.decode()


def test_an_extra_meeting_is_planned(way):
    pair = planned()
    browser = browser_on(pair, way)

    assert browser.get(f"/mijn/{way}/extra/{pair.pk}/").status_code == 200
    post(browser, f"/mijn/{way}/extra/{pair.pk}/", on=FIRST + timedelta(days=1), starts_minute=600, minutes=60)

    assert Meeting.objects.filter(series=None).count() == 1


def test_the_address_of_the_calendar_is_shown_once_and_opens_without_a_login(way):
    pair = planned()
    browser = browser_on(pair, way)

    page = browser.post(f"/mijn/{way}/agenda/", {"wish": "make"}).content.decode()
    path = page.split("http://", 1)[1].split("/", 1)[1].split('"')[0]

    answer = make.Browser().get(f"/{path}")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.count(b"BEGIN:VEVENT") == 8
    assert make.Browser().post(f"/{path}").status_code == 405
    assert path not in browser.get(f"/mijn/{way}/agenda/").content.decode()


def test_a_calendar_that_was_stopped_is_gone(way):
    browser = browser_on(planned(), way)
    browser.post(f"/mijn/{way}/agenda/", {"wish": "make"})

    browser.post(f"/mijn/{way}/agenda/", {"wish": "stop"})

    assert not CalendarFeed.objects.exists()


def test_an_unknown_address_of_a_calendar_is_not_there():
    assert make.Browser().get("/agenda/unknown.ics").status_code == 404


def test_whoever_did_not_meet_may_say_why(way):
    meeting = make.meeting()
    browser = browser_on(meeting.pair, way)

    post(
        browser,
        f"/mijn/{way}/afspraak/{meeting.pk}/",
        answer="NOT_HELD",
        why="OTHER_NOT_THERE",
        minutes=90,
    )

    other = meeting.pair.volunteer if way == "leren" else meeting.pair.newcomer
    assert outcomes.of([meeting.pk])[meeting.pk][other.account_id] == "NO_SHOW"
