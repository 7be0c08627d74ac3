"""Kinds of message: each room registers its own, with who, when, how long and what it may say."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, NotRequired, TypedDict
from uuid import UUID

from django_scopes import scopes_disabled

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Context = Mapping[str, str | int]
ContextOf = Callable[[UUID, UUID], Context | None]


class Reader(StrEnum):
    """Who gets a kind of message."""

    NEWCOMER = "NEWCOMER"
    VOLUNTEER = "VOLUNTEER"
    EITHER = "EITHER"
    COORDINATOR = "COORDINATOR"
    ADVISER = "ADVISER"
    ANYBODY = "ANYBODY"


class OnDoubt(StrEnum):
    """What to do when a call broke off and the provider cannot be asked whether the message left (SMTP)."""

    REPEAT_ONCE = "REPEAT_ONCE"
    NEVER = "NEVER"
    HUMAN = "HUMAN"


class Topic(StrEnum):
    """What a reader can decline as a whole; a kind without a topic is always sent."""

    REMINDERS = "REMINDERS"
    QUESTIONS = "QUESTIONS"
    NEWS = "NEWS"


class Urgency(StrEnum):
    """NOW goes out at any hour; CALM waits for the morning, and may share a mail with others."""

    NOW = "NOW"
    CALM = "CALM"


@dataclass(frozen=True, kw_only=True)
class CalendarPart:
    """An iCalendar file (RFC 5545) that goes with a mail; ``method`` is that of RFC 5546."""

    method: str
    body: bytes


CalendarOf = Callable[[UUID, UUID, datetime], Sequence[CalendarPart]]


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of message.

    Attributes:
        name: stable code, stored in the outbox.
        template: base of ``.subject.txt``, ``.txt``, ``.html`` and ``.sms.txt`` templates; a letter and the notice
            on one's own page are made of the same words.
        lifetime: how long after it is due it still makes sense; then it expires and is never sent.
        context: (subject id, recipient id) to words and numbers for the templates; None, or ObjectDoesNotExist,
            when what it says is no longer true, so that it is not sent. Runs outside any town's scope.
        who: who gets it.
        when: the moment at which it is owed, as a sentence for coordinators.
        sample: what ``context`` could give, for a preview; called with the reader's language active.
        on_doubt: whether it is repeated when nobody knows whether it left.
        path: (subject id) to the page to which the link in the message leads; None for no link.
        topic: what the reader may decline; None when it is always sent.
        urgency: whether it waits for quiet hours to end.
        is_notice: whether it also stands on the reader's own page.
        calendar: (subject id, recipient id, when it was owed) to the files for a calendar that go with a mail; None
            for never any. Runs outside any town's scope.
    """

    name: str
    template: str
    lifetime: timedelta
    context: ContextOf
    who: Reader
    when: "str | _StrPromise"
    sample: Callable[[], Context]
    on_doubt: OnDoubt = OnDoubt.REPEAT_ONCE
    path: Callable[[UUID], str] | None = None
    topic: Topic | None = None
    urgency: Urgency = Urgency.CALM
    is_notice: bool = True
    calendar: CalendarOf | None = None


class Policy(TypedDict):
    """What a kind of a room with several of the same make still has to say; see ``Kind``."""

    lifetime: timedelta
    when: "str | _StrPromise"
    on_doubt: NotRequired[OnDoubt]
    topic: NotRequired[Topic | None]
    urgency: NotRequired[Urgency]
    is_notice: NotRequired[bool]
    calendar: NotRequired[CalendarOf]


class KindIsTaken(ValueError):
    """Two kinds have the same name."""


_kinds: dict[str, Kind] = {}


def of_any_town(context: ContextOf) -> ContextOf:
    """Sending runs outside any town; whom a message is for was decided inside one, when it was owed."""

    @wraps(context)
    def asked(subject_id: UUID, recipient_id: UUID) -> Context | None:
        with scopes_disabled():
            return context(subject_id, recipient_id)

    return asked


def register(kind: Kind) -> Kind:
    """Make a kind known.

    Raises:
        KindIsTaken: another kind has this name.
    """
    if _kinds.get(kind.name, kind) != kind:
        raise KindIsTaken(kind.name)
    _kinds[kind.name] = kind
    return kind


def get(name: str) -> Kind | None:
    """The kind of this name; None for one that an older version registered."""
    return _kinds.get(name)


def every() -> list[Kind]:
    """All kinds by name."""
    return [_kinds[name] for name in sorted(_kinds)]
