"""Notes and tasks of coordinators, and another volunteer who takes over a pair."""

import uuid
from datetime import timedelta

import pytest

from backend.pairs import casework, handover, proposals
from backend.pairs.models import CaseNote, CoordinatorTask, Pair, Proposal
from backend.people.models import Newcomer
from notifications.models import Message
from tests import make
from tests.backend.pairs.offering import accept

pytestmark = pytest.mark.usefixtures("town")
DAY = timedelta(days=1)


def write(pair, by, text="Likes the market", request_id=None):
    about = {"request_id": request_id or uuid.uuid4(), "now": make.NOON}
    return casework.write(pair_id=pair.pk, by=by, text=text, **about)


def add_task(pair, by, to, text="Call the school", request_id=None):
    about = {"request_id": request_id or uuid.uuid4(), "now": make.NOON, "due_on": make.MONDAY}
    return casework.add_task(pair_id=pair.pk, by=by.account, to=to.account_id, text=text, **about)


class TestNotes:
    def test_are_read_by_coordinators_alone(self):
        pair, coordinator = make.pair(), make.coordinator()
        write(pair, coordinator.account)
        others = [pair.newcomer, pair.volunteer, make.volunteer(), make.caseworker(), make.programme_manager()]

        assert CaseNote.objects.visible_to(coordinator.account).exists()
        assert not any(CaseNote.objects.visible_to(role.account).exists() for role in others)
        with pytest.raises(Pair.DoesNotExist):
            write(pair, pair.volunteer.account)

    def test_sent_twice_is_one_and_empty_is_none(self):
        pair, by, request_id = make.pair(), make.coordinator().account, uuid.uuid4()

        assert write(pair, by, request_id=request_id) == write(pair, by, request_id=request_id)
        with pytest.raises(casework.NothingWritten):
            write(pair, by, text=" ")


class TestTasks:
    def test_are_done_once(self):
        one = make.coordinator()
        task = add_task(make.pair(), one, one)

        for minutes in (0, 1):
            casework.finish(task_id=task.pk, by=one.account, now=make.NOON + timedelta(minutes=minutes))

        assert CoordinatorTask.objects.get().done_at == make.NOON

    def test_all_that_are_open_go_to_a_colleague(self):
        one, colleague, pair = make.coordinator(), make.coordinator(), make.pair()
        done, waiting = add_task(pair, one, one), add_task(pair, one, one)
        casework.finish(task_id=done.pk, by=one.account, now=make.NOON)

        moved = [casework.hand_over(by=one.account, to=colleague.account_id, now=make.NOON) for _ in range(2)]

        assert moved == [1, 0]
        assert CoordinatorTask.objects.get(pk=waiting.pk).assigned_to == colleague.account
        assert CoordinatorTask.objects.get(pk=done.pk).assigned_to == one.account

    def test_never_go_to_somebody_who_does_not_coordinate_here(self):
        one = make.coordinator()
        elsewhere = make.volunteer()

        with pytest.raises(casework.NotAColleague):
            add_task(make.pair(), one, elsewhere)


class TestAHandover:
    def propose(self, pair, volunteer, by=None, joint=False):
        by = by or make.coordinator().account
        about = {"with_joint_meeting": joint, "by": by, "now": make.NOON}
        return handover.propose(pair_id=pair.pk, volunteer_id=volunteer.pk, **about)

    def test_asks_both_and_changes_nothing_before_two_yeses(self):
        pair, new = make.pair(), make.volunteer()

        proposal = self.propose(pair, new)
        accept(proposal, new)

        assert proposal.state == Proposal.State.OFFERED
        assert Pair.objects.current().get() == pair

    def test_with_two_yeses_the_old_pair_ends_where_the_new_one_begins(self):
        pair, new = make.pair(), make.volunteer()
        proposal = self.propose(pair, new, joint=True)

        accept(proposal, new)
        accept(proposal, pair.newcomer)

        assert Pair.objects.current().get().volunteer == new
        assert Pair.objects.get(pk=pair.pk).end_reason == "VOLUNTEER_STOPPED"
        assert Newcomer.objects.get().waiting_since == pair.newcomer.waiting_since
        assert CoordinatorTask.objects.get().kind == "JOINT_MEETING"

    def test_thanks_the_old_volunteer_and_spares_the_newcomer_a_farewell(self):
        pair, new = make.pair(), make.volunteer()
        proposal = self.propose(pair, new)
        for person in (new, pair.newcomer):
            accept(proposal, person)

        assert Message.objects.get(kind="handed_over").recipient_id == pair.volunteer.account_id
        assert not Message.objects.filter(kind="pair_ended").exists()

    def test_a_no_leaves_the_pair_as_it_is(self):
        pair, new = make.pair(), make.volunteer()
        proposal = self.propose(pair, new)

        proposals.decline(proposal_id=proposal.pk, by=new.account, reason="TIMES", now=make.NOON)

        assert Pair.objects.current().get() == pair

    def test_twice_is_one_question_and_a_second_one_waits(self):
        pair, new, other, by = make.pair(), make.volunteer(), make.volunteer(), make.coordinator().account

        assert self.propose(pair, new, by) == self.propose(pair, new, by)
        with pytest.raises(handover.AnotherProposalIsOpen):
            self.propose(pair, other, by)

    def test_is_only_for_who_fits_and_by_who_coordinates(self):
        pair = make.pair()
        busy = make.volunteer(week=[(0, 600, 720)])

        with pytest.raises(handover.DoesNotFit):
            self.propose(pair, busy)
        with pytest.raises(Pair.DoesNotExist):
            self.propose(pair, make.volunteer(), by=pair.newcomer.account)
