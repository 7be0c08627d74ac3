"""One mail instead of five: what is due to one reader at the same moment leaves together.

The first of them carries the others. Who carries whom is committed before the call, so that they are sent, in
doubt and repeated as one.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from notifications import kinds
from notifications.kinds import Urgency
from notifications.models import MAY_HAVE_LEFT, SETTLED, Message
from notifications.turns import UNSETTLED, Turn

FROM = 3  # so many at once are one mail
AT_MOST = 20
_CARRY = f"""
UPDATE notifications_message SET carried_by = %(lead)s, tries = tries + 1, last_tried_at = %(now)s
WHERE id = ANY(ARRAY(
    SELECT m.id FROM notifications_message m
    WHERE m.recipient_id = %(recipient)s AND m.municipality = %(town)s AND m.id <> %(lead)s AND {UNSETTLED}
      AND m.channel = 'mail' AND m.kind = ANY(%(kinds)s) AND m.due_at <= %(now)s AND m.expires_at > %(now)s
      AND m.doubts = 0 AND m.carried_by IS NULL AND (m.next_try_at IS NULL OR m.next_try_at <= %(now)s)
      AND (m.lease_until IS NULL OR m.lease_until < now() OR m.lease_token = %(token)s)
      AND NOT EXISTS (SELECT 1 FROM notifications_departed d WHERE d.id = m.id)
    ORDER BY m.expires_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
)) RETURNING id
"""  # noqa: S608 - no value is glued in


def _bundled() -> list[str]:
    """The kinds that can share a mail: a phone takes an invitation only from a mail of its own (RFC 6047)."""
    return [kind.name for kind in kinds.every() if kind.urgency is Urgency.CALM and kind.calendar is None]


def crowded(turns: Collection[Turn], now: datetime) -> set[tuple[UUID, str]]:
    """Readers, with their town, who would get so many mails now that one is better."""
    readers = {turn.message.recipient_id for turn in turns if turn.message.channel == "mail"}
    bundled = {"channel": "mail", "kind__in": _bundled(), "carried_by": None}
    due = Message.objects.due(now).filter(recipient_id__in=readers, **bundled)
    counted = due.order_by().values_list("recipient_id", "municipality").annotate(count=Count("pk"))
    return {(reader, town) for reader, town, count in counted if count >= FROM}


def carry(turn: Turn, now: datetime) -> None:
    """Let this message take along what else is due to its reader."""
    message = turn.message
    if message.kind not in _bundled():
        return
    given: dict[str, Any] = {
        "lead": message.pk,
        "recipient": message.recipient_id,
        "town": message.municipality,
        "token": turn.token,
        "kinds": _bundled(),
        "now": now,
        "most": AT_MOST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CARRY, given)


def carried(message: Message, now: datetime) -> list[Message]:
    """What leaves in the mail of this message, soonest to expire first."""
    return list(Message.objects.due(now).filter(carried_by=message.pk))


def let_go(now: datetime) -> None:
    """Who is carried by a message that is settled without having left goes alone; or is given up with it."""
    unsent = Message.objects.exclude(**dict.fromkeys(SETTLED)).filter(sent_at=None)
    lone = Message.objects.unsettled().filter(carried_by__isnull=False)
    in_doubt = unsent.filter(dead_at__isnull=False, doubts__gt=0, why=MAY_HAVE_LEFT)
    lone.filter(carried_by__in=in_doubt.values("pk")).update(dead_at=now, why=MAY_HAVE_LEFT, lease_until=None)
    lone.filter(carried_by__in=unsent.values("pk")).update(carried_by=None, lease_until=None)
