"""Decisions about a duty: linked to a person, changed and ended by a caseworker, never by anybody else.

Participatiewet art. 7 lid 4: only the municipality itself may fix a duty; a community centre never may. The
decisions are their own audit trail: they name who wrote them and when, and stay behind the wall. What holds on
which day follows from them (``timeline``); the rows of periods are written again after each decision.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from backend.obligations import citizen_numbers, database, ordinance_limits, periods, terms
from backend.obligations.citizen_numbers import LooksLikeCitizenNumber, looks_like_citizen_number
from backend.obligations.models import LegalBasis, Obligation, ObligationDecision
from backend.obligations.ordinance_limits import AgainstOrdinance, ModuleOff
from backend.obligations.requests import Request as _Request
from backend.obligations.timeline import NothingHoldsThen, PeriodsOverlap
from backend.people.models import Account, Caseworker, Volunteer

__all__ = [
    "AgainstOrdinance",
    "LooksLikeCitizenNumber",
    "ModuleOff",
    "NothingHoldsThen",
    "PeriodsOverlap",
    "looks_like_citizen_number",
]
Kind = ObligationDecision.Kind


class NotACaseworkerHere(Exception):
    """Only a caseworker of this municipality may decide about a duty."""


class NoSuchVolunteer(Exception):
    """Nobody with this id volunteers in this municipality."""


class AlreadyLinked(Exception):
    """This person already has a duty with a caseworker of this municipality."""


class EndsBeforeStart(Exception):
    """The last day lies before the first."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What the letter says that imposes a duty. Both days are included; minutes are a week's.

    ``notified_on`` is the day on which the person got it (Awb 3:41), the day of the decision unless said;
    ``reasons`` are codes of what was weighed (``considerations``).
    """

    legal_basis: LegalBasis
    case_reference: str
    decided_on: date
    starts_on: date
    ends_on: date
    minutes_per_week: int
    notified_on: date | None = None
    mandate_ref: str = ""
    document_ref: str = ""
    reasons: tuple[str, ...] = ()


@database.deed
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
        LooksLikeCitizenNumber: a number or a reference is a BSN.
        EndsBeforeStart: the decision ends before it starts.
        ModuleOff, AgainstOrdinance: the ordinance of the first day does not allow it.
        RequestUsedBefore: this request wrote something else.
    """
    sent = {"client_number": client_number} | asdict(decision)
    request = _Request(deed="link", by=by, about=person_id, letter=sent, request_id=request_id, now=now)
    _refuse_citizen_numbers(decision, client_number)
    _refuse_others(by)
    volunteers = Volunteer.objects.filter(account=person_id, left_on=None).values("account_id")
    if not Account.objects.select_for_update(no_key=True).filter(pk__in=volunteers).exists():
        raise NoSuchVolunteer
    if known := request.known():
        return known.obligation
    if Obligation.objects.filter(person_id=person_id).exists():
        raise AlreadyLinked

    obligation = Obligation.objects.create(
        municipality_id=town,
        person_id=person_id,
        caseworker_id=by.pk,
        client_number=client_number,
        linked_at=now,
        request_id=request_id,
    )
    _impose(obligation, decision, request)
    return obligation


@database.deed
def decide(
    *, obligation_id: uuid.UUID, by: Account, decision: Decision, request_id: uuid.UUID, now: datetime
) -> ObligationDecision:
    """Write a new decision for someone in the own caseload, for a period in which none holds yet.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        LooksLikeCitizenNumber: a reference is a BSN.
        PeriodsOverlap: another decision already asks minutes in a part of the period.
        EndsBeforeStart: the decision ends before it starts.
        ModuleOff, AgainstOrdinance: the ordinance of the first day does not allow it.
        RequestUsedBefore: this request wrote something else.
    """
    sent = asdict(decision)
    request = _Request(deed="decide", by=by, about=obligation_id, letter=sent, request_id=request_id, now=now)
    _refuse_citizen_numbers(decision)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    return request.known() or _impose(obligation, decision, request)


@database.deed
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
        RequestUsedBefore: this request wrote something else.
    """
    sent = {"on": on, "case_reference": case_reference}
    request = _Request(deed="end", by=by, about=obligation_id, letter=sent, request_id=request_id, now=now)
    citizen_numbers.refuse(case_reference)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    if known := request.known():
        return known
    decision = request.write(
        obligation,
        kind=Kind.END,
        legal_basis=basis_of(obligation),
        case_reference=case_reference,
        decided_on=on,
        ends_on=on,
        **_notified(on, None),
    )
    periods.follow(obligation)
    return decision


def _impose(obligation: Obligation, decision: Decision, request: _Request) -> ObligationDecision:
    if decision.ends_on < decision.starts_on:
        raise EndsBeforeStart
    version, params = ordinance_limits.version_on(decision.starts_on)
    ordinance_limits.check_imposed(
        params,
        basis=decision.legal_basis,
        starts_on=decision.starts_on,
        ends_on=decision.ends_on,
        minutes=decision.minutes_per_week,
        reasons=decision.reasons,
        before=list(obligation.decisions.filter(kind=Kind.IMPOSE, undone_by=None)),
    )
    about = asdict(decision) | _notified(decision.decided_on, decision.notified_on, params.objection_days)
    written = request.write(obligation, kind=Kind.IMPOSE, policy_version=version, **about)
    periods.follow(obligation)
    return written


def _notified(decided_on: date, notified_on: date | None, days: int = 42) -> dict[str, Any]:
    """When the person got the letter, and until when an objection is in time (Awb 6:7)."""
    day = notified_on or decided_on
    return {"notified_on": day, "objection_until": terms.objection_until(day, days=days)}


def basis_of(obligation: Obligation) -> str:
    """The legal basis of the decision that was written last."""
    return str(obligation.decisions.order_by("-number").values_list("legal_basis", flat=True)[0])


def _refuse_citizen_numbers(decision: Decision, *texts: str) -> None:
    citizen_numbers.refuse(decision.case_reference, decision.mandate_ref, decision.document_ref, *texts)


def _refuse_others(by: Account) -> None:
    if not Caseworker.objects.filter(account=by, until=None).exists():
        raise NotACaseworkerHere
