"""Decisions about a duty: linked to a person, changed and ended by a caseworker, never by anybody else.

Participatiewet art. 7 lid 4: only the municipality itself may fix a duty; a community centre never may. The
decisions are their own audit trail: they name who wrote them and when, and stay behind the wall.
"""

import hashlib
import json
import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django_scopes import scopes_disabled

from backend.obligations import database
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


@dataclass(frozen=True, kw_only=True)
class _Request:
    """A deed that somebody sends, perhaps twice."""

    deed: str
    by: Account
    about: uuid.UUID
    letter: dict[str, Any]
    request_id: uuid.UUID
    now: datetime

    @property
    def hash(self) -> str:
        """SHA-256 of who sent what; the moment is not part of it."""
        body = {"deed": self.deed, "by": self.by.pk, "about": self.about} | self.letter
        return hashlib.sha256(json.dumps(body, sort_keys=True, default=str).encode()).hexdigest()

    def known(self) -> ObligationDecision | None:
        """The decision that this request wrote before.

        Raises:
            RequestUsedBefore: it wrote something else.
        """
        with scopes_disabled():  # a request id is unique over all towns; what is not the caller's has another hash
            found = ObligationDecision.objects.filter(request_id=self.request_id).first()
        if found and found.request_hash != self.hash:
            raise RequestUsedBefore
        return found

    def write(self, obligation: Obligation, **about: Any) -> ObligationDecision:
        """The row that says who decided what."""
        return ObligationDecision.objects.create(
            municipality_id=obligation.municipality_id,
            obligation=obligation,
            decided_by=self.by.pk,
            written_at=self.now,
            request_id=self.request_id,
            request_hash=self.hash,
            **about,
        )


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
        LooksLikeCitizenNumber: the client number or the reference is a BSN.
        EndsBeforeStart: the decision ends before it starts.
        RequestUsedBefore: this request wrote something else.
    """
    sent = {"client_number": client_number} | asdict(decision)
    request = _Request(deed="link", by=by, about=person_id, letter=sent, request_id=request_id, now=now)
    _refuse_others(by)
    _refuse_citizen_numbers(client_number, decision.case_reference)
    # the lock on the volunteer's account makes two caseworkers wait for each other
    volunteers = Volunteer.objects.filter(account_id=person_id, left_on=None).values("account_id")
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
        LooksLikeCitizenNumber: the reference is a BSN.
        PeriodsOverlap: another decision already asks minutes in a part of the period.
        EndsBeforeStart: the decision ends before it starts.
        RequestUsedBefore: this request wrote something else.
    """
    sent = asdict(decision)
    request = _Request(deed="decide", by=by, about=obligation_id, letter=sent, request_id=request_id, now=now)
    _refuse_citizen_numbers(decision.case_reference)
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
    _refuse_citizen_numbers(case_reference)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    if known := request.known():
        return known
    decision = request.write(
        obligation,
        kind=ObligationDecision.Kind.END,
        legal_basis=obligation.decisions.order_by("-written_at")[0].legal_basis,
        case_reference=case_reference,
        decided_on=on,
    )
    periods = RequirementPeriod.objects.filter(obligation=obligation)
    periods.filter(starts_on__gt=on).delete()
    periods.touching(starts_on=on, ends_on=on).update(ends_on=on)
    return decision


def _impose(obligation: Obligation, decision: Decision, request: _Request) -> ObligationDecision:
    if decision.ends_on < decision.starts_on:
        raise EndsBeforeStart
    periods = RequirementPeriod.objects.filter(obligation=obligation)
    if periods.touching(starts_on=decision.starts_on, ends_on=decision.ends_on).exists():
        raise PeriodsOverlap
    written = request.write(
        obligation,
        kind=ObligationDecision.Kind.IMPOSE,
        legal_basis=decision.legal_basis,
        case_reference=decision.case_reference,
        decided_on=decision.decided_on,
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
