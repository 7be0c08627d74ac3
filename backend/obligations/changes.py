"""Later decisions: other minutes, a suspension, an exemption, or a decision that should not have been.

Each is written once beside the ones before; hours are never touched. An exemption has a ground from a closed list
and days, never a word about anybody's health (Participatiewet art. 9 lid 2, AVG art. 9). It may be about days that
are past: the next statement then counts anew, with counter-entries.
"""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from backend.obligations import citizen_numbers, database, ordinance_limits, periods, policy, terms
from backend.obligations.decisions import EndsBeforeStart, basis_of
from backend.obligations.models import Ground, LegalBasis, Obligation, ObligationDecision, PolicyVersion
from backend.obligations.policy import Params
from backend.obligations.requests import Request
from backend.people.models import Account

Kind = ObligationDecision.Kind
CHANGES = frozenset({Kind.AMEND, Kind.SUSPEND, Kind.RESUME, Kind.EXEMPT})
UNDOES = frozenset({Kind.WITHDRAW, Kind.ANNUL_AFTER_OBJECTION})
FIVE_YEARS_OF_DAYS = 5 * 365 + 2  # never one day short, wherever the leap years lie
FOR_GOOD = frozenset({Ground.FULLY_PERMANENTLY_DISABLED, Ground.AGE_OUTSIDE})


class ReviewNeeded(Exception):
    """An exemption without a last day is looked at again on a day that is named."""


class LongerThanFiveYears(Exception):
    """The single parent of a young child is exempted up to a day, and five years in all at most."""


class NothingToUndo(Exception):
    """There is no such decision in this file, or it was withdrawn or annulled before."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a later letter says. Days are included; ``minutes_per_week`` is for AMEND, the rest from
    ``ground`` on for EXEMPT: ``share_pct`` of a hundred is not asked."""

    kind: Kind
    case_reference: str
    decided_on: date
    starts_on: date
    ends_on: date | None = None
    minutes_per_week: int | None = None
    ground: str = ""
    share_pct: int | None = None
    review_on: date | None = None
    notified_on: date | None = None
    mandate_ref: str = ""
    document_ref: str = ""


@database.deed
def change(
    *, obligation_id: uuid.UUID, by: Account, change: Change, request_id: uuid.UUID, now: datetime
) -> ObligationDecision:
    """Write a later decision for someone in the own caseload.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        LooksLikeCitizenNumber: a reference is a BSN.
        EndsBeforeStart: it ends before it starts.
        LongerThanFiveYears: an exemption of a single parent without a last day, or too long with those before it.
        ReviewNeeded: an exemption for good on a ground that is not, and without a day to look again.
        NothingHoldsThen: there is no duty to change, or no suspension to end, on that day.
        PeriodsOverlap: another decision already asks minutes on some of these days.
        ModuleOff, AgainstOrdinance: the ordinance of the first day does not allow it.
        RequestUsedBefore: this request wrote something else.
    """
    sent = asdict(change)
    request = Request(deed="change", by=by, about=obligation_id, letter=sent, request_id=request_id, now=now)
    citizen_numbers.refuse(change.case_reference, change.mandate_ref, change.document_ref)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    if known := request.known():
        return known
    if change.ends_on and change.ends_on < change.starts_on:
        raise EndsBeforeStart
    version, params = _ordinance(change, obligation)
    basis = basis_of(obligation)
    _check(change, params, obligation, basis)
    written = request.write(obligation, legal_basis=basis, policy_version=version, **sent | _notified(change, params))
    periods.follow(obligation)
    return written


@dataclass(frozen=True, kw_only=True)
class Undoing:
    """The letter that takes a decision back: WITHDRAW, or ANNUL_AFTER_OBJECTION."""

    decision_id: uuid.UUID
    kind: Kind
    case_reference: str
    on: date


@database.deed
def undo(
    *, obligation_id: uuid.UUID, by: Account, undoing: Undoing, request_id: uuid.UUID, now: datetime
) -> ObligationDecision:
    """Withdraw a decision, or annul it after an objection: as if it had never been. The hours stay in the ledger.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        LooksLikeCitizenNumber: the reference is a BSN.
        NothingToUndo: no such decision in the file, or it was undone before.
        PeriodsOverlap: without it two other decisions would ask minutes on one day.
        RequestUsedBefore: this request wrote something else.
    """
    sent = asdict(undoing)
    request = Request(deed="undo", by=by, about=obligation_id, letter=sent, request_id=request_id, now=now)
    citizen_numbers.refuse(undoing.case_reference)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    if known := request.known():
        return known
    undone = obligation.decisions.filter(pk=undoing.decision_id, undone_by=None).exclude(kind__in=UNDOES).first()
    if undone is None:
        raise NothingToUndo
    written = request.write(
        obligation,
        kind=undoing.kind,
        undoes=undone,
        legal_basis=undone.legal_basis,
        policy_version=undone.policy_version,
        case_reference=undoing.case_reference,
        decided_on=undoing.on,
        notified_on=undoing.on,
        objection_until=terms.objection_until(undoing.on, days=42),
    )
    periods.follow(obligation)
    return written


def _ordinance(change: Change, obligation: Obligation) -> tuple[PolicyVersion, Params]:
    """That of the first day; what is in favour of the person may also rest on the one of the duty itself."""
    try:
        return ordinance_limits.version_on(change.starts_on)
    except ordinance_limits.ModuleOff:
        imposed = obligation.decisions.exclude(policy_version=None).order_by("number").last()
        if change.kind == Kind.AMEND or imposed is None or imposed.policy_version is None:
            raise
        return imposed.policy_version, policy.params_of(imposed.policy_version.params)


def _check(change: Change, params: Params, obligation: Obligation, basis: str) -> None:
    if change.kind == Kind.EXEMPT:
        ordinance_limits.check_ground(params, change.ground)
        if change.ground == Ground.SINGLE_PARENT_CHILD_UNDER_5:
            _check_single_parent(change, obligation)
        if change.ends_on is None and change.review_on is None and change.ground not in FOR_GOOD:
            raise ReviewNeeded
    if change.kind == Kind.AMEND:
        imposed = obligation.decisions.filter(kind=Kind.IMPOSE, undone_by=None).order_by("number").last()
        ordinance_limits.check_imposed(
            params,
            basis=LegalBasis(basis),
            starts_on=change.starts_on,
            ends_on=change.ends_on or change.starts_on,
            minutes=change.minutes_per_week or 0,
            reasons=imposed.reasons if imposed else (),
        )


def _check_single_parent(change: Change, obligation: Obligation) -> None:
    """It has a last day, and all of them together last five years at most (Participatiewet art. 9a lid 4 and 5)."""
    if change.ends_on is None:
        raise LongerThanFiveYears
    before = obligation.exemptions.filter(ground=change.ground).exclude(ends_on=None)
    days = sum((each.ends_on - each.starts_on).days + 1 for each in before if each.ends_on)
    if days + (change.ends_on - change.starts_on).days + 1 > FIVE_YEARS_OF_DAYS:
        raise LongerThanFiveYears


def _notified(change: Change, params: Params) -> dict[str, Any]:
    day = change.notified_on or change.decided_on
    return {"notified_on": day, "objection_until": terms.objection_until(day, days=params.objection_days)}
