"""A round a night in every town, by itself or by a command."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from backend.pairs import nightly, rounds, tasks
from backend.pairs.models import MatchingRound, Proposal, RoundArchive
from tests import make
from tests.backend.pairs.offering import DAY

pytestmark = pytest.mark.usefixtures("town")

State = MatchingRound.State


class TestByNight:
    BEFORE_TWO = datetime(2026, 11, 23, 0, 59, tzinfo=UTC)
    AT_TWO = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)

    def test_a_night_begins_at_two_by_the_clock_on_the_wall(self):
        assert nightly.since(self.BEFORE_TWO) == self.AT_TWO - DAY
        assert nightly.since(self.AT_TWO) == self.AT_TWO

    def test_every_town_with_a_programme_gets_one_round_that_publishes_itself(self):
        make.town(make.OTHER_TOWN)
        make.town("GM0344", programme_since=None)

        assert nightly.ask_due(self.AT_TWO) == 2
        assert set(nightly.towns_to_work_for()) == {make.TOWN, make.OTHER_TOWN}
        assert nightly.ask_due(self.AT_TWO) == 0
        assert rounds.take_up(now=self.AT_TWO).state == State.PUBLISHED
        assert nightly.ask_due(make.NOON) == 0
        assert nightly.ask_due(self.AT_TWO + DAY) == 1

    def test_the_files_of_old_rounds_are_removed(self):
        old = make.matching_round(asked_at=self.AT_TWO - timedelta(days=91))
        RoundArchive.objects.create(municipality_id=make.TOWN, round=old, files=b"")

        nightly.ask_due(self.AT_TWO)

        assert not RoundArchive.objects.exists()

    def test_a_round_that_a_coordinator_only_looked_at_does_not_count(self):
        make.matching_round(asked_at=self.AT_TWO)

        assert nightly.ask_due(make.NOON) == 1

    def test_a_round_that_failed_is_tried_again_after_a_while_and_three_times_a_night(self):
        for again in range(3):
            moment = self.AT_TWO + again * timedelta(minutes=10)
            assert nightly.ask_due(moment) == 1
            MatchingRound.objects.underway().update(state="FAILED", finished_at=moment, failure="UNEXPECTED")
            assert nightly.ask_due(moment + timedelta(minutes=9)) == 0

        assert nightly.ask_due(make.NOON) == 0
        assert nightly.ask_due(self.AT_TWO + DAY) == 1

    def test_a_town_where_it_cannot_be_asked_does_not_stop_the_others(self, monkeypatch):
        make.town(make.OTHER_TOWN, name="Aa")
        ask_there = rounds.ask
        monkeypatch.setattr(
            rounds, "ask", lambda town, **about: town == make.OTHER_TOWN or ask_there(town=town, **about) / 0
        )

        assert nightly.ask_due(make.NOON) == 1

    def test_the_task_of_a_town_works_on_its_round(self):
        make.matching_round(state="REQUESTED")

        tasks.run_round(make.TOWN)

        assert MatchingRound.objects.get().state == State.DRY

    def test_beat_calls_a_worker_for_each_town_with_work(self, monkeypatch):
        called = []
        monkeypatch.setattr(tasks, "kick", called.append)

        tasks.run_due_rounds()

        assert called == [make.TOWN]


class TestTheCommand:
    @pytest.mark.parametrize("named", [[make.TOWN], ["--town", make.TOWN]])
    def test_runs_a_round_in_one_town_and_says_what_came_of_it(self, named):
        make.newcomer()
        make.volunteer()
        said = StringIO()

        call_command("run_round", *named, stdout=said)

        assert said.getvalue() == "GM0216: 1 proposals, 0 people still wait.\n"

    def test_runs_in_every_town(self):
        make.town(make.OTHER_TOWN)
        said = StringIO()

        call_command("run_round", "--all", stdout=said)

        assert [line[:6] for line in said.getvalue().splitlines()] == [make.TOWN, make.OTHER_TOWN]

    def test_only_looks_when_it_is_told_so(self):
        make.newcomer()
        make.volunteer()
        said = StringIO()

        call_command("run_round", "--all", "--dry", stdout=said)

        assert said.getvalue() == "GM0216: 1 pairs found, nothing proposed yet, 0 people still wait.\n"
        assert not Proposal.objects.exists()

    def test_goes_on_with_the_other_towns_and_fails_in_the_end(self):
        make.town(make.OTHER_TOWN)
        make.newcomer(languages=["?"])
        said = StringIO()

        with pytest.raises(CommandError, match="The round of GM0216 failed: UNUSABLE_ROW"):
            call_command("run_round", "--all", stdout=said)

        assert said.getvalue().startswith(make.OTHER_TOWN)

    def test_does_not_push_in(self):
        make.matching_round(state="RUNNING")

        with pytest.raises(CommandError, match="underway in GM0216 already"):
            call_command("run_round", make.TOWN)

    def test_names_the_towns_that_there_are(self):
        with pytest.raises(CommandError, match="There are: GM0216"):
            call_command("run_round", "GM9999")
