"""How a programme guides its pairs: after how many days somebody asks, nudges or helps. A dated row a town."""

from django.db import models
from django.db.models import Q

from backend.people.models import Account
from backend.places.scope import TenantManager, TenantRow


class PairPeriods(TenantRow):
    """The periods that hold from a day on, until a later row takes its place. Days and weeks are whole numbers."""

    from_on = models.DateField()
    trial_days = models.PositiveSmallIntegerField(default=42)
    trial_meetings = models.PositiveSmallIntegerField(default=4)
    first_check_days = models.PositiveSmallIntegerField(default=10)
    nudge_days = models.PositiveSmallIntegerField(default=21)
    help_days = models.PositiveSmallIntegerField(default=35)
    evaluation_weeks = models.PositiveSmallIntegerField(default=13)
    term_weeks = models.PositiveSmallIntegerField(default=52)
    set_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager["PairPeriods"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "from_on"], name="pair_periods_once_a_day"),
            models.CheckConstraint(
                condition=Q(nudge_days__gte=7, help_days__gt=models.F("nudge_days")),
                name="a_nudge_comes_before_help",
            ),
            models.CheckConstraint(
                condition=Q(evaluation_weeks__gte=4, term_weeks__gt=models.F("evaluation_weeks")),
                name="an_evaluation_lies_within_the_term",
            ),
        ]
