"""Another volunteer stands in for the usual one of a pair, from a first to a last day; then it is over by itself."""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import Exists, F, Func, Q

from backend.meetings.models.ranges import OnePerson
from backend.pairs.models import Pair
from backend.people.models import Account, Coordinator, Volunteer
from backend.places.scope import TenantManager, TenantRow


class Days(Func):
    """From the first day up to the last, or up to the day on which the usual volunteer was back."""

    template = "daterange(from_on, COALESCE(lifted_on, until_on + 1), '[)')"
    output_field = DateRangeField()


class SubstitutionQuerySet(models.QuerySet["Substitution"]):
    """Which substitutions?"""

    def visible_to(self, account: Account) -> Self:
        """All of the open town for its coordinators; for others those in which they have a part."""
        mine = Q(volunteer__account=account) | Q(pair__in=Pair.objects.of(account))
        return self.filter(Q(Exists(Coordinator.objects.filter(account=account, until=None))) | mine)

    def touching(self, first: date, last: date) -> Self:
        """Those that hold on one of these days, both included."""
        goes_on = Q(lifted_on=None, until_on__gte=first) | (Q(lifted_on__gt=first) & Q(lifted_on__gt=F("from_on")))
        return self.filter(goes_on, from_on__lte=last)

    def not_over(self, today: date) -> Self:
        """Of today or later, the first day first."""
        return self.touching(today, date.max).order_by("from_on", "pk")


class Substitution(TenantRow):
    """``volunteer`` meets the newcomer of ``pair`` from ``from_on`` through ``until_on``.

    The meetings, reminders and hours of these days are those of who stands in; ``lifted_on`` is the first day on
    which the usual volunteer was back earlier. With nobody's name there, it was ended without a word to anybody.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="substitutions")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="substitutions")
    from_on = models.DateField()
    until_on = models.DateField()
    arranged_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField()
    request_id = models.UUIDField()
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(SubstitutionQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["arranged_by", "request_id"], name="substitution_request_once_an_actor"),
            models.CheckConstraint(condition=Q(from_on__lte=F("until_on")), name="substitution_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(lifted_on=None, lifted_by=None) | Q(lifted_on__isnull=False, lifted_on__gte=F("from_on")),
                name="substitution_is_not_over_before_it_starts",
            ),
            ExclusionConstraint(
                name="one_substitute_of_a_pair_at_a_time",
                expressions=[(OnePerson("pair"), "&&"), (Days(), "&&")],
            ),
        ]

    def covers(self, day: date) -> bool:
        """Whether it holds on this day."""
        last_is_past = self.lifted_on is not None and day >= self.lifted_on
        return self.from_on <= day <= self.until_on and not last_is_past
