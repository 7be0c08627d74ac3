"""A pause: asked for, proposed, ended early; never a punishment, and never at the cost of a place in the queue."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from backend.pairs import life, pauses, states
from backend.pairs.models import EndReason, Pair, PairPause
from backend.pairs.states import State
from backend.people.models import Newcomer
from backend.people.registration import RequestUsedBefore
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)


def ask(pair, by, first=make.MONDAY, last=make.MONDAY + 14 * DAY, request_id=None, now=make.NOON):
    request_id = request_id or uuid.uuid4()
    return pauses.ask(pair_id=pair.pk, by=by, from_on=first, until_on=last, request_id=request_id, now=now)


def propose(pair, by):
    about = {"from_on": make.MONDAY, "until_on": make.MONDAY + 14 * DAY, "request_id": uuid.uuid4()}
    return pauses.propose(pair_id=pair.pk, by=by, now=make.NOON, **about)


def state(pair, day=make.MONDAY):
    return states.state_of(Pair.objects.get(pk=pair.pk), day)


class TestAskedFor:
    @pytest.mark.parametrize("side", ["newcomer", "volunteer"])
    def test_holds_from_the_first_through_the_last_day(self, side):
        pair = make.pair()

        ask(pair, getattr(pair, side).account, first=make.MONDAY + DAY, last=make.MONDAY + 3 * DAY)

        week = [state(pair, make.MONDAY + days * DAY) for days in range(5)]
        assert [each == State.PAUSED for each in week] == [False, True, True, True, False]

    def test_is_told_to_the_other_one(self):
        pair = make.pair()

        ask(pair, pair.newcomer.account)

        assert Message.objects.get().recipient_id == pair.volunteer.account_id

    def test_leaves_the_waiting_time_as_it_was(self):
        pair = make.pair()

        ask(pair, pair.newcomer.account)
        pauses.resume(pair_id=pair.pk, by=pair.newcomer.account, now=make.NOON + 2 * DAY)

        assert Newcomer.objects.get().waiting_since == pair.newcomer.waiting_since

    def test_twice_is_one(self):
        pair, request_id = make.pair(), uuid.uuid4()

        first, second = (ask(pair, pair.newcomer.account, request_id=request_id) for _ in range(2))

        assert first == second
        assert Message.objects.count() == 1

    def test_with_another_wish_under_the_same_request_is_refused(self):
        pair, request_id = make.pair(), uuid.uuid4()
        ask(pair, pair.newcomer.account, request_id=request_id)

        with pytest.raises(RequestUsedBefore):
            ask(pair, pair.newcomer.account, last=make.MONDAY + DAY, request_id=request_id)

    @pytest.mark.parametrize(("first", "last"), [(-1, 5), (3, 2), (0, 183)])
    def test_is_not_in_the_past_nor_turned_around_nor_for_ever(self, first, last):
        pair = make.pair()

        with pytest.raises(pauses.NotAPause):
            ask(pair, pair.newcomer.account, make.MONDAY + first * DAY, make.MONDAY + last * DAY)

    def test_does_not_overlap_another(self):
        pair = make.pair()
        ask(pair, pair.newcomer.account, make.MONDAY + 5 * DAY, make.MONDAY + 9 * DAY)

        with pytest.raises(pauses.PausedThen):
            ask(pair, pair.volunteer.account, make.MONDAY + 9 * DAY, make.MONDAY + 12 * DAY)

    def test_of_a_pair_of_others_is_not_possible(self):
        with pytest.raises(Pair.DoesNotExist):
            ask(make.pair(), make.newcomer().account)

    def test_of_a_pair_that_has_ended_is_not_possible(self):
        pair = make.pair()
        life.end(pair_id=pair.pk, by=None, on=make.MONDAY, reason=EndReason.TOO_BUSY, now=make.NOON)

        with pytest.raises(states.NotInThisState):
            ask(pair, pair.newcomer.account)


class TestEndedEarly:
    def test_they_meet_again_from_that_day(self):
        pair = make.pair()
        ask(pair, pair.newcomer.account)

        for _ in range(2):
            pauses.resume(pair_id=pair.pk, by=pair.volunteer.account, now=make.NOON + 2 * DAY)

        assert (state(pair, make.MONDAY + DAY), state(pair, make.MONDAY + 2 * DAY)) == (State.PAUSED, State.TRIAL)
        assert Message.objects.filter(kind="pair_resumed").get().recipient_id == pair.newcomer.account_id

    def test_a_new_pause_fits_in_the_days_that_came_free(self):
        pair = make.pair()
        ask(pair, pair.newcomer.account)
        pauses.resume(pair_id=pair.pk, by=pair.newcomer.account, now=make.NOON)

        ask(pair, pair.newcomer.account)

        assert PairPause.objects.on(make.MONDAY).count() == 1


class TestProposedByACoordinator:
    def test_changes_nothing_before_one_says_yes(self):
        pair = make.pair()

        pause = propose(pair, make.coordinator().account)
        assert state(pair) == State.TRIAL
        pauses.answer(pause_id=pause.pk, by=pair.newcomer.account, yes=True, now=make.NOON)

        assert state(pair) == State.PAUSED

    def test_is_over_when_one_says_no(self):
        pair = make.pair()
        pause = propose(pair, make.coordinator().account)

        for _ in range(2):
            pauses.answer(pause_id=pause.pk, by=pair.volunteer.account, yes=False, now=make.NOON)

        assert state(pair) == State.TRIAL
        with pytest.raises(states.NotInThisState):
            pauses.answer(pause_id=pause.pk, by=pair.newcomer.account, yes=True, now=make.NOON)

    def test_twice_is_one_question(self):
        pair, coordinator = make.pair(), make.coordinator().account

        assert propose(pair, coordinator) == propose(pair, coordinator)
        assert Message.objects.filter(kind="pause_proposed").count() == 2

    def test_is_not_for_others_to_propose_or_answer(self):
        pair = make.pair()
        coordinator = make.coordinator().account
        pause = propose(pair, coordinator)

        with pytest.raises(Pair.DoesNotExist):
            propose(pair, pair.newcomer.account)
        for stranger in (coordinator, make.newcomer().account):
            with pytest.raises(PairPause.DoesNotExist):
                pauses.answer(pause_id=pause.pk, by=stranger, yes=True, now=make.NOON)


class TestTheDatabase:
    def test_refuses_two_pauses_at_once(self):
        pair = make.pair()
        held = ask(pair, pair.newcomer.account)
        held.pk, held.request_id = uuid.uuid4(), uuid.uuid4()

        with pytest.raises(IntegrityError, match="pair_is_paused_once_at_a_time"), transaction.atomic():
            held.save(force_insert=True)
