"""Two at the same moment, behind the wall. Each race runs as built, and once more without the lock."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError

from backend.meetings import entries, ledger
from backend.meetings.models import HoursEntry
from backend.obligations import decisions
from backend.obligations.models import Obligation, RequirementPeriod
from tests import make
from tests.backend.meetings.hours import claimed
from tests.backend.meetings.test_races import LONG_ENOUGH, at_once, errors, meet_after, without_row_locks
from tests.backend.obligations.duties import caseworker_of, letter, linked, stated

FOR_EVER = 60
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("town")]


@pytest.fixture(params=[True, False], ids=["as built", "without locks"])
def locks(request, monkeypatch):
    if not request.param:
        without_row_locks(monkeypatch)
    return request.param


def test_two_caseworkers_link_one_person_once_and_the_later_one_is_told(locks, monkeypatch):
    volunteer, caseworkers = make.volunteer(), [make.caseworker(), make.caseworker()]
    meet_after(monkeypatch, decisions._Request, "known")

    outcomes = at_once(*(lambda by=by: linked(volunteer, by) for by in caseworkers))

    assert Obligation.objects.count() == 1
    assert errors(outcomes) == [decisions.AlreadyLinked if locks else IntegrityError]


def test_a_double_click_writes_one_decision(locks, monkeypatch):
    obligation = linked(decision=letter(ends_on=make.MONDAY))
    by, request_id = caseworker_of(obligation), uuid.uuid4()
    meet_after(monkeypatch, decisions._Request, "known")

    def click():
        return decisions.decide(
            obligation_id=obligation.pk,
            by=by,
            decision=letter(starts_on=make.MONDAY + timedelta(days=1)),
            request_id=request_id,
            now=make.NOON,
        )

    outcomes = at_once(click, click)

    assert RequirementPeriod.objects.count() == 2
    assert (errors(outcomes) == []) is locks


@pytest.mark.parametrize("locked", [True, False], ids=["as built", "without the lock of the town"])
def test_a_statement_holds_all_hours_up_to_its_last_line(locked, monkeypatch):
    obligation, meeting, real = linked(), make.meeting(), ledger.claims_of_many
    were_read, is_written = threading.Event(), threading.Event()

    def slowly(*args, **about):
        found = real(*args, **about)
        were_read.set()
        is_written.wait(LONG_ENOUGH if locked else FOR_EVER)
        return found

    def claim_meanwhile():
        were_read.wait(FOR_EVER)
        claimed(obligation.person_id, meeting=meeting)
        is_written.set()

    monkeypatch.setattr(ledger, "claims_of_many", slowly)
    if not locked:
        monkeypatch.setattr(entries, "lock", lambda town: None)
    [statement, _line] = at_once(lambda: stated(obligation), claim_meanwhile)

    up_to_there = HoursEntry.objects.filter(number__lte=statement.last_entry_number)
    assert (sum(line.minutes for line in up_to_there) == statement.figures["done"]) is locked
