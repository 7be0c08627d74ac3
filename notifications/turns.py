"""What a sender writes about the messages that it has claimed: begun, called, left, or given back.

Everything is conditional on the lease's token: a sender that stood still while another took over writes nothing
any more. What is written about several messages at once never waits for another's lock while it holds some.
"""

import random
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import F

from notifications.models import Attempt, Message, MessageQuerySet

LEASE = timedelta(seconds=settings.SEND_LEASE_SECONDS)
FIRST_PAUSE = timedelta(seconds=settings.SEND_PAUSE_SECONDS)
LONGEST_PAUSE = timedelta(hours=1)
UNSETTLED = "m.sent_at IS NULL AND m.expired_at IS NULL AND m.withdrawn_at IS NULL AND m.dead_at IS NULL"
_STILL_OURS = f"m.lease_token = %(token)s AND m.lease_until > now() AND m.expires_at > %(now)s AND {UNSETTLED}"

_BEGIN = f"""
WITH free AS (
    SELECT m.id FROM notifications_message m
    WHERE m.id = ANY(%(ids)s) AND m.carried_by IS NULL AND {_STILL_OURS} FOR UPDATE SKIP LOCKED
), begun AS (
    UPDATE notifications_message
    SET tries = tries + 1, doubts = doubts + 1, last_tried_at = %(now)s, lease_until = now() + %(lease)s
    WHERE id = ANY(ARRAY(SELECT id FROM free)) RETURNING id
)
INSERT INTO notifications_attempt (message_id, began_at, called_at, outcome, answer)
SELECT id, %(now)s, %(called)s, '', '' FROM begun RETURNING id, message_id
"""  # noqa: S608 - no value is glued in

# Not waited for until it is on disk: a sender that is killed has written it all the same, and a database that falls
# over in that moment forgets what at most one message of each sender needs it for (docs/decisions/0016).
_CALL = f"""
UPDATE notifications_attempt a SET called_at = %(now)s FROM notifications_message m
WHERE a.id = %(attempt)s AND m.id = %(id)s AND {_STILL_OURS}
RETURNING set_config('synchronous_commit', 'off', true)
"""  # noqa: S608 - no value is glued in

_LEFT = """
WITH call AS (
    SELECT * FROM unnest(%(ids)s::uuid[], %(attempts)s::bigint[], %(answers)s::text[], %(providers)s::text[],
        %(moments)s::timestamptz[]) AS call(id, attempt, answer, provider, at)
), told AS (
    UPDATE notifications_attempt a SET outcome = 'sent', answer = call.answer FROM call WHERE a.id = call.attempt
), free AS (
    SELECT id FROM notifications_message
    WHERE id = ANY(%(ids)s) AND lease_token = %(token)s AND sent_at IS NULL FOR UPDATE SKIP LOCKED
)
UPDATE notifications_message m
SET sent_at = call.at, provider_id = call.provider, expired_at = NULL, withdrawn_at = NULL, dead_at = NULL,
    why = '', lease_until = NULL
FROM call WHERE m.id = call.id AND m.id = ANY(ARRAY(SELECT id FROM free)) RETURNING m.id
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

    def call(self, attempt: Attempt, now: datetime) -> bool:
        """The call of a message that was begun together with others comes now; False: it is not ours any more."""
        given: dict[str, Any] = {"attempt": attempt.pk, "id": self.message.pk, "token": self.token, "now": now}
        with connection.cursor() as cursor:
            cursor.execute(_CALL, given)
            return cursor.fetchone() is not None

    @transaction.atomic
    def sent(self, now: datetime, provider_id: str = "") -> None:
        """It has left, whatever was decided about it during the call; so has what it carries."""
        nothing_else = {"expired_at": None, "withdrawn_at": None, "dead_at": None, "why": "", "lease_until": None}
        left = {"sent_at": now, "provider_id": provider_id, **nothing_else}
        if self._mine().filter(sent_at=None).update(**left) and self.carries:
            Message.objects.filter(carried_by=self.message.pk, sent_at=None).update(**left)

    def refused(self, now: datetime) -> None:
        """It has not left and never will."""
        self.settle("refused", dead_at=now)

    def again_later(self, now: datetime) -> None:
        """It has not left: the doubt is taken back."""
        self._mine().update(doubts=F("doubts") - 1, lease_until=None, next_try_at=self._after_a_pause(now))

    def in_doubt(self, now: datetime) -> None:
        """It may have left; the next turn decides, by its kind, whether to try once more."""
        self._mine().update(lease_until=None, next_try_at=self._after_a_pause(now))

    def was_never_called(self) -> None:
        """Who began it died before its call came: there is nothing to doubt."""
        self._mine().update(doubts=F("doubts") - 1)
        self.message.doubts -= 1

    def wait_until(self, moment: datetime) -> None:
        """Nothing was tried, and nobody needs to look at it before this moment."""
        self._mine().unsettled().update(lease_until=None, next_try_at=moment)

    @transaction.atomic
    def not_tried(self, attempt: Attempt) -> None:
        """It was begun, and its call never came: as if it had not been begun."""
        self._mine().update(doubts=F("doubts") - 1, tries=F("tries") - 1)
        attempt.delete()

    def give_back(self) -> None:
        """Nothing was tried: anybody may take it."""
        self._mine().unsettled().update(lease_until=None)

    def _after_a_pause(self, now: datetime) -> datetime:
        doubled = FIRST_PAUSE * float(2 ** min(self.message.tries, 10))
        pause = min(doubled, LONGEST_PAUSE)
        return now + pause * random.uniform(0.8, 1.2)  # noqa: S311 - not to come back all at once


@dataclass(frozen=True, kw_only=True)
class Left:
    """A message that a provider took."""

    turn: Turn
    attempt: Attempt
    provider_id: str
    at: datetime


def begin(turns: Sequence[Turn], now: datetime) -> dict[uuid.UUID, Attempt]:
    """The doubt about all of one claim is on record before their calls, in one commit.

    A single one is called at once. Each of several is called when ``Turn.call`` has said so.

    Returns:
        The attempt of each message; without one it is not ours any more, too late, or just being decided about.
    """
    if not turns:
        return {}
    messages = {turn.message.pk: turn.message for turn in turns}
    given: dict[str, Any] = {"ids": list(messages), "token": turns[0].token, "now": now, "lease": LEASE}
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, given | {"called": now if len(turns) == 1 else None})
        rows = cursor.fetchall()
    return {pk: Attempt(pk=attempt, message=messages[pk], began_at=now) for attempt, pk in rows}


def have_left(left: Sequence[Left]) -> None:
    """Mark what the provider took, of one claim, in one commit."""
    if not left:
        return
    given: dict[str, Any] = {
        "ids": [each.turn.message.pk for each in left],
        "attempts": [each.attempt.pk for each in left],
        "answers": [each.attempt.answer for each in left],
        "providers": [each.provider_id for each in left],
        "moments": [each.at for each in left],
        "token": left[0].turn.token,
    }
    with connection.cursor() as cursor:
        cursor.execute(_LEFT, given)
        marked = {row[0] for row in cursor.fetchall()}
    for each in left:
        if each.turn.message.pk not in marked:  # somebody is just writing about it: wait for that one alone
            each.turn.sent(each.at, each.provider_id)
