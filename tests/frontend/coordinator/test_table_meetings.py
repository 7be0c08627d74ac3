"""The meetings of a language table, as the coordinator who writes down who was there sees them."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import ledger, outcomes
from backend.meetings.models import HoursEntry, Outcome
from tests import make
from tests.backend.meetings.hours import claim_at
from tests.backend.meetings.test_tables import AFTERWARDS, first_of, leader_of, say, table_of

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture(autouse=True)
def afterwards(time_machine):
    time_machine.move_to(AFTERWARDS, tick=False)


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


def page_of(meeting):
    return f"/coordinator/afspraak/{meeting.pk}/wie-was-er/"


def test_the_page_of_a_table_shows_what_is_coming_and_what_waits_to_be_written_down(browser):
    table, _ = table_of()

    page = browser.get(f"/coordinator/tafels/{table.pk}/").content.decode()

    assert page_of(first_of(table)) in page
    assert browser.get(f"/coordinator/afspraak/{first_of(table).pk}/").status_code == 200


def test_everybody_at_once_and_twice_is_once(browser):
    table, _ = table_of()
    meeting, form = first_of(table), {"request_id": uuid.uuid4(), "minutes": 90}
    form |= {f"p{number}": "CAME" for number in range(5)}

    for _ in range(2):
        assert browser.post(page_of(meeting), form).status_code == 302

    assert set(outcomes.of([meeting.pk])[meeting.pk].values()) == {Outcome.CAME}
    assert HoursEntry.objects.get().person_id == leader_of(table).pk


def test_hours_that_stand_ask_for_a_reason_and_keep_what_was_typed(browser):
    table, _ = table_of()
    meeting = first_of(table)
    say(meeting, leader_of(table), minutes=90)

    answer = browser.post(page_of(meeting), {"request_id": uuid.uuid4(), "minutes": 60, "p0": "CAME"})

    assert answer.status_code == 422
    assert 'value="60"' in answer.content.decode()
    assert claim_at(meeting.pk).minutes == 90


def test_a_meeting_of_a_pair_is_corrected_on_the_same_page(browser):
    meeting = make.meeting()
    say(meeting, meeting.pair.volunteer.account)
    form = {"request_id": uuid.uuid4(), "minutes": 90, "p0": "ILL", "p1": "CAME", "reason": "Phoned"}

    browser.post(page_of(meeting), form)

    assert claim_at(meeting.pk).state == ledger.State.REVERSED
    assert HoursEntry.objects.order_by("number").last().reason == "Phoned"


def test_a_learner_and_a_leader_find_the_table_on_their_own_page(time_machine):
    table, [learner, *_] = table_of()
    time_machine.move_to(make.NOON, tick=False)

    theirs = make.browser_of(learner).get("/mijn/leren/").content.decode()
    mine = make.browser_of(leader_of(table)).get("/mijn/helpen/").content.decode()

    assert leader_of(table).call_name in theirs
    assert table.name in mine
    assert make.browser_of(learner).get(f"/mijn/leren/afspraak/{first_of(table).pk}/verplaatsen/").status_code == 404


def test_who_cannot_come_says_so_and_the_table_goes_on(time_machine):
    table, [learner, *_] = table_of()
    time_machine.move_to(make.NOON, tick=False)

    make.browser_of(learner).post(f"/mijn/leren/afspraak/{first_of(table).pk}/ik-kan-niet/")

    assert first_of(table).cancelled_at is None
    assert first_of(table).attendances.get(account=learner).is_expected is False


def test_the_page_takes_as_many_queries_for_eight_people_as_for_one(browser, django_assert_max_num_queries):
    small, large = table_of(1)[0], table_of(8, weekday=3)[0]
    browser.get(page_of(first_of(small)))

    with django_assert_max_num_queries(30) as few:
        browser.get(page_of(first_of(small)))
    with django_assert_max_num_queries(len(few.captured_queries)):
        browser.get(page_of(first_of(large)))


def test_the_day_before_nobody_writes_anything_down(browser, time_machine):
    table, _ = table_of()
    time_machine.move_to(make.NOON + timedelta(hours=1), tick=False)

    answer = browser.post(page_of(first_of(table)), {"request_id": uuid.uuid4(), "minutes": 90, "p0": "CAME"})

    assert answer.status_code == 422
    assert not HoursEntry.objects.exists()
