"""Decisions about a duty: linked to a person, changed and ended by a caseworker, never by anybody else.

Participatiewet art. 7 lid 4: only the municipality itself may fix a duty; a community centre never may. The
decisions are their own audit trail: they name who wrote them and when, and stay behind the wall.
"""

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django_scopes import scopes_disabled

from backend.obligations.models import LegalBasis, Obligation, ObligationDecision, RequirementPeriod
from backend.people.models import Account, Caseworker, Volunteer
from backend.people.registration import RequestUsedBefore


class NotACaseworkerHere(Exception):
    """Only a caseworker of this municipality may decide about a duty."""


class NoSuchVolunteer(Exception):
    """Nobody with this id volunteers in this municipality."""


class AlreadyLinked(Exception):
    """This person already has a duty with a caseworker of this municipality."""


class PeriodsOverlap(Exception):
    """In a part of this period another decision already asks minutes."""


class LooksLikeCitizenNumber(Exception):
    """A citizen number (BSN) is not kept here: use the number of the benefits system."""


class EndsBeforeStart(Exception):
    """The last day lies before the first."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What a decision letter says. Both days are included; minutes are a week's."""

    legal_basis: LegalBasis
    case_reference: str
    decided_on: date
    starts_on: date
    ends_on: date
    minutes_per_week: int


def looks_like_citizen_number(text: str) -> bool:
    """Whether a text is a number that passes the eleven test of the BSN (Besluit BSN, nine digits)."""
    digits = text.replace(" ", "").replace(".", "").replace("-", "")
    if not digits.isascii() or not digits.isdigit() or len(digits) not in {8, 9}:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits.zfill(9), strict=True)) % 11 == 0


def _refuse_citizen_numbers(*texts: str) -> None:
    if any(looks_like_citizen_number(text) for text in texts):
        raise LooksLikeCitizenNumber


def _refuse_others(by: Account) -> None:
    if not Caseworker.objects.filter(account=by, until=None).exists():
        raise NotACaseworkerHere


@transaction.atomic
def link(
    *,
    town: str,
    by: Account,
    person_id: uuid.UUID,
    client_number: str,
    decision: Decision,
    request_id: uuid.UUID,
    now: datetime,
) -> Obligation:
    """Take a volunteer into the caseload of ``by``, with the decision that imposes the duty.

    Sent twice with the same ``request_id`` it gives the same obligation.

    Raises:
        NotACaseworkerHere: ``by`` is no caseworker of this town.
        NoSuchVolunteer: the person does not volunteer in this town.
        AlreadyLinked: another request already linked this person.
        RequestUsedBefore: this request said something else.
        LooksLikeCitizenNumber: the client number or the reference is a BSN.
        EndsBeforeStart: the decision ends before it starts.
    """
    _refuse_others(by)
    _refuse_citizen_numbers(client_number, decision.case_reference)
    # the lock on the volunteer's account makes two caseworkers wait for each other
    volunteers = Volunteer.objects.filter(account_id=person_id, left_on=None).values("account_id")
    if not Account.objects.select_for_update(no_key=True).filter(pk__in=volunteers).exists():
        raise NoSuchVolunteer
    known = Obligation.objects.filter(person_id=person_id).first()
    is_same = known and (known.request_id, known.client_number) == (request_id, client_number)
    if known and is_same and _written_before(known, decision, by=by, request_id=request_id):
        return known
    _refuse_used(request_id)
    if known:
        raise AlreadyLinked

    obligation = Obligation.objects.create(
        municipality_id=town,
        person_id=person_id,
        caseworker_id=by.pk,
        client_number=client_number,
        linked_at=now,
        request_id=request_id,
    )
    _write(obligation, decision, by=by, request_id=request_id, now=now)
    return obligation


