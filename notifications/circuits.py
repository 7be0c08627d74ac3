"""A provider that takes nothing is left alone for a while, by every sender; then one tries again."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from notifications.models import Circuit

FIRST_PAUSE = timedelta(seconds=settings.SEND_PAUSE_SECONDS) / 2
LONGEST_PAUSE = timedelta(minutes=5)


def open_ones(now: datetime) -> set[str]:
    """Channels that are not to be tried at this moment."""
    return set(Circuit.objects.filter(open_until__gt=now).values_list("channel", flat=True))


@transaction.atomic
def trip(channel: str, now: datetime) -> None:
    """It took nothing: leave it alone, longer each time in a row."""
    Circuit.objects.get_or_create(channel=channel)
    circuit = Circuit.objects.select_for_update().get(channel=channel)
    circuit.open_until = now + min(FIRST_PAUSE * 2 ** min(circuit.failures, 10), LONGEST_PAUSE)
    circuit.failures += 1
    circuit.save(update_fields=["failures", "open_until"])


def mend(channel: str) -> None:
    """It took something: trust it again."""
    Circuit.objects.filter(channel=channel, failures__gt=0).update(failures=0, open_until=None)
