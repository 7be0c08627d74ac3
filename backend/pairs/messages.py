"""What people hear about proposals and pairs. Before both said yes: a name to call by, and no way to contact."""

from datetime import datetime, timedelta
from typing import Unpack
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from backend.pairs.models import Mode, Pair, Proposal
from notifications import outbox
from notifications.kinds import Context, ContextOf, Kind, Policy, Reader, of_any_town, register

State = Proposal.State


def _proposal(pk: UUID) -> Proposal:
    return Proposal.objects.select_related("newcomer__account", "volunteer__account").get(pk=pk)


def _pair(pk: UUID) -> Pair:
    return Pair.objects.select_related("newcomer__account", "volunteer__account").get(pk=pk)


def _other(of: Proposal | Pair, recipient_id: UUID) -> dict[str, str]:
    learns = of.newcomer.account_id == recipient_id
    other = of.volunteer.account if learns else of.newcomer.account
    return {"other": other.call_name, "learns": "yes" if learns else ""}


@of_any_town
def _offer(proposal_id: UUID, recipient_id: UUID) -> Context | None:
    proposal = _proposal(proposal_id)
    learns = proposal.newcomer.account_id == recipient_id
    answered = proposal.newcomer_accepted_at if learns else proposal.volunteer_accepted_at
    if proposal.state != State.OFFERED or answered:
        return None
    return {
        **_other(proposal, recipient_id),
        "weekday": proposal.weekday,
        "starts_minute": proposal.starts_minute,
        "online": "yes" if proposal.mode == Mode.ONLINE else "",
        "distance_m": proposal.distance_m,
    }


@of_any_town
def _over(proposal_id: UUID, recipient_id: UUID) -> Context | None:
    proposal = _proposal(proposal_id)
    is_over = proposal.state in {State.DECLINED, State.EXPIRED, State.WITHDRAWN}
    return _other(proposal, recipient_id) if is_over else None


@of_any_town
def _began(pair_id: UUID, recipient_id: UUID) -> Context | None:
    pair = _pair(pair_id)
    if not pair.is_current:
        return None
    learns = pair.newcomer.account_id == recipient_id
    other = pair.volunteer.account if learns else pair.newcomer.account
    return {**_other(pair, recipient_id), "phone": other.phone, "mail": other.mail}


@of_any_town
def _ended(pair_id: UUID, recipient_id: UUID) -> Context | None:
    pair = _pair(pair_id)
    learns = pair.newcomer.account_id == recipient_id
    goes_on = (pair.newcomer if learns else pair.volunteer).takes_part
    return {**_other(pair, recipient_id), "goes_on": "yes" if goes_on else ""}


def _my_page(_subject_id: UUID) -> str:
    return "/mijn/"


def _sample() -> Context:
    return {
        "other": "Ria",
        "learns": "yes",
        "weekday": 2,
        "starts_minute": 18 * 60,
        "online": "",
        "distance_m": 900,
        "phone": "+31612345678",
        "mail": "ria@example.org",
        "goes_on": "yes",
    }


def _kind(name: str, context: ContextOf, **policy: Unpack[Policy]) -> Kind:
    return register(
        Kind(
            name=name,
            template=f"messages/{name}",
            context=context,
            path=_my_page,
            who=Reader.EITHER,
            sample=_sample,
            **policy,
        )
    )


PROPOSAL_OFFERED = _kind(
    "proposal_offered",
    _offer,
    lifetime=timedelta(days=7),
    when=_("When a coordinator has said yes to a proposal."),
)
PROPOSAL_OVER = _kind(
    "proposal_over",
    _over,
    lifetime=timedelta(days=3),
    when=_("When a proposal does not go on: somebody said no, or nobody answered in time."),
)
PAIR_BEGAN = _kind("pair_began", _began, lifetime=timedelta(days=7), when=_("When both have said yes to a proposal."))
PAIR_ENDED = _kind("pair_ended", _ended, lifetime=timedelta(days=7), when=_("When a pair has ended."))


def owe_to_both(
    kind: Kind,
    *,
    of: Proposal | Pair,
    now: datetime,
    expires_at: datetime | None = None,
    but: UUID | None = None,
) -> None:
    """To the newcomer and the volunteer, except to the account ``but``."""
    people = [of.newcomer.account_id, of.volunteer.account_id]
    outbox.owe_many(
        outbox.message(
            kind,
            recipient_id=person,
            subject_id=of.pk,
            now=now,
            municipality=of.municipality_id,
            expires_at=expires_at,
        )
        for person in people
        if person != but
    )
