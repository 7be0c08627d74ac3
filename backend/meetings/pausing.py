"""What a pause of a pair does to its meetings: those in it are off, and come back when it ends earlier.

The pause itself is a fact of ``backend.pairs.pauses``; the next tick reads it here.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from backend.meetings import calendar_messages, calling_off
from backend.meetings.models import Meeting, MeetingSeries, OffBecause
from backend.pairs.models import Pair, PairPause


def _in_a_pause() -> Exists:
    """An agreed pause over the local day of the meeting."""
    goes_on = Q(resumed_on=None, until_on__gte=OuterRef("local_date")) | Q(resumed_on__gt=OuterRef("local_date"))
    agreed = PairPause.objects.agreed().filter(goes_on)
    return Exists(agreed.filter(pair=OuterRef("pair"), from_on__lte=OuterRef("local_date")))


@transaction.atomic
def catch_up(*, now: datetime) -> calling_off.Changed:
    """Call off what stands in a pause, and bring back what a pause that ended earlier had called off."""
    stands_in_it = Q(cancelled_at=None) & Q(_in_a_pause())
    off_without = Q(off_because=OffBecause.PAUSED) & ~Q(_in_a_pause())
    wrong = Meeting.objects.filter(stands_in_it | off_without, starts_at__gt=now, pair__ended_on=None)
    pairs = list(wrong.order_by().values_list("pair_id", flat=True).distinct())
    if not pairs:
        return calling_off.Changed()
    list(Pair.objects.filter(pk__in=pairs).select_for_update(no_key=True).order_by("pk").values_list("pk"))
    plans = MeetingSeries.objects.filter(pair__in=pairs, last_on=None).order_by("pk")
    list(plans.select_for_update(no_key=True).values_list("pk"))
    changed = calling_off.look_again(wrong, now=now)
    calendar_messages.owe([meeting.pk for meeting in [*changed.off, *changed.back]], now=now)
    return changed
