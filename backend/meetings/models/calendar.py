"""On which days people do not meet: somebody is away, or the house is closed."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, Q

from backend.people.models import Account, Coordinator
from backend.places.models import CommunityCentre
from backend.places.scope import TenantManager, TenantRow


class OffBecause(models.TextChoices):
    """Why a planned meeting is off by itself; whoever calls one off by hand leaves this empty."""

    HOLIDAY = "HOLIDAY"
    SCHOOL_HOLIDAY = "SCHOOL_HOLIDAY"
    HOUSE_CLOSED = "HOUSE_CLOSED"
    NEWCOMER_AWAY = "NEWCOMER_AWAY"
    VOLUNTEER_AWAY = "VOLUNTEER_AWAY"
    CLASH = "CLASH"
    PAUSED = "PAUSED"


class AbsenceQuerySet(models.QuerySet["Absence"]):
    """Which absences?"""

    def visible_to(self, account: Account) -> Self:
        """One's own, and for a coordinator all of the open town."""
        coordinates = Coordinator.objects.filter(account=account, until=None)
        return self.filter(Q(account=account) | Q(Exists(coordinates)))

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(lifted_at=None)

    def not_over(self, today: date) -> Self:
        """Of today or later, the first day first."""
        return self.filter(ends_on__gte=today).order_by("starts_on", "pk")


class Absence(TenantRow):
    """Somebody is away from a day to a day, both included. Nobody is asked why."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="absences")
    starts_on = models.DateField()
    ends_on = models.DateField()
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    request_id = models.UUIDField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(AbsenceQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entered_by", "request_id"], name="absence_request_once_an_actor"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="absence_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["account", "ends_on"], condition=Q(lifted_at=None), name="absences_of_a_person")
        ]


class ClosureQuerySet(models.QuerySet["Closure"]):
    """Which closures?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the houses of the open town, for its coordinators."""
        return self.filter(Exists(Coordinator.objects.filter(account=account, until=None)))

    def standing(self) -> Self:
        """Not taken back."""
        return self.filter(lifted_at=None)

    def not_over(self, today: date) -> Self:
        """Of today or later, the first day first."""
        return self.filter(ends_on__gte=today).order_by("starts_on", "pk")


class Closure(TenantRow):
    """A house is closed from a day to a day, both included; ``why`` is shown to whoever would meet there."""

    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    why = models.CharField(max_length=80, blank=True)
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    request_id = models.UUIDField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(ClosureQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entered_by", "request_id"], name="closure_request_once_an_actor"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="closure_ends_after_it_starts"),
        ]
        indexes = [
            models.Index(fields=["centre", "ends_on"], condition=Q(lifted_at=None), name="closures_of_a_centre")
        ]
