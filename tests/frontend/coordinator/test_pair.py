"""The page of a pair: its state, and what a coordinator arranges, keeps and hands over."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from backend.meetings import planning
from backend.meetings.models import Introduction, LanguagePlan
from backend.pairs.models import CaseNote, CoordinatorTask, Pair, PairCheck, PairPause, Proposal
from tests import make
from tests.frontend.taking_part.people import address, browser

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def noon(town):
    """The clock stands still."""
    with time_machine.travel(make.NOON, tick=False):
        yield


@pytest.fixture
def client():
    return browser(make.coordinator())


def url(name, *args):
    return reverse(f"coordinator:{name}", args=args)


def page(client, pair):
    return client.get(url("pair", pair.pk)).content.decode()


class TestAPause:
    def days(self, **about):
        return {"request_id": uuid.uuid4(), "from_on": "2026-11-23", "until_on": "2026-12-20"} | about

    def test_is_written_down_shown_and_ended(self, client):
        pair = make.pair()

        client.post(url("pause_pair", pair.pk), self.days(deed="write"))
        assert "Paused up to and including 20 Dec 2026" in page(client, pair)
        client.post(url("resume_pair", pair.pk))

        assert "Getting to know each other" in page(client, pair)

    def test_that_is_proposed_is_answered_by_one_of_the_two(self, client):
        pair = make.pair()
        client.post(url("pause_pair", pair.pk), self.days(deed="propose"))
        newcomer = browser(pair.newcomer)
        assert "shall we pause your meetings" in newcomer.get(address("newcomer", "home")).content.decode()

        newcomer.post(address("newcomer", "answer_pause", PairPause.objects.get().pk), {"answer": "yes"})

        assert "have a pause" in newcomer.get(address("newcomer", "home")).content.decode()

    def test_with_a_wrong_day_keeps_what_was_typed(self, client):
        answer = client.post(url("pause_pair", make.pair().pk), self.days(until_on="2026-11-01"))

        assert answer.status_code == 422
        assert "2026-11-01" in answer.content.decode()


class TestWhatTheyAgreedOn:
    def test_the_plan_is_written_down_and_signed_by_both_with_one_tap(self, client):
        pair = make.series().pair
        client.post(
            url("language_plan", pair.pk),
            {"request_id": uuid.uuid4(), "goals": ["MONEY"], "until_on": "2027-05-01", "own_words": "Rekeningen"},
        )
        plan = LanguagePlan.objects.get()
        assert "1 pair without a signed language plan" in client.get("/coordinator/").content.decode()

        for side in ("newcomer", "volunteer"):
            own = browser(getattr(pair, side))
            assert "Yes, we do it like this" in own.get(address(side, "home")).content.decode()
            own.post(address(side, "sign_plan", plan.pk))

        assert "Signed by both, until 1 May 2027." in page(client, pair)
        assert "Every pair has a language plan" in client.get(url("without_plan")).content.decode()

    def test_who_has_no_plan_yet_stands_on_as_many_pages_as_it_takes(self, client):
        for _ in range(51):
            make.pair()

        first, second = (client.get(url("without_plan"), {"page": number}).content.decode() for number in (1, 2))

        assert "Page 1 of 2" in first
        assert [each.count("Write it down") for each in (first, second)] == [50, 1]

    def test_the_introduction_is_one_of_their_first_meetings(self, client):
        pair = make.series().pair
        planning.plan_due(make.NOON)
        first = pair.meetings.order_by("starts_at").first()
        assert str(first.pk) in page(client, pair)

        client.post(url("introduce", pair.pk), {"meeting": first.pk})

        assert Introduction.objects.get().meeting == first


class TestHowItGoes:
    def test_the_answers_of_both_stand_on_the_page_of_the_coordinator_only(self, client):
        pair = make.pair(started_on=make.MONDAY - 10 * DAY)
        newcomer = browser(pair.newcomer)
        given = {
            "have_met": "yes",
            "face": 4,
            "speaking": 2,
            "taking_part": 3,
            "words": "Gezellig",
            "wants_a_call": "on",
        }
        assert "How is it going with" in newcomer.get(address("newcomer", "home")).content.decode()

        newcomer.post(address("newcomer", "how_is_it_going", pair.pk), given)

        assert PairCheck.objects.get().speaking == 2
        assert "Gezellig" in page(client, pair)
        assert "wants you to call" in client.get("/coordinator/").content.decode()
        assert "Gezellig" not in browser(pair.volunteer).get(address("volunteer", "home")).content.decode()


class TestCasework:
    def test_notes_and_tasks_are_kept_done_and_handed_over(self, client):
        pair, colleague = make.pair(), make.coordinator()
        client.post(
            url("notes", pair.pk), {"deed": "note", "request_id": uuid.uuid4(), "text": "Houdt van tuinieren"}
        )
        task = {"deed": "task", "request_id": uuid.uuid4(), "text": "Bel school", "due_on": "2026-11-23"}
        client.post(url("notes", pair.pk), task | {"to": client.session["_auth_user_id"]})
        assert CaseNote.objects.get().text == "Houdt van tuinieren"
        assert "1 task of yours for today" in client.get("/coordinator/").content.decode()

        client.post(url("hand_over_tasks"), {"to": colleague.account_id})

        assert "Bel school" in browser(colleague).get(url("tasks")).content.decode()
        browser(colleague).post(url("finish_task", CoordinatorTask.objects.get().pk))
        assert CoordinatorTask.objects.get().done_at

    def test_another_volunteer_is_asked(self, client):
        pair, other = make.pair(), make.volunteer()
        assert str(other.pk) in client.get(url("hand_over", pair.pk)).content.decode()

        client.post(url("hand_over", pair.pk), {"volunteer": other.pk})

        assert Proposal.objects.get().takes_over_from == pair


def test_what_each_said_of_the_end_is_for_coordinators_alone(client):
    pair = make.pair(started_on=make.MONDAY - 100 * DAY)
    newcomer = browser(pair.newcomer)
    newcomer.post(address("newcomer", "stop", pair.pk), {"reason": "NO_CLICK", "words": "Te stil"})
    browser(pair.volunteer).post(address("volunteer", "stop", pair.pk), {"reason": "TOO_BUSY", "words": "Druk"})

    shown = page(client, pair)

    assert "Te stil" in shown
    assert "Druk" in shown
    other = browser(pair.volunteer).get(address("volunteer", "stop", pair.pk)).content.decode()
    assert "Te stil" not in other
    assert Pair.objects.get().end_reason == "NO_CLICK"


def test_pages_of_a_pair_of_another_town_do_not_exist(client):
    pair = make.pair()
    elsewhere = browser(make.coordinator(of=make.OTHER_TOWN))

    pages = ("pair", "language_plan", "notes", "hand_over")

    assert {elsewhere.get(url(name, pair.pk)).status_code for name in pages} == {404}


def test_the_page_takes_as_many_queries_for_fifty_meetings_as_for_one(client, django_assert_max_num_queries):
    weekly = make.series()
    path = f"/coordinator/koppel/{weekly.pair_id}/"
    make.meeting(series=weekly)
    client.get(path)
    with django_assert_max_num_queries(60) as few:
        assert client.get(path).status_code == 200

    for days in range(6, 55):
        make.meeting(series=weekly, starts_at=make.NOON - timedelta(days=days))

    with django_assert_max_num_queries(len(few.captured_queries)):
        client.get(path)
