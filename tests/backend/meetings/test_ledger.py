"""The ledger: what a line may say, in which order, and what a second sending does."""

import uuid
from datetime import timedelta

import pytest
from django_scopes import scope

from backend.meetings import ledger
from backend.meetings.models import HoursEntry
from tests import make
from tests.backend.meetings.hours import COORDINATOR, START, VOLUNTEER, claimed, hand, write

pytestmark = pytest.mark.usefixtures("town")


def state(claim):
    [found] = ledger.claims_of(claim.person_id, starts_on=make.MONDAY - timedelta(days=7), ends_on=make.MONDAY)
    return found


def test_lines_are_numbered_without_gaps_and_chained():
    first = claimed()
    second = write(ledger.confirm, first)

    assert (first.number, second.number, ledger.last_number()) == (1, 2, 2)
    assert (first.previous_hash, second.previous_hash) == ("", first.hash)


def test_every_town_has_a_ledger_of_its_own():
    claimed()
    with scope(municipality=make.OTHER_TOWN):
        make.town(make.OTHER_TOWN)
        theirs = claimed(meeting=make.meeting(of=make.OTHER_TOWN))

    assert theirs.number == 1


def test_a_failed_line_leaves_no_gap():
    person_id = uuid.uuid4()
    claimed(person_id)
    with pytest.raises(ledger.HoursOverlap):
        claimed(person_id)

    assert claimed().number == 2


class TestConfirming:
    def test_is_not_for_the_claimant(self):
        claim = claimed()

        with pytest.raises(ledger.OwnHours):
            write(ledger.confirm, claim, by=hand(claim.person_id, VOLUNTEER))

    def test_is_not_for_the_coordinator_who_claimed_for_somebody(self):
        coordinator = hand(side=COORDINATOR)
        claim = claimed(by=coordinator)

        with pytest.raises(ledger.OwnHours):
            write(ledger.confirm, claim, by=coordinator)

    def test_is_not_for_who_corrected(self):
        claim, coordinator = claimed(), hand(side=COORDINATOR)
        write(
            ledger.correct,
            claim,
            by=coordinator,
            starts_at=START,
            ends_at=START + timedelta(minutes=60),
        )

        with pytest.raises(ledger.OwnHours):
            write(ledger.confirm, claim, by=coordinator)

    def test_twice_is_one_line(self):
        claim = claimed()

        first, second = write(ledger.confirm, claim), write(ledger.confirm, claim)

        assert first == second

    def test_does_not_settle_a_dispute_of_somebody_else(self):
        claim = claimed()
        write(ledger.dispute, claim)

        with pytest.raises(ledger.ClaimIsInAnotherState):
            write(ledger.confirm, claim)

    def test_takes_ones_own_dispute_back(self):
        claim, newcomer = claimed(), hand()
        write(ledger.dispute, claim, by=newcomer)

        write(ledger.confirm, claim, by=newcomer)

        assert state(claim).state == "CONFIRMED"


@pytest.mark.parametrize("deed", [ledger.confirm, ledger.dispute])
def test_what_is_taken_back_is_not_spoken_about_any_more(deed):
    claim = claimed()
    write(ledger.reverse, claim)

    with pytest.raises(ledger.ClaimIsInAnotherState):
        write(deed, claim)


def test_a_correction_waits_for_a_word_again():
    claim = claimed()
    write(ledger.confirm, claim)

    write(ledger.correct, claim, starts_at=START, ends_at=START + timedelta(minutes=120))

    assert (state(claim).state, state(claim).minutes) == ("CLAIMED", 120)


def test_a_claim_is_taken_back_once():
    claim = claimed()

    first, second = write(ledger.reverse, claim), write(ledger.reverse, claim)

    assert first == second


class TestReplay:
    def test_of_one_request_is_one_line(self):
        person_id, meeting, request_id = uuid.uuid4(), make.meeting(), uuid.uuid4()

        first = claimed(person_id, meeting=meeting, request_id=request_id)
        second = claimed(person_id, meeting=meeting, request_id=request_id)

        assert first == second
        assert ledger.last_number() == 1

    def test_with_another_body_is_refused(self):
        person_id, meeting, request_id = uuid.uuid4(), make.meeting(), uuid.uuid4()
        claimed(person_id, meeting=meeting, request_id=request_id)

        with pytest.raises(ledger.RequestUsedBefore):
            claimed(person_id, meeting=meeting, request_id=request_id, minutes=60)


class TestOverlap:
    def test_says_with_what(self):
        first = claimed()

        with pytest.raises(ledger.HoursOverlap) as refused:
            claimed(first.person_id, starts_at=START + timedelta(minutes=89))

        assert refused.value.with_.claim == first

    def test_with_hours_in_another_town_is_refused_without_telling_which(self):
        first = claimed()
        with scope(municipality=make.OTHER_TOWN):
            make.town(make.OTHER_TOWN)
            with pytest.raises(ledger.HoursOverlap) as refused:
                claimed(first.person_id, meeting=make.meeting(of=make.OTHER_TOWN))

        assert refused.value.with_ is None

    def test_does_not_hinder_hours_that_only_touch(self):
        first = claimed()

        claimed(first.person_id, starts_at=first.ends_at)
        claimed(first.person_id, starts_at=first.starts_at - timedelta(minutes=90))

    def test_does_not_hinder_after_taking_back(self):
        first = claimed()
        write(ledger.reverse, first)

        claimed(first.person_id)

    def test_does_not_hinder_after_a_rejection(self):
        first = claimed()
        write(ledger.dispute, first)
        write(ledger.resolve, first, outcome="REJECTED", reason="", by=hand(side=COORDINATOR))

        claimed(first.person_id)

    def test_is_not_circumvented_by_two_claims_at_one_meeting(self):
        first, meeting = None, make.meeting()
        first = claimed(meeting=meeting, minutes=30)

        with pytest.raises(ledger.HoursOverlap):
            claimed(first.person_id, meeting=meeting, starts_at=START + timedelta(hours=3), minutes=30)


class TestReading:
    def test_many_people_take_one_query(self, django_assert_num_queries):
        people = [claimed().person_id for _ in range(3)]
        nobody = uuid.uuid4()

        with django_assert_num_queries(1):
            found = ledger.claims_of_many(
                [*people, nobody], starts_on=make.MONDAY - timedelta(days=7), ends_on=make.MONDAY
            )

        assert [len(found[each]) for each in [*people, nobody]] == [1, 1, 1, 0]

    def test_a_meeting_counts_on_the_local_day_on_which_it_begins(self):
        late = make.NOON.replace(hour=22, minute=30)  # half past eleven in Culemborg
        claim = claimed(starts_at=late, now=late + timedelta(days=1))

        same_day = ledger.claims_of(claim.person_id, starts_on=make.MONDAY, ends_on=make.MONDAY)
        next_day = make.MONDAY + timedelta(days=1)

        assert len(same_day) == 1
        assert ledger.claims_of(claim.person_id, starts_on=next_day, ends_on=next_day) == []


def test_the_minutes_of_a_line_are_elapsed_time():
    assert claimed(minutes=75).minutes == 75
    assert HoursEntry.objects.get().minutes == 75
