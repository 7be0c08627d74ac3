"""A round: proposals with reasons, who still waits and why, and what it leaves alone."""

import json
import uuid

import pytest
from django_scopes import scope

from backend.pairs import exclusions, nightly, proposals, rounds
from backend.pairs.models import Exclusion, MatchingRound, Proposal, UnmatchedReason
from backend.people.models import Newcomer, Volunteer
from backend.privacy.models import AuditEntry
from matching import ENGINE_VERSION
from tests import make
from tests.backend.pairs.offering import DAY, offered
from tests.backend.pairs.searching import ask, looked_at, meanwhile, pending, publish, run

pytestmark = pytest.mark.usefixtures("town")

State = MatchingRound.State


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

        assert (done.state, done.engine_version) == (State.PUBLISHED, ENGINE_VERSION)
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
        assert old.state == "WITHDRAWN"
        assert old.closed_at >= make.NOON
        assert pending().count() == 1

    def test_leaves_alone_what_was_offered(self):
        proposal = offered()

        run()

        assert Proposal.objects.get() == proposal

    def test_of_an_empty_town_is_published_too(self):
        assert run().state == State.PUBLISHED

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
    def test_leaves_the_work_to_a_worker_who_is_called_once_it_is_committed(
        self, monkeypatch, django_capture_on_commit_callbacks
    ):
        called = []
        monkeypatch.setattr(rounds, "kickers", [called.append])

        with django_capture_on_commit_callbacks(execute=True):
            asked = ask()
            assert called == []

        assert (asked.state, called) == (State.REQUESTED, [make.TOWN])

    def test_is_not_harmed_by_a_broker_that_is_away(self, monkeypatch, django_capture_on_commit_callbacks):
        monkeypatch.setattr(rounds, "kickers", [lambda town: 1 / 0])

        with django_capture_on_commit_callbacks(execute=True):
            asked = ask()

        assert list(nightly.towns_to_work_for()) == [asked.municipality_id]

    def test_twice_with_the_same_request_is_one_round(self):
        request_id = uuid.uuid4()

        assert ask(request_id=request_id) == ask(request_id=request_id)
        assert MatchingRound.objects.count() == 1

    @pytest.mark.parametrize("state", ["REQUESTED", "RUNNING"])
    def test_waits_while_another_one_is_underway(self, state):
        make.matching_round(state=state)

        with pytest.raises(rounds.RoundIsRunning):
            ask()

    def test_does_not_wait_for_another_town(self):
        with scope(municipality=make.OTHER_TOWN):
            make.matching_round(of=make.OTHER_TOWN, state="RUNNING")

        assert run().state == State.PUBLISHED


