"""Kinds of message: each room registers its own, with who, when, how long and what it may say."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import wraps
from uuid import UUID

from django_scopes import scopes_disabled

Context = Mapping[str, str | int]
ContextOf = Callable[[UUID, UUID], Context | None]


class OnDoubt(StrEnum):
    """What to do when a call broke off and the provider cannot be asked whether the message left (SMTP)."""

    REPEAT_ONCE = "REPEAT_ONCE"
    NEVER = "NEVER"


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of message.

    Attributes:
        name: stable code, stored in the outbox.
        template: base of ``.subject.txt``, ``.txt`` and ``.html`` templates.
        lifetime: how long after it is due it still makes sense; then it expires and is never sent.
        context: (subject id, recipient id) to words and numbers for the templates; None, or ObjectDoesNotExist,
            when what it says is no longer true, so that it is not sent. Runs outside any town's scope.
        path: (subject id) to the page to which the link in the message leads; None for no link.
    """

    name: str
    template: str
    lifetime: timedelta
    context: ContextOf
    on_doubt: OnDoubt = OnDoubt.REPEAT_ONCE
    path: Callable[[UUID], str] | None = None


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
