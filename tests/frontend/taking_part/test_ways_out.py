"""Stopping, a break, and not feeling safe: always in sight, always possible, never explained to the other."""

import re
import uuid

import pytest

from backend.meetings.models import Meeting, SafetyReport
from backend.pairs.models import Pair
from backend.people.models import Newcomer
from tests import make
from tests.frontend.taking_part.people import SIDES, TOMORROW, address, browser

both_sides = pytest.mark.parametrize("side", SIDES)


@pytest.fixture
def pair():
    return make.meeting(starts_at=TOMORROW).pair


def other_side(side):
    return "volunteer" if side == "newcomer" else "newcomer"


def report(pair, side):
    client = browser(getattr(pair, side))
    client.post(address(side, "unsafe"), {"pair_id": pair.pk, "request_id": uuid.uuid4()})
    return client


@both_sides
class TestAlwaysInSight:
    @pytest.mark.parametrize("page", ["home", "week", "wishes"])
    def test_stop_and_safety_stand_on_every_page(self, side, page, pair):
        html = browser(getattr(pair, side)).get(address(side, page)).content.decode()

        assert address(side, "stop", pair.pk) in html
        assert address(side, "unsafe") in html


@both_sides
class TestStopping:
    def test_ends_the_pair_with_a_reason(self, side, pair):
        client = browser(getattr(pair, side))

        client.post(address(side, "stop", pair.pk), {"reason": "NO_CLICK"})

        assert Pair.objects.get().end_reason == "NO_CLICK"

    def test_twice_is_fine(self, side, pair):
        client = browser(getattr(pair, side))

        answers = [client.post(address(side, "stop", pair.pk), {"reason": word}) for word in ("NO_CLICK", "MOVED")]

        assert [each.status_code for each in answers] == [302, 302]
        assert Pair.objects.get().end_reason == "NO_CLICK"

    def test_does_not_tell_the_other_why(self, side, pair):
        browser(getattr(pair, side)).post(address(side, "stop", pair.pk), {"reason": "NO_CLICK"})
        other = other_side(side)

        html = browser(getattr(pair, other)).get(address(other, "home")).content.decode()

        assert "click" not in html


@both_sides
class TestNotFeelingSafe:
    def test_stops_the_meetings_and_asks_a_coordinator_to_call(self, side, pair):
        client = report(pair, side)

        assert SafetyReport.objects.get().account == getattr(pair, side).account
        assert not Meeting.objects.going_on().exists()
        assert "Somebody whom you can trust calls you." in client.get(address(side, "home")).content.decode()

    def test_hides_the_two_from_each_other_at_once(self, side, pair):
        for each in SIDES:
            account = getattr(pair, each).account
            account.phone = "+31612345678"
            account.save()
        assert "+31612345678" in browser(getattr(pair, side)).get(address(side, "home")).content.decode()

        report(pair, side)

        for each in SIDES:
            html = browser(getattr(pair, each)).get(address(each, "home")).content.decode()
            assert "+31612345678" not in html
            assert "There are no meetings now." in html

    def test_looks_the_same_for_both_afterwards(self, side, pair):
        report(pair, side).get(address(side, "home"))  # the thanks are shown once

        sentences = {
            re.search(r"<section class=\"card now\">.*?</section>", page, re.DOTALL)[0]
            for page in (browser(getattr(pair, each)).get(address(each, "home")).content.decode() for each in SIDES)
        }
        assert len(sentences) == 1

    def test_does_not_ask_any_more_whether_they_met(self, side, pair):
        make.meeting(series=pair.series.get())
        report(pair, side)

        assert 'name="answer"' not in browser(getattr(pair, side)).get(address(side, "home")).content.decode()


@both_sides
class TestABreak:
    def test_begins_and_ends(self, side):
        role = getattr(make, side)()
        client = browser(role)

        client.post(address(side, "break"), {"wish": "pause"})
        assert "You have a break." in client.get(address(side, "home")).content.decode()
        client.post(address(side, "break"), {"wish": "come_back"})

        role.refresh_from_db()
        assert role.paused_since is None

    def test_keeps_the_place_in_the_queue(self, side):
        waiting = make.newcomer()

        browser(waiting).post(address("newcomer", "break"), {"wish": "pause"})

        assert Newcomer.objects.get(pk=waiting.pk).waiting_since == waiting.waiting_since


@both_sides
class TestForOthers:
    def test_what_is_not_yours_does_not_exist(self, side, pair):
        meeting = Meeting.objects.get()
        stranger = browser(getattr(make.pair(), side))
        pages = [("meeting_answer", meeting.pk), ("cannot_come", meeting.pk), ("stop", pair.pk)]
        pages += [("replan", pair.pk)] if side == "volunteer" else []

        answers = {stranger.get(address(side, *page)).status_code for page in pages}
        answers |= {stranger.post(address(side, *page)).status_code for page in pages}

        assert answers == {404}

    def test_the_pages_of_the_other_side_do_not_exist(self, side, pair):
        other = other_side(side)

        page = browser(getattr(pair, side)).get(address(other, "home"))

        assert page.status_code == 404

    def test_reporting_about_a_pair_of_others_is_not_possible(self, side, pair):
        stranger = browser(getattr(make.pair(), side))

        page = stranger.post(address(side, "unsafe"), {"pair_id": pair.pk, "request_id": uuid.uuid4()})

        assert page.status_code == 404
        assert not SafetyReport.objects.exists()
