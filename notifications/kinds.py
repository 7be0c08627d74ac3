"""Kinds of message: each room registers its own, with who, when, how long and what it may say."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import TYPE_CHECKING, Generic, NotRequired, TypedDict, TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet
from django_scopes import scopes_disabled

from notifications import address_book

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Subject = TypeVar("Subject")
Row = TypeVar("Row", bound=Model)

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


@dataclass(frozen=True)
class About(Generic[Subject]):
    """What a kind says about its subjects, which are read together: a list of many costs as many queries as one.

    Attributes:
        read: (subject ids, recipient id) to the subjects by their id, with all that is said of them; what is not
            there any more is left out.
        say: (subject, recipient id) to what ``Kind.context`` says. Asks the database nothing.
    """

    read: Callable[[Collection[UUID], UUID], Mapping[UUID, Subject]]
    say: Callable[[Subject, UUID], Context | None]

    def __call__(self, subject_id: UUID, recipient_id: UUID) -> Context | None:
        """About one of them, in any town."""
        return self.of_many([subject_id], recipient_id)[subject_id]

    def of_many(self, subject_ids: Collection[UUID], recipient_id: UUID) -> dict[UUID, Context | None]:
        """About each of them to one reader, in any town."""
        with scopes_disabled(), address_book.remembered([recipient_id]):
            found = self.read(subject_ids, recipient_id)
            return {pk: self.say(found[pk], recipient_id) if pk in found else None for pk in subject_ids}


def rows(of: Callable[[], QuerySet[Row]]) -> Callable[[Collection[UUID], UUID], Mapping[UUID, Row]]:
    """How ``About`` reads subjects that are rows, whoever the recipient is."""
    return lambda subject_ids, _recipient_id: of().in_bulk(list(subject_ids))


def contexts(kind: Kind, subject_ids: Collection[UUID], recipient_id: UUID) -> dict[UUID, Context | None]:
    """What a kind says to one reader about each of these subjects."""
    if isinstance(kind.context, About):
        return kind.context.of_many(subject_ids, recipient_id)
    return {pk: kind.context(pk, recipient_id) for pk in subject_ids}


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
