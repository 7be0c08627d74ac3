"""What is owed to people: written with its cause, withdrawn when it is no longer needed, sent by ``sending``."""

import hashlib
import logging
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, NotRequired, TypedDict, Unpack
from uuid import UUID

from django.db import connection, transaction

from notifications import address_book
from notifications.kinds import Kind
from notifications.models import Message, Sender

if TYPE_CHECKING:
    from django.db.models import QuerySet

log = logging.getLogger(__name__)
Planner = Callable[[datetime], None]
planners: list[Planner] = []
kickers: list[Callable[[], None]] = []


class Wanted(TypedDict):
    """To whom a message goes, about what, and when; due now and by the reader's own channel unless it is said."""

    recipient_id: UUID
    subject_id: UUID
    now: datetime
    municipality: str
    due_at: NotRequired[datetime]
    expires_at: NotRequired[datetime | None]
    occurrence: NotRequired[str]
    channel: NotRequired[str]


def register_planner(planner: Planner) -> Planner:
    """Have ``planner(now)`` called on each tick, before sending; it owes what is due."""
    if planner not in planners:
        planners.append(planner)
    return planner


def id_of(*, recipient_id: UUID, kind: str, subject_id: UUID, occurrence: str) -> UUID:
    """The id that follows from what a message is about; ``_SELECTED`` says the same in SQL."""
    about = f"{recipient_id}|{kind}|{subject_id}|{occurrence}"
    return UUID(bytes=hashlib.sha256(about.encode()).digest()[:16])


def message(kind: Kind, **wanted: Unpack[Wanted]) -> Message:
    """A row of the outbox, not saved yet; without ``expires_at`` it lives as long as its kind.

    Without ``channel`` it gets the reader's own when it is owed.
    """
    due_at = wanted.get("due_at", wanted["now"])
    occurrence = wanted.get("occurrence", "")
    about: dict[str, Any] = {
        "recipient_id": wanted["recipient_id"],
        "kind": kind.name,
        "subject_id": wanted["subject_id"],
        "occurrence": occurrence,
    }
    return Message(
        id=id_of(**about),
        **about,
        municipality=wanted["municipality"],
        channel=wanted.get("channel", ""),
        owed_at=wanted["now"],
        due_at=due_at,
        expires_at=wanted.get("expires_at") or due_at + kind.lifetime,
    )


def owe(kind: Kind, **wanted: Unpack[Wanted]) -> None:
    """Write a message into the outbox in the caller's transaction; owing it twice is harmless."""
    owe_many([message(kind, **wanted)])


def owe_many(messages: Iterable[Message]) -> None:
    """The same for many at once, in one statement after one look into the address book; nothing for none."""
    messages = list(messages)
    if not messages:
        return  # a planner that owes nobody anything must not ask for the next tick: that one would ask again
    unrouted = [each for each in messages if not each.channel]
    known = address_book.addresses([each.recipient_id for each in unrouted]) if unrouted else {}
    for each in unrouted:
        reader = known.get(each.recipient_id)
        each.channel = reader.channel if reader else "mail"
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=2_000)
    kick()


_SELECTED = """
INSERT INTO notifications_message (id, municipality, recipient_id, channel, kind, subject_id, occurrence,
    owed_at, due_at, expires_at, tries, doubts, why, provider_id, delivery)
SELECT
    encode(substr(sha256(convert_to(
        concat_ws('|', r.recipient, %s::text, r.subject, r.occurrence), 'UTF8')), 1, 16), 'hex')::uuid,
    %s, r.recipient, coalesce(b.channel, 'mail'), %s, r.subject, r.occurrence, %s, %s, r.until, 0, 0, '', '', ''
FROM ({rows}) r(recipient, subject, occurrence, until) LEFT JOIN ({book}) b(id, channel) ON b.id = r.recipient
ON CONFLICT DO NOTHING
"""


def owe_selected(kind: Kind, rows: "QuerySet[Any, Any]", *, now: datetime, municipality: str) -> int:
    """Owe to many at once, due now, in one statement however many they are; how many are new.

    Args:
        kind: what they get.
        rows: a queryset of four columns: recipient id, subject id, occurrence, and until when it makes sense.
        now: the moment.
        municipality: the town of all of them.
    """
    rows_sql, rows_values = rows.query.get_compiler(connection=connection).as_sql()
    book_sql, book_values = address_book.channels().query.get_compiler(connection=connection).as_sql()
    statement = _SELECTED.replace("{rows}", rows_sql).replace("{book}", book_sql)
    given = [kind.name, municipality, kind.name, now, now, *rows_values, *book_values]
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        count = int(cursor.rowcount)
    if count:
        kick()
    return count


def withdraw(kind: Kind, *, subject_id: UUID, now: datetime, recipient_id: UUID | None = None) -> int:
    """Cancel what is not yet sent: the very thing that it asks for has happened. How many were cancelled."""
    messages = Message.objects.unsettled().filter(kind=kind.name, subject_id=subject_id)
    if recipient_id is not None:
        messages = messages.filter(recipient_id=recipient_id)
    return messages.update(withdrawn_at=now, why="withdrawn")


def note_handled(*, recipient: str, town: str, now: datetime) -> int:
    """A person looked after what could not reach this reader (an id as text); how many messages that closes."""
    try:
        open_ones = Message.objects.troubled(town).filter(recipient_id=UUID(recipient))
    except ValueError:
        return 0
    return open_ones.order_by().update(handled_at=now)


def kick() -> None:
    """Ask for a tick as soon as the transaction is committed. Nothing depends on it: beat ticks anyway."""
    transaction.on_commit(_kick)


def _kick() -> None:
    for kicker in kickers:
        try:
            kicker()
        except Exception:  # noqa: BLE001 - whatever the broker raises, the rows are committed and stay due
            log.warning("A kick failed; the next tick sends what is due.")


def last_tick() -> datetime | None:
    """When the outbox was last looked after."""
    return Sender.objects.values_list("last_tick_at", flat=True).first()


def pause_reason() -> str:
    """Why nothing is sent at the moment; empty while sending goes on."""
    paused = Sender.objects.filter(paused_since__isnull=False).values_list("pause_reason", flat=True).first()
    return "" if paused is None else paused or "paused"


def oldest_due(now: datetime) -> datetime | None:
    """Since when the oldest message waits that should have been sent; not what waits on purpose, or for a printer."""
    waits = Message.objects.due(now).exclude(channel="letter").exclude(next_try_at__gt=now)
    return waits.order_by("due_at").values_list("due_at", flat=True).first()


def counts() -> dict[str, int]:
    """How many messages have which outcome."""
    return Message.objects.all().by_outcome()
