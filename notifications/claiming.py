"""Whose turn is it? Messages are claimed under a lease, so that any number of senders work side by side.

The lease runs on the database's own clock, and one commit claims a whole batch. What a sender then writes about
its messages stands in ``turns``.
"""

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Any

from notifications.models import Message
from notifications.turns import LEASE, UNSETTLED, Turn

BATCH = 50

# Fair among towns: each has an equal share of a batch, and when there are more towns than places, chance decides.
# The towns are found by hopping over the index, however many messages each of them has. (An array, and not IN:
# the planner cannot know that few are chosen, and would read the whole table.)
_CLAIM = f"""
WITH RECURSIVE town AS (
    (SELECT m.municipality FROM notifications_message m WHERE {UNSETTLED} ORDER BY m.municipality LIMIT 1)
    UNION ALL
    SELECT (SELECT m.municipality FROM notifications_message m
            WHERE {UNSETTLED} AND m.municipality > town.municipality ORDER BY m.municipality LIMIT 1)
    FROM town WHERE town.municipality IS NOT NULL
), turn AS (
    SELECT municipality FROM town WHERE municipality IS NOT NULL ORDER BY random() LIMIT %(batch)s
), chosen AS (
    SELECT share.id FROM turn CROSS JOIN LATERAL (
        SELECT m.id FROM notifications_message m
        WHERE {UNSETTLED} AND m.municipality = turn.municipality
          AND m.due_at <= %(now)s AND m.expires_at > %(now)s
          AND (m.next_try_at IS NULL OR m.next_try_at <= %(now)s)
          AND (m.lease_until IS NULL OR m.lease_until < now())
          AND NOT m.channel = ANY(%(closed)s) AND NOT (m.channel || m.municipality) = ANY(%(empty)s)
          AND m.channel <> 'letter' AND m.carried_by IS NULL
          AND NOT EXISTS (SELECT 1 FROM notifications_departed d WHERE d.id = m.id)
        ORDER BY m.expires_at, m.due_at
        LIMIT (SELECT greatest(1, %(batch)s / count(*)) FROM turn)
        FOR UPDATE SKIP LOCKED
    ) share
)
UPDATE notifications_message m SET lease_until = now() + %(lease)s, lease_token = %(token)s
WHERE m.id = ANY(ARRAY(SELECT id FROM chosen))
RETURNING m.*
"""  # noqa: S608 - no value is glued in


def claim(now: datetime, closed: Collection[str] = (), empty: Collection[str] = ()) -> list[Turn]:
    """A batch of messages that are due, soonest to expire first, in one statement.

    Args:
        now: the moment of the business.
        closed: channels that take nothing at the moment.
        empty: channel and town, written together, that have sent as much as they may.
    """
    token = uuid.uuid4()
    given: dict[str, Any] = {"lease": LEASE, "token": token, "now": now, "batch": BATCH}
    found = list(Message.objects.raw(_CLAIM, given | {"closed": list(closed), "empty": list(empty)}))
    found.sort(key=lambda message: (message.expires_at, message.due_at))
    return [Turn(message=message, token=token) for message in found]
