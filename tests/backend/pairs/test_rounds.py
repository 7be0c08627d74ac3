"""A round: proposals with reasons, who still waits and why, and what it leaves alone."""

import json
import uuid
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django_scopes import scope

from backend.pairs import exclusions, nightly, problem, proposals, rounds
from backend.pairs.models import Exclusion, MatchingRound, Proposal, UnmatchedReason
from backend.people.models import Newcomer, Volunteer
from matching import ENGINE_VERSION
from tests import make
from tests.backend.pairs.offering import DAY, offered

pytestmark = pytest.mark.usefixtures("town")

State = MatchingRound.State


def run(now=make.NOON, **about):
    return rounds.run(town=make.TOWN, now=now, **about)


def pending():
    return Proposal.objects.filter(state="PENDING")


def running_since(moment, **about):
    return MatchingRound.objects.create(municipality_id=make.TOWN, day=make.MONDAY, started_at=moment, **about)


def meanwhile(monkeypatch, deed):
    """This happens while the engine is thinking: after the rows were read, before anything is stored."""
    read = problem.of_town

    def read_and_go_on():
        pool = read()
        deed()
        return pool

    monkeypatch.setattr(problem, "of_town", read_and_go_on)


class TestARound:
    def test_proposes_who_fits_with_all_that_is_to_be_said_of_it(self):
        newcomer, volunteer = make.newcomer(goals=["WORK"]), make.volunteer(goals=["WORK"])

        done = run()

        proposal = pending().get()
        assert (proposal.newcomer, proposal.volunteer, proposal.round) == (newcomer, volunteer, done)
        assert (proposal.weekday, proposal.minutes, proposal.mode) == (2, 90, "IN_PERSON")
        assert proposal.score == sum(proposal.score_parts.values())
        assert set(proposal.score_parts) == {"nearness", "time", "language", "goals", "interests"}

    def test_says_of_the_others_why_and_what_would_help(self):
        newcomer = make.newcomer(week=[(0, *make.EVENING)])
        make.volunteer()

        run()

        why = UnmatchedReason.objects.get()
        assert (why.newcomer, why.reason, why.detail["time"]) == (newcomer, "no_candidate", 0)
        assert (why.smallest_change["kind"], why.smallest_change["weekday"]) == ("window", 2)

    def test_writes_down_what_was_computed_and_that_it_is_the_best(self):
        make.newcomer()
        make.volunteer()

        done = MatchingRound.objects.get(pk=run().pk)

        assert (done.state, done.engine_version) == (State.FINISHED, ENGINE_VERSION)
        assert len(done.input_hash) == 64
        assert {"certificate", "objectives", "advice"} <= set(done.report)
        assert json.dumps(done.report)

    def test_advises_whom_to_look_for(self):
        make.newcomer(week=[(0, *make.EVENING)])

        assert run().report["advice"][0]["day_part"] == "evening"

    def test_of_the_same_rows_is_the_same(self):
        make.newcomer()
        make.volunteer()
        first = run()
        before = pending().get().score_parts

        second = run()

        assert second.input_hash == first.input_hash
        assert pending().get().score_parts == before

    def test_takes_the_place_of_what_earlier_rounds_proposed(self):
        make.newcomer()
        make.volunteer()
        run()
        old = pending().get()

        run()

        old.refresh_from_db()
        assert (old.state, old.closed_at) == ("WITHDRAWN", make.NOON)
        assert pending().count() == 1

    def test_leaves_alone_what_was_offered(self):
        proposal = offered()

        run()

        assert Proposal.objects.get() == proposal

    def test_of_an_empty_town_is_finished_too(self):
        assert run().state == State.FINISHED

    @pytest.mark.parametrize("deed", [proposals.reject, proposals.decline])
    def test_does_not_propose_again_what_somebody_said_no_to(self, deed):
        make.newcomer()
        make.volunteer()
        run()
        proposal = pending().get()
        by = make.account()
        if deed == proposals.decline:
            proposals.approve(proposal_id=proposal.pk, by=by, now=make.NOON)
            by = proposal.newcomer.account
        deed(proposal_id=proposal.pk, by=by, reason="TIMES", now=make.NOON)

        run()

        assert not pending().exists()


class TestAskingForARound:
    def test_twice_with_the_same_request_is_one_round(self):
        request_id = uuid.uuid4()

        assert run(request_id=request_id) == run(request_id=request_id)
        assert MatchingRound.objects.count() == 1

    def test_waits_while_another_one_is_running(self):
        running_since(make.NOON - timedelta(minutes=15))

        with pytest.raises(rounds.RoundIsRunning):
            run()

    def test_does_not_wait_for_one_that_was_killed(self):
        killed = running_since(make.NOON - timedelta(minutes=15, seconds=1))

        assert run().state == State.FINISHED
        killed.refresh_from_db()
        assert (killed.state, killed.finished_at) == (State.FAILED, make.NOON)

    def test_does_not_wait_for_another_town(self):
        with scope(municipality=make.OTHER_TOWN):
            make.town(make.OTHER_TOWN)
            MatchingRound.objects.create(municipality_id=make.OTHER_TOWN, day=make.MONDAY, started_at=make.NOON)

        assert run().state == State.FINISHED

    def test_that_breaks_off_leaves_a_failed_round_and_the_old_proposals(self, monkeypatch):
        proposal = make.proposal()
        meanwhile(monkeypatch, lambda: 1 / 0)

        with pytest.raises(ZeroDivisionError):
            run()

        assert MatchingRound.objects.get().state == State.FAILED
        assert pending().get() == proposal


