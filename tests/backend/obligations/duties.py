"""Decisions, hours and statements for tests: every default is valid."""

import uuid
from datetime import timedelta

from backend.meetings import ledger
from backend.obligations import changes, decisions, file_words, statements
from backend.obligations.models import LegalBasis, ObligationDecision, PersonWord
from backend.people.models import Account
from tests import make
from tests.backend.meetings.hours import claimed, write

FOUR_HOURS = 240


def letter(**about):
    """Four hours a week, from the Monday four weeks ago and for half a year."""
    starts_on = make.MONDAY - timedelta(weeks=4)
    given = {
        "legal_basis": LegalBasis.PW_9_1_C,
        "case_reference": "Z-2026-1",
        "decided_on": starts_on,
        "starts_on": starts_on,
        "ends_on": starts_on + timedelta(weeks=26) - timedelta(days=1),
        "minutes_per_week": FOUR_HOURS,
    } | about
    return decisions.Decision(**given)


def with_buddy(**account):
    """Somebody who has had a buddy since the summer."""
    volunteer = make.volunteer(account=make.account(**account))
    make.pair(volunteer=volunteer, started_on=make.MONDAY - timedelta(weeks=20))
    return volunteer


def linked(volunteer=None, caseworker=None, **about):
    """A volunteer with a buddy, in the caseload of a caseworker; the obligation."""
    given = {
        "town": make.TOWN,
        "by": (caseworker or make.caseworker()).account,
        "person_id": (volunteer or with_buddy()).account_id,
        "client_number": "C-77",
        "decision": letter(),
        "request_id": uuid.uuid4(),
        "now": make.NOON,
    } | about
    return decisions.link(**given)


def caseworker_of(obligation):
    """Who has this person in the caseload."""
    return Account.objects.get(pk=obligation.caseworker_id)


def worked(obligation, *, days_ago=5, minutes=90, is_confirmed=True):
    """Hours of this person at a meeting of the person's own pair; the claim."""
    starts_at = make.NOON - timedelta(days=days_ago)
    claim = claimed(obligation.person_id, starts_at=starts_at, minutes=minutes)
    if is_confirmed:
        write(ledger.confirm, claim)
    return claim


def stated(obligation, **about):
    """A statement of the last four weeks, this day included."""
    given = {
        "obligation_id": obligation.pk,
        "by": caseworker_of(obligation),
        "starts_on": make.MONDAY - timedelta(weeks=4),
        "ends_on": make.MONDAY,
        "request_id": uuid.uuid4(),
        "now": make.NOON,
    } | about
    return statements.issue(**given)


def changed(obligation, kind, *, by=None, request_id=None, **about):
    """A later decision about this person."""
    given = {"case_reference": "Z-2026-5", "decided_on": make.MONDAY} | about
    return changes.change(
        obligation_id=obligation.pk,
        by=by or caseworker_of(obligation),
        change=changes.Change(kind=kind, **given),
        request_id=request_id or uuid.uuid4(),
        now=make.NOON,
    )


def undone(obligation, decision, kind=ObligationDecision.Kind.WITHDRAW, *, by=None, on=make.MONDAY):
    """A decision that is taken back."""
    undoing = changes.Undoing(decision_id=decision.pk, kind=kind, case_reference="Z-2026-6", on=on)
    return changes.undo(
        obligation_id=obligation.pk,
        by=by or caseworker_of(obligation),
        undoing=undoing,
        request_id=uuid.uuid4(),
        now=make.NOON,
    )


def said(obligation, *, kind=PersonWord.Kind.VIEW, **about):
    """What the person says about it today."""
    given = {"text": "I was ill that week.", "said_on": make.MONDAY} | about
    return file_words.say(
        obligation_id=obligation.pk,
        by=Account.objects.get(pk=obligation.person_id),
        said=file_words.Said(kind=kind, **given),
        request_id=uuid.uuid4(),
        now=make.NOON,
    )
