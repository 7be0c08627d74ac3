"""A worker takes up a round, says how far it is, and may die on the way."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from backend.pairs import lease, nightly, rounds
from backend.pairs.models import FoundPair, MatchingRound, UnmatchedReason
from tests import make
from tests.backend.pairs.searching import meanwhile, pending, run

pytestmark = pytest.mark.usefixtures("town")

State = MatchingRound.State


class TestTakingUpARound:
    @pytest.fixture
    def left(self):
        """Its worker died: the lease is over, and the round still says that it is running."""
        make.found_pair(round=make.matching_round())
        over = datetime.now(tz=UTC) - timedelta(seconds=1)
        return make.matching_round(state="RUNNING", lease_until=over, stage="WHO")

    def test_leaves_alone_what_somebody_works_on(self):
        running = make.matching_round(state="RUNNING")

        assert rounds.take_up(now=make.NOON) is None
        assert list(nightly.towns_to_work_for()) == []
        running.refresh_from_db()
        assert running.tries == 1

    def test_begins_again_with_one_whose_worker_died(self, left):
        assert list(nightly.towns_to_work_for()) == [make.TOWN]

        done = rounds.take_up(now=make.NOON)

        assert (done.pk, done.state, done.tries) == (left.pk, State.DRY, 2)

    def test_gives_up_after_three_deaths(self, left):
        MatchingRound.objects.filter(pk=left.pk).update(tries=3)

        assert rounds.take_up(now=make.NOON) is None
        left.refresh_from_db()
        assert (left.state, left.failure, left.finished_at) == (State.FAILED, "BROKEN_OFF", make.NOON)

    def test_says_how_far_it_is(self, monkeypatch):
        make.newcomer()
        stages = []
        reached = lease.Turn.reached
        monkeypatch.setattr(lease.Turn, "reached", lambda turn, stage: (stages.append(stage), reached(turn, stage)))

        done = run()

        assert stages == list(MatchingRound.Stage)[1:]
        assert {"reading", "allowed_pairs", "who", "with_whom", "reasons", "advice", "writing"} <= set(
            done.report["seconds"]
        )

    def test_writes_nothing_when_it_was_taken_over_meanwhile(self, monkeypatch):
        make.newcomer()
        make.volunteer()
        meanwhile(monkeypatch, lambda: MatchingRound.objects.update(lease_token=uuid.uuid4()))

        assert run().state == State.RUNNING
        assert not FoundPair.objects.exists()

    def test_writes_nothing_when_it_was_stopped_meanwhile(self, monkeypatch):
        make.newcomer()
        by = make.coordinator().account
        stop = lambda: rounds.discard(round_id=MatchingRound.objects.get().pk, by=by, now=make.NOON)  # noqa: E731
        meanwhile(monkeypatch, stop)

        assert run().state == State.DISCARDED
        assert not UnmatchedReason.objects.exists()

    def test_that_breaks_off_leaves_a_failed_round_and_the_old_proposals(self, monkeypatch):
        proposal = make.proposal()
        meanwhile(monkeypatch, lambda: 1 / 0)

        assert (run().state, MatchingRound.objects.get().failure) == (State.FAILED, "UNEXPECTED")
        assert pending().get() == proposal

    @pytest.mark.parametrize(("role", "maker"), [("newcomer", make.newcomer), ("volunteer", make.volunteer)])
    def test_names_the_person_of_whom_something_cannot_be_used(self, role, maker):
        broken = maker(languages=["?"])

        done = run()

        assert (done.state, done.failure) == (State.FAILED, "UNUSABLE_ROW")
        assert done.failure_about == {"role": role, "id": str(broken.pk), "fact": "languages"}
