"""Is this the database that sent what the journal says? A restored or copied one must not send before it knows.

Beside the journal lies a file with the epoch (a UUID) and a number that goes up with every tick; the database holds
both too. An older backup has a smaller number, a copy on another machine finds no file or another epoch.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from notifications.models import Sender

RESTORED = "This database is older than the send journal, or a copy. Run: manage.py reconcile_restore"
AT_ONCE = 5_000
BEGUN = 0  # the number of a file beside which nothing has left: the first tick was not over
_MARK = """
UPDATE notifications_message m
SET sent_at = j.at, expired_at = NULL, withdrawn_at = NULL, dead_at = NULL, lease_until = NULL, why = 'by the journal'
FROM unnest(%s::uuid[], %s::timestamptz[]) AS j(id, at) WHERE m.id = j.id AND m.sent_at IS NULL
"""
_REMEMBER = """
INSERT INTO notifications_departed (id, left_at)
SELECT j.id, max(j.at) FROM unnest(%s::uuid[], %s::timestamptz[]) AS j(id, at)
WHERE NOT EXISTS (SELECT 1 FROM notifications_message m WHERE m.id = j.id) GROUP BY j.id ON CONFLICT DO NOTHING
"""


class NoJournal(Exception):
    """``SEND_JOURNAL`` names no file that can be read: nobody can tell what has left."""


@dataclass(frozen=True, kw_only=True)
class Reconciled:
    """How many messages the journal marked as sent, and how many it holds that this database has never known."""

    marked: int
    unknown: int


def _file() -> Path:
    return Path(f"{settings.SEND_JOURNAL}.epoch")


def _read() -> tuple[uuid.UUID, int] | None:
    try:
        epoch, number = _file().read_text(encoding="ascii").split()
        return uuid.UUID(epoch), int(number)
    except FileNotFoundError:
        return None
    except ValueError:
        return uuid.UUID(int=0), BEGUN + 1  # unreadable: certainly not ours


def _write(epoch: uuid.UUID, number: int) -> None:
    half = _file().with_suffix(f".{uuid.uuid4()}.half")
    half.write_text(f"{epoch} {number}\n", encoding="ascii")
    half.replace(_file())


def tick(now: datetime) -> None:
    """Go one number further; when the file knows better, pause. Without a journal there is nothing to compare."""
    if not settings.SEND_JOURNAL:
        return
    with transaction.atomic():
        sender, _is_new = Sender.objects.select_for_update().get_or_create(id=True)
        known = _read()
        if sender.epoch is None and (known is None or known[1] == BEGUN):
            sender.epoch = known[0] if known else uuid.uuid4()
            _write(sender.epoch, BEGUN)  # before the commit: whoever ticks next must find both or neither
        elif known is None or known[0] != sender.epoch or known[1] > sender.ticks:
            if sender.pause_reason != RESTORED or sender.paused_since is None:
                Sender.objects.update(paused_since=now, pause_reason=RESTORED)
            return
        sender.ticks += 1
        sender.save(update_fields=["epoch", "ticks"])
    if known is None or known[1] < sender.ticks:
        _write(sender.epoch, sender.ticks)


def _lines() -> Iterator[tuple[str, str]]:
    try:
        with Path(settings.SEND_JOURNAL).open(encoding="ascii", errors="replace") as file:
            for line in file:
                match line.split():
                    case [message_id, _channel, moment] if line.endswith("\n"):
                        yield message_id, moment
    except OSError as error:
        if isinstance(error, FileNotFoundError) and _file().exists():
            return  # nothing has left yet
        raise NoJournal(settings.SEND_JOURNAL) from error


def reconcile() -> Reconciled:
    """Mark what left according to the journal, remember what this database does not know, and begin a new epoch.

    Running it twice is harmless. Sending goes on afterwards.

    Raises:
        NoJournal: there is no journal to read.
    """
    if not settings.SEND_JOURNAL:
        raise NoJournal("SEND_JOURNAL is not set")
    marked = unknown = 0
    lines = _lines()
    with transaction.atomic():
        sender, _is_new = Sender.objects.select_for_update().get_or_create(id=True)
        while batch := list(islice(lines, AT_ONCE)):
            ids, moments = map(list, zip(*batch, strict=True))
            with connection.cursor() as cursor:
                cursor.execute(_MARK, [ids, moments])
                marked += cursor.rowcount
                cursor.execute(_REMEMBER, [ids, moments])
                unknown += cursor.rowcount
        sender.epoch, sender.ticks = uuid.uuid4(), 1
        if sender.pause_reason == RESTORED:
            sender.paused_since, sender.pause_reason = None, ""
        sender.save()
        _write(sender.epoch, sender.ticks)  # a tick in between would take the old file for another installation's
    return Reconciled(marked=marked, unknown=unknown)
