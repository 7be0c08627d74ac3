"""Whose turn is it? Messages are claimed under a lease, so that any number of senders work side by side.

The lease runs on the database's own clock. Everything that is written about a claimed message is conditional on
the lease's token: a sender that stood still while another took over writes nothing any more.
"""

import random
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from notifications.models import Attempt, Message, MessageQuerySet

LEASE = timedelta(seconds=settings.SEND_LEASE_SECONDS)
BATCH = 20
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(hours=1)
UNSETTLED = "m.sent_at IS NULL AND m.expired_at IS NULL AND m.withdrawn_at IS NULL AND m.dead_at IS NULL"

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
RETURNING m.id
"""  # noqa: S608 - no value is glued in


_BEGIN = f"""
WITH mine AS (
    UPDATE notifications_message m
    SET tries = tries + 1, doubts = doubts + 1, last_tried_at = %(now)s, lease_until = now() + %(lease)s
    WHERE m.id = %(id)s AND m.lease_token = %(token)s AND m.lease_until > now() AND m.expires_at > %(now)s
      AND m.carried_by IS NULL AND {UNSETTLED}
    RETURNING m.id
)
INSERT INTO notifications_attempt (message_id, began_at, outcome, answer)
SELECT id, %(now)s, '', '' FROM mine RETURNING id
"""  # noqa: S608 - no value is glued in


_SENT = """
WITH told AS (UPDATE notifications_attempt SET outcome = 'sent', answer = %(answer)s WHERE id = %(attempt)s)
UPDATE notifications_message
SET sent_at = %(now)s, provider_id = %(provider_id)s, expired_at = NULL, withdrawn_at = NULL, dead_at = NULL,
    why = '', lease_until = NULL
WHERE id = %(id)s AND lease_token = %(token)s AND sent_at IS NULL
"""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One claimed message, the token under which it was claimed, and whether others leave in its mail."""

    message: Message
    token: uuid.UUID
    carries: bool = False

    def _mine(self) -> MessageQuerySet:
        return Message.objects.filter(pk=self.message.pk, lease_token=self.token)

    def settle(self, why: str, **outcome: datetime) -> None:
        """It will not be sent: the outcome is ``withdrawn_at`` or ``dead_at``."""
        self._mine().unsettled().update(why=why, lease_until=None, **outcome)

    def begin(self, now: datetime) -> Attempt | None:
        """The doubt is on record before the call; None when the message is not ours any more, or too late."""
        given: dict[str, Any] = {"id": self.message.pk, "token": self.token, "now": now, "lease": LEASE}
        with connection.cursor() as cursor:
            cursor.execute(_BEGIN, given)
            row = cursor.fetchone()
        return None if row is None else Attempt(pk=row[0], message=self.message, began_at=now)

    @transaction.atomic
    def sent(self, now: datetime, provider_id: str = "") -> None:
        """It has left, whatever was decided about it during the call; so has what it carries."""
        nothing_else = {"expired_at": None, "withdrawn_at": None, "dead_at": None, "why": "", "lease_until": None}
        left = {"sent_at": now, "provider_id": provider_id, **nothing_else}
        if self._mine().filter(sent_at=None).update(**left) and self.carries:
            Message.objects.filter(carried_by=self.message.pk, sent_at=None).update(**left)

    def sent_by(self, attempt: Attempt, now: datetime, provider_id: str) -> None:
        """The same for a message that goes alone, with its attempt, in one statement."""
        given: dict[str, Any] = {"attempt": attempt.pk, "answer": attempt.answer, "now": now}
        given |= {"id": self.message.pk, "token": self.token, "provider_id": provider_id}
        with connection.cursor() as cursor:
            cursor.execute(_SENT, given)

    def refused(self, now: datetime) -> None:
        """It has not left and never will."""
        self.settle("refused", dead_at=now)

    def again_later(self, now: datetime) -> None:
        """It has not left: the doubt is taken back."""
        self._mine().update(doubts=F("doubts") - 1, lease_until=None, next_try_at=self._after_a_pause(now))

    def in_doubt(self, now: datetime) -> None:
        """It may have left; the next turn decides, by its kind, whether to try once more."""
        self._mine().update(lease_until=None, next_try_at=self._after_a_pause(now))

    def wait_until(self, moment: datetime) -> None:
        """Nothing was tried, and nobody needs to look at it before this moment."""
        self._mine().unsettled().update(lease_until=None, next_try_at=moment)

    def give_back(self) -> None:
        """Nothing was tried: anybody may take it."""
        self._mine().unsettled().update(lease_until=None)

    def _after_a_pause(self, now: datetime) -> datetime:
        doubled = FIRST_PAUSE * float(2 ** min(self.message.tries, 10))
        pause = min(doubled, LONGEST_PAUSE)
        return now + pause * random.uniform(0.8, 1.2)  # noqa: S311 - not to come back all at once


def claim(now: datetime, closed: Collection[str] = (), empty: Collection[str] = ()) -> list[Turn]:
    """A batch of messages that are due, soonest to expire first.

    Args:
        now: the moment of the business.
        closed: channels that take nothing at the moment.
        empty: channel and town, written together, that have sent as much as they may.
    """
    token = uuid.uuid4()
    given: dict[str, Any] = {"lease": LEASE, "token": token, "now": now, "batch": BATCH}
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, given | {"closed": list(closed), "empty": list(empty)})
        ids = [row[0] for row in cursor.fetchall()]
    found = Message.objects.filter(pk__in=ids).order_by("expires_at", "due_at") if ids else []
    return [Turn(message=message, token=token) for message in found]
