"""A proposal: the coordinator says yes, then both do; twice the same is fine."""

import pytest
from django_scopes import get_scope, scope

from backend.pairs import exclusions, proposals
from backend.pairs.models import Exclusion, Pair, Proposal
from backend.places.models import Municipality
from backend.privacy.models import AuditEntry
from notifications.models import Message
from tests import make
from tests.backend.pairs.offering import DAY, accept, decline, offered

pytestmark = pytest.mark.usefixtures("town")

State = Proposal.State


def approve(proposal, by=None):
    return proposals.approve(proposal_id=proposal.pk, by=by or make.account(), now=make.NOON)


def reject(proposal, reason="They know each other."):
    return proposals.reject(proposal_id=proposal.pk, by=make.account(), reason=reason, now=make.NOON)


def told(kind):
    return set(Message.objects.filter(kind=kind).values_list("recipient_id", flat=True))


def both(proposal):
    return {proposal.newcomer.account_id, proposal.volunteer.account_id}


def leave(person):
    type(person).objects.filter(pk=person.pk).update(left_on=make.MONDAY)


class TestApproving:
    def test_asks_both_for_a_week(self):
        proposal = approve(make.proposal())

        assert proposal.state == State.OFFERED
        assert proposal.answer_before == make.NOON + 7 * DAY
        assert told("proposal_offered") == both(proposal)
        assert set(Message.objects.values_list("expires_at", flat=True)) == {proposal.answer_before}

    def test_twice_asks_once(self):
        proposal = make.proposal()
        first, second = make.account(), make.account()
        approve(proposal, by=first)

        assert approve(proposal, by=second).decided_by_id == first.pk
        assert Message.objects.count() == 2
        assert AuditEntry.objects.filter(deed="proposal approved").count() == 1

    def test_needs_a_free_place(self):
        proposal = make.proposal()
        make.pair(volunteer=proposal.volunteer)

        with pytest.raises(proposals.NoPlaceLeft):
            approve(proposal)

    def test_counts_what_others_were_offered_as_taken(self):
        proposal = make.proposal()
        offered(volunteer=proposal.volunteer)

        with pytest.raises(proposals.NoPlaceLeft):
            approve(proposal)

    @pytest.mark.parametrize("side", ["newcomer", "volunteer"])
    def test_is_too_late_when_one_of_them_has_left(self, side):
        proposal = make.proposal()
        leave(getattr(proposal, side))

        with pytest.raises(proposals.ProposalClosed):
            approve(proposal)

    def test_is_too_late_when_the_two_are_kept_apart_by_now(self):
        proposal = make.proposal()
        exclusions.exclude(proposal, Exclusion.Cause.SEALED, make.NOON)

        with pytest.raises(proposals.ProposalClosed):
            approve(proposal)

    def test_is_too_late_after_a_no(self):
        proposal = make.proposal()
        reject(proposal)

        with pytest.raises(proposals.ProposalClosed):
            approve(proposal)


class TestRejecting:
    def test_keeps_the_two_apart_and_tells_nobody(self):
        proposal = reject(make.proposal())

        assert (proposal.state, proposal.rejection_reason) == (State.REJECTED, "They know each other.")
        assert Exclusion.objects.get().cause == "REJECTED"
        assert not Message.objects.exists()
        assert AuditEntry.objects.get().reason == "They know each other."

    def test_twice_is_once(self):
        proposal = make.proposal()
        reject(proposal)

        assert reject(proposal, reason="Another one.").rejection_reason == "They know each other."
        assert Exclusion.objects.count() == AuditEntry.objects.count() == 1

    def test_needs_a_reason(self):
        with pytest.raises(exclusions.NoReasonGiven):
            reject(make.proposal(), reason="  ")

    def test_is_too_late_when_both_were_asked(self):
        with pytest.raises(proposals.ProposalClosed):
            reject(offered())


