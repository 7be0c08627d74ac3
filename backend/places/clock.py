"""What time it is: the one clock of the business, read by views, tasks and commands only.

Tests set it by writing an ISO 8601 moment with offset into the file that ``CLOCK_FILE`` names, so that
several processes agree on the hour. Leases do not use it: they use the database's own clock.
"""

from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware. Raises ValueError when the clock file holds no moment with an offset."""
    if not settings.CLOCK_FILE:
        return timezone.now()  # noqa: TID251 - this is the place that the rule points to
    moment = datetime.fromisoformat(Path(settings.CLOCK_FILE).read_text(encoding="ascii").strip())
    if moment.tzinfo is None:
        raise ValueError(f"{settings.CLOCK_FILE} holds {moment.isoformat()}: write a moment with an offset.")
    return moment


def local_today(moment: datetime, zone: str = "Europe/Amsterdam") -> date:
    """The day on the wall calendar at this moment."""
    return moment.astimezone(ZoneInfo(zone)).date()
