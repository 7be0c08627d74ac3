"""Someone does not feel safe with the other of a pair: who, and whether somebody has called."""

from typing import Self

from django.db import models
from django.db.models import Exists, Q

from backend.pairs.models import Pair
from backend.people.models import Account, Coordinator
from backend.places.scope import TenantManager, TenantRow


class SafetyReportQuerySet(models.QuerySet["SafetyReport"]):
    """Which reports?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the open town, for its coordinators; nobody else sees any, not even the other person."""
        return self.filter(Exists(Coordinator.objects.filter(account=account, until=None)))

    def open(self) -> Self:
        """Nobody has called yet, longest waiting first."""
        return self.filter(called_at=None).order_by("reported_at", "pk")


class SafetyReport(TenantRow):
    """ "I do not feel safe": the two are kept apart at once, and a coordinator calls. There is no text."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    request_id = models.UUIDField()
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(SafetyReportQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "request_id"], name="report_request_once_an_actor"),
            models.UniqueConstraint(
                fields=["pair", "account"], condition=Q(called_at=None), name="one_open_report_a_person"
            ),
            models.CheckConstraint(
                condition=Q(called_at=None, called_by=None) | Q(called_at__isnull=False, called_by__isnull=False),
                name="a_call_has_a_caller",
            ),
        ]
