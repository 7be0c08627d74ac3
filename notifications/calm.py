"""When a message may disturb somebody: quiet hours, Sundays for who wants them free, and not too many a day.

What is urgent goes at any hour, and so does what would be too late after waiting.
"""

from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from backend.places.models import ZONE
from notifications import kinds
from notifications.address_book import Address
from notifications.kinds import Kind, Urgency
from notifications.models import Message

QUIET_FROM, QUIET_UNTIL = time(21), time(8)
SUNDAY = 6
MOST_A_DAY = 6
A_DAY = timedelta(hours=24)


def next_moment(moment: datetime, *, sundays_off: bool) -> datetime:
    """This moment, or the first one after it at which nobody sleeps or has a free Sunday (on the wall clock)."""
    local = moment.astimezone(ZoneInfo(ZONE))
    day, is_quiet = local.date(), not QUIET_UNTIL <= local.time() < QUIET_FROM
    if local.time() >= QUIET_FROM:
        day += timedelta(days=1)
    if sundays_off and day.weekday() == SUNDAY:
        day, is_quiet = day + timedelta(days=1), True
    return datetime.combine(day, QUIET_UNTIL, tzinfo=ZoneInfo(ZONE)) if is_quiet else moment


def _next_morning(moment: datetime, *, sundays_off: bool) -> datetime:
    tomorrow = moment.astimezone(ZoneInfo(ZONE)).date() + timedelta(days=1)
    return next_moment(datetime.combine(tomorrow, QUIET_UNTIL, tzinfo=ZoneInfo(ZONE)), sundays_off=sundays_off)


def waits_until(message: Message, kind: Kind, address: Address, now: datetime) -> datetime | None:
    """Until when this message waits on purpose; None when it may go now."""
    if kind.urgency is Urgency.NOW:
        return None
    allowed = next_moment(now, sundays_off=address.sundays_off)
    if allowed <= now and _had_enough(message.recipient_id, now):
        allowed = _next_morning(now, sundays_off=address.sundays_off)
    return allowed if now < allowed < message.expires_at else None


def _had_enough(recipient_id: UUID, now: datetime) -> bool:
    urgent = [kind.name for kind in kinds.every() if kind.urgency is Urgency.NOW]
    got = Message.objects.filter(recipient_id=recipient_id, sent_at__gt=now - A_DAY, carried_by=None)
    return got.exclude(kind__in=urgent).count() >= MOST_A_DAY
