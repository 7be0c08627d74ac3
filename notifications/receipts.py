"""Receipts of delivery: what Notify tells later about an SMS that it took.

They come at least once, in any order, and anybody can call the address: only who knows the token is heard, a word
that is final stays, and a receipt about a message that we do not know changes nothing.
"""

import hmac
from datetime import datetime
from uuid import UUID

from django.conf import settings

from notifications.models import Delivery, Message

_MEANS = {
    "created": Delivery.UNDERWAY,
    "sending": Delivery.UNDERWAY,
    "pending": Delivery.UNDERWAY,
    "sent": Delivery.UNDERWAY,
    "delivered": Delivery.DELIVERED,
    "permanent-failure": Delivery.FAILED,
    "temporary-failure": Delivery.FAILED,
    "technical-failure": Delivery.FAILED,
}
FINAL = (Delivery.DELIVERED, Delivery.FAILED)


class NotFromNotify(Exception):
    """The caller does not know the token that we agreed on with Notify."""


class UnknownStatus(Exception):
    """Notify has no such word for how a message fared."""


def check_token(authorization: str) -> None:
    """Whether the header holds our bearer token (RFC 6750).

    Raises:
        NotFromNotify: it does not, or none was agreed on.
    """
    wanted = settings.NOTIFY_CALLBACK_TOKEN
    if not wanted or not hmac.compare_digest(authorization.encode(), f"Bearer {wanted}".encode()):
        raise NotFromNotify


def note(*, reference: UUID, provider_id: str, status: str, now: datetime) -> bool:
    """Note how a message fared; whether that changed anything. Sending it again is harmless.

    Raises:
        UnknownStatus: ``status`` is none of Notify's.
    """
    if status not in _MEANS:
        raise UnknownStatus(status)
    about = Message.objects.filter(pk=reference, channel="sms").exclude(delivery__in=FINAL)
    about = about.filter(provider_id__in=["", provider_id]).exclude(delivery=_MEANS[status])
    return bool(about.update(delivery=_MEANS[status], delivery_at=now))
