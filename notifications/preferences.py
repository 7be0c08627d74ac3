"""What people choose about their messages: by which channel, about what, and whether Sundays are free."""

from collections.abc import Collection, Sequence
from uuid import UUID

from notifications.kinds import Topic
from notifications.models import Preference

CHANNELS = ("mail", "sms", "letter")


class UnknownChannel(Exception):
    """Nobody can be reached that way."""


def of(recipient_ids: Sequence[UUID]) -> dict[UUID, Preference]:
    """The choices of these people; who has chosen nothing has the default ones."""
    chosen = Preference.objects.in_bulk(list(recipient_ids))
    return {pk: chosen.get(pk) or Preference(recipient_id=pk) for pk in recipient_ids}


def choose(*, recipient_id: UUID, channel: str, sundays_off: bool, declined: Collection[Topic]) -> None:
    """Everything at once, as the page shows it; ``channel`` is empty for "whatever is best".

    Raises:
        UnknownChannel: there is no such channel.
    """
    if channel and channel not in CHANNELS:
        raise UnknownChannel(channel)
    topics = sorted({Topic(topic).value for topic in declined})
    Preference.objects.update_or_create(
        recipient_id=recipient_id, defaults={"channel": channel, "sundays_off": sundays_off, "declined": topics}
    )


def decline(*, recipient_id: UUID, topic: Topic) -> None:
    """No messages about this any more. Declining twice is harmless."""
    preference, _is_new = Preference.objects.get_or_create(recipient_id=recipient_id)
    if topic.value not in preference.declined:
        preference.declined = sorted({*preference.declined, topic.value})
        preference.save(update_fields=["declined"])
