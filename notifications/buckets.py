"""No town takes the whole road: each has a bucket of tokens a channel, which fills up on the database's clock."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import connection, transaction

_NEW = """
INSERT INTO notifications_bucket (channel, municipality, tokens, filled_at)
VALUES (%(channel)s, %(town)s, %(most)s, now()) ON CONFLICT DO NOTHING
"""
_TAKE = """
WITH had AS (
    SELECT id, least(%(most)s, tokens + %(most)s / 60
        * greatest(0, extract(epoch FROM clock_timestamp() - filled_at))) AS tokens
    FROM notifications_bucket WHERE channel = %(channel)s AND municipality = %(town)s FOR UPDATE
)
UPDATE notifications_bucket b
SET tokens = had.tokens - least(%(wanted)s, floor(had.tokens)), filled_at = clock_timestamp()
FROM had WHERE b.id = had.id
RETURNING least(%(wanted)s, floor(had.tokens))
"""


Key = tuple[str, str]


@transaction.atomic
def take(wanted: Mapping[Key, int]) -> dict[Key, int]:
    """How many of the messages wanted, by channel and town, may be sent now. A full bucket holds a minute's worth.

    All in one commit, in a fixed order, so that two senders never wait for each other.
    """
    return {key: _take(*key, wanted[key]) for key in sorted(wanted)}


def _take(channel: str, town: str, wanted: int) -> int:
    most = float(settings.MESSAGES_A_MINUTE.get(channel, settings.MESSAGES_A_MINUTE["mail"]))
    given: dict[str, Any] = {"channel": channel, "town": town, "most": most, "wanted": float(wanted)}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, given)
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_NEW, given)
            cursor.execute(_TAKE, given)
            row = cursor.fetchone()
    return int(row[0])
