"""From proposal to pair: the coordinator approves, both are asked, two yeses make a pair.

Every deed locks the volunteer, then the newcomer, then the proposal, and only then looks at its state.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from backend.pairs import again, exclusions, life, messages
from backend.pairs.life import NoPlaceLeft
from backend.pairs.models import Exclusion, Pair, Proposal
from backend.people.models import Account, Newcomer, Volunteer
from backend.places import programme
from backend.places.clock import local_today
from backend.privacy import audit

State = Proposal.State
TIME_TO_ANSWER = timedelta(days=7)
__all__ = [
    "NoPlaceLeft",
    "NotYours",
    "ProposalClosed",
    "accept",
    "approve",
    "decline",
    "expire_due",
    "expire_everywhere",
    "reject",
    "withdraw_between",
]


class ProposalClosed(Exception):
    """The proposal is in another state by now, so this cannot be done any more."""


class NotYours(Exception):
    """Only the two people of a proposal can answer it."""


def _locked(proposal_id: UUID) -> tuple[Proposal, Volunteer, Newcomer]:
    known = Proposal.objects.select_related("takes_over_from").get(pk=proposal_id)
    if known.takes_over_from:
        list(Volunteer.objects.select_for_update(no_key=True).filter(pk=known.takes_over_from.volunteer_id))
    volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=known.volunteer_id)
    newcomer = Newcomer.objects.select_for_update(no_key=True).get(pk=known.newcomer_id)
    proposal = Proposal.objects.select_for_update(no_key=True).get(pk=proposal_id)
    proposal.volunteer, proposal.newcomer = volunteer, newcomer
    return proposal, volunteer, newcomer


def _may_still_meet(proposal: Proposal, volunteer: Volunteer, newcomer: Newcomer) -> bool:
    excluded = Exclusion.objects.filter(newcomer=newcomer, volunteer=volunteer, lifted_at=None).exists()
    pairs = Pair.objects.current().filter(newcomer=newcomer)
    if proposal.takes_over_from_id:
        pairs = pairs.exclude(pk=proposal.takes_over_from_id)
    return volunteer.takes_part and newcomer.takes_part and not excluded and not pairs.exists()


def _places_held(volunteer: Volunteer) -> int:
    pairs: int = Pair.objects.current().filter(volunteer=volunteer).count()
    return pairs + Proposal.objects.filter(volunteer=volunteer, state=State.OFFERED).count()


def _close(proposal: Proposal, state: Proposal.State, now: datetime, **about: object) -> Proposal:
    proposal.state, proposal.closed_at = state, now
    for name, value in about.items():
        setattr(proposal, name, value)
    proposal.save(update_fields=["state", "closed_at", *about])
    return proposal


@transaction.atomic
def approve(*, proposal_id: UUID, by: Account, now: datetime) -> Proposal:
    """The coordinator says yes: it holds a place of the volunteer, and both are asked. Twice is harmless.

    Raises:
        ProposalClosed: it was rejected or withdrawn, or one of the two is not there any more.
        NoPlaceLeft: all places of the volunteer are filled or held.
    """
    proposal, volunteer, newcomer = _locked(proposal_id)
    if proposal.state == State.OFFERED:
        return proposal
    if proposal.state != State.PENDING or not _may_still_meet(proposal, volunteer, newcomer):
        raise ProposalClosed
    if _places_held(volunteer) >= volunteer.capacity:
        raise NoPlaceLeft

    proposal.state, proposal.decided_by, proposal.decided_at = State.OFFERED, by, now
    proposal.answer_before = now + TIME_TO_ANSWER
    proposal.save(update_fields=["state", "decided_by", "decided_at", "answer_before"])
    messages.owe_to_both(messages.PROPOSAL_OFFERED, of=proposal, now=now, expires_at=proposal.answer_before)
    audit.note(deed="proposal approved", about=proposal, town=proposal.municipality_id, by=by.pk, now=now)
    return proposal


@transaction.atomic
def reject(*, proposal_id: UUID, by: Account, reason: str, now: datetime) -> Proposal:
    """The coordinator says no, with a reason: these two are not proposed again. Twice is harmless.

    Raises:
        exclusions.NoReasonGiven: the reason is empty.
        ProposalClosed: it was approved or withdrawn before.
    """
    if not reason.strip():
        raise exclusions.NoReasonGiven
    proposal, _volunteer, _newcomer = _locked(proposal_id)
    if proposal.state == State.REJECTED:
        return proposal
    if proposal.state != State.PENDING:
        raise ProposalClosed
    exclusions.exclude(proposal, Exclusion.Cause.REJECTED, now)
    town = proposal.municipality_id
    audit.note(deed="proposal rejected", about=proposal, town=town, by=by.pk, now=now, reason=reason)
    return _close(proposal, State.REJECTED, now, decided_by=by, decided_at=now, rejection_reason=reason)


@transaction.atomic
def accept(*, proposal_id: UUID, by: Account, now: datetime) -> Proposal:
    """One of the two says yes; with the second yes they are a pair. Twice is harmless.

    Raises:
        NotYours: ``by`` is neither of the two.
        ProposalClosed: it is not open for answers any more.
        NoPlaceLeft: the volunteer's places are filled.
    """
    proposal, volunteer, newcomer = _locked(proposal_id)
    side = _side_of(by, newcomer, volunteer)
    said_yes = f"{side}_accepted_at"
    if proposal.state in {State.OFFERED, State.ACCEPTED} and getattr(proposal, said_yes):
        return proposal
    if not _is_open_for_answers(proposal, now) or not _may_still_meet(proposal, volunteer, newcomer):
        raise ProposalClosed
    setattr(proposal, said_yes, now)
    proposal.save(update_fields=[said_yes])
    if proposal.newcomer_accepted_at and proposal.volunteer_accepted_at:
        _close(proposal, State.ACCEPTED, now)
        life.begin(proposal, volunteer, now)
    return proposal


@transaction.atomic
def decline(*, proposal_id: UUID, by: Account, reason: str, now: datetime) -> Proposal:
    """One of the two says no. The other one hears that it is over, and nothing about who or why.

    Raises:
        NotYours: ``by`` is neither of the two.
        ProposalClosed: it is not open for answers any more.
    """
    proposal, volunteer, newcomer = _locked(proposal_id)
    _side_of(by, newcomer, volunteer)
    if proposal.state == State.DECLINED and proposal.declined_by_id == by.pk:
        return proposal
    if not _is_open_for_answers(proposal, now):
        raise ProposalClosed
    until = again.apart_until(again.AFTER_A_NO, reason, local_today(now))
    exclusions.exclude(proposal, Exclusion.Cause.DECLINED, now, until)
    _close(proposal, State.DECLINED, now, declined_by=by, decline_reason=reason)
    messages.owe_to_both(messages.PROPOSAL_OVER, of=proposal, now=now, but=by.pk)
    return proposal


def withdraw_between(newcomer: Newcomer, volunteer: Volunteer, now: datetime) -> None:
    """They are kept apart from now on: an open proposal is over. The caller holds the locks of both."""
    between = Proposal.objects.select_for_update(no_key=True).filter(newcomer=newcomer, volunteer=volunteer)
    for proposal in between.filter(state__in=Proposal.OPEN):
        were_asked = proposal.state == State.OFFERED
        _close(proposal, State.WITHDRAWN, now)
        if were_asked:
            messages.owe_to_both(messages.PROPOSAL_OVER, of=proposal, now=now)


def _side_of(by: Account, newcomer: Newcomer, volunteer: Volunteer) -> str:
    if by.pk == newcomer.account_id:
        return "newcomer"
    if by.pk == volunteer.account_id:
        return "volunteer"
    raise NotYours


def _is_open_for_answers(proposal: Proposal, now: datetime) -> bool:
    return proposal.state == State.OFFERED and proposal.answer_before is not None and now < proposal.answer_before


def expire_due(*, now: datetime) -> int:
    """Close the proposals of the open town that were not answered in time; how many."""
    due = Proposal.objects.filter(state=State.OFFERED, answer_before__lte=now)
    closed = 0
    for proposal_id in due.order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            proposal, _volunteer, _newcomer = _locked(proposal_id)
            if proposal.state == State.OFFERED:
                _close(proposal, State.EXPIRED, now)
                messages.owe_to_both(messages.PROPOSAL_OVER, of=proposal, now=now)
                closed += 1
    return closed


def expire_everywhere(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda _town: expire_due(now=now), doing="Closing proposals")