class TestADryRound:
    @pytest.fixture
    def dry(self):
        make.newcomer()
        make.newcomer(week=[(0, *make.EVENING)])
        make.volunteer()
        return looked_at()

    def test_proposes_nobody_to_anybody(self, dry):
        assert (dry.state, dry.found_pairs.count(), Proposal.objects.count()) == (State.DRY, 1, 0)

    def test_is_not_told_to_those_who_wait(self, dry):
        assert dry.unmatched_reasons.count() == 1
        assert not UnmatchedReason.objects.told().exists()

        publish(dry)

        assert UnmatchedReason.objects.told().count() == 1

    def test_leaves_what_earlier_rounds_proposed(self, dry):
        old = make.proposal()

        looked_at()

        assert pending().get() == old

    def test_takes_the_place_of_an_earlier_one(self, dry):
        newer = looked_at()

        dry.refresh_from_db()
        assert (dry.state, dry.decided_by, newer.state) == (State.DISCARDED, None, State.DRY)

    def test_calls_people_by_numbers_that_say_nothing(self, dry):
        [pair], [reason] = dry.found_pairs.all(), dry.unmatched_reasons.all()

        assert {pair.newcomer_alias, reason.alias} == {"n0001", "n0002"}
        assert pair.volunteer_alias == "v0001"
        assert str(pair.newcomer_id) not in json.dumps(dry.report)

    def test_is_published_once_however_often_the_button_is_pressed(self, dry):
        first, second = publish(dry), publish(dry, make.NOON + DAY)

        assert (first.state, second.decided_at, second.decided_by) == ("PUBLISHED", make.NOON, first.decided_by)
        assert pending().count() == 1

    def test_that_is_discarded_changes_nothing_for_anybody(self, dry):
        by = make.coordinator().account

        for _ in range(2):
            rounds.discard(round_id=dry.pk, by=by, now=make.NOON)

        assert Proposal.objects.count() == 0
        with pytest.raises(rounds.RoundIsDecided):
            publish(dry)

    def test_that_was_published_is_not_discarded(self, dry):
        publish(dry)

        with pytest.raises(rounds.RoundIsDecided):
            rounds.discard(round_id=dry.pk, by=make.coordinator().account, now=make.NOON)

    @pytest.mark.parametrize("deed", [rounds.publish, rounds.discard])
    def test_is_decided_by_a_coordinator_of_the_town_only(self, dry, deed):
        with pytest.raises(MatchingRound.DoesNotExist):
            deed(round_id=dry.pk, by=make.account(), now=make.NOON)

    @pytest.mark.parametrize("state", ["REQUESTED", "RUNNING", "FAILED"])
    def test_has_to_be_solved_before_it_is_published(self, state):
        with pytest.raises(rounds.RoundIsDecided):
            publish(make.matching_round(state=state))

    def test_is_decided_on_the_record(self, dry):
        published = publish(dry)

        note = AuditEntry.objects.get(deed="round published")
        assert (note.subject_id, note.actor_id) == (dry.pk, published.decided_by.pk)


class TestWhatChangedSinceItWasSolved:
    """It is looked at before anything is proposed."""

    @pytest.fixture
    def two(self):
        return make.newcomer(), make.volunteer()

    @pytest.fixture
    def dry(self, two):
        return looked_at()

    @pytest.mark.parametrize("role", [Newcomer, Volunteer])
    @pytest.mark.parametrize("about", [{"left_on": make.MONDAY}, {"paused_since": make.MONDAY}])
    def test_somebody_stopped(self, dry, role, about):
        role.objects.update(**about)

        publish(dry)

        assert not pending().exists()

    def test_the_newcomer_became_part_of_a_pair(self, two, dry):
        make.pair(newcomer=two[0])

        publish(dry)

        assert not pending().exists()

    def test_the_last_place_was_offered_to_somebody_else(self, two, dry):
        offered(volunteer=two[1])

        publish(dry)

        assert not pending().exists()

    def test_the_newcomer_was_asked_about_somebody(self, two, dry):
        offered(newcomer=two[0])

        assert publish(dry).state == State.PUBLISHED
        assert not pending().exists()

    def test_the_two_were_kept_apart(self, two, dry):
        about = {"municipality_id": make.TOWN, "newcomer": two[0], "volunteer": two[1], "cause": "SEALED"}
        Exclusion.objects.create(**about, since=make.NOON)

        publish(dry)

        assert not pending().exists()

    def test_of_two_places_one_was_filled(self):
        volunteer = make.volunteer(capacity=2)
        make.newcomer()
        make.newcomer()
        dry = looked_at()
        make.pair(volunteer=volunteer)

        publish(dry)

        assert (dry.found_pairs.count(), pending().count()) == (2, 1)

    def test_who_waits_without_a_buddy_leaves_and_gets_no_reason(self, monkeypatch):
        make.newcomer()
        meanwhile(monkeypatch, lambda: Newcomer.objects.update(left_on=make.MONDAY))

        run()

        assert not UnmatchedReason.objects.exists()


def test_what_is_sealed_stands_beside_what_coordinators_see_each_of_them_once():
    proposal = make.proposal()
    for cause in ("SEALED", "ENDED", "SEALED", "DECLINED"):
        exclusions.exclude(proposal, cause, make.NOON)

    assert sorted(Exclusion.objects.values_list("cause", flat=True)) == ["ENDED", "SEALED"]
