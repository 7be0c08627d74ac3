"""Lines in the ledger for tests: every default is valid."""

import uuid
from datetime import timedelta

from backend.meetings import ledger
from backend.meetings.models import HoursEntry
from tests import make

VOLUNTEER, NEWCOMER, COORDINATOR = (
    HoursEntry.Side.VOLUNTEER,
    HoursEntry.Side.NEWCOMER,
    HoursEntry.Side.COORDINATOR,
)
START = make.NOON - timedelta(days=5)


def hand(account_id=None, side=NEWCOMER):
    """Somebody who writes."""
    return ledger.Hand(account_id=account_id or uuid.uuid4(), side=side)


def claimed(person_id=None, *, meeting=None, starts_at=START, minutes=90, **about):
    """A claim of ninety minutes, last Wednesday."""
    person_id = person_id or uuid.uuid4()
    given = {"by": hand(person_id, VOLUNTEER), "request_id": uuid.uuid4(), "now": make.NOON} | about
    return ledger.claim(
        person_id=person_id,
        meeting=meeting or make.meeting(),
        starts_at=starts_at,
        ends_at=starts_at + timedelta(minutes=minutes),
        **given,
    )


def write(deed, claim, **about):
    """Confirm, dispute, reverse, resolve or correct, by the newcomer unless said otherwise."""
    given = {"by": hand(), "request_id": uuid.uuid4(), "now": make.NOON} | about
    return deed(claim_id=claim.pk, **given)


def claim_at(meeting_id):
    """The one claim at a meeting."""
    [claim] = ledger.claims_by_person([meeting_id])[meeting_id].values()
    return claim
