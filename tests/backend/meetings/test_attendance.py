"""Did you meet: who says what, what the ledger then holds, and what may still be changed."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import attendance, ledger
from backend.meetings.models import Attendance, AttendanceAnswer, HoursEntry, Meeting
from tests import make
from tests.backend.meetings.hours import claim_at

pytestmark = pytest.mark.usefixtures("town")

HELD, NOT_HELD = Attendance.Answer.HELD, Attendance.Answer.NOT_HELD


def say(meeting, who, answer=HELD, **about):
    given = {"minutes": None, "request_id": uuid.uuid4(), "now": make.NOON} | about
    return attendance.answer(meeting_id=meeting.pk, by=who.account, answer=answer, **given)


def kinds():
    return list(HoursEntry.objects.order_by("number").values_list("kind", flat=True))


class TestTheVolunteersYes:
    def test_claims_the_planned_minutes(self):
        meeting = make.meeting()

        say(meeting, meeting.pair.volunteer)

        [claim] = ledger.claims_of(
            meeting.pair.volunteer.account_id, starts_on=meeting.local_date, ends_on=meeting.local_date
        )
        assert (claim.minutes, claim.state, claim.meeting_id) == (90, "CLAIMED", meeting.pk)

    def test_claims_the_minutes_that_were_said(self):
        meeting = make.meeting()

        say(meeting, meeting.pair.volunteer, minutes=60)

        assert claim_at(meeting.pk).minutes == 60

    @pytest.mark.parametrize("minutes", [0, 14, 241])
    def test_of_impossible_length_is_refused(self, minutes):
        meeting = make.meeting()

        with pytest.raises(attendance.limits.MinutesOutOfRange):
            say(meeting, meeting.pair.volunteer, minutes=minutes)

    def test_with_other_minutes_afterwards_corrects(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        say(meeting, meeting.pair.volunteer, minutes=120)

        assert kinds() == ["CLAIM", "CORRECT"]
        assert claim_at(meeting.pk).minutes == 120

    def test_that_becomes_a_no_frees_the_time(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        say(meeting, meeting.pair.volunteer, NOT_HELD)
        say(meeting, meeting.pair.volunteer, minutes=45)

        assert kinds() == ["CLAIM", "REVERSE", "CLAIM"]
        assert claim_at(meeting.pk).minutes == 45

    def test_notes_on_which_day_the_pair_last_met(self):
        meeting = make.meeting()

        say(meeting, meeting.pair.volunteer)
        meeting.pair.refresh_from_db()
        assert meeting.pair.last_met_on == meeting.local_date

        say(meeting, meeting.pair.volunteer, NOT_HELD)
        meeting.pair.refresh_from_db()
        assert meeting.pair.last_met_on is None


class TestTheNewcomersWord:
    def test_yes_confirms_what_is_claimed(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        say(meeting, meeting.pair.newcomer)

        claim = claim_at(meeting.pk)
        assert (claim.state, claim.confirmed_by_side) == ("CONFIRMED", "NEWCOMER")

    def test_yes_confirms_as_soon_as_it_is_claimed(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.newcomer)

        say(meeting, meeting.pair.volunteer)

        assert kinds() == ["CLAIM", "CONFIRM"]

    def test_yes_said_before_does_not_confirm_more_than_was_planned(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.newcomer)

        say(meeting, meeting.pair.volunteer, minutes=240)

        assert claim_at(meeting.pk).state == "CLAIMED"

    def test_yes_holds_for_a_correction_too(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.newcomer)
        say(meeting, meeting.pair.volunteer)

        say(meeting, meeting.pair.volunteer, minutes=60)

        assert kinds() == ["CLAIM", "CONFIRM", "CORRECT", "CONFIRM"]

    @pytest.mark.parametrize("newcomer_first", [True, False])
    def test_no_disputes(self, newcomer_first):
        meeting = make.meeting()
        if newcomer_first:
            say(meeting, meeting.pair.newcomer, NOT_HELD)
        say(meeting, meeting.pair.volunteer)

        say(meeting, meeting.pair.newcomer, NOT_HELD)

        assert kinds() == ["CLAIM", "DISPUTE"]
        assert claim_at(meeting.pk).state == "DISPUTED"

    def test_no_may_become_yes(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)
        say(meeting, meeting.pair.newcomer, NOT_HELD)

        say(meeting, meeting.pair.newcomer)

        assert claim_at(meeting.pk).state == "CONFIRMED"

    def test_without_a_claim_writes_no_hours(self):
        meeting = make.meeting()

        say(meeting, meeting.pair.newcomer)

        assert kinds() == []


class TestSayingItTwice:
    @pytest.mark.parametrize("side", ["newcomer", "volunteer"])
    def test_with_one_request_writes_once(self, side):
        meeting, request_id = make.meeting(), uuid.uuid4()

        for _ in range(2):
            say(meeting, getattr(meeting.pair, side), request_id=request_id)

        assert AttendanceAnswer.objects.count() == 1
        assert kinds() == (["CLAIM"] if side == "volunteer" else [])

    def test_with_another_request_but_the_same_words_writes_once(self):
        meeting = make.meeting()

        for _ in range(2):
            say(meeting, meeting.pair.volunteer)

        assert kinds() == ["CLAIM"]

    def test_an_old_request_that_arrives_late_does_not_undo_a_change(self):
        meeting, request_id = make.meeting(), uuid.uuid4()
        say(meeting, meeting.pair.volunteer, request_id=request_id)
        say(meeting, meeting.pair.volunteer, NOT_HELD)

        say(meeting, meeting.pair.volunteer, request_id=request_id)

        assert Attendance.objects.get(meeting=meeting, side="VOLUNTEER").answer == NOT_HELD

    def test_one_request_for_two_answers_is_refused(self):
        meeting, request_id = make.meeting(), uuid.uuid4()
        say(meeting, meeting.pair.volunteer, request_id=request_id)

        with pytest.raises(attendance.RequestUsedBefore):
            say(meeting, meeting.pair.volunteer, NOT_HELD, request_id=request_id)


class TestWhenItMayBeSaid:
    def test_not_before_the_meeting_is_over(self):
        meeting = make.meeting(starts_at=make.NOON - timedelta(minutes=89))

        with pytest.raises(attendance.MeetingIsNotOver):
            say(meeting, meeting.pair.volunteer)

    def test_not_of_a_cancelled_meeting(self):
        meeting = make.meeting(cancelled_at=make.NOON - timedelta(days=6))

        with pytest.raises(attendance.MeetingWasCancelled):
            say(meeting, meeting.pair.volunteer)

    def test_it_may_be_changed_for_72_hours(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        say(meeting, meeting.pair.volunteer, NOT_HELD, now=make.NOON + timedelta(hours=71, minutes=59))

        assert kinds() == ["CLAIM", "REVERSE"]

    def test_changing_it_again_does_not_stretch_the_72_hours(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)
        say(meeting, meeting.pair.volunteer, minutes=60, now=make.NOON + timedelta(hours=70))

        with pytest.raises(attendance.AnswerIsFinal):
            say(meeting, meeting.pair.volunteer, NOT_HELD, now=make.NOON + timedelta(hours=72))

    def test_saying_the_same_later_is_fine(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        say(meeting, meeting.pair.volunteer, now=make.NOON + timedelta(days=9))

    def test_for_a_stranger_the_meeting_does_not_exist(self):
        with pytest.raises(Meeting.DoesNotExist):
            say(make.meeting(), make.volunteer())


class TestHoursThatOverlap:
    def test_are_refused_and_named(self):
        meeting = make.meeting()
        volunteer = meeting.pair.volunteer
        other = make.pair(volunteer=volunteer, place=2)
        next_one = make.meeting(pair=other, starts_at=meeting.ends_at)
        say(meeting, volunteer, minutes=120)

        with pytest.raises(ledger.HoursOverlap) as refused:
            say(next_one, volunteer)

        assert refused.value.with_.meeting_id == meeting.pk
        assert not Attendance.objects.get(meeting=next_one, side="VOLUNTEER").answer

    def test_are_refused_in_a_correction_too(self):
        meeting = make.meeting()
        volunteer = meeting.pair.volunteer
        next_one = make.meeting(pair=make.pair(volunteer=volunteer, place=2), starts_at=meeting.ends_at)
        say(meeting, volunteer)
        say(next_one, volunteer)

        with pytest.raises(ledger.HoursOverlap):
            say(meeting, volunteer, minutes=105)

    def test_do_not_when_one_ends_as_the_other_begins(self):
        meeting = make.meeting()
        volunteer = meeting.pair.volunteer
        next_one = make.meeting(pair=make.pair(volunteer=volunteer, place=2), starts_at=meeting.ends_at)

        say(meeting, volunteer)
        say(next_one, volunteer)

        assert kinds() == ["CLAIM", "CLAIM"]


class TestTheCoordinator:
    def confirm(self, meeting, by, **about):
        given = {"reason": "Phoned", "request_id": uuid.uuid4(), "now": make.NOON} | about
        return attendance.confirm_for(meeting_id=meeting.pk, by=by, **given)

    def resolve(self, meeting, by, outcome):
        return attendance.resolve(
            meeting_id=meeting.pk,
            by=by,
            outcome=outcome,
            reason="Phoned",
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

    def test_confirms_in_the_newcomers_place(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        self.confirm(meeting, make.coordinator().account)

        assert claim_at(meeting.pk).confirmed_by_side == "COORDINATOR"

    def test_cannot_confirm_hours_of_his_own(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)
        make.coordinator(account=meeting.pair.volunteer.account)

        with pytest.raises(ledger.OwnHours):
            self.confirm(meeting, meeting.pair.volunteer.account)

    def test_cannot_confirm_what_nobody_claimed(self):
        with pytest.raises(attendance.NothingToConfirm):
            self.confirm(make.meeting(), make.coordinator().account)

    def test_of_another_place_does_not_find_the_meeting(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        with pytest.raises(Meeting.DoesNotExist):
            self.confirm(meeting, make.account())

    @pytest.mark.parametrize(("outcome", "state"), [("STANDS", "CONFIRMED"), ("REJECTED", "REJECTED")])
    def test_decides_a_dispute_once(self, outcome, state):
        meeting, coordinator = make.meeting(), make.coordinator().account
        say(meeting, meeting.pair.volunteer)
        say(meeting, meeting.pair.newcomer, NOT_HELD)

        for _ in range(2):
            self.resolve(meeting, coordinator, outcome)

        assert kinds() == ["CLAIM", "DISPUTE", "RESOLVE"]
        assert claim_at(meeting.pk).state == state

    def test_has_the_last_word(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)
        say(meeting, meeting.pair.newcomer, NOT_HELD)
        self.resolve(meeting, make.coordinator().account, "STANDS")

        with pytest.raises(ledger.ClaimIsInAnotherState):
            say(meeting, meeting.pair.volunteer, minutes=240)

    def test_does_not_decide_what_nobody_disputes(self):
        meeting = make.meeting()
        say(meeting, meeting.pair.volunteer)

        with pytest.raises(ledger.ClaimIsInAnotherState):
            self.resolve(meeting, make.coordinator().account, "STANDS")


def test_a_promise_to_come_is_kept_once():
    meeting = make.meeting(starts_at=make.NOON + timedelta(days=2))

    first = attendance.promise(meeting_id=meeting.pk, by=meeting.pair.newcomer.account, now=make.NOON)
    second = attendance.promise(
        meeting_id=meeting.pk, by=meeting.pair.newcomer.account, now=make.NOON + timedelta(hours=1)
    )

    assert first.coming_at == second.coming_at == make.NOON
