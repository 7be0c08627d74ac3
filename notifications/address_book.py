"""Who stands behind a recipient's id: the room that knows people registers itself here."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True, kw_only=True)
class Address:
    """How to greet and reach somebody; ``mail``, ``phone`` and ``postal`` are empty when there is none.

    Attributes:
        channel: the one that this person gets messages by.
        postal: the lines below the name on an envelope.
        sundays_off: nothing that can wait is sent on a Sunday.
        declined: topics of messages that this person does not want.
    """

    recipient_id: UUID
    call_name: str
    full_name: str
    language: str
    mail: str
    phone: str
    postal: str
    channel: str
    sundays_off: bool
    declined: frozenset[str]
    is_active: bool


LookUp = Callable[[Sequence[UUID]], dict[UUID, Address]]
Channels = Callable[[], "QuerySet[Any, Any]"]
_books: list[tuple[LookUp, Channels]] = []


@dataclass
class _Known:
    ids: frozenset[UUID]
    found: dict[UUID, Address] | None = None


_remembered: ContextVar[_Known | None] = ContextVar("remembered", default=None)


def register_address_book(look_up: LookUp, channels: Channels) -> None:
    """The one book is set at start; setting it again replaces it.

    Args:
        look_up: ids to addresses, in a fixed number of queries.
        channels: a queryset of (id, channel) of everybody, for use inside another statement.
    """
    _books[:] = [(look_up, channels)]


def addresses(recipient_ids: Sequence[UUID]) -> dict[UUID, Address]:
    """The addresses of those who are known, in one look-up."""
    [(look_up, _channels)] = _books
    known = _remembered.get()
    if known is None or not known.ids.issuperset(recipient_ids):
        return look_up(recipient_ids)
    if known.found is None:
        known.found = look_up(list(known.ids))
    return {pk: known.found[pk] for pk in recipient_ids if pk in known.found}


@contextmanager
def remembered(recipient_ids: Sequence[UUID]) -> Iterator[None]:
    """Inside, these are looked up once, when somebody asks for one of them."""
    token = _remembered.set(_Known(frozenset(recipient_ids)))
    try:
        yield
    finally:
        _remembered.reset(token)


def channels() -> "QuerySet[Any, Any]":
    """Everybody's id and channel, as a queryset."""
    [(_look_up, everybody)] = _books
    return everybody()
