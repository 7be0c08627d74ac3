"""Days off that a coordinator enters, and one meeting on another day."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings.models import Absence, Closure, Meeting
from tests import make
from tests.backend.meetings.test_days_off import FIRST, SECOND, planned

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


def post(browser, path, **form):
    return browser.post(path, {"request_id": uuid.uuid4()} | form)


def test_a_person_is_away_and_there_after_all(browser):
    pair = planned()
    path = f"/coordinator/weg/{pair.newcomer.account_id}/"

    assert browser.get(path).status_code == 200
    post(browser, path, starts_on=FIRST, ends_on=SECOND)
    assert Meeting.objects.going_on().earliest("starts_at").local_date > SECOND

    post(browser, f"/coordinator/weg/{Absence.objects.get().pk}/toch-niet/")
    assert Meeting.objects.going_on().earliest("starts_at").local_date == FIRST


def test_somebody_who_takes_no_part_here_is_not_there(browser):
    assert browser.get(f"/coordinator/weg/{make.account().pk}/").status_code == 404


def test_a_house_is_closed_and_open_after_all(browser):
    house = make.centre()
    planned()

    post(browser, "/coordinator/dicht/", centre_id=house.pk, starts_on=FIRST, ends_on=SECOND, why="De vloer is nat")
    assert Meeting.objects.going_on().earliest("starts_at").local_date > SECOND
    assert "De vloer is nat" in browser.get("/coordinator/dicht/").content.decode()

    post(browser, f"/coordinator/dicht/{Closure.objects.get().pk}/toch-open/")
    assert Meeting.objects.going_on().earliest("starts_at").local_date == FIRST


def test_a_closed_house_without_days_keeps_what_was_typed(browser):
    house = make.centre()

    answer = post(browser, "/coordinator/dicht/", centre_id=house.pk, why="De vloer is nat")

    assert answer.status_code == 422
    assert "De vloer is nat" in answer.content.decode()


def test_the_page_of_a_pair_says_why_a_meeting_is_off(browser):
    pair = planned()

    assert "Het is kerstvakantie op de scholen." in browser.get(f"/coordinator/koppel/{pair.pk}/").content.decode()


def test_a_meeting_is_moved_for_two_who_cannot(browser):
    meeting = planned().meetings.earliest("starts_at")
    path = f"/coordinator/afspraak/{meeting.pk}/verplaatsen/"

    assert browser.get(path).status_code == 200
    post(browser, path, on=FIRST + timedelta(days=1), starts_minute=600, minutes=60)

    assert Meeting.objects.get(pk=meeting.pk).local_date == FIRST + timedelta(days=1)


@pytest.mark.parametrize("path", ["/coordinator/dicht/", "/coordinator/weg/{}/"])
def test_for_others_these_pages_are_not_there(path):
    pair = planned()

    assert make.browser_of(pair.volunteer.account).get(path.format(pair.newcomer.account_id)).status_code == 404
