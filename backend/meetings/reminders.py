"""What is due about meetings: the evening before, two hours before, and afterwards "Did you meet?".

A message is owed only while its window is open, to everybody for whom it is not owed yet, in a few
statements a town however many meetings there are. Whether it is still true is asked again at sending.
"""

from datetime import UTC, datetime, timedelta

from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.expressions import CombinedExpression
from django.db.models.functions import Cast, Coalesce

from backend.meetings import local_time, messages
from backend.meetings.models import Attendance
from backend.places import programme
from backend.places.models import ZONE
from notifications import outbox
from notifications.models import Message

TWO_HOURS = timedelta(hours=2)
TOO_LATE = timedelta(minutes=30)
ASK_FOR = timedelta(days=3)
EVER = datetime(1970, 1, 1, tzinfo=UTC)
LONGEST_MEETING = timedelta(hours=5)  # four, and the hour that comes twice


def remind_due(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda town: owe_due(town=town, now=now), doing="Owing reminders")


def owe_due(*, town: str, now: datetime) -> int:
    """Owe what is due in the open town; how many messages that were."""
    expected = Attendance.objects.filter(is_expected=True, meeting__cancelled_at=None, meeting__pair__ended_on=None)
    tomorrow = local_time.last_day_with_evening_before(now, ZONE)
    evening = expected.filter(starts_at__gt=now + TWO_HOURS, meeting__local_date__lte=tomorrow)
    soon = expected.filter(starts_at__gt=now + TOO_LATE, starts_at__lte=now + TWO_HOURS)
    over = expected.filter(
        answer="", ends_at__lte=now, ends_at__gt=now - ASK_FOR, starts_at__gt=now - ASK_FOR - LONGEST_MEETING
    )
    return (
        _owe(messages.REMINDER_DAY_BEFORE, evening, town=town, now=now, until=F("starts_at") - TWO_HOURS)
        + _owe(messages.REMINDER_TWO_HOURS, soon, town=town, now=now, until=F("starts_at") - TOO_LATE)
        + _owe(messages.ASK_IF_HELD, over, town=town, now=now, until=F("ends_at") + ASK_FOR * 2)
    )


def _owe(
    kinds: messages.BothSides,
    rows: QuerySet[Attendance],
    *,
    town: str,
    now: datetime,
    until: CombinedExpression,
) -> int:
    """To everybody in ``rows`` to whom it is not owed yet; ``until`` is when it makes no sense any more.

    A reminder of before the meeting was moved counts for nothing.
    """
    owed = Message.objects.filter(
        kind__in=[kind.name for kind in kinds.values()],
        recipient_id=OuterRef("account_id"),
        subject_id=OuterRef("meeting_id"),
        owed_at__gte=Coalesce(OuterRef("meeting__moved_at"), EVER),
    )
    missing = rows.filter(~Exists(owed))
    of_this_moment = Coalesce(Cast("meeting__moved_at", CharField()), Value(""))
    return sum(
        outbox.owe_selected(
            kind,
            missing.filter(side=side).values_list("account_id", "meeting_id", of_this_moment, until),
            now=now,
            municipality=town,
        )
        for side, kind in kinds.items()
    )
