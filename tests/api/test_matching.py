"""Rounds, proposals and pairs through the API: who may see them, who may do what, and what a second click does."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.pairs import proposals
from backend.pairs.models import MatchingRound, Pair
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
    def test_a_round_proposes_who_fits_and_the_same_request_gives_the_same_round(self, coordinator):
        waiting, helping = make.newcomer(), make.volunteer()
        body = {"requestId": str(uuid.uuid4())}

        first, second = post(coordinator, "matching-rounds", body), post(coordinator, "matching-rounds", body)

        assert (first.status_code, first.json()["id"]) == (201, second.json()["id"])
        assert MatchingRound.objects.count() == 1
        [proposal] = get(coordinator, "proposals").json()["results"]
        assert (proposal["newcomer"], proposal["volunteer"]) == (str(waiting.pk), str(helping.pk))
        assert get(coordinator, f"matching-rounds/{first.json()['id']}").json()["engineVersion"]

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

    def test_a_volunteer_sees_nobody_but_himself(self):
        someone, other = make.volunteer(), make.volunteer()

        assert [row["id"] for row in get(of(someone), "volunteers").json()["results"]] == [str(someone.pk)]
        assert get(of(someone), f"volunteers/{other.pk}").status_code == 404
        assert get(of(someone), "newcomers").json()["results"] == []


@pytest.mark.parametrize("path", ["newcomers", "volunteers", "proposals", "pairs"])
def test_a_list_takes_as_many_queries_for_many_as_for_one(coordinator, path):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            assert get(coordinator, path).status_code == 200
        return len(asked)

    make.proposal()
    make.pair()
    get(coordinator, path)
    one = queries()
    for _ in range(15):
        make.proposal()
        make.pair()
    assert queries() == one


def test_lists_come_in_pages_of_at_most_two_hundred(coordinator):
    for _ in range(3):
        make.newcomer()

    first = get(coordinator, "newcomers?pageSize=2").json()
    assert (len(first["results"]), first["previous"]) == (2, None)
    rest = coordinator.get(first["next"]).json()
    assert len(rest["results"]) == 1
    assert len({row["id"] for row in (*first["results"], *rest["results"])}) == 3
    assert get(coordinator, "newcomers?pageSize=100000").status_code == 200
