"""What people hear about proposals and pairs. Before both said yes: a name to call by, and no way to contact."""

from datetime import datetime, timedelta
from uuid import UUID

from backend.pairs.models import Mode, Pair, Proposal
from notifications import outbox
from notifications.kinds import Context, ContextOf, Kind, of_any_town, register

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


def _kind(name: str, *, days: int, context: ContextOf) -> Kind:
    return register(
        Kind(
            name=name,
            template=f"messages/{name}",
            lifetime=timedelta(days=days),
            context=context,
            path=_my_page,
        )
    )


PROPOSAL_OFFERED = _kind("proposal_offered", days=7, context=_offer)
PROPOSAL_OVER = _kind("proposal_over", days=3, context=_over)
PAIR_BEGAN = _kind("pair_began", days=7, context=_began)
PAIR_ENDED = _kind("pair_ended", days=7, context=_ended)


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
