"""Ways to reach somebody. Adding a channel is one module here and one entry in ``sending.CHANNELS``."""

from typing import Protocol
from uuid import UUID

from notifications.address_book import Address
from notifications.rendering import Rendered


class Refused(Exception):
    """The provider will never take this message: the address is wrong, or the message is."""


class TryLater(Exception):
    """The provider did not take it now, and said so: it has certainly not left."""


class NotThere(TryLater):
    """The provider takes nothing from us at the moment, whatever the message: no use to offer it the next one."""


class Doubtful(Exception):
    """The call broke off after the message was handed over: it may have left."""


class Channel(Protocol):
    """Hands messages to a provider, one after the other, for one sender; it may keep a line open meanwhile."""

    name: str
    can_be_asked: bool

    def reaches(self, address: Address) -> bool:
        """Whether this person can be reached through the channel at all."""

    def send(self, message_id: UUID, address: Address, rendered: Rendered, *, not_after: float) -> str:
        """Hand it over; what the provider answered.

        Args:
            not_after: on the clock of ``time.monotonic``; later than that it must not leave any more, because
                somebody else may be sending it by then.

        Raises:
            Refused: never.
            TryLater: not now.
            NotThere: nothing now.
            Doubtful: perhaps.
        """

    def ask(self, message_id: UUID) -> str | None:
        """The provider's own id of a message that it knows by ours; None when it knows none.

        Called only when ``can_be_asked``.

        Raises:
            NotThere: it cannot be asked now.
        """

    def close(self) -> None:
        """Hang up, when a line is open."""
