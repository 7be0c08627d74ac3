"""Which periods hold in the open town on a day: its own dated row, or what most programmes do; and setting them."""

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from backend.pairs.models import PairPeriods
from backend.people.models import Account, Coordinator, ProgrammeManager
from backend.places.clock import local_today
from backend.places.models import Municipality
from backend.privacy import audit

LONGEST_DAYS, LONGEST_WEEKS, MOST_MEETINGS = 365, 156, 20
FIRST_NUDGE, FIRST_EVALUATION = 7, 4


class PeriodsBeginInThePast(Exception):
    """What held on days that are over does not change: choose today or a later day."""


class PeriodsDoNotFit(Exception):
    """A nudge comes after a week at least and before help, an evaluation after four weeks and within the term."""


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The periods as a programme writes them down, in whole days and weeks."""

    trial_days: int
    trial_meetings: int
    first_check_days: int
    nudge_days: int
    help_days: int
    evaluation_weeks: int
    term_weeks: int

    @property
    def fit(self) -> bool:
        """Whether they can hold together."""
        days = (self.trial_days, self.first_check_days, self.nudge_days, self.help_days)
        return (
            all(1 <= each <= LONGEST_DAYS for each in days)
            and 1 <= self.trial_meetings <= MOST_MEETINGS
            and FIRST_NUDGE <= self.nudge_days < self.help_days
            and FIRST_EVALUATION <= self.evaluation_weeks < self.term_weeks <= LONGEST_WEEKS
        )


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


def figures_on(day: date) -> Figures:
    """The same as whole numbers, to show and to change."""
    held = on(day)
    return Figures(
        trial_days=held.trial.days,
        trial_meetings=held.trial_meetings,
        first_check_days=held.first_check.days,
        nudge_days=held.nudge.days,
        help_days=held.help.days,
        evaluation_weeks=held.evaluation.days // 7,
        term_weeks=held.term.days // 7,
    )


@transaction.atomic
def change(*, town: str, from_on: date, figures: Figures, by: Account, now: datetime) -> PairPeriods:
    """These periods hold from a day on, until a later row; rows of before stay as history. Twice is one row.

    Raises:
        PairPeriods.DoesNotExist: ``by`` neither coordinates nor answers for the programme in the open town.
        PeriodsBeginInThePast, PeriodsDoNotFit: see there.
    """
    mine = {"account": by, "until": None}
    if not (Coordinator.objects.filter(**mine).exists() or ProgrammeManager.objects.filter(**mine).exists()):
        raise PairPeriods.DoesNotExist
    if from_on < local_today(now):
        raise PeriodsBeginInThePast
    if not figures.fit:
        raise PeriodsDoNotFit
    Municipality.objects.select_for_update(no_key=True).get(pk=town)
    known = PairPeriods.objects.filter(from_on=from_on).first()
    if known and all(getattr(known, name) == value for name, value in asdict(figures).items()):
        return known
    about = {"municipality_id": town, "set_by": by, **asdict(figures)}
    row, _is_new = PairPeriods.objects.update_or_create(from_on=from_on, defaults=about)
    audit.note(deed="periods.change", about=row, town=town, by=by.pk, now=now)
    return row
