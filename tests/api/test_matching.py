"""Rounds, proposals and pairs through the API: who may see them, who may do what, and what a second click does."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.pairs import proposals, rounds
from backend.pairs.models import Exclusion, MatchingRound, Pair
from backend.places import clock
from tests import make
from tests.api.client import get, of, post

pytestmark = pytest.mark.usefixtures("town")


def offered():
    """A proposal that both were asked about, just now."""
    return proposals.approve(proposal_id=make.proposal().pk, by=make.account(), now=clock.now())


@pytest.fixture
def coordinator():
    return of(make.coordinator())


class TestRounds:
    def test_a_round_is_asked_for_once_and_worked_on_elsewhere(self, coordinator):
        body = {"requestId": str(uuid.uuid4())}

        first, second = post(coordinator, "matching-rounds", body), post(coordinator, "matching-rounds", body)

        assert (first.status_code, first.json()["id"]) == (201, second.json()["id"])
        assert first.json()["state"] == "REQUESTED"
        assert post(coordinator, "matching-rounds", {"requestId": str(uuid.uuid4())}).status_code == 409

    def test_a_round_that_was_looked_at_is_published_and_proposes_who_fits(self, coordinator):
        waiting, helping = make.newcomer(), make.volunteer()
        asked = post(coordinator, "matching-rounds", {"requestId": str(uuid.uuid4())}).json()
        rounds.take_up(now=clock.now())
        assert get(coordinator, "proposals").json()["results"] == []

        answers = [post(coordinator, f"matching-rounds/{asked['id']}/publications") for _ in range(2)]

        assert [(answer.status_code, answer.json()["state"]) for answer in answers] == [(201, "PUBLISHED")] * 2
        [proposal] = get(coordinator, "proposals").json()["results"]
        assert (proposal["newcomer"], proposal["volunteer"]) == (str(waiting.pk), str(helping.pk))
        assert post(coordinator, f"matching-rounds/{asked['id']}/discards").status_code == 409

    def test_a_round_that_is_discarded_proposes_nobody(self, coordinator):
        dry = make.found_pair().round

        answer = post(coordinator, f"matching-rounds/{dry.pk}/discards")

        assert (answer.status_code, answer.json()["state"]) == (201, "DISCARDED")
        assert get(coordinator, "proposals").json()["results"] == []

    @pytest.mark.parametrize("role", [make.newcomer, make.volunteer, make.caseworker, make.programme_manager])
    def test_does_not_exist_for_anybody_else(self, role):
        body = {"requestId": str(uuid.uuid4())}

        assert post(of(role()), "matching-rounds", body).status_code == 404
        assert not MatchingRound.objects.exists()


class TestProposals:
    def test_are_seen_by_the_two_only_once_they_were_offered(self):
        proposal = make.proposal()
        for who in (proposal.newcomer, proposal.volunteer):
            assert get(of(who), "proposals").json()["results"] == []

        proposals.approve(proposal_id=proposal.pk, by=make.account(), now=clock.now())
        for who in (proposal.newcomer, proposal.volunteer):
            assert [row["id"] for row in get(of(who), "proposals").json()["results"]] == [str(proposal.pk)]
        assert get(of(make.volunteer()), "proposals").json()["results"] == []

    def test_an_approval_sent_twice_is_one_approval(self, coordinator):
        proposal = make.proposal()

        answers = [post(coordinator, f"proposals/{proposal.pk}/approvals") for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert answers[0].json()["state"] == "OFFERED"

    def test_a_rejection_needs_a_reason(self, coordinator):
        proposal = make.proposal()

        refused = post(coordinator, f"proposals/{proposal.pk}/rejections")
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/reason")
        done = post(coordinator, f"proposals/{proposal.pk}/rejections", {"reason": "They know each other"})
        assert (done.status_code, done.json()["state"]) == (201, "REJECTED")

    def test_two_accepts_make_one_pair_however_often_they_are_sent(self):
        proposal = offered()
        for who in (proposal.newcomer, proposal.volunteer, proposal.newcomer, proposal.volunteer):
            assert post(of(who), f"proposals/{proposal.pk}/acceptances").status_code == 201

        pair = Pair.objects.get()
        assert (pair.newcomer_id, pair.volunteer_id) == (proposal.newcomer_id, proposal.volunteer_id)
        assert [row["id"] for row in get(of(proposal.newcomer), "pairs").json()["results"]] == [str(pair.pk)]

    def test_after_a_decline_an_accept_is_too_late(self):
        proposal = offered()
        declined = post(of(proposal.volunteer), f"proposals/{proposal.pk}/declines", {"reason": "TIMES"})
        too_late = post(of(proposal.newcomer), f"proposals/{proposal.pk}/acceptances")

        assert (declined.status_code, too_late.status_code) == (201, 409)
        assert not Pair.objects.exists()

    def test_that_are_over_do_not_tell_the_other_one_who_ended_them(self, coordinator):
        declined, expired = offered(), offered()
        post(of(declined.volunteer), f"proposals/{declined.pk}/declines", {"reason": "TIMES"})
        proposals.expire_due(now=expired.answer_before)

        def state(who, proposal):
            [listed] = get(who, "proposals?pageSize=1").json()["results"]
            assert listed["id"] == str(proposal.pk)
            assert listed["state"] == get(who, f"proposals/{proposal.pk}").json()["state"]
            return listed["state"]

        assert state(of(declined.newcomer), declined) == state(of(expired.newcomer), expired) == "WITHDRAWN"
        assert state(of(declined.volunteer), declined) == "DECLINED"
        assert get(coordinator, f"proposals/{declined.pk}").json()["state"] == "DECLINED"
        assert get(coordinator, f"proposals/{expired.pk}").json()["state"] == "EXPIRED"

    @pytest.mark.parametrize("deed", [("rejections", {"reason": "No"}), ("declines", {"reason": "TIMES"})])
    def test_a_no_sent_twice_is_one_no(self, coordinator, deed):
        [way, body] = deed
        proposal = make.proposal() if way == "rejections" else offered()
        client = coordinator if way == "rejections" else of(proposal.newcomer)

        answers = [post(client, f"proposals/{proposal.pk}/{way}", body) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json() == answers[1].json()
        assert Exclusion.objects.count() == 1

    def test_a_no_needs_a_reason_from_the_list(self):
        proposal = offered()
        refused = post(of(proposal.newcomer), f"proposals/{proposal.pk}/declines", {"reason": "Just so"})

        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/reason")

    def test_only_the_coordinator_approves(self):
        proposal = offered()

        assert post(of(proposal.volunteer), f"proposals/{proposal.pk}/approvals").status_code == 404

    def test_a_coordinator_does_not_answer_for_the_two(self, coordinator):
        assert post(coordinator, f"proposals/{offered().pk}/acceptances").status_code == 404


class TestPairs:
    def test_are_ended_once(self):
        pair = make.pair()
        body = {"on": str(make.MONDAY), "reason": "GOAL_REACHED"}

        answers = [post(of(pair.newcomer), f"pairs/{pair.pk}/endings", body) for _ in range(2)]

        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[0].json()["endedOn"] == answers[1].json()["endedOn"] == str(make.MONDAY)

    def test_that_ended_do_not_end_again_in_another_way(self):
        pair = make.pair()
        client, body = of(pair.newcomer), {"on": str(make.MONDAY), "reason": "GOAL_REACHED"}
        post(client, f"pairs/{pair.pk}/endings", body)

        assert post(client, f"pairs/{pair.pk}/endings", body | {"reason": "TOO_BUSY"}).status_code == 409

    def test_never_tell_the_other_one_why_they_ended(self):
        pair = make.pair()
        post(of(pair.newcomer), f"pairs/{pair.pk}/endings", {"on": str(make.MONDAY), "reason": "NO_CLICK"})

        assert b"NO_CLICK" not in get(of(pair.volunteer), f"pairs/{pair.pk}").content

    def test_do_not_end_before_they_began(self):
        pair = make.pair()
        answer = post(of(pair.newcomer), f"pairs/{pair.pk}/endings", {"on": "2020-01-01", "reason": "GOAL_REACHED"})

        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


class TestNotYours:
    def test_equals_what_does_not_exist_byte_for_byte(self, coordinator):
        with scope(municipality=make.OTHER_TOWN):
            pair, proposal = make.pair(of=make.OTHER_TOWN), make.proposal(of=make.OTHER_TOWN)
            people = {"newcomers": pair.newcomer_id, "volunteers": pair.volunteer_id}
        rows = people | {"pairs": pair.pk, "proposals": proposal.pk}

        for path, theirs in rows.items():
            hidden, missing = get(coordinator, f"{path}/{theirs}"), get(coordinator, f"{path}/{uuid.uuid4()}")
            assert (hidden.status_code, hidden.content) == (404, missing.content)
            assert dict(hidden.headers) == dict(missing.headers)

    def test_holds_for_every_deed_and_for_whoever_has_no_part_in_it(self, coordinator):
        pair, proposal = make.pair(), offered()
        with scope(municipality=make.OTHER_TOWN):
            other_town = make.pair(of=make.OTHER_TOWN)
        bystander = of(make.volunteer())
        ending = {"on": str(make.MONDAY), "reason": "GOAL_REACHED"}

        for client, kind, hidden, deed, body in (
            (bystander, "pairs", pair.pk, "endings", ending),
            (coordinator, "pairs", other_town.pk, "endings", ending),
            (bystander, "proposals", proposal.pk, "acceptances", {}),
            (bystander, "proposals", proposal.pk, "declines", {"reason": "TIMES"}),
            (bystander, "proposals", proposal.pk, "approvals", {}),
            (of(proposal.newcomer), "proposals", proposal.pk, "rejections", {"reason": "No"}),
            (coordinator, "proposals", proposal.pk, "acceptances", {}),
        ):
            answers = [post(client, f"{kind}/{pk}/{deed}", body) for pk in (hidden, uuid.uuid4())]
            assert {answer.status_code for answer in answers} == {404}, (kind, deed)
            assert answers[0].content == answers[1].content, (kind, deed)
            assert dict(answers[0].headers) == dict(answers[1].headers), (kind, deed)

    @pytest.mark.parametrize("role", [make.caseworker, make.programme_manager])
    def test_staff_who_guide_no_pairs_see_none_of_them(self, role):
        make.meeting(pair=make.pair())
        make.proposal()

        for path in ("newcomers", "volunteers", "proposals", "pairs", "meetings", "hours-entries"):
            assert get(of(role()), path).json()["results"] == [], path

    def test_a_volunteer_sees_nobody_but_himself(self):
        someone, other = make.volunteer(), make.volunteer()

        assert [row["id"] for row in get(of(someone), "volunteers").json()["results"]] == [str(someone.pk)]
        assert get(of(someone), f"volunteers/{other.pk}").status_code == 404
        assert get(of(someone), "newcomers").json()["results"] == []


@pytest.mark.parametrize("path", ["newcomers", "volunteers", "proposals", "pairs", "matching-rounds"])
def test_a_list_takes_as_many_queries_for_many_as_for_one(coordinator, path):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert get(coordinator, path).status_code == 200
        return len(asked)

    def more():
        make.proposal()
        make.pair()
        MatchingRound.objects.create(
            municipality_id=make.TOWN,
            day=make.MONDAY,
            asked_at=make.NOON,
            finished_at=make.NOON,
            state="FAILED",
            failure="UNEXPECTED",
        )

    more()
    get(coordinator, path)
    one = queries()
    for _ in range(15):
        more()
    assert queries() == one


def test_lists_come_in_pages_that_together_are_the_whole(coordinator):
    people = {str(make.newcomer().pk) for _ in range(5)}

    found, page = [], get(coordinator, "newcomers?pageSize=2").json()
    while True:
        found += [row["id"] for row in page["results"]]
        if page["next"] is None:
            break
        page = coordinator.get(page["next"]).json()
    assert (len(found), set(found)) == (5, people)
    assert len(coordinator.get(page["previous"]).json()["results"]) == 2


def test_a_page_has_fifty_rows_and_two_hundred_at_most(coordinator):
    moments = [make.NOON + timedelta(minutes=n) for n in range(201)]
    MatchingRound.objects.bulk_create(
        MatchingRound(
            municipality_id=make.TOWN,
            day=make.MONDAY,
            asked_at=at,
            finished_at=at,
            state="FAILED",
            failure="UNEXPECTED",
        )
        for at in moments
    )

    def rows(asked):
        return get(coordinator, f"matching-rounds{asked}").json()["results"]

    assert [len(rows(asked)) for asked in ("", "?pageSize=1", "?pageSize=200", "?pageSize=201")] == [50, 1, 200, 200]
    assert rows("?pageSize=999999999999")[0]["askedAt"] == "2026-11-23T14:20:00Z"


def test_a_cursor_of_another_list_is_refused(coordinator):
    for n in range(3):
        make.neighbourhood(f"BU0216000{n}", name=f"Street {n}")
    other = get(coordinator, f"neighbourhoods?municipality={make.TOWN}&pageSize=1").json()["next"]

    answer = get(coordinator, f"newcomers?{other.partition('?')[2]}")
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (400, "/cursor")
