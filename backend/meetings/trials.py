"""The trial of a pair ends with its weeks, or on the day of its fourth meeting when that comes first."""

from datetime import datetime

from django.db.models import Count, Q

from backend.meetings.models import Attendance, Meeting
from backend.pairs import periods
from backend.pairs.models import Pair
from backend.places.clock import local_today


def shorten(*, now: datetime) -> int:
    """Bring the last day of the trial forward where enough meetings were held; of how many pairs."""
    today = local_today(now)
    enough = periods.on(today).trial_meetings
    held = Q(meetings__attendances__answer=Attendance.Answer.HELD)
    met = Pair.objects.current().filter(trial_until__gt=today)
    counted = met.annotate(times=Count("meetings", filter=held, distinct=True)).filter(times__gte=enough)
    shortened = 0
    for pair_id in counted.values_list("pk", flat=True):
        of_pair = Meeting.objects.filter(pair=pair_id, attendances__answer=Attendance.Answer.HELD)
        days = of_pair.order_by("local_date").values_list("pk", "local_date").distinct()
        last = days[enough - 1][1]
        shortened += Pair.objects.filter(pk=pair_id, trial_until__gt=last).update(trial_until=last)
    return shortened
