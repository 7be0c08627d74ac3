"""What stands behind the wall in the second world: a whole file of each person, with the same words everywhere."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from backend.config.demo import characters
from backend.obligations import decisions, file_words
from backend.obligations.decisions import Decision
from backend.obligations.models import LegalBasis, PersonWord, Reply, WarningSent
from backend.people.models import Account, Volunteer
from backend.places.clock import local_today

CANARY = "CANARY-4711"  # stands in every row about a duty of the second world, and may stand nowhere else


def impose(row: Volunteer, *, now: datetime) -> None:
    """A duty on this volunteer, with a warning, what the person said about it, and the answer."""
    by, today = Account.objects.get(mail=characters.CASEWORKER), local_today(now)
    duty = decisions.link(
        town=row.municipality_id,
        by=by,
        person_id=row.account_id,
        client_number=CANARY,
        decision=Decision(
            legal_basis=LegalBasis.PW_9_1_C,
            case_reference=CANARY,
            decided_on=today,
            starts_on=today,
            ends_on=today + timedelta(weeks=25),
            minutes_per_week=240,
        ),
        request_id=uuid4(),
        now=now,
    )
    _fill(duty.pk, by, row.account, now)


def _fill(obligation_id: UUID, by: Account, person: Account, now: datetime) -> None:
    today = local_today(now)
    file_words.warn(
        obligation_id=obligation_id,
        by=by,
        warned=file_words.Warned(
            sent_on=today,
            language="nl",
            channel=WarningSent.Channel.LETTER,
            subject=WarningSent.Subject.HOURS_BEHIND,
            arrived=WarningSent.Arrived.YES,
            document_ref=CANARY,
        ),
        request_id=uuid4(),
        now=now,
    )
    said = file_words.Said(kind=PersonWord.Kind.VIEW, text=CANARY, said_on=today)
    word = file_words.say(obligation_id=obligation_id, by=person, said=said, request_id=uuid4(), now=now)
    file_words.reply(
        obligation_id=obligation_id,
        by=by,
        word_id=word.pk,
        outcome=Reply.Outcome.CORRECTED,
        text=CANARY,
        request_id=uuid4(),
        now=now,
    )
