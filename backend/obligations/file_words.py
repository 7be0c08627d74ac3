"""What the person and the caseworker say in the file: warnings sent elsewhere, views, objections, answers."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date, datetime

from backend.obligations import citizen_numbers, database
from backend.obligations.models import Obligation, PersonWord, Reply, WarningSent
from backend.obligations.requests import once
from backend.people.models import Account

Kind = PersonWord.Kind


class NoSuchWord(Exception):
    """There is nothing of the person to answer here, or it was answered before."""


class NoSuchDecision(Exception):
    """An objection is about a decision of one's own file."""


@dataclass(frozen=True, kw_only=True)
class Warned:
    """A warning that was sent by another way than this product."""

    sent_on: date
    language: str
    channel: WarningSent.Channel
    subject: WarningSent.Subject
    arrived: WarningSent.Arrived
    document_ref: str = ""


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a person says: FIGURE is about the week of ``monday``, DECISION about ``decision_id``."""

    kind: Kind
    text: str
    said_on: date
    monday: date | None = None
    decision_id: uuid.UUID | None = None


@database.deed
def warn(
    *, obligation_id: uuid.UUID, by: Account, warned: Warned, request_id: uuid.UUID, now: datetime
) -> WarningSent:
    """Keep that a warning was sent, in which language and by which channel. Nothing is sent from here.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        LooksLikeCitizenNumber: the reference is a BSN.
        RequestUsedBefore: this request wrote something else.
    """
    citizen_numbers.refuse(warned.document_ref)
    obligation = Obligation.objects.visible_to(by).get(pk=obligation_id)
    about = {"municipality_id": obligation.municipality_id, "obligation": obligation}
    return once(WarningSent, request_id=request_id, **about, **asdict(warned), by=by.pk, at=now)


@database.deed
def say(*, obligation_id: uuid.UUID, by: Account, said: Said, request_id: uuid.UUID, now: datetime) -> PersonWord:
    """Keep what the person says, written by the person, or by the caseworker who heard it.

    Raises:
        Obligation.DoesNotExist: neither one's own nor in the caseload of ``by``.
        NoSuchDecision: an objection to a decision that is not in this file.
        LooksLikeCitizenNumber: a BSN stands in the text.
        RequestUsedBefore: this request wrote something else.
    """
    citizen_numbers.refuse(said.text)
    mine = Obligation.objects.visible_to(by) | Obligation.objects.about(by)
    obligation = mine.get(pk=obligation_id)
    if said.decision_id and not obligation.decisions.filter(pk=said.decision_id).exists():
        raise NoSuchDecision
    about = {"municipality_id": obligation.municipality_id, "obligation": obligation}
    return once(PersonWord, request_id=request_id, **about, **asdict(said), written_by=by.pk, at=now)


@database.deed
def reply(
    *,
    obligation_id: uuid.UUID,
    by: Account,
    word_id: uuid.UUID,
    outcome: Reply.Outcome,
    text: str,
    request_id: uuid.UUID,
    now: datetime,
) -> Reply:
    """Answer what the person said; the person reads it on the own page.

    Raises:
        Obligation.DoesNotExist: not in the caseload of ``by``.
        NoSuchWord: not in this file, or answered before.
        LooksLikeCitizenNumber: a BSN stands in the text.
        RequestUsedBefore: this request wrote something else.
    """
    citizen_numbers.refuse(text)
    obligation = Obligation.objects.visible_to(by).select_for_update(no_key=True).get(pk=obligation_id)
    word = PersonWord.objects.filter(obligation=obligation, pk=word_id).first()
    if word is None or Reply.objects.filter(word=word).exclude(request_id=request_id).exists():
        raise NoSuchWord
    return once(
        Reply,
        request_id=request_id,
        municipality_id=obligation.municipality_id,
        word=word,
        outcome=outcome,
        text=text,
        by=by.pk,
        at=now,
    )
