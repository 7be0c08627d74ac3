"""Someone does not feel safe with somebody whom he or she meets: who, and whether somebody has called."""

from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import Exists, Q

from backend.pairs.models import Pair
from backend.people.models import Account, ConfidentialAdviser, Coordinator, Volunteer
from backend.places.scope import TenantManager, TenantRow


class SafetyReportQuerySet(models.QuerySet["SafetyReport"]):
    """Which reports?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the open town, for its confidential advisers; nobody else sees any.

        Only in a town that has no adviser its coordinators do: a call for help must not end up nowhere.
        """
        advisers = ConfidentialAdviser.objects.filter(until=None)
        coordinates = Coordinator.objects.filter(account=account, until=None)
        return self.filter(Exists(advisers.filter(account=account)) | (~Exists(advisers) & Exists(coordinates)))

    def in_force(self) -> Self:
        """The two are kept apart because of these."""
        return self.filter(lifted_at=None)

    def of_pairs(self) -> Self:
        """Between the two of a pair themselves, not between the newcomer and who stood in."""
        return self.filter(substitute=None)

    def between(self, newcomer_id: UUID, volunteer_id: UUID) -> Self:
        """Of these two, whether they are a pair or this volunteer stood in."""
        is_usual = Q(substitute=None, pair__volunteer=volunteer_id)
        return self.filter(is_usual | Q(substitute=volunteer_id), pair__newcomer=newcomer_id)

    def open(self) -> Self:
        """Nobody has called yet, longest waiting first."""
        return self.filter(called_at=None).order_by("reported_at", "pk")


class SafetyReport(TenantRow):
    """ "I do not feel safe": the two are kept apart at once, and somebody calls. Who reports writes no text.

    It is between the two of ``pair``; with ``substitute`` it is between the newcomer and who stood in.
    ``note`` is the adviser's; ``lifted_at`` is when the adviser let the two meet again.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="+")
    substitute = models.ForeignKey(Volunteer, models.PROTECT, related_name="+", null=True, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    request_id = models.UUIDField()
    called_at = models.DateTimeField(null=True, blank=True)
    called_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(SafetyReportQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "request_id"], name="report_request_once_an_actor"),
            models.UniqueConstraint(
                fields=["pair", "account", "substitute"],
                condition=Q(called_at=None),
                name="one_open_report_about_a_person",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(called_at=None, called_by=None) | Q(called_at__isnull=False, called_by__isnull=False),
                name="a_call_has_a_caller",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="lifting_a_report_names_who",
            ),
        ]

    @property
    def newcomer_id(self) -> UUID:
        """Which newcomer it is between, whoever reported it; it comes with its pair."""
        return self.pair.newcomer_id

    @property
    def volunteer_id(self) -> UUID:
        """And which volunteer: who stood in, or the usual one."""
        return self.substitute_id or self.pair.volunteer_id
