"""A coordinator writes down who was there: words about people, and the hours that follow, with counter-entries."""

import uuid

import pytest
from django.db import transaction

from backend.meetings import corrections, ledger, outcomes
from backend.meetings.models import HoursEntry, HoursInterval, Meeting, Outcome
from tests import make
from tests.backend.meetings.hours import claim_at
from tests.backend.meetings.test_tables import AFTERWARDS, first_of, kinds, leader_of, say, table_of

pytestmark = pytest.mark.usefixtures("town")


class TestTheListOfACoordinator:
    def sheet(self, table, learners, **about):
        words = [Outcome.CAME, Outcome.LATE, Outcome.EXCUSED, Outcome.NO_SHOW]
        given = {leader_of(table).pk: Outcome.CAME} | {
            who.pk: word for who, word in zip(learners, words, strict=True)
        }
        return corrections.Sheet(outcomes=given, **({"minutes": 90} | about))

    def enter(self, meeting, sheet, by, request_id=None):
        given = {"request_id": request_id or uuid.uuid4(), "now": AFTERWARDS}
        return corrections.enter(meeting_id=meeting.pk, sheet=sheet, by=by, **given)

    def test_writes_a_word_about_everybody_and_the_hours_of_who_leads_once(self):
        table, learners = table_of()
        meeting, sheet, request_id = first_of(table), self.sheet(table, learners), uuid.uuid4()
        by = make.coordinator().account

        for _ in range(2):
            self.enter(meeting, sheet, by, request_id)

        assert outcomes.of([meeting.pk])[meeting.pk] == sheet.outcomes
        assert list(HoursEntry.objects.values_list("kind", "minutes")) == [("CLAIM", 90)]

    def test_the_word_of_one_who_sat_there_confirms_it(self):
        table, learners = table_of()
        meeting = first_of(table)
        self.enter(meeting, self.sheet(table, learners), make.coordinator().account)

        say(meeting, learners[0])
        say(meeting, learners[1])

        assert list(HoursEntry.objects.order_by("number").values_list("kind", flat=True)) == ["CLAIM", "CONFIRM"]

    def test_hours_that_stand_are_changed_with_a_reason_only_and_the_leader_hears(self):
        table, learners = table_of()
        meeting, by = first_of(table), make.coordinator().account
        say(meeting, leader_of(table), minutes=90)

        with pytest.raises(corrections.ReasonIsMissing), transaction.atomic():
            self.enter(meeting, self.sheet(table, learners, minutes=60), by)
        self.enter(meeting, self.sheet(table, learners, minutes=60, reason="The list says so"), by)

        last = HoursEntry.objects.order_by("number").last()
        assert (last.kind, last.minutes, last.reason) == ("CORRECT", 60, "The list says so")
        assert kinds(kind="hours_corrected", recipient_id=leader_of(table).pk) == ["hours_corrected"]

    def test_hours_of_a_leader_who_was_not_there_are_taken_back(self):
        table, _ = table_of()
        meeting, leader = first_of(table), leader_of(table)
        say(meeting, leader)
        sheet = corrections.Sheet(outcomes={leader.pk: Outcome.ILL}, minutes=90, reason="Phoned in ill")

        self.enter(meeting, sheet, make.coordinator().account)

        assert claim_at(meeting.pk).state == ledger.State.REVERSED
        assert not HoursInterval.objects.exists()

    def test_is_for_coordinators_about_people_who_had_a_place(self):
        table, learners = table_of()
        meeting, sheet = first_of(table), self.sheet(table, learners)
        stranger = corrections.Sheet(outcomes={make.account().pk: Outcome.CAME}, minutes=90)

        with pytest.raises(Meeting.DoesNotExist):
            self.enter(meeting, sheet, leader_of(table))
        with pytest.raises(Meeting.DoesNotExist):
            self.enter(meeting, stranger, make.coordinator().account)
