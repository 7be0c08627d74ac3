"""A pause of a pair: from a first to a last day, asked by one of them or proposed by a coordinator."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value

from backend.pairs.models.endings import Side
from backend.pairs.models.pairs import Pair
from backend.people.models import Account
from backend.places.scope import TenantManager, TenantRow


class OnePair(Func):
    """A pair as a range that overlaps only with itself, for an exclusion constraint without extensions."""

    function = "uuidrange"

    def __init__(self) -> None:
        super().__init__(F("pair"), F("pair"), Value("[]"))


class PauseDays(Func):
    """From the first day up to the last, or up to the day on which they met again."""

    template = "daterange(from_on, COALESCE(resumed_on, until_on + 1), '[)')"
    output_field = DateRangeField()


class PairPauseQuerySet(models.QuerySet["PairPause"]):
    """Which pauses?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the pairs that this account sees."""
        return self.filter(pair__in=Pair.objects.visible_to(account))

    def agreed(self) -> Self:
        """These hold, or held; a pause that is only proposed does not."""
        return self.filter(agreed_at__isnull=False)

    def on(self, day: date) -> Self:
        """Agreed pauses that cover this day."""
        goes_on = Q(resumed_on=None, until_on__gte=day) | Q(resumed_on__gt=day)
        return self.agreed().filter(goes_on, from_on__lte=day)

    def proposed(self, day: date) -> Self:
        """Proposals that wait for a yes or a no and still make sense."""
        return self.filter(agreed_at=None, refused_at=None, until_on__gte=day)


class PairPause(TenantRow):
    """These two do not meet from ``from_on`` through ``until_on``; ``resumed_on`` is when they met again earlier."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="pauses")
    from_on = models.DateField()
    until_on = models.DateField()
    side = models.CharField(max_length=11, choices=Side)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    resumed_on = models.DateField(null=True, blank=True)
    resumed_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    request_id = models.UUIDField()

    objects = TenantManager.from_queryset(PairPauseQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked_by", "request_id"], name="pause_request_once_an_actor"),
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="pause_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(resumed_on=None) | Q(resumed_on__gte=F("from_on"), resumed_on__lte=F("until_on")),
                name="pause_is_resumed_within_it",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by=None)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, refused_at=None),
                name="pause_is_agreed_by_somebody_or_refused",
            ),
            ExclusionConstraint(
                name="pair_is_paused_once_at_a_time",
                expressions=[(OnePair(), "&&"), (PauseDays(), "&&")],
                condition=Q(agreed_at__isnull=False),
            ),
        ]

    def covers(self, day: date) -> bool:
        """Whether they do not meet on this day because of it."""
        last = self.resumed_on is None or day < self.resumed_on
        return self.agreed_at is not None and self.from_on <= day <= self.until_on and last

    def waits_on(self, day: date) -> bool:
        """Whether it is proposed and still waits for a yes or a no."""
        return self.agreed_at is None and self.refused_at is None and day <= self.until_on
