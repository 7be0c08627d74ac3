"""Ways to reach somebody. Adding a channel is one module here and one entry below."""

from typing import Protocol
from uuid import UUID

from notifications.address_book import Address
from notifications.rendering import Rendered


class Refused(Exception):
    """The provider will never take this message: the address is wrong, or the message is."""


class TryLater(Exception):
    """The provider did not take it now, and said so: it has certainly not left."""


class Doubtful(Exception):
    """The call broke off after the message was handed over: it may have left."""


class Channel(Protocol):
    """Hands one message to a provider."""

    name: str

    def reaches(self, address: Address) -> bool:
        """Whether this person can be reached through the channel at all."""

    def send(self, message_id: UUID, address: Address, rendered: Rendered) -> str:
        """Hand it over; what the provider answered.

        Raises:
            Refused: never.
            TryLater: not now.
            Doubtful: perhaps.
        """
