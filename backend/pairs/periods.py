"""Which periods hold in the open town on a day: its own dated row, or what most programmes do."""

from dataclasses import dataclass
from datetime import date, timedelta

from backend.pairs.models import PairPeriods


@dataclass(frozen=True, kw_only=True)
class Periods:
    """Spans of time in the life of a pair.

    Attributes:
        trial, trial_meetings: either may stop without a reason for so long, or until so many meetings were held.
        first_check: after the first day, "did you meet?".
        nudge, help: without a meeting for so long both hear a word, and then a coordinator does.
        evaluation: after the first day, the first evaluation.
        term: how long a pair lasts when its language plan says nothing else.
    """

    trial: timedelta = timedelta(days=42)
    trial_meetings: int = 4
    first_check: timedelta = timedelta(days=10)
    nudge: timedelta = timedelta(days=21)
    help: timedelta = timedelta(days=35)
    evaluation: timedelta = timedelta(weeks=13)
    term: timedelta = timedelta(weeks=52)


def on(day: date) -> Periods:
    """The periods of the open town on this day."""
    row = PairPeriods.objects.filter(from_on__lte=day).order_by("-from_on").first()
    if row is None:
        return Periods()
    return Periods(
        trial=timedelta(days=row.trial_days),
        trial_meetings=row.trial_meetings,
        first_check=timedelta(days=row.first_check_days),
        nudge=timedelta(days=row.nudge_days),
        help=timedelta(days=row.help_days),
        evaluation=timedelta(weeks=row.evaluation_weeks),
        term=timedelta(weeks=row.term_weeks),
    )
