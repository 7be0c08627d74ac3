"""Whatever happens to a newcomer, the place in the queue stays; only the newcomer's own success begins a new wait."""

import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.pairs import life, pauses, proposals
from backend.pairs.models import EndReason, Exclusion, Pair
from backend.pairs.models.reasons import GOOD
from backend.people import availability, wishes
from backend.people.models import Newcomer
from tests import make

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)
BAD = [reason for reason in EndReason if reason not in GOOD]

edits = st.sampled_from([{"dutch_level": "B1"}, {"online": True}, {"languages": ["ara"]}, {"max_distance_m": 9000}])
deeds = st.one_of(
    st.tuples(st.just("edit"), edits),
    st.tuples(st.just("move"), st.sampled_from(["BU02160001", "BU02160002"])),
    st.tuples(st.just("break"), st.booleans()),
    st.tuples(st.just("week"), st.integers(0, 6)),
    st.tuples(st.just("pair"), st.sampled_from(["newcomer", "volunteer", "coordinator"]), st.sampled_from(BAD)),
    st.tuples(st.just("pair"), st.just("volunteer"), st.sampled_from(sorted(GOOD))),
    st.tuples(st.just("pause"), st.sampled_from(["newcomer", "volunteer"])),
    st.tuples(st.just("decline"), st.sampled_from(["newcomer", "volunteer"])),
)


class Years:
    """One newcomer, and what happens over the years."""

    def __init__(self):
        self.newcomer, self.coordinator = make.newcomer(), make.coordinator().account
        self.now = make.NOON

    def see(self, deed, *about):
        self.now += 3 * DAY
        getattr(self, f"_{deed}")(*about)

    def _edit(self, wish):
        wishes.change(role=self.newcomer, wishes=wish, by=self.newcomer.account, now=self.now)

    def _move(self, code):
        self.newcomer.neighbourhood = make.neighbourhood(code)
        self.newcomer.save(update_fields=["neighbourhood"])

    def _break(self, comes_back):
        (wishes.come_back if comes_back else wishes.pause)(role=self.newcomer, by=self.newcomer.account, now=self.now)

    def _week(self, weekday):
        window = availability.Window(weekday=weekday, starts_minute=600, ends_minute=720)
        availability.replace_week(town=make.TOWN, account_id=self.newcomer.account_id, windows=[window])

    def _by(self, side, volunteer):
        return {"newcomer": self.newcomer.account, "volunteer": volunteer.account}.get(side, self.coordinator)

    def _pair(self, side, reason):
        pair = make.pair(newcomer=self.newcomer)
        by = self._by(side, pair.volunteer)
        life.end(pair_id=pair.pk, by=by, on=self.now.date(), reason=reason, now=self.now)

    def _pause(self, side):
        pair = make.pair(newcomer=self.newcomer)
        about = {"pair_id": pair.pk, "by": self._by(side, pair.volunteer), "now": self.now}
        day = self.now.date()
        pauses.ask(from_on=day, until_on=day + 7 * DAY, request_id=uuid.uuid4(), **about)
        pauses.resume(**about)
        life.end(on=day, reason=EndReason.TOO_BUSY, **about)

    def _decline(self, side):
        if Newcomer.objects.get().takes_part:
            proposal = make.proposal(newcomer=self.newcomer)
            proposals.approve(proposal_id=proposal.pk, by=self.coordinator, now=self.now)
            by = self._by(side, proposal.volunteer)
            proposals.decline(proposal_id=proposal.pk, by=by, reason="TIMES", now=self.now)


@given(history=st.lists(deeds, min_size=1, max_size=8))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_edit_move_break_or_failed_pair_ever_sets_it_back(history):
    with transaction.atomic():
        years = Years()
        for deed in history:
            years.see(*deed)

        assert Newcomer.objects.get().waiting_since == years.newcomer.waiting_since
        transaction.set_rollback(True)


@pytest.mark.parametrize("reason", sorted(GOOD))
def test_the_newcomers_own_success_begins_a_new_wait(reason):
    pair = make.pair()

    life.end(pair_id=pair.pk, by=pair.newcomer.account, on=make.MONDAY, reason=reason, now=make.NOON)

    assert Newcomer.objects.get().waiting_since == make.MONDAY


def test_what_the_volunteer_calls_a_success_waits_for_the_word_of_the_newcomer():
    pair = make.pair()
    life.end(pair_id=pair.pk, by=pair.volunteer.account, on=make.MONDAY, reason=EndReason.GOAL_REACHED, now=make.NOON)
    assert Newcomer.objects.get().waiting_since == pair.newcomer.waiting_since

    life.say_why(pair_id=pair.pk, by=pair.newcomer.account, reason=EndReason.GOAL_REACHED, now=make.NOON + DAY)

    assert Newcomer.objects.get().waiting_since == make.MONDAY
    assert Pair.objects.get().is_completed
    assert Exclusion.objects.get().until_on is None
