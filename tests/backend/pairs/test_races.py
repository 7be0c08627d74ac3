"""Two at the same moment. Each race runs as built, and once more without the wall: then it must fail."""

import time
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Now

from backend.pairs import lease, life, problem, proposals, rounds
from backend.pairs.models import EndReason, MatchingRound, Pair, Proposal
from backend.privacy.models import AuditEntry
from notifications.models import Message
from tests import make
from tests.backend.meetings.test_races import LONG_ENOUGH, at_once, errors, meet_after, without_row_locks
from tests.backend.pairs.offering import accept, decline, offered
from tests.backend.pairs.searching import meanwhile, run

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]

ONE_AT_A_TIME = "one_round_at_a_time_in_a_town"


@pytest.fixture(params=[True, False], ids=["as built", "without locks"])
def locks(request, monkeypatch):
    if not request.param:
        without_row_locks(monkeypatch)
    return request.param


@pytest.fixture(params=[True, False], ids=["as built", "without the constraint"])
def wall(request):
    """Whether the database allows one running round in a town."""
    [constraint] = [each for each in MatchingRound._meta.constraints if each.name == ONE_AT_A_TIME]
    if not request.param:
        with connection.schema_editor() as editor:
            editor.remove_constraint(MatchingRound, constraint)
    yield request.param
    if not request.param:
        MatchingRound.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(MatchingRound, constraint)


def test_of_two_coordinators_who_approve_the_last_place_one_gets_it(locks, monkeypatch):
    volunteer, by = make.volunteer(), make.account()
    two = [make.proposal(volunteer=volunteer), make.proposal(volunteer=volunteer)]
    meet_after(monkeypatch, proposals, "_places_held")

    outcomes = at_once(
        *(lambda each=each: proposals.approve(proposal_id=each.pk, by=by, now=make.NOON) for each in two)
    )

    is_one = Proposal.objects.filter(state="OFFERED").count() == 1
    assert (is_one and errors(outcomes) == [proposals.NoPlaceLeft]) is locks


def test_two_yeses_at_once_make_the_pair(locks, monkeypatch):
    proposal = offered()
    meet_after(monkeypatch, proposals, "_may_still_meet")

    outcomes = at_once(lambda: accept(proposal, proposal.newcomer), lambda: accept(proposal, proposal.volunteer))

    assert errors(outcomes) == []
    assert (Pair.objects.count() == 1) is locks


def test_a_yes_and_a_no_at_once_are_not_both(locks, monkeypatch):
    proposal = offered()
    accept(proposal, proposal.newcomer)
    meet_after(monkeypatch, proposals, "_is_open_for_answers")

    outcomes = at_once(lambda: accept(proposal, proposal.volunteer), lambda: decline(proposal, proposal.newcomer))

    assert (errors(outcomes) == [proposals.ProposalClosed]) is locks


def test_a_double_click_on_stop_ends_the_pair_once(locks, monkeypatch):
    pair = make.pair()
    meet_after(monkeypatch, QuerySet, "get")

    def stop(reason):
        return life.end(pair_id=pair.pk, by=None, on=make.MONDAY, reason=reason, now=make.NOON)

    outcomes = at_once(lambda: stop(EndReason.TOO_BUSY), lambda: stop(EndReason.NO_CLICK))

    assert Message.objects.filter(kind="pair_ended").count() == 2
    assert (errors(outcomes) == [life.PairEndedOtherwise]) is locks


def test_of_two_who_ask_for_a_round_at_once_one_gets_it(wall, monkeypatch):
    meet_after(monkeypatch, rounds, "_asked_before")

    outcomes = at_once(*[lambda: rounds.ask(town=make.TOWN, now=make.NOON)] * 2)

    assert (errors(outcomes) == [rounds.RoundIsRunning]) is wall
    assert (MatchingRound.objects.underway().count() == 1) is wall


def test_a_double_click_on_a_round_is_one_round(monkeypatch):
    request_id = uuid.uuid4()
    meet_after(monkeypatch, rounds, "_asked_before")

    outcomes = at_once(*[lambda: rounds.ask(town=make.TOWN, now=make.NOON, request_id=request_id)] * 2)

    assert errors(outcomes) == []
    assert outcomes[0].pk == outcomes[1].pk == MatchingRound.objects.get().pk


def test_of_two_workers_at_once_one_takes_up_the_round(locks, monkeypatch):
    make.newcomer()
    make.volunteer()
    rounds.ask(town=make.TOWN, now=make.NOON)
    meet_after(monkeypatch, lease, "_next")

    at_once(*[lambda: rounds.take_up(now=make.NOON)] * 2)

    done = MatchingRound.objects.get()
    assert (done.state, done.found_pairs.count()) == ("DRY", 1)
    assert (done.tries == 1) is locks


@pytest.mark.parametrize("seconds", [0.05, 60.0], ids=["as built", "too seldom"])
def test_a_long_stage_keeps_its_round_from_being_taken_over(seconds, monkeypatch):
    monkeypatch.setattr(lease, "RENEWED_EVERY_SECONDS", seconds)
    seen = []

    def think():
        MatchingRound.objects.update(lease_until=Now() - timedelta(seconds=1))
        time.sleep(LONG_ENOUGH)
        seen.append(MatchingRound.objects.to_take_up().exists())

    meanwhile(monkeypatch, think)

    run()

    assert seen == [seconds > 1]


def test_a_round_that_two_publish_at_once_is_published_once(locks, monkeypatch):
    found, by = make.found_pair(), make.coordinator().account
    meet_after(monkeypatch, rounds, "_locked")

    outcomes = at_once(*[lambda: rounds.publish(round_id=found.round_id, by=by, now=make.NOON)] * 2)

    notes = AuditEntry.objects.filter(deed="round published").count()
    assert Proposal.objects.filter(state="PENDING").count() == 1
    assert (errors(outcomes) == [] and notes == 1) is locks


def test_a_round_is_not_both_published_and_discarded(locks, monkeypatch):
    found, by = make.found_pair(), make.coordinator().account
    meet_after(monkeypatch, rounds, "_locked")

    outcomes = at_once(
        lambda: rounds.publish(round_id=found.round_id, by=by, now=make.NOON),
        lambda: rounds.discard(round_id=found.round_id, by=by, now=make.NOON),
    )

    assert (errors(outcomes) == [rounds.RoundIsDecided]) is locks


def test_what_a_coordinator_approves_while_a_round_is_stored_is_offered_or_withdrawn_and_never_both(monkeypatch):
    proposal, by = make.proposal(), make.account()
    meet_after(monkeypatch, problem, "of_town")
    meet_after(monkeypatch, proposals, "_places_held")

    at_once(
        lambda: rounds.run(town=make.TOWN, now=make.NOON + timedelta(minutes=1)),
        lambda: proposals.approve(proposal_id=proposal.pk, by=by, now=make.NOON),
    )

    assert Proposal.objects.open().filter(newcomer=proposal.newcomer).count() == 1
    assert MatchingRound.objects.get().state == "PUBLISHED"
