"""From the wall clock to a moment: a weekday and a local time become UTC, also in the two odd nights. Pure.

The rule is that of RFC 5545 section 3.3.5. A time in the hour that is missing in March is read with the
offset from before the change, so 02:30 is the moment that the clock shows as 03:30. A time in the hour that
comes twice in October is the first of the two.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

EVENING = time(18, 0)


def moment(day: date, wall: time, zone: str) -> datetime:
    """The moment, in UTC, at which the clock in ``zone`` shows this time on this day."""
    before_any_change = 0  # PEP 495: the offset before the gap, and the first of a double hour
    local = datetime.combine(day, wall.replace(fold=before_any_change), tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def days(first: date, last: date, zone: str) -> tuple[datetime, datetime]:
    """From the midnight with which the first day begins up to that with which the last one ends."""
    return moment(first, time(0), zone), moment(last + timedelta(days=1), time(0), zone)


def evening_before(day: date, zone: str) -> datetime:
    """Six o'clock on the clock of the evening before ``day``: not always 24 hours before six on that day."""
    return moment(day - timedelta(days=1), EVENING, zone)


def first_on_or_after(day: date, weekday: int) -> date:
    """The first day from ``day`` on that is this weekday (Monday 0)."""
    return day + timedelta(days=(weekday - day.weekday()) % 7)


def days_of(*, first_on: date, every_weeks: int, after: date, through: date) -> Iterator[date]:
    """The days of a plan that began on ``first_on``: later than ``after``, at the latest ``through``."""
    step = timedelta(weeks=every_weeks)
    done = max((after - first_on) // step + 1, 0) if after >= first_on else 0
    day = first_on + done * step
    while day <= through:
        yield day
        day += step


def last_day_with_evening_before(at: datetime, zone: str) -> date:
    """The last day of which the evening before has begun at this moment: today, and after six tomorrow."""
    today = at.astimezone(ZoneInfo(zone)).date()
    tomorrow = today + timedelta(days=1)
    return tomorrow if evening_before(tomorrow, zone) <= at else today
