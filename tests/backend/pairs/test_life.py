"""A pair begins in a free place and ends with a reason; who may be proposed again after that."""

import pytest

from backend.pairs import exclusions, life, rounds, states
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

    @pytest.mark.parametrize("other", [{"on": make.MONDAY - DAY}, {"reason": EndReason.UNKNOWN}])
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
    def test_gives_a_new_wait_only_to_who_got_what_he_came_for(self, reason):
        fresh = {"COMPLETED", "GOAL_REACHED", "EXAM_PASSED", "FOUND_WORK", "STARTED_STUDY"}
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


class TestWhatEachSaysOfTheEnd:
    def say(self, pair, by, reason=EndReason.NO_CLICK, words=""):
        return life.say_why(pair_id=pair.pk, by=by, reason=reason, words=words, now=make.NOON)

    def test_stands_once_a_side(self):
        pair = make.pair()
        end(pair, by=pair.newcomer.account)

        first, second = (self.say(pair, pair.volunteer.account, words=word) for word in ("Too quiet", "Other"))

        assert first == second
        assert set(pair.farewells.values_list("side", "reason", "words")) == {
            ("NEWCOMER", "TOO_BUSY", ""),
            ("VOLUNTEER", "NO_CLICK", "Too quiet"),
        }

    def test_is_not_asked_while_they_meet(self):
        pair = make.pair()

        with pytest.raises(states.NotInThisState):
            self.say(pair, pair.volunteer.account)

    def test_is_not_for_others_to_say(self):
        pair = make.pair()
        end(pair)

        with pytest.raises(Pair.DoesNotExist):
            self.say(pair, make.volunteer().account)


class TestForHowLong:
    @pytest.mark.parametrize(
        ("reason", "days"), [("TOO_BUSY", 91), ("PREGNANCY_BIRTH", 182), ("NO_CLICK", None), ("COMPLETED", None)]
    )
    def test_two_are_kept_apart_follows_from_why_they_stopped(self, reason, days):
        end(make.pair(), reason=reason)

        assert Exclusion.objects.get().until_on == (make.MONDAY + days * DAY if days else None)

    def test_when_the_time_is_over_they_may_be_proposed_again(self):
        end(make.pair(), reason=EndReason.TOO_BUSY)

        lifted = [exclusions.lift_due(now=make.NOON + days * DAY) for days in (91, 92, 93)]

        assert lifted == [0, 1, 0]

    def test_a_shorter_time_never_shortens_a_longer_one_and_nothing_softens_what_is_sealed(self):
        pair = make.pair()
        for cause, until in (("ENDED", make.MONDAY), ("SEALED", None), ("DECLINED", make.MONDAY + DAY)):
            exclusions.exclude(pair, cause, make.NOON, until)

        kept = Exclusion.objects.order_by("cause").values_list("cause", "until_on")
        assert list(kept) == [("DECLINED", make.MONDAY + DAY), ("SEALED", None)]

    def test_nobody_gets_a_cheerful_farewell_when_somebody_died(self):
        end(make.pair(), reason=EndReason.DIED)

        assert not Message.objects.exists()


def test_the_table_says_what_each_state_allows():
    pair = make.pair(ended_on=make.MONDAY, end_reason="MOVED")

    for deed in (states.Deed.PAUSE, states.Deed.RESUME, states.Deed.END):
        with pytest.raises(states.NotInThisState):
            states.require(deed, pair, make.MONDAY)
    assert states.require(states.Deed.SAY_WHY, pair, make.MONDAY) == states.State.BROKEN_OFF
    assert states.state_of(make.pair(ended_on=make.MONDAY, end_reason="EXAM_PASSED"), make.MONDAY) == "COMPLETED"
