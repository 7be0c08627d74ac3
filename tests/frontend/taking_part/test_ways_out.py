"""Stopping, a break, and not feeling safe: always in sight, always possible, never explained to the other."""

import re
import uuid
from datetime import timedelta

import pytest

from backend.meetings import substitutes
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
@pytest.mark.parametrize("page", ["unsafe", "break"])
class TestTheHouseToCall:
    def test_stands_there_with_its_number(self, side, page):
        make.centre(name="De Zuidwester", phone="+31345123456")

        html = browser(getattr(make, side)()).get(address(side, page)).content.decode()

        assert "De Zuidwester" in html
        assert 'href="tel:+31345123456"' in html

    def test_is_not_needed(self, side, page):
        response = browser(getattr(make, side)()).get(address(side, page))

        assert response.status_code == 200
        assert 'href="tel:+' not in response.content.decode()


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


class TestWhoIsMeant:
    """Who stands in can be meant as well; asked is only when it can be about more than one person."""

    @pytest.fixture
    def standing(self, pair):
        by = make.coordinator().account
        days = {"from_on": make.MONDAY, "until_on": make.MONDAY + timedelta(days=7), "request_id": uuid.uuid4()}
        who = make.volunteer()
        return substitutes.arrange(pair_id=pair.pk, volunteer_id=who.pk, by=by, now=make.NOON, **days)

    def page(self, role, side):
        return browser(role).get(address(side, "unsafe")).content.decode()

    def test_a_newcomer_chooses_between_the_two_volunteers(self, pair, standing):
        page = self.page(pair.newcomer, "newcomer")

        usual, other = (each.account.call_name for each in (pair.volunteer, standing.volunteer))
        assert "Who is it about?" in page
        assert f"<bdi>{other}</bdi>, who comes in the place of <bdi>{usual}</bdi>" in page
        assert page.count("and call me</span></button>") == 2

    @pytest.mark.parametrize("role", ["volunteer of the pair", "who stands in"])
    def test_who_meets_one_person_is_not_asked(self, pair, standing, role):
        page = self.page(pair.volunteer if role == "volunteer of the pair" else standing.volunteer, "volunteer")

        assert "Who is it about?" not in page
        assert page.count("Stop the meetings and call me</span></button>") == 1

    def test_the_press_of_a_newcomer_stops_the_meetings_with_who_stands_in_only(self, pair, standing):
        client = browser(pair.newcomer)
        given = {"pair_id": pair.pk, "substitute_id": standing.volunteer_id, "request_id": uuid.uuid4()}

        client.post(address("newcomer", "unsafe"), given)

        home = client.get(address("newcomer", "home")).content.decode()
        name = standing.volunteer.account.call_name
        assert f"You do not meet {name} any more. Somebody whom you can trust calls you." in home
        assert SafetyReport.objects.get().substitute == standing.volunteer
        assert f"You meet <bdi>{name}</bdi>" not in home

    def test_who_stands_in_reports_with_one_press_and_sees_the_newcomer_no_more(self, pair, standing):
        client = browser(standing.volunteer)
        fields = re.findall(r'name="(\w+_id)" value="([^"]+)"', self.page(standing.volunteer, "volunteer"))

        client.post(address("volunteer", "unsafe"), dict(fields))
        client.get(address("volunteer", "home"))  # the thanks are shown once

        assert SafetyReport.objects.get().account == standing.volunteer.account
        assert pair.newcomer.account.call_name not in client.get(address("volunteer", "home")).content.decode()

    @pytest.mark.parametrize("side", SIDES)
    def test_when_the_two_of_the_pair_are_kept_apart_nobody_stands_in(self, pair, standing, side):
        report(pair, side)

        homes = [
            browser(role).get(address(where, "home")).content.decode()
            for role, where in ((pair.newcomer, "newcomer"), (standing.volunteer, "volunteer"))
        ]
        assert all("in the place of" not in home and "instead of" not in home for home in homes)

    def test_somebody_else_cannot_report_about_them(self, pair, standing):
        given = {"pair_id": pair.pk, "substitute_id": standing.volunteer_id, "request_id": uuid.uuid4()}

        strangers = {"newcomer": browser(make.pair().newcomer), "volunteer": browser(pair.volunteer)}

        answers = {who.post(address(side, "unsafe"), given).status_code for side, who in strangers.items()}

        assert answers == {404}


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
