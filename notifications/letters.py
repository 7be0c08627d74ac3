"""Letters for people without mail and phone: a person prints them, and says which ones are on their way."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction

from notifications import address_book, journal, kinds
from notifications.address_book import Address
from notifications.models import Message
from notifications.rendering import Rendered, render

AT_ONCE = 100


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A letter as it is true now, with the lines of the envelope."""

    message_id: UUID
    name: str
    postal: str
    rendered: Rendered


def write(message_ids: Collection[UUID], *, town: str, now: datetime) -> list[Letter]:
    """The texts of these letters of a town; what is no longer true, or was sent already, is left out."""
    chosen = Message.objects.letters(town, now).filter(pk__in=message_ids)[:AT_ONCE]
    known = address_book.addresses([message.recipient_id for message in chosen])
    letters = [_written(message, known.get(message.recipient_id)) for message in chosen]
    return [letter for letter in letters if letter]


def _written(message: Message, address: Address | None) -> Letter | None:
    kind = kinds.get(message.kind)
    if kind is None or address is None or not address.is_active or not address.postal:
        return None
    try:
        context = kind.context(message.subject_id, message.recipient_id)
    except ObjectDoesNotExist:
        return None
    if context is None:
        return None
    rendered = render(message, kind, address, context)
    return Letter(message_id=message.pk, name=address.full_name, postal=address.postal, rendered=rendered)


@transaction.atomic
def mark_sent(message_ids: Collection[UUID], *, town: str, now: datetime) -> int:
    """Somebody has put these letters in the post; how many that were. Saying it twice is harmless."""
    chosen = Message.objects.letters(town, now).filter(pk__in=message_ids).select_for_update(no_key=True)
    letters = list(chosen[:AT_ONCE])
    for letter in letters:
        journal.note_sent(letter, now)
    return Message.objects.filter(pk__in=[letter.pk for letter in letters]).update(sent_at=now)
