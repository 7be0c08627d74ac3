"""Somebody does not feel safe: the two are kept apart in the same moment, and the confidential adviser calls.

Nobody is asked why. Only the confidential adviser of the town reads a report, and each reading is written down;
the other person, and the coordinator, see only that no meetings are planned. In a town without an adviser the
coordinators stand in. Whether the pair ends is decided by who may read the report.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.meetings import messages, planning
from backend.meetings.models import SafetyReport
from backend.pairs import exclusions, life, proposals
from backend.pairs.locking import locked_pair
from backend.pairs.models import EndReason, Exclusion, Pair
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.privacy import audit


@transaction.atomic
def report(*, pair_id: UUID, by: Account, request_id: UUID, now: datetime) -> SafetyReport:
    """Stop all meetings of this pair now, hide the two from each other, never propose them again, and have ``by``
    called. A second report while nobody has called yet is the same report.

    Raises:
        Pair.DoesNotExist: ``by`` is not one of the two.
        RequestUsedBefore: this request was about another pair.
    """
    pair = locked_pair(Pair.objects.of(by).values_list("pk", flat=True).get(pk=pair_id), by)
    if known := SafetyReport.objects.filter(account=by, request_id=request_id).first():
        if known.pair_id != pair.pk:
            raise RequestUsedBefore
        return known
    if waiting := SafetyReport.objects.open().in_force().filter(pair=pair, account=by).first():
        return waiting
    planning.stop(pair=pair, by=None, now=now)
    exclusions.exclude(pair, Exclusion.Cause.SEALED, now)
    proposals.withdraw_between(pair.newcomer, pair.volunteer, now)
    made = SafetyReport.objects.create(
        municipality_id=pair.municipality_id, pair=pair, account=by, reported_at=now, request_id=request_id
    )
    messages.owe_a_call(report_id=made.pk, town=pair.municipality_id, now=now)
    audit.note(deed="safety.report", about=made, town=pair.municipality_id, by=by.pk, now=now)
    return made


@transaction.atomic
def read(*, report_id: UUID, by: Account, now: datetime) -> SafetyReport:
    """One report with its people; that ``by`` looked is written down each time.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it.
    """
    seen = SafetyReport.objects.visible_to(by)
    found = seen.select_related("account", "pair__newcomer__account", "pair__volunteer__account").get(pk=report_id)
    audit.note(deed="safety.read", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


@transaction.atomic
def called(*, report_id: UUID, by: Account, now: datetime, note: str = "") -> SafetyReport:
    """This person has been called. Twice is fine; a later note takes the place of an earlier one.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it.
    """
    found = _locked(report_id, by)
    if found.called_at is None:
        found.called_at, found.called_by = now, by
        audit.note(deed="safety.called", about=found, town=found.municipality_id, by=by.pk, now=now)
    found.note = note or found.note
    found.save(update_fields=["called_at", "called_by", "note"])
    return found


@transaction.atomic
def lift(*, report_id: UUID, by: Account, now: datetime) -> SafetyReport:
    """The two may meet and be planned again, as who reported it wishes. Twice is fine.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it.
    """
    found = _locked(report_id, by)
    if found.lifted_at is None:
        found.lifted_at, found.lifted_by = now, by
        found.save(update_fields=["lifted_at", "lifted_by"])
        _unseal(found, by, now)
        audit.note(deed="safety.lift", about=found, town=found.municipality_id, by=by.pk, now=now)
    return found


@transaction.atomic
def end(*, report_id: UUID, by: Account, now: datetime) -> Pair:
    """The pair ends; both hear it in the words of every end, and they stay apart for good. Twice is fine.

    Raises:
        SafetyReport.DoesNotExist: ``by`` may not read it.
    """
    found = _locked(report_id, by)
    if found.pair.ended_on is not None:
        return found.pair
    today, reason = local_today(now), EndReason.BOUNDARY_CROSSED
    audit.note(deed="safety.end", about=found, town=found.municipality_id, by=by.pk, now=now)
    return life.end(pair_id=found.pair_id, by=None, on=max(today, found.pair.started_on), reason=reason, now=now)


def _locked(report_id: UUID, by: Account) -> SafetyReport:
    """The report, after its pair: everybody locks in this order."""
    pair_id = SafetyReport.objects.visible_to(by).values_list("pair_id", flat=True).get(pk=report_id)
    pair = locked_pair(pair_id, None)
    found: SafetyReport = SafetyReport.objects.select_for_update(no_key=True).get(pk=report_id)
    found.pair = pair
    return found


def _unseal(found: SafetyReport, by: Account, now: datetime) -> None:
    if SafetyReport.objects.in_force().filter(pair=found.pair_id).exists():
        return  # the other of the two reported as well
    sealed = Exclusion.objects.filter(
        newcomer=found.pair.newcomer_id, volunteer=found.pair.volunteer_id, cause=Exclusion.Cause.SEALED
    )
    sealed.filter(lifted_at=None).update(lifted_at=now, lifted_by=by, lift_reason="safety")
