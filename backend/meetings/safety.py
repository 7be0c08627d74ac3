"""Somebody does not feel safe: the two are kept apart in the same moment, and a coordinator calls.

Nobody is asked why, and nothing is written down but who wants to be called. The other person sees only that
no meetings are planned. Whether the pair ends is a coordinator's decision.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from backend.meetings import messages, planning
from backend.meetings.models import SafetyReport
from backend.pairs.models import Pair
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore
from backend.privacy import audit


@transaction.atomic
def report(*, pair_id: UUID, by: Account, request_id: UUID, now: datetime) -> SafetyReport:
    """Stop all meetings of this pair now, hide the two from each other, and ask a coordinator to call ``by``.

    A second report while nobody has called yet is the same report.

    Raises:
        Pair.DoesNotExist: ``by`` is not one of the two.
        RequestUsedBefore: this request was about another pair.
    """
    pair = _pairs_of(by).select_for_update(no_key=True, of=("self",)).get(pk=pair_id)
    if known := SafetyReport.objects.filter(account=by, request_id=request_id).first():
        if known.pair_id != pair.pk:
            raise RequestUsedBefore
        return known
    if waiting := SafetyReport.objects.open().filter(pair=pair, account=by).first():
        return waiting
    planning.stop(pair=pair, by=None, now=now)
    made = SafetyReport.objects.create(
        municipality_id=pair.municipality_id, pair=pair, account=by, reported_at=now, request_id=request_id
    )
    messages.owe_to_coordinators(messages.CALL_SOMEONE, town=pair.municipality_id, subject_id=made.pk, now=now)
    audit.note(deed="safety.report", about=made, town=pair.municipality_id, by=by.pk, now=now)
    return made


@transaction.atomic
def called(*, report_id: UUID, by: Account, now: datetime) -> SafetyReport:
    """A coordinator has called this person. Twice is fine.

    Raises:
        SafetyReport.DoesNotExist: ``by`` does not coordinate in the open town.
    """
    found = SafetyReport.objects.visible_to(by).select_for_update(no_key=True).get(pk=report_id)
    if found.called_at is None:
        found.called_at, found.called_by = now, by
        found.save(update_fields=["called_at", "called_by"])
        audit.note(deed="safety.called", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


def _pairs_of(account: Account) -> QuerySet[Pair]:
    return Pair.objects.filter(Q(newcomer__account=account) | Q(volunteer__account=account))
