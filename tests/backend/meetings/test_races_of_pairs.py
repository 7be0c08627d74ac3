"""Two at the same moment, about a pair or a table. Each race runs as built, and without locks: then it must fail."""

import threading
import uuid
from datetime import date

import pytest

from backend.meetings import introductions, safety, substitutes, table_plans
from backend.meetings.models import Introduction, Meeting, SafetyReport, Substitution
from backend.pairs import handover, pauses, states
from backend.pairs.models import PairPause, Proposal
from backend.privacy.models import AuditEntry
from tests import make
from tests.backend.meetings.test_days_off import planned
from tests.backend.meetings.test_races import LONG_ENOUGH, at_once, errors, meet_after, without_row_locks

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]

FROM, UNTIL = date(2026, 11, 30), date(2026, 12, 13)


@pytest.fixture(params=[True, False], ids=["as built", "without locks"])
def locks(request, monkeypatch):
    if not request.param:
        without_row_locks(monkeypatch)
    return request.param


def test_of_two_coordinators_who_find_somebody_to_stand_in_one_is_told(locks, monkeypatch):
    pair, two = planned(), [make.volunteer(), make.volunteer()]
    meet_after(monkeypatch, substitutes, "_may_be_days")

    def arrange(volunteer):
        about = {"from_on": FROM, "until_on": UNTIL, "request_id": uuid.uuid4(), "now": make.NOON}
        by = coordinators.pop().account
        return substitutes.arrange(pair_id=pair.pk, volunteer_id=volunteer.pk, by=by, **about)

    coordinators = [make.coordinator(), make.coordinator()]
    outcomes = at_once(*(lambda volunteer=each: arrange(volunteer) for each in two))

    assert Substitution.objects.count() == 1  # the constraint holds also without locks
    assert (errors(outcomes) == [substitutes.SomebodyStandsInThen]) is locks


def test_who_does_not_feel_safe_waits_for_somebody_to_stand_in_and_then_nobody_meets(locks, monkeypatch):
    pair, volunteer, by = planned(), make.volunteer(), make.coordinator().account
    is_found, is_said, was_first, real = threading.Event(), threading.Event(), [], substitutes._may_be_days

    def slowed(*args, **about):
        real(*args, **about)
        is_found.set()
        was_first.append(is_said.wait(LONG_ENOUGH))

    def arrange():
        about = {"from_on": FROM, "until_on": UNTIL, "request_id": uuid.uuid4(), "now": make.NOON}
        return substitutes.arrange(pair_id=pair.pk, volunteer_id=volunteer.pk, by=by, **about)

    def say():
        assert is_found.wait(timeout=60)
        safety.report(pair_id=pair.pk, by=pair.newcomer.account, request_id=uuid.uuid4(), now=make.NOON)
        is_said.set()

    monkeypatch.setattr(substitutes, "_may_be_days", slowed)
    outcomes = at_once(arrange, say)

    assert was_first == [not locks]  # without locks somebody is found for two who are kept apart by then
    assert errors(outcomes) == []
    assert SafetyReport.objects.count() == 1
    assert not Meeting.objects.filter(pair=pair).going_on().exists()


def test_a_handover_that_is_proposed_twice_asks_once(locks, monkeypatch):
    pair, volunteer, by = planned(), make.volunteer(), make.coordinator().account
    meet_after(monkeypatch, handover, "candidates")

    def propose():
        about = {"with_joint_meeting": False, "by": by, "now": make.NOON}
        return handover.propose(pair_id=pair.pk, volunteer_id=volunteer.pk, **about)

    outcomes = at_once(propose, propose)

    asked = Proposal.objects.filter(takes_over_from=pair).count()
    assert (asked == 1 and not errors(outcomes)) is locks


def test_an_introduction_that_is_arranged_twice_is_one(locks, monkeypatch):
    pair, by, request_id = planned(), make.coordinator().account, uuid.uuid4()
    meeting = Meeting.objects.filter(pair=pair).earliest("starts_at")
    meet_after(monkeypatch, introductions, "suggestions")

    def arrange():
        about = {"meeting_id": meeting.pk, "request_id": request_id, "by": by, "now": make.NOON}
        return introductions.arrange(pair_id=pair.pk, **about)

    outcomes = at_once(arrange, arrange)

    assert Introduction.objects.count() == 1
    written = AuditEntry.objects.filter(deed="introduction arranged").count()
    assert (written == 1 and not errors(outcomes)) is locks


def test_of_two_who_ask_for_a_pause_at_once_one_is_told(monkeypatch):
    pair = planned()
    meet_after(monkeypatch, states, "require")

    def ask(by):
        about = {"from_on": make.MONDAY, "until_on": UNTIL, "request_id": uuid.uuid4(), "now": make.NOON}
        return pauses.ask(pair_id=pair.pk, by=by, **about)

    outcomes = at_once(lambda: ask(pair.newcomer.account), lambda: ask(pair.volunteer.account))

    assert PairPause.objects.count() == 1  # a constraint holds this, with or without locks
    assert errors(outcomes) in ([pauses.PausedThen], [states.NotInThisState])


def test_two_planners_at_once_seat_everybody_once():
    table = make.language_table()
    people = {make.table_seat(table=table).newcomer.account_id for _ in range(3)}

    outcomes = at_once(*(lambda: table_plans.catch_up(now=make.NOON) for _ in range(2)))
    table_plans.catch_up(now=make.NOON)

    assert errors(outcomes) == []
    for meeting in Meeting.objects.filter(table=table).going_on():
        here = meeting.attendances.filter(side="NEWCOMER", is_expected=True)
        assert set(here.values_list("account_id", flat=True)) == people
