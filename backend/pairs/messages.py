"""What people hear about proposals and pairs. Before both said yes: a name to call by, and no way to contact."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Unpack
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from backend.pairs.models import Exclusion, Mode, Pair, PairPause, Proposal
from notifications import outbox
from notifications.kinds import About, Context, ContextOf, Kind, Policy, Reader, Topic, register, rows
from notifications.models import Message

State = Proposal.State


def _proposals() -> QuerySet[Proposal]:
    return Proposal.objects.select_related("newcomer__account", "volunteer__account")


def _sealed(newcomer: str, volunteer: str) -> Exists:
    """Nothing about the one reaches the other any more."""
    sealed = Exclusion.objects.filter(cause=Exclusion.Cause.SEALED, lifted_at=None)
    return Exists(sealed.filter(newcomer=OuterRef(newcomer), volunteer=OuterRef(volunteer)))


def _pairs() -> QuerySet[Pair]:
    found: QuerySet[Pair] = Pair.objects.select_related("newcomer__account", "volunteer__account")
    return found.annotate(is_sealed=_sealed("newcomer", "volunteer"))


def _pauses() -> QuerySet[PairPause]:
    found: QuerySet[PairPause] = PairPause.objects.select_related(
        "pair__newcomer__account", "pair__volunteer__account"
    )
    return found.annotate(is_sealed=_sealed("pair__newcomer", "pair__volunteer"))


def _goes_on(pair: Pair, about: Pair | PairPause) -> bool:
    """The two are together, and not kept apart; ``about`` says whether they are."""
    is_sealed: bool = about.is_sealed  # type: ignore[union-attr]
    return pair.is_current and not is_sealed


def _other(of: Proposal | Pair, recipient_id: UUID) -> dict[str, str]:
    learns = of.newcomer.account_id == recipient_id
    other = of.volunteer.account if learns else of.newcomer.account
    return {"other": other.call_name, "learns": "yes" if learns else ""}


def _offer(proposal: Proposal, recipient_id: UUID) -> Context | None:
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


def _over(proposal: Proposal, recipient_id: UUID) -> Context | None:
    is_over = proposal.state in {State.DECLINED, State.EXPIRED, State.WITHDRAWN}
    return _other(proposal, recipient_id) if is_over else None


def _began(pair: Pair, recipient_id: UUID) -> Context | None:
    if not _goes_on(pair, pair):
        return None
    learns = pair.newcomer.account_id == recipient_id
    other = pair.volunteer.account if learns else pair.newcomer.account
    return {**_other(pair, recipient_id), "phone": other.phone, "mail": other.mail}


def _ended(pair: Pair, recipient_id: UUID) -> Context | None:
    learns = pair.newcomer.account_id == recipient_id
    goes_on = (pair.newcomer if learns else pair.volunteer).takes_part
    return {**_other(pair, recipient_id), "goes_on": "yes" if goes_on else ""}


def _paused(pause: PairPause, recipient_id: UUID) -> Context | None:
    if not _goes_on(pause.pair, pause) or pause.resumed_on or not pause.agreed_at:
        return None
    return {**_other(pause.pair, recipient_id), "from_on": str(pause.from_on), "until_on": str(pause.until_on)}


def _pause_proposed(pause: PairPause, recipient_id: UUID) -> Context | None:
    if not _goes_on(pause.pair, pause) or pause.agreed_at or pause.refused_at:
        return None
    return {**_other(pause.pair, recipient_id), "until_on": str(pause.until_on)}


def _resumed(pause: PairPause, recipient_id: UUID) -> Context | None:
    return _other(pause.pair, recipient_id) if _goes_on(pause.pair, pause) and pause.resumed_on else None


def _silent(pair: Pair, recipient_id: UUID) -> Context | None:
    return _other(pair, recipient_id) if _goes_on(pair, pair) else None


def _how(pair: Pair, recipient_id: UUID) -> Context | None:
    is_sealed: bool = pair.is_sealed  # type: ignore[attr-defined]
    return None if is_sealed else _other(pair, recipient_id)


def _needs_help(pair: Pair, _recipient_id: UUID) -> Context | None:
    if not _goes_on(pair, pair):
        return None
    return {"newcomer": pair.newcomer.account.call_name, "volunteer": pair.volunteer.account.call_name}


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
        "from_on": "2026-12-07",
        "until_on": "2027-01-04",
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
    About(rows(_proposals), _offer),
    lifetime=timedelta(days=7),
    when=_("When a coordinator has said yes to a proposal."),
)
PROPOSAL_OVER = _kind(
    "proposal_over",
    About(rows(_proposals), _over),
    lifetime=timedelta(days=3),
    when=_("When a proposal does not go on: somebody said no, or nobody answered in time."),
)
PAIR_BEGAN = _kind(
    "pair_began",
    About(rows(_pairs), _began),
    lifetime=timedelta(days=7),
    when=_("When both have said yes to a proposal."),
)
PAIR_ENDED = _kind(
    "pair_ended", About(rows(_pairs), _ended), lifetime=timedelta(days=7), when=_("When a pair has ended.")
)
PAIR_PAUSED = _kind(
    "pair_paused",
    About(rows(_pauses), _paused),
    lifetime=timedelta(days=3),
    when=_("When the other one, or a coordinator, pauses a pair."),
)
PAUSE_PROPOSED = _kind(
    "pause_proposed",
    About(rows(_pauses), _pause_proposed),
    lifetime=timedelta(days=7),
    when=_("When a coordinator proposes a pause to a pair that has not met for a while."),
)
PAIR_RESUMED = _kind(
    "pair_resumed",
    About(rows(_pauses), _resumed),
    lifetime=timedelta(days=3),
    when=_("When a pause ends earlier than agreed."),
)

PAIR_SILENT = _kind(
    "pair_silent",
    About(rows(_pairs), _silent),
    lifetime=timedelta(days=7),
    when=_("When a pair has not met for three weeks; once each time."),
    topic=Topic.QUESTIONS,
)
PAIR_NEEDS_HELP = register(
    Kind(
        name="pair_needs_help",
        template="messages/pair_needs_help",
        lifetime=timedelta(days=7),
        context=About(rows(_pairs), _needs_help),
        who=Reader.COORDINATOR,
        when=_("When a pair has not met for five weeks; once each time."),
        path=lambda pair_id: f"/coordinator/koppel/{pair_id}/",
        sample=lambda: {"newcomer": "Amina", "volunteer": "Ria"},
    )
)

HOW_IS_IT_GOING = _kind(
    "how_is_it_going",
    About(rows(_pairs), _how),
    lifetime=timedelta(days=14),
    when=_("Ten days after the start of a pair, after three months, half way and at the end."),
    topic=Topic.QUESTIONS,
)

HANDED_OVER = register(
    Kind(
        name="handed_over",
        template="messages/handed_over",
        lifetime=timedelta(days=7),
        context=About(rows(_pairs), _how),
        who=Reader.VOLUNTEER,
        when=_("When another volunteer takes over."),
        path=_my_page,
        sample=_sample,
    )
)


def owe_thanks(old: Pair, *, now: datetime) -> None:
    """The volunteer whose pair another one took over is thanked."""
    outbox.owe(
        HANDED_OVER,
        recipient_id=old.volunteer.account_id,
        subject_id=old.pk,
        now=now,
        municipality=old.municipality_id,
    )


def owe_once(kind: Kind, wanted: Collection[tuple[Pair, UUID, str]], *, now: datetime) -> int:
    """To these people (pair, account, which time) to whom it is not owed yet, in two statements; how many."""
    pairs = {pair.pk for pair, _account_id, _occurrence in wanted}
    known = Message.objects.filter(kind=kind.name, subject_id__in=pairs)
    owed = set(known.values_list("subject_id", "recipient_id", "occurrence"))
    missing = [each for each in wanted if (each[0].pk, each[1], each[2]) not in owed]
    if missing:
        outbox.owe_many(
            outbox.message(
                kind,
                recipient_id=account_id,
                subject_id=pair.pk,
                now=now,
                municipality=pair.municipality_id,
                occurrence=occurrence,
            )
            for pair, account_id, occurrence in missing
        )
    return len(missing)


def withdraw_check(pair_id: UUID, account_id: UUID, now: datetime) -> None:
    """This person has answered."""
    outbox.withdraw(HOW_IS_IT_GOING, subject_id=pair_id, now=now, recipient_id=account_id)


def owe_to_both(
    kind: Kind,
    *,
    of: Proposal | Pair,
    now: datetime,
    expires_at: datetime | None = None,
    but: UUID | None = None,
    subject_id: UUID | None = None,
    occurrence: str = "",
) -> None:
    """To the newcomer and the volunteer, except to the account ``but``; about ``of``, or what is named instead."""
    people = [of.newcomer.account_id, of.volunteer.account_id]
    outbox.owe_many(
        outbox.message(
            kind,
            recipient_id=person,
            subject_id=subject_id or of.pk,
            now=now,
            municipality=of.municipality_id,
            expires_at=expires_at,
            occurrence=occurrence,
        )
        for person in people
        if person != but
    )
