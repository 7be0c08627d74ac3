"""A pair begins in a free place and ends with a reason; who may be proposed again after that."""

import pytest

from backend.pairs import exclusions, life, rounds
from backend.pairs.models import EndReason, Exclusion, Pair, Proposal
from backend.people.models import Newcomer
from backend.privacy.models import AuditEntry
from notifications.models import Message
from tests import make
from tests.backend.pairs.offering import DAY, paired

pytestmark = pytest.mark.usefixtures("town")


def end(pair, reason=EndReason.TOO_BUSY, on=make.MONDAY, by=None):
    return life.end(pair_id=pair.pk, by=by, on=on, reason=reason, now=make.NOON)


def lift(exclusion, reason="They asked for it."):
    return exclusions.lift(exclusion_id=exclusion.pk, by=make.coordinator().account, reason=reason, now=make.NOON)


class TestTheBeginning:
    def test_fills_the_lowest_free_place_of_the_volunteer(self):
        volunteer = make.volunteer(capacity=3)
        make.pair(volunteer=volunteer, place=1, ended_on=make.MONDAY, end_reason="MOVED")
        make.pair(volunteer=volunteer, place=2)

        assert paired(volunteer=volunteer).place == 1
        assert paired(volunteer=volunteer).place == 3

    def test_is_the_local_day(self):
        proposal = make.proposal()

        pair = life.begin(proposal, proposal.volunteer, make.NOON.replace(hour=23, minute=30))

        assert pair.started_on == make.MONDAY + DAY


class TestTheEnd:
    def test_is_told_to_both_and_keeps_them_apart(self):
        pair = make.pair()

        ended = end(pair, by=pair.newcomer.account)

        assert (ended.ended_on, ended.end_reason) == (make.MONDAY, EndReason.TOO_BUSY)
        people = set(Message.objects.filter(kind="pair_ended").values_list("recipient_id", flat=True))
        assert people == {pair.newcomer.account_id, pair.volunteer.account_id}
        assert Exclusion.objects.get().cause == "ENDED"
        assert AuditEntry.objects.get().actor_id == pair.newcomer.account_id

    def test_twice_the_same_is_once(self):
        pair = make.pair()
        end(pair)
        end(pair)

        assert Message.objects.count() == 2
        assert AuditEntry.objects.count() == 1

    @pytest.mark.parametrize("other", [{"on": make.MONDAY - DAY}, {"reason": EndReason.OTHER}])
    def test_is_not_written_over(self, other):
        pair = make.pair()
        end(pair)

        with pytest.raises(life.PairEndedOtherwise):
            end(pair, **other)

    def test_is_not_before_the_beginning(self):
        pair = make.pair()

        with pytest.raises(life.EndsBeforeStart):
            end(pair, on=pair.started_on - DAY)

    @pytest.mark.parametrize("reason", EndReason)
    def test_gives_a_new_wait_only_to_who_got_what_he_came_for_or_went_away(self, reason):
        fresh = {"COMPLETED", "GOAL_REACHED", "FOUND_WORK", "MOVED"}
        pair = make.pair()
        before = pair.newcomer.waiting_since

        end(pair, reason=reason)

        assert Newcomer.objects.get().waiting_since == (make.MONDAY if reason in fresh else before)


class TestKeptApart:
    def proposed(self, night):
        rounds.run(town=make.TOWN, now=make.NOON + night * DAY)
        return Proposal.objects.filter(state="PENDING").count()

    def test_a_pair_that_ended_is_not_proposed_again_until_a_coordinator_lifts_it(self):
        end(make.pair())
        assert self.proposed(night=1) == 0

        lift(Exclusion.objects.get())

        assert self.proposed(night=2) == 1

    def test_lifting_says_who_and_why(self):
        end(make.pair())

        lifted = lift(Exclusion.objects.get())

        assert (lifted.lifted_at, lifted.lift_reason) == (make.NOON, "They asked for it.")
        assert AuditEntry.objects.get(deed="exclusion lifted").actor_id == lifted.lifted_by_id

    def test_lifting_twice_is_once(self):
        end(make.pair())
        first = lift(Exclusion.objects.get())

        assert lift(first, reason="Another one.").lift_reason == "They asked for it."

    def test_lifting_needs_a_reason(self):
        end(make.pair())

        with pytest.raises(exclusions.NoReasonGiven):
            lift(Exclusion.objects.get(), reason=" ")

    def test_what_is_sealed_is_not_there_to_be_lifted(self):
        exclusions.exclude(make.proposal(), Exclusion.Cause.SEALED, make.NOON)

        with pytest.raises(Exclusion.DoesNotExist):
            lift(Exclusion.objects.get())

    def test_after_lifting_two_can_be_kept_apart_again(self):
        pair = make.pair()
        end(pair)
        lift(Exclusion.objects.get())

        exclusions.exclude(Pair.objects.get(), Exclusion.Cause.DECLINED, make.NOON)

        assert Exclusion.objects.filter(lifted_at=None).get().cause == "DECLINED"


class TestWhoMayDoThis:
    def test_a_pair_is_ended_by_the_two_and_the_coordinator_alone(self):
        for may in (lambda pair: pair.newcomer, lambda pair: pair.volunteer, lambda pair: make.coordinator()):
            pair = make.pair()
            assert not end(pair, by=may(pair).account).is_current

        for may_not in (make.newcomer, make.volunteer, make.caseworker, make.programme_manager):
            pair = make.pair()
            with pytest.raises(Pair.DoesNotExist):
                end(pair, by=may_not().account)

    def test_an_exclusion_is_lifted_by_a_coordinator_alone(self):
        end(make.pair())
        exclusion = Exclusion.objects.get()

        with pytest.raises(Exclusion.DoesNotExist):
            exclusions.lift(exclusion_id=exclusion.pk, by=make.caseworker().account, reason="Please", now=make.NOON)