class TestAnswering:
    def test_one_yes_is_not_a_pair(self):
        proposal = offered()

        assert accept(proposal, proposal.newcomer).state == State.OFFERED
        assert not Pair.objects.exists()

    @pytest.mark.parametrize("order", [("newcomer", "volunteer"), ("volunteer", "newcomer")])
    def test_two_yeses_are_a_pair(self, order):
        proposal = offered()
        for side in order:
            proposal = accept(proposal, getattr(proposal, side))

        assert proposal.state == State.ACCEPTED
        assert Pair.objects.get().proposal_id == proposal.pk
        assert told("pair_began") == both(proposal)

    def test_a_yes_of_one_person_twice_is_one_yes(self):
        proposal = offered()
        accept(proposal, proposal.newcomer)

        assert accept(proposal, proposal.newcomer).state == State.OFFERED

    def test_a_yes_after_the_pair_began_changes_nothing(self):
        proposal = offered()
        accept(proposal, proposal.newcomer)
        accept(proposal, proposal.volunteer)

        assert accept(proposal, proposal.volunteer, now=make.NOON + 30 * DAY).state == State.ACCEPTED
        assert Pair.objects.count() == 1

    def test_a_no_closes_it_and_only_the_other_one_hears(self):
        proposal = offered()
        accept(proposal, proposal.newcomer)

        closed = decline(proposal, proposal.volunteer)

        assert (closed.state, closed.decline_reason) == (State.DECLINED, "TIMES")
        assert Exclusion.objects.get().cause == "DECLINED"
        assert told("proposal_over") == {proposal.newcomer.account_id}

    def test_a_no_twice_is_once(self):
        proposal = offered()
        decline(proposal, proposal.newcomer)

        assert decline(proposal, proposal.newcomer).state == State.DECLINED
        assert Message.objects.filter(kind="proposal_over").count() == 1

    @pytest.mark.parametrize("answer", [accept, decline])
    def test_is_too_late_after_the_no_of_the_other_one(self, answer):
        proposal = offered()
        decline(proposal, proposal.newcomer)

        with pytest.raises(proposals.ProposalClosed):
            answer(proposal, proposal.volunteer)

    @pytest.mark.parametrize("answer", [accept, decline])
    def test_is_too_late_at_the_end_of_the_week(self, answer):
        proposal = offered()

        with pytest.raises(proposals.ProposalClosed):
            answer(proposal, proposal.newcomer, now=proposal.answer_before)

    @pytest.mark.parametrize("answer", [accept, decline])
    def test_is_not_for_other_people(self, answer):
        with pytest.raises(proposals.NotYours):
            answer(offered(), make.newcomer())

    @pytest.mark.parametrize("answer", [accept, decline])
    def test_waits_for_the_coordinator(self, answer):
        proposal = make.proposal()

        with pytest.raises(proposals.ProposalClosed):
            answer(proposal, proposal.newcomer)

    def test_the_last_yes_makes_no_pair_when_the_volunteer_has_fewer_places_by_now(self):
        proposal = offered()
        accept(proposal, proposal.newcomer)
        type(proposal.volunteer).objects.update(capacity=0)

        with pytest.raises(proposals.NoPlaceLeft):
            accept(proposal, proposal.volunteer)

        assert Proposal.objects.get().volunteer_accepted_at is None


class TestWithoutAnAnswer:
    def test_it_expires_after_a_week_and_both_hear_it(self):
        proposal = offered()

        assert proposals.expire_due(now=make.NOON + 7 * DAY) == 1

        assert Proposal.objects.get().state == State.EXPIRED
        assert told("proposal_over") == both(proposal)

    def test_it_does_not_expire_a_moment_too_early_nor_twice(self):
        proposal = offered()

        assert proposals.expire_due(now=proposal.answer_before - DAY / 86_400) == 0
        assert proposals.expire_due(now=proposal.answer_before) == 1
        assert proposals.expire_due(now=proposal.answer_before) == 0

    def test_nobody_is_kept_apart_and_the_place_is_free_again(self):
        proposal = offered()
        proposals.expire_due(now=proposal.answer_before)

        assert not Exclusion.objects.exists()
        assert approve(make.proposal(volunteer=proposal.volunteer)).state == State.OFFERED

    def test_it_expires_in_every_town_at_a_tick(self):
        with scope(municipality=make.OTHER_TOWN):
            offered(of=make.OTHER_TOWN)
            assert Municipality.objects.with_programme().count() == 2

        proposals.expire_everywhere(make.NOON + 7 * DAY)

        with scope(municipality=make.OTHER_TOWN):
            assert Proposal.objects.get().state == State.EXPIRED

    def test_a_town_where_closing_fails_does_not_stop_the_others(self, monkeypatch):
        with scope(municipality=make.OTHER_TOWN):
            offered(of=make.OTHER_TOWN)
        expire, towns = proposals.expire_due, Municipality.objects.with_programme()
        assert [town.code for town in towns] == [make.TOWN, make.OTHER_TOWN]

        def broken_in_the_first(*, now):
            if get_scope()["municipality"] == make.TOWN:
                raise OSError
            return expire(now=now)

        monkeypatch.setattr(proposals, "expire_due", broken_in_the_first)
        proposals.expire_everywhere(make.NOON + 7 * DAY)

        with scope(municipality=make.OTHER_TOWN):
            assert Proposal.objects.get().state == State.EXPIRED