@transaction.atomic
def decide(
    *, obligation_id: uuid.UUID, by: Account, decision: Decision, request_id: uuid.UUID, now: datetime
) -> ObligationDecision:
    """Write a new decision for someone in the own caseload, for a period in which none holds yet.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        LooksLikeCitizenNumber: the reference is a BSN.
        PeriodsOverlap: another decision already asks minutes in a part of the period.
        EndsBeforeStart: the decision ends before it starts.
        RequestUsedBefore: this request said something else.
    """
    _refuse_citizen_numbers(decision.case_reference)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    if known := _written_before(obligation, decision, by=by, request_id=request_id):
        return known
    _refuse_used(request_id)
    return _write(obligation, decision, by=by, request_id=request_id, now=now)


@transaction.atomic
def end(
    *,
    obligation_id: uuid.UUID,
    by: Account,
    on: date,
    case_reference: str,
    request_id: uuid.UUID,
    now: datetime,
) -> ObligationDecision:
    """The duty holds up to and including ``on``; what was worked before it stays as it is.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        LooksLikeCitizenNumber: the reference is a BSN.
        RequestUsedBefore: this request said something else.
    """
    _refuse_citizen_numbers(case_reference)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    known = obligation.decisions.filter(request_id=request_id, kind=ObligationDecision.Kind.END).first()
    if known and (known.decided_on, known.case_reference) == (on, case_reference):
        return known
    _refuse_used(request_id)
    last = obligation.decisions.order_by("-written_at")[0]
    decision = ObligationDecision.objects.create(
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        kind=ObligationDecision.Kind.END,
        legal_basis=last.legal_basis,
        case_reference=case_reference,
        decided_on=on,
        decided_by=by.pk,
        written_at=now,
        request_id=request_id,
    )
    periods = RequirementPeriod.objects.filter(obligation=obligation)
    periods.filter(starts_on__gt=on).delete()
    periods.filter(ends_on__gt=on).update(ends_on=on)
    return decision


def _written_before(
    obligation: Obligation, decision: Decision, *, by: Account, request_id: uuid.UUID
) -> ObligationDecision | None:
    """What this request wrote before, if it was the very same letter about the same person by the same hand."""
    written = obligation.decisions.filter(
        request_id=request_id,
        decided_by=by.pk,
        legal_basis=decision.legal_basis,
        case_reference=decision.case_reference,
        decided_on=decision.decided_on,
    ).first()
    # a later decision may have shortened or taken away the period, but never its first day and its minutes
    same = {"starts_on": decision.starts_on, "minutes_per_week": decision.minutes_per_week}
    if written and written.periods.exists() and not written.periods.filter(**same).exists():
        return None
    return written


def _refuse_used(request_id: uuid.UUID) -> None:
    with scopes_disabled():  # the request id is unique over all towns, and no row is read
        if ObligationDecision.objects.filter(request_id=request_id).exists():
            raise RequestUsedBefore


def _write(
    obligation: Obligation, decision: Decision, *, by: Account, request_id: uuid.UUID, now: datetime
) -> ObligationDecision:
    if decision.ends_on < decision.starts_on:
        raise EndsBeforeStart
    periods = RequirementPeriod.objects.filter(obligation=obligation)
    if periods.touching(starts_on=decision.starts_on, ends_on=decision.ends_on).exists():
        raise PeriodsOverlap
    written = ObligationDecision.objects.create(
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        kind=ObligationDecision.Kind.IMPOSE,
        legal_basis=decision.legal_basis,
        case_reference=decision.case_reference,
        decided_on=decision.decided_on,
        decided_by=by.pk,
        written_at=now,
        request_id=request_id,
    )
    RequirementPeriod.objects.create(
        municipality_id=obligation.municipality_id,
        obligation=obligation,
        decision=written,
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        minutes_per_week=decision.minutes_per_week,
    )
    return written


def latest_last_day(starts_on: date) -> date:
    """The last day that a form proposes: half a year, the limit that ordinances use for the duration."""
    return starts_on + timedelta(weeks=26) - timedelta(days=1)
