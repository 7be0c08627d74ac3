"""Two people by hand: together, please, or never; on the record, and lifted with a reason."""

import pytest
from django_scopes import scope

from backend.pairs import exclusions, problem, proposals, wishes
from backend.pairs.models import Exclusion, Pin, Proposal
from backend.people.models import Newcomer, Volunteer
from backend.privacy.models import AuditEntry
from notifications.models import Message
from tests import make
from tests.backend.pairs.offering import accept, offered

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def by():
    return make.coordinator().account


@pytest.fixture
def two():
    return {"newcomer_id": make.newcomer().pk, "volunteer_id": make.volunteer().pk}


def pin(by, **about):
    return wishes.pin(**{"by": by, "reason": "They are neighbours", "now": make.NOON} | about)


def forbid(by, **about):
    return wishes.forbid(**{"by": by, "reason": "They have quarrelled", "now": make.NOON} | about)


def unpin(pinned, by, reason="No longer needed"):
    return wishes.unpin(pin_id=pinned.pk, by=by, reason=reason, now=make.NOON)


class TestBoth:
    @pytest.mark.parametrize("deed", [pin, forbid])
    def test_need_a_reason(self, deed, by, two):
        with pytest.raises(exclusions.NoReasonGiven):
            deed(by, **two, reason=" ")

    @pytest.mark.parametrize("deed", [pin, forbid])
    def test_are_for_coordinators_of_the_town_only(self, deed, two):
        with pytest.raises(Newcomer.DoesNotExist):
            deed(make.account(), **two)

    @pytest.mark.parametrize("deed", [pin, forbid])
    def test_know_nobody_of_another_town(self, deed, by, two):
        with scope(municipality=make.OTHER_TOWN):
            theirs = make.volunteer(of=make.OTHER_TOWN)

        with pytest.raises(Volunteer.DoesNotExist):
            deed(by, **two | {"volunteer_id": theirs.pk})

    @pytest.mark.parametrize(("deed", "noted"), [(pin, "pair pinned"), (forbid, "pair forbidden")])
    def test_stand_on_the_record_once_however_often_they_are_done(self, deed, noted, by, two):
        first, second = deed(by, **two), deed(by, **two)

        assert first == second
        note = AuditEntry.objects.get(deed=noted)
        assert (note.subject_id, note.actor_id, note.reason) == (first.pk, by.pk, first.reason)


class TestAPin:
    def test_is_refused_for_two_who_are_kept_apart(self, by, two):
        forbid(by, **two)

        with pytest.raises(wishes.KeptApart):
            pin(by, **two)

    def test_of_two_who_are_kept_apart_in_secret_is_made_as_any_other(self, by, two):
        Exclusion.objects.create(municipality_id=make.TOWN, cause="SEALED", since=make.NOON, **two)

        assert pin(by, **two) == Pin.objects.get(lifted_at=None)

    def test_is_refused_for_a_newcomer_who_is_pinned_to_somebody_else(self, by, two):
        pin(by, **two)

        with pytest.raises(wishes.PinnedToSomebodyElse):
            pin(by, **two | {"volunteer_id": make.volunteer().pk})

    def test_is_lifted_once_with_a_reason_and_by_a_coordinator(self, by, two):
        pinned = pin(by, **two)
        with pytest.raises(exclusions.NoReasonGiven):
            unpin(pinned, by, reason="")
        with pytest.raises(Pin.DoesNotExist):
            unpin(pinned, make.account())

        for _ in range(2):
            lifted = unpin(pinned, by)

        assert (lifted.lifted_by, lifted.lift_reason) == (by, "No longer needed")
        assert AuditEntry.objects.filter(deed="pin lifted").count() == 1
        assert pin(by, **two) != lifted


class TestForbidding:
    def test_keeps_two_apart_until_it_is_lifted(self, by, two):
        forbidden = forbid(by, **two)
        assert problem.excluded() == {(str(two["newcomer_id"]), str(two["volunteer_id"]))}

        exclusions.lift(exclusion_id=forbidden.pk, by=by, reason="They made up", now=make.NOON)

        assert problem.excluded() == set()

    def test_of_two_who_are_kept_apart_in_secret_is_as_any_other_and_opens_nothing(self, by, two):
        sealed = Exclusion.objects.create(municipality_id=make.TOWN, cause="SEALED", since=make.NOON, **two)

        forbidden = forbid(by, **two)
        exclusions.lift(exclusion_id=forbidden.pk, by=by, reason="They made up", now=make.NOON)

        assert (forbidden.cause, forbidden.reason) == ("BY_HAND", "They have quarrelled")
        assert Exclusion.objects.get(lifted_at=None) == sealed

    def test_lifts_a_pin_of_the_two(self, by, two):
        pinned = pin(by, **two)

        forbid(by, **two)

        pinned.refresh_from_db()
        assert pinned.lift_reason == "They have quarrelled"

    def test_takes_back_a_proposal_that_nobody_heard_of(self, by):
        proposal = make.proposal()

        forbid(by, newcomer_id=proposal.newcomer_id, volunteer_id=proposal.volunteer_id)

        proposal.refresh_from_db()
        assert proposal.state == "WITHDRAWN"
        assert not Message.objects.exists()

    def test_tells_both_that_it_is_over_when_they_were_asked(self, by):
        proposal = offered()

        forbid(by, newcomer_id=proposal.newcomer_id, volunteer_id=proposal.volunteer_id)

        assert Message.objects.filter(kind="proposal_over").count() == 2
        with pytest.raises(proposals.ProposalClosed):
            accept(proposal, proposal.newcomer)

    def test_leaves_what_others_were_asked(self, by, two):
        other = offered()

        forbid(by, **two)

        assert Proposal.objects.get() == other
