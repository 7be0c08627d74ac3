"""SMS through NotifyNL, by the API of GOV.UK Notify (version 2); our message's id is its reference.

Notify can be asked whether it knows a reference, so a broken call is never repeated blindly: a second attempt is
made only after Notify has said, some time after the first, that it does not know the message.
"""

import time
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import requests
from django.conf import settings
from notifications_python_client.errors import HTTPError, InvalidResponse
from notifications_python_client.notifications import NotificationsAPIClient
from requests.exceptions import ConnectTimeout
from urllib3.exceptions import NameResolutionError, NewConnectionError

from notifications.address_book import Address
from notifications.channels import Doubtful, NotThere, Refused, TryLater
from notifications.rendering import Rendered

KEY_LENGTH = 73  # two UUIDs and the dash between them
TOO_MANY = 429
BUSY = frozenset({408, 425, TOO_MANY})
NOT_OURS_TO_SEND = frozenset({401, 403})  # the key or the service, not this message


class Sms:
    """A client that keeps its connection from message to message."""

    name = "sms"
    can_be_asked = True

    def __init__(self) -> None:
        self._client: NotificationsAPIClient | None = None

    def reaches(self, address: Address) -> bool:
        """Whether a phone number is known, and Notify may be used."""
        return bool(address.phone and settings.NOTIFY_API_KEY)

    def send(self, message_id: UUID, address: Address, rendered: Rendered, *, not_after: float) -> str:
        """Hand the text to Notify.

        Raises:
            Refused: answer 4xx: this number or this text.
            TryLater: 429, or there was no time left.
            NotThere: nobody listens, or our key is not taken.
            Doubtful: 5xx or no answer: it may have been taken.
        """
        if time.monotonic() >= not_after:
            raise TryLater("it took too long to get here")
        try:
            answer = self._notify().send_sms_notification(
                phone_number=address.phone,
                template_id=settings.NOTIFY_SMS_TEMPLATE,
                personalisation={"text": rendered.text},
                reference=str(message_id),
            )
        except HTTPError as error:
            raise _judged(error) from error
        except InvalidResponse as error:
            raise Doubtful("an answer that is no JSON") from error
        return _id_of(answer)

    def ask(self, message_id: UUID) -> str | None:
        """The provider's id of a message that it knows by our reference; None when it knows none.

        Raises:
            NotThere: it cannot be asked now.
        """
        try:
            found = self._notify().get_all_notifications(reference=str(message_id))["notifications"]
        except (HTTPError, InvalidResponse, KeyError, TypeError) as error:
            raise NotThere(f"cannot be asked: {type(error).__name__}") from error
        return _id_of(found[0]) if found else None

    def close(self) -> None:
        """Hang up, when a line is open."""
        if self._client is not None:
            self._client.request_session.close()
            self._client = None

    def _notify(self) -> NotificationsAPIClient:
        if self._client is None:
            self._client = NotificationsAPIClient(
                settings.NOTIFY_API_KEY.rjust(KEY_LENGTH, "-"),
                base_url=settings.NOTIFY_BASE_URL,
                timeout=settings.NOTIFY_TIMEOUT,
            )
        return self._client


def _id_of(answer: Any) -> str:
    return str(answer.get("id", "")) if isinstance(answer, Mapping) else ""


def _judged(error: HTTPError) -> Exception:
    """What an answer means for this message."""
    cause = error.__cause__
    if not isinstance(cause, requests.HTTPError):
        return NotThere("nobody listens") if _never_arrived(cause) else Doubtful(type(cause).__name__)
    code = int(error.status_code)
    said = f"{code} {_reason(error)}"[:200]
    if code in NOT_OURS_TO_SEND:
        return NotThere(said)
    if code in BUSY:
        return TryLater(said)
    return Refused(said) if code < 500 else Doubtful(said)


def _never_arrived(cause: BaseException | None) -> bool:
    """Whether the connection was not even made, so that nothing was handed over."""
    reason = getattr(cause.args[0], "reason", None) if cause is not None and cause.args else None
    return isinstance(cause, ConnectTimeout) or isinstance(reason, NewConnectionError | NameResolutionError)


def _reason(error: HTTPError) -> str:
    """Notify's own word for it, which names no person."""
    try:
        return ", ".join(str(each["error"]) for each in error.message)  # type: ignore[index]
    except (AttributeError, KeyError, TypeError, ValueError):
        return ""
