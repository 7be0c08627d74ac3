"""After a language table one is asked whether one was there, or led it; never whether one met somebody."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from backend.meetings import check_in, messages
from backend.meetings.models import Attendance, HoursEntry
from notifications.rendering import in_words
from tests import make
from tests.backend.meetings.test_tables import first_of, table_of
from tests.frontend.taking_part.people import SIDES, address, browser

NAME = "Taaltafel <Zuid>"
SAFE_NAME = "Taaltafel &lt;Zuid&gt;"


@pytest.fixture
def table(town):
    made, _people = table_of(learners=2, name=NAME)
    return made


@pytest.fixture
def meeting(table):
    """The first meeting of the table, an hour after its end."""
    found = first_of(table)
    with time_machine.travel(found.ends_at + timedelta(hours=1), tick=False):
        yield found


@pytest.fixture
def people(table):
    return {"newcomer": table.table_seats.first().newcomer, "volunteer": table.leaders.get()}


QUESTION = {
    "newcomer": f"Were you at <bdi>{SAFE_NAME}</bdi> on",
    "volunteer": f"Did you lead <bdi>{SAFE_NAME}</bdi> on",
}
YES = {"newcomer": "Yes, I was there", "volunteer": "Yes, I led the table"}
SAID = {"newcomer": "You said: yes, I was there.", "volunteer": "You said: yes, I led the table."}
LATER = {"newcomer": f"I was at <bdi>{SAFE_NAME}</bdi>", "volunteer": f"I led <bdi>{SAFE_NAME}</bdi>"}


@pytest.mark.parametrize("side", SIDES)
class TestAPage:
    def test_asks_about_the_table(self, side, meeting, people):
        client = browser(people[side])

        for page in (address(side, "home"), address(side, "meeting_answer", meeting.pk)):
            html = client.get(page).content.decode()
            assert QUESTION[side] in html
            assert YES[side] in html
            assert "we met" not in html
            assert "id you meet" not in html

    def test_says_back_what_was_said(self, side, meeting, people):
        client = browser(people[side])
        given = {"answer": "HELD", "minutes": meeting.minutes, "request_id": uuid.uuid4()}

        client.post(address(side, "meeting_answer", meeting.pk), given)

        html = client.get(address(side, "home")).content.decode()
        assert SAID[side] in html
        assert LATER[side] in html

    def test_says_so_too_when_it_is_final(self, side, meeting, people):
        Attendance.objects.filter(meeting=meeting, account=people[side].account).update(
            answer="HELD", answered_at=meeting.ends_at - timedelta(days=4)
        )

        html = browser(people[side]).get(address(side, "meeting_answer", meeting.pk)).content.decode()

        assert SAID[side] in html

    def test_at_the_door_it_is_the_same_question(self, side, meeting, people):
        door = reverse("public:check_in", args=[meeting.centre_id])

        html = browser(people[side]).get(door).content.decode()

        assert YES[side] in html
        assert "we met" not in html
        assert check_in.meetings_here(people[side].account_id, meeting.centre, meeting.local_date)


def test_who_sat_there_alone_says_that_nobody_led_it(meeting, people):
    html = browser(people["newcomer"]).get(address("newcomer", "meeting_answer", meeting.pk)).content.decode()

    assert "Nobody was there to lead the table" in html
    assert "The other one was not there" not in html


def test_who_led_it_longer_is_quoted_in_words_of_a_table(meeting, people):
    given = {"answer": "HELD", "minutes": 120, "request_id": uuid.uuid4()}
    browser(people["volunteer"]).post(address("volunteer", "meeting_answer", meeting.pk), given)

    html = browser(people["newcomer"]).get(address("newcomer", "meeting_answer", meeting.pk)).content.decode()

    assert HoursEntry.objects.get().minutes == 120
    assert "says: I led the table for 2 hours" in html


def test_the_hours_page_asks_who_leads_about_the_table(meeting, people):
    html = browser(people["volunteer"]).get(address("volunteer", "hours")).content.decode()

    assert f"Did you lead <bdi>{SAFE_NAME}</bdi> on" in html


def test_a_coordinator_reads_what_each_said(meeting, people):
    Attendance.objects.filter(meeting=meeting).update(answer="HELD", answered_at=meeting.ends_at)

    html = browser(make.coordinator()).get(reverse("coordinator:meeting", args=[meeting.pk])).content.decode()

    assert "says: I led the table" in html
    assert "says: I was there" in html


ASKED = {
    ("en", "NEWCOMER"): "Were you at Taaltafel <Zuid> on",
    ("en", "VOLUNTEER"): "Did you lead Taaltafel <Zuid> on",
    ("nl", "NEWCOMER"): "Was je bij Taaltafel <Zuid> op",
    ("nl", "VOLUNTEER"): "Heb je Taaltafel <Zuid> geleid op",
    ("ar", "NEWCOMER"): "هل كنت في \u2068Taaltafel <Zuid>\u2069",
    ("ar", "VOLUNTEER"): "هل أدرت \u2068Taaltafel <Zuid>\u2069",
}


@pytest.mark.parametrize(("language", "side"), ASKED)
def test_a_message_asks_it_in_the_language_of_its_reader(language, side, meeting, people):
    account = people[side.lower()].account
    account.language = language
    account.save(update_fields=["language"])
    kind = messages.ASK_IF_HELD[side]
    context = {**kind.context(meeting.pk, account.pk), "call_name": account.call_name, "link": "https://x.nl/1"}

    words = {
        channel: in_words(kind, channel=channel, language=language, context=context) for channel in ("mail", "sms")
    }

    assert ASKED[language, side] in words["mail"].text
    assert ASKED[language, side].replace("<", "&lt;").replace(">", "&gt;") in words["mail"].html
    assert "Taaltafel <Zuid>" in words["mail"].subject
    assert "Taaltafel <Zuid>" in words["sms"].text
