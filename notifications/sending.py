"""Sending what is due: claim, write an attempt, call the provider, mark. Any number of senders at once.

A message is claimed under a lease by the database's own clock, and everything later is conditional on the
lease's token. No transaction is open while a provider is called. A process that dies in the call leaves an
attempt without outcome; SMTP cannot be asked whether it left, so the kind says whether to send once more.
"""

import logging
import os
import random
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from notifications import address_book, kinds, outbox
from notifications.address_book import Address
from notifications.channels import Channel, Doubtful, Refused, TryLater
from notifications.channels.mail import Mail
from notifications.kinds import Kind, OnDoubt
from notifications.models import Attempt, Message, MessageQuerySet, Sender
from notifications.rendering import Rendered, render

log = logging.getLogger(__name__)
CHANNELS: dict[str, Channel] = {channel.name: channel for channel in (Mail(),)}
LEASE = timedelta(minutes=2)
BATCH = 20
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)

# Fair among towns: the first of every town, then the second of every town, and so on.
_CLAIM = """
UPDATE notifications_message SET lease_until = now() + %(lease)s, lease_token = %(token)s
WHERE id IN (
    SELECT m.id FROM notifications_message m
    WHERE m.id IN (
        SELECT id FROM (
            SELECT id, row_number() OVER (PARTITION BY municipality ORDER BY expires_at, due_at) AS place
            FROM notifications_message
            WHERE sent_at IS NULL AND expired_at IS NULL AND withdrawn_at IS NULL AND dead_at IS NULL
              AND due_at <= %(now)s AND expires_at > %(now)s
              AND (lease_until IS NULL OR lease_until < now())
        ) ranked ORDER BY place LIMIT %(window)s
    )
      AND m.sent_at IS NULL AND m.expired_at IS NULL AND m.withdrawn_at IS NULL AND m.dead_at IS NULL
      AND (m.lease_until IS NULL OR m.lease_until < now())
    FOR UPDATE SKIP LOCKED LIMIT %(batch)s
)
RETURNING id
"""


def tick(now: datetime) -> int:
    """Plan what is due, expire what is too late, send the rest; how many were sent. Safe to run at any time."""
    Sender.objects.update_or_create(id=True, defaults={"last_tick_at": now})
    for planner in outbox.planners:
        try:
            planner(now)
        except Exception:
            log.exception("A planner failed; the others and the sending go on.")
    Message.objects.too_late(now).update(expired_at=now, why="too late")
    return send_due(now)


def send_due(now: datetime) -> int:
    """Send everything that is due, in small batches, unless sending is paused; how many were sent."""
    sent = 0
    while not Sender.objects.filter(paused_since__isnull=False).exists():
        token = uuid.uuid4()
        claimed = _claim(token, now)
        if not claimed:
            break
        sent += sum(_send_one(message, token, now) for message in claimed)
    return sent


def _claim(token: uuid.UUID, now: datetime) -> list[Message]:
    given: dict[str, Any] = {"lease": LEASE, "token": token, "now": now, "batch": BATCH, "window": BATCH * 10}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, given)
        ids = [row[0] for row in cursor.fetchall()]
    return list(Message.objects.filter(pk__in=ids).order_by("expires_at", "due_at"))


@dataclass(frozen=True)
class _Turn:
    """One claimed message: everything that is written about it is conditional on the lease's token."""

    message: Message
    token: uuid.UUID
    now: datetime

    def mine(self) -> MessageQuerySet:
        return Message.objects.unsettled().filter(pk=self.message.pk, lease_token=self.token)

    def settle(self, why: str = "", **outcome: datetime) -> bool:
        return bool(self.mine().update(why=why, doubtful=False, lease_until=None, **outcome))

    def again_later(self, *, doubtful: bool) -> None:
        pause = min(FIRST_PAUSE * 2**self.message.tries, LONGEST_PAUSE) * random.uniform(0.8, 1.2)  # noqa: S311
        self.mine().update(due_at=self.now + pause, doubtful=doubtful, lease_until=None)

    def begin(self) -> Attempt | None:
        """The doubt is on record before the call; None when the lease has gone to another sender."""
        still_mine = self.mine().filter(lease_until__gt=Now())
        if not still_mine.update(doubtful=True, tries=F("tries") + 1, lease_until=Now() + LEASE):
            return None
        return Attempt.objects.create(message=self.message, began_at=self.now)


def _send_one(message: Message, token: uuid.UUID, now: datetime) -> bool:
    turn = _Turn(message, token, now)
    kind = kinds.get(message.kind)
    channel = CHANNELS.get(message.channel)
    address = address_book.addresses([message.recipient_id]).get(message.recipient_id)
    if kind is None or channel is None:
        turn.settle("unknown kind or channel", dead_at=now)
    elif address is None or not address.is_active:
        turn.settle("not active", withdrawn_at=now)
    elif not channel.reaches(address):
        turn.settle("no way to reach", dead_at=now)
    elif message.doubtful and (kind.on_doubt is OnDoubt.NEVER or message.tries > 1):
        turn.settle("may have left already", dead_at=now)
    elif (rendered := _words(turn, kind, address)) is not None:
        return _call(turn, channel, address, rendered)
    return False


def _words(turn: _Turn, kind: Kind, address: Address) -> Rendered | None:
    """The text as it is true now; None when there is nothing to send, and then the message is settled."""
    message = turn.message
    try:
        context = kind.context(message.subject_id, message.recipient_id)
        rendered = None if context is None else render(message, kind, address, context)
    except Exception:
        log.exception("Message %s cannot be written", message.pk)
        turn.settle("cannot be written", dead_at=turn.now)
        return None
    if rendered is None:
        turn.settle("no longer true", withdrawn_at=turn.now)
    return rendered


def _call(turn: _Turn, channel: Channel, address: Address, rendered: Rendered) -> bool:
    attempt = turn.begin()
    if attempt is None:
        return False
    try:
        answer = channel.send(turn.message.pk, address, rendered)
    except Refused as error:
        _close(attempt, "refused", str(error))
        turn.settle("refused", dead_at=turn.now)
    except Doubtful as error:
        _close(attempt, "doubtful", str(error))
        turn.again_later(doubtful=True)
    except TryLater as error:
        _close(attempt, "later", str(error))
        turn.again_later(doubtful=False)
    else:
        _journal(turn.message, turn.now)
        _close(attempt, "sent", answer)
        return turn.settle(sent_at=turn.now)
    return False


def _close(attempt: Attempt, outcome: str, answer: str) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(outcome=outcome, answer=answer[:200])


def _journal(message: Message, now: datetime) -> None:
    """One line outside the database, on disk before the row is marked: a restored backup can be reconciled."""
    if not settings.SEND_JOURNAL:
        return
    line = f"{message.pk} {message.channel} {now.isoformat()}\n".encode()
    handle = os.open(Path(settings.SEND_JOURNAL), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)
