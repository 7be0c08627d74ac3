"""What both sides answer on their pages: a real choice, harmless twice, nothing by looking."""

import uuid

import pytest
from django.apps import apps
from django.urls import resolve

from backend.meetings.models import Attendance, HoursEntry, Meeting
from backend.pairs.models import Pair, Proposal
from notifications import kinds
from notifications.models import Message
from tests import make
from tests.frontend.taking_part.people import SIDES, TOMORROW, address, browser, offered

both_sides = pytest.mark.parametrize("side", SIDES)


def answer(client, side, meeting, word="HELD", **more):
    given = {"answer": word, "request_id": uuid.uuid4(), "minutes": 90} | more
    return client.post(address(side, "meeting_answer", meeting.pk), given)


def said(meeting, side):
    return Attendance.objects.get(meeting=meeting, side=side.upper()).answer


@both_sides
class TestDidYouMeet:
    def test_nothing_is_chosen_before(self, side):
        meeting = make.meeting()
        client = browser(getattr(meeting.pair, side))

        for page in (address(side, "home"), address(side, "meeting_answer", meeting.pk)):
            html = client.get(page).content.decode()
            assert 'type="radio" name="answer"' in html
            assert "checked" not in html

    def test_sending_without_a_choice_asks_again(self, side):
        meeting = make.meeting()

        page = answer(browser(getattr(meeting.pair, side)), side, meeting, word="")

        assert page.status_code == 422
        assert "Choose yes or no." in page.content.decode()
        assert said(meeting, side) == ""

    def test_says_back_what_was_said_and_until_when_it_may_change(self, side):
        meeting = make.meeting()
        client = browser(getattr(meeting.pair, side))

        answer(client, side, meeting)
        page = client.get(address(side, "home")).content.decode()

        assert "You said: yes, we met. You can change it until Thursday 26 November" in page
        assert said(meeting, side) == "HELD"

    def test_may_be_changed(self, side):
        meeting = make.meeting()
        client = browser(getattr(meeting.pair, side))

        answer(client, side, meeting)
        answer(client, side, meeting, "NOT_HELD")

        assert said(meeting, side) == "NOT_HELD"

    def test_a_double_click_is_one_answer(self, side):
        meeting, request_id = make.meeting(), uuid.uuid4()
        client = browser(getattr(meeting.pair, side))

        pages = [answer(client, side, meeting, request_id=request_id) for _ in range(2)]

        assert [page.status_code for page in pages] == [302, 302]
        assert HoursEntry.objects.count() == (1 if side == "volunteer" else 0)

    def test_cannot_be_said_before_the_end(self, side):
        meeting = make.meeting(starts_at=TOMORROW)

        page = answer(browser(getattr(meeting.pair, side)), side, meeting)

        assert page.status_code == 422
        assert "when the meeting is over" in page.content.decode()


@both_sides
class TestAMeetingToCome:
    def test_i_will_be_there_is_seen_by_the_other(self, side):
        meeting = make.meeting(starts_at=TOMORROW)
        other = "volunteer" if side == "newcomer" else "newcomer"

        browser(getattr(meeting.pair, side)).post(address(side, "coming", meeting.pk))

        page = browser(getattr(meeting.pair, other)).get(address(other, "home")).content.decode()
        assert "will be there" in page

    def test_i_cannot_come_calls_it_off_and_tells_the_other(self, side):
        meeting = make.meeting(starts_at=TOMORROW)
        client = browser(getattr(meeting.pair, side))

        for _ in range(2):
            client.post(address(side, "cannot_come", meeting.pk))

        assert Meeting.objects.get().cancelled_by == getattr(meeting.pair, side).account
        assert Message.objects.filter(kind__startswith="meeting_cancelled").count() == 2  # one for each calendar


@both_sides
class TestAProposal:
    def test_shows_a_name_to_call_by_when_where_and_why(self, side):
        house = make.centre(name="De Salamander")
        proposal = offered()
        other = proposal.volunteer if side == "newcomer" else proposal.newcomer

        page = browser(getattr(proposal, side)).get(address(side, "home")).content.decode()

        for words in (other.account.call_name, "Every Wednesday", "18:00 – 19:30", house.name, "Why together?"):
            assert words in page

    def test_keeps_surname_and_contact_for_later(self, side):
        proposal = offered()
        other = (proposal.volunteer if side == "newcomer" else proposal.newcomer).account
        other.phone = "+31612345678"
        other.save()

        page = browser(getattr(proposal, side)).get(address(side, "home")).content.decode()

        assert not any(secret in page for secret in (other.full_name, other.mail, other.phone))

    def test_yes_waits_for_the_other(self, side):
        proposal = offered()
        client = browser(getattr(proposal, side))

        for _ in range(2):
            client.post(address(side, "accept", proposal.pk))

        assert "We wait for" in client.get(address(side, "home")).content.decode()
        assert Proposal.objects.get().state == "OFFERED"

    def test_two_yeses_make_a_pair(self, side):
        proposal = offered()

        for each in SIDES:
            browser(getattr(proposal, each)).post(address(each, "accept", proposal.pk))

        assert Pair.objects.get().proposal == proposal

    def test_no_needs_a_reason(self, side):
        proposal = offered()
        client = browser(getattr(proposal, side))

        without = client.post(address(side, "decline", proposal.pk), {})
        assert without.status_code == 422
        client.post(address(side, "decline", proposal.pk), {"reason": "TIMES"})

        assert Proposal.objects.get().decline_reason == "TIMES"

    def test_that_is_closed_says_so_in_a_kind_way(self, side):
        proposal = offered(state="EXPIRED")
        client = browser(getattr(proposal, side))

        client.post(address(side, "accept", proposal.pk))

        assert "This proposal is closed" in client.get(address(side, "home")).content.decode()

    def test_from_a_message_that_is_closed_leads_home(self, side):
        proposal = offered(state="EXPIRED")

        page = browser(getattr(proposal, side)).get(address(side, "proposal", proposal.pk))

        assert page.headers["Location"] == address(side, "home")


@both_sides
def test_looking_at_every_page_changes_nothing(side):
    meeting, proposal = make.meeting(), None
    coming = make.meeting(series=meeting.series, starts_at=TOMORROW)
    role = getattr(meeting.pair, side)
    if side == "volunteer":
        proposal = offered(volunteer=role)
    client = browser(role)
    pages = [("home",), ("week",), ("wishes",), ("break",), ("unsafe",), ("stop", meeting.pair_id)]
    pages += [("meeting_answer", meeting.pk), ("meeting_answer", coming.pk), ("cannot_come", coming.pk)]
    pages += [(name, proposal.pk) for name in ("proposal", "decline") if proposal]
    pages += [("hours",), ("replan", meeting.pair_id)] if side == "volunteer" else []
    before = everything()

    answers = [client.get(address(side, *page)).status_code for page in pages]

    assert set(answers) == {200}
    assert everything() == before


def everything():
    models = [
        model
        for model in apps.get_models()
        if model._meta.app_label not in {"sessions", "contenttypes", "obligations"}
    ]
    return {model.__name__: sorted(map(str, model._base_manager.values_list())) for model in models}


@pytest.mark.parametrize("kind", [kind for kind in kinds.every() if kind.path], ids=lambda kind: kind.name)
def test_a_message_leads_to_a_page_that_is_there(kind):
    assert resolve(kind.path(uuid.uuid4()))
