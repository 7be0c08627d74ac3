"""Links in messages: a token that opens one page for one person, for a while.

Reading a link changes nothing (mail scanners do it); a button on the page that it opens exchanges it for a
session. The token has 192 bits and only its hash is stored (OWASP ASVS 5.0, 7.2).
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core import signing

from notifications.kinds import Topic
from notifications.models import LinkToken

_UNSUBSCRIBE = "notifications.unsubscribe"


@dataclass(frozen=True, kw_only=True)
class OpenedLink:
    """Whom a link belongs to, in which town, and the clean path that it leads to."""

    recipient_id: UUID
    municipality: str
    purpose: str
    path: str


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def make_link(*, recipient_id: UUID, municipality: str, purpose: str, path: str, expires_at: datetime) -> str:
    """An absolute address with a new token."""
    token = secrets.token_urlsafe(24)
    LinkToken.objects.create(
        token_sha256=_hash(token),
        recipient_id=recipient_id,
        municipality=municipality,
        purpose=purpose,
        path=path,
        expires_at=expires_at,
    )
    return f"{settings.SITE_URL}/m/{token}/"


def open_link(token: str, now: datetime) -> OpenedLink | None:
    """What the token opens; None for an unknown or expired one. Changes nothing."""
    row = LinkToken.objects.filter(token_sha256=_hash(token), expires_at__gt=now).first()
    if row is None:
        return None
    return OpenedLink(
        recipient_id=row.recipient_id, municipality=row.municipality, purpose=row.purpose, path=row.path
    )


def forget_expired(now: datetime) -> None:
    """Nothing remembers a link that opens nothing any more."""
    LinkToken.objects.filter(expires_at__lte=now).delete()


def unsubscribe_link(*, recipient_id: UUID, topic: Topic) -> str:
    """An address that declines a topic for one person: by a POST only (RFC 8058), and nothing else."""
    token = signing.dumps([str(recipient_id), topic.value], salt=_UNSUBSCRIBE)
    return f"{settings.SITE_URL}/uit/{token}/"


def open_unsubscribe(token: str) -> tuple[UUID, Topic] | None:
    """Whose messages about what the token declines; None when it is not ours. Changes nothing."""
    try:
        recipient_id, topic = signing.loads(token, salt=_UNSUBSCRIBE)
        return UUID(recipient_id), Topic(topic)
    except (signing.BadSignature, ValueError, TypeError):
        return None