class TestWhileTheEngineIsThinking:
    """What changed meanwhile is looked at before anything is stored."""

    @pytest.fixture
    def two(self):
        return make.newcomer(), make.volunteer()

    @pytest.mark.parametrize("role", [Newcomer, Volunteer])
    @pytest.mark.parametrize("about", [{"left_on": make.MONDAY}, {"paused_since": make.MONDAY}])
    def test_somebody_stops(self, two, role, about, monkeypatch):
        meanwhile(monkeypatch, lambda: role.objects.update(**about))

        run()

        assert not pending().exists()

    def test_the_newcomer_becomes_part_of_a_pair(self, two, monkeypatch):
        meanwhile(monkeypatch, lambda: make.pair(newcomer=two[0]))

        run()

        assert not pending().exists()

    def test_the_last_place_is_offered_to_somebody_else(self, two, monkeypatch):
        meanwhile(monkeypatch, lambda: offered(volunteer=two[1]))

        run()

        assert not pending().exists()

    def test_the_newcomer_is_asked_about_somebody(self, two, monkeypatch):
        meanwhile(monkeypatch, lambda: offered(newcomer=two[0]))

        assert run().state == State.FINISHED
        assert not pending().exists()

    def test_the_two_are_kept_apart(self, two, monkeypatch):
        exclude = {"municipality_id": make.TOWN, "newcomer": two[0], "volunteer": two[1], "cause": "SEALED"}
        meanwhile(monkeypatch, lambda: Exclusion.objects.create(**exclude, since=make.NOON))

        run()

        assert not pending().exists()

    def test_who_waits_without_a_buddy_leaves_and_gets_no_reason(self, monkeypatch):
        make.newcomer()
        meanwhile(monkeypatch, lambda: Newcomer.objects.update(left_on=make.MONDAY))

        run()

        assert not UnmatchedReason.objects.exists()

    def test_the_round_is_given_up_and_stores_nothing(self, two, monkeypatch):
        given_up = {"state": State.FAILED, "finished_at": make.NOON + DAY}
        meanwhile(monkeypatch, lambda: MatchingRound.objects.update(**given_up))

        with pytest.raises(rounds.RoundIsRunning):
            run()

        assert not pending().exists()
        assert MatchingRound.objects.get().finished_at == make.NOON + DAY


class TestByNight:
    BEFORE_TWO = datetime(2026, 11, 23, 0, 59, tzinfo=UTC)
    AT_TWO = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def test_a_night_begins_at_two_by_the_clock_on_the_wall(self):
        assert nightly.since(self.BEFORE_TWO) == self.AT_TWO - DAY
        assert nightly.since(self.AT_TWO) == self.AT_TWO

    def test_every_town_with_a_programme_gets_one_round(self):
        make.town(make.OTHER_TOWN)
        make.town("GM0344", programme_since=None)

        assert nightly.run_due(self.AT_TWO) == 2
        assert nightly.run_due(make.NOON) == 0
        assert nightly.run_due(self.AT_TWO + DAY) == 2

    def test_a_round_that_failed_is_tried_again(self):
        running_since(self.AT_TWO)
        MatchingRound.objects.update(state=State.FAILED, finished_at=self.AT_TWO)

        assert nightly.run_due(make.NOON) == 1

    def test_a_town_where_it_fails_does_not_stop_the_others(self):
        make.town(make.OTHER_TOWN)
        broken = make.newcomer(languages=["?"])

        assert nightly.run_due(make.NOON) == 1
        assert MatchingRound.objects.get().state == State.FAILED
        assert broken.municipality_id == make.TOWN


class TestTheCommand:
    def test_runs_a_round_in_one_town_and_says_what_came_of_it(self):
        make.newcomer()
        make.volunteer()
        said = StringIO()

        call_command("run_round", make.TOWN, stdout=said)

        assert said.getvalue() == "GM0216: 1 proposals, 0 people still wait.\n"

    def test_runs_in_every_town(self):
        make.town(make.OTHER_TOWN)
        said = StringIO()

        call_command("run_round", "--all", stdout=said)

        assert [line[:6] for line in said.getvalue().splitlines()] == [make.TOWN, make.OTHER_TOWN]

    def test_names_the_towns_that_there_are(self):
        with pytest.raises(CommandError, match="There are: GM0216"):
            call_command("run_round", "GM9999")


def test_an_exclusion_that_is_there_already_stays_as_it_is():
    proposal = make.proposal()
    exclusions.exclude(proposal, Exclusion.Cause.SEALED, make.NOON)
    exclusions.exclude(proposal, Exclusion.Cause.ENDED, make.NOON)

    assert Exclusion.objects.get().cause == "SEALED"
