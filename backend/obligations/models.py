"""Counter-obligations: who must do how many minutes, since which decision. Behind the wall.

No row here points to a row outside this room: people, towns and meetings are plain ids, so that nothing
outside can filter, sort or count on what stands here. The tables stand in a schema that only the room's own
role of the database may read (``backend.config.databases``).
"""

import uuid
from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from backend.people.models import Account, Caseworker
from backend.places.scope import TenantManager


class LegalBasis(models.TextChoices):
    """On which article the duty rests; the basis decides the sanction, so there is no default."""

    PW_9_1_C = "PW_9_1_C", _("Participatiewet article 9, first paragraph, c (counter-obligation)")
    IOAW_37_1_F = "IOAW_37_1_F", _("IOAW article 37, first paragraph, f")
    IOAZ_37_1_F = "IOAZ_37_1_F", _("IOAZ article 37, first paragraph, f")
    PW_2027_PARTICIPATION = "PW_2027_PARTICIPATION", _("Participatiewet from 2027 (social participation)")
    VOLUNTARY = "VOLUNTARY", _("Agreed, without a duty")


class _OneObligation(Func):
    function = "public.uuidrange"


class _Days(Func):
    function = "daterange"
    output_field = DateRangeField()


class WalledRow(models.Model):
    """A row of one municipality that names the municipality by its code only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality_id = models.CharField(max_length=6)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"  # never a name: this lands in logs


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Which obligations?"""

    def visible_to(self, account: Account) -> Self:
        """Those in the caseload of this caseworker of the open town; nobody else sees any."""
        if not Caseworker.objects.filter(account=account, until=None).exists():
            return self.none()
        return self.filter(caseworker_id=account.pk)

    def about(self, account: Account) -> Self:
        """The person's own."""
        return self.filter(person_id=account.pk)


class Obligation(WalledRow):
    """The duty of one person (the duty is individual, Participatiewet art. 9 lid 3).

    ``person_id`` and ``caseworker_id`` are account ids; ``client_number`` is the number in the benefits
    system, never the BSN.
    """

    person_id = models.UUIDField()
    caseworker_id = models.UUIDField()
    client_number = models.CharField(max_length=30)
    linked_at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager.from_queryset(ObligationQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "person_id"], name="one_obligation_a_person"),
        ]


class ObligationDecision(WalledRow):
    """A decision of the municipality about a duty; written once (Awb art. 3:46 asks for its reasons)."""

    class Kind(models.TextChoices):
        IMPOSE = "IMPOSE", _("Impose")
        AMEND = "AMEND", _("Change")
        SUSPEND = "SUSPEND", _("Suspend")
        RESUME = "RESUME", _("Resume")
        EXEMPT = "EXEMPT", _("Exempt")
        END = "END", _("End")
        WITHDRAW = "WITHDRAW", _("Withdraw")
        ANNUL_AFTER_OBJECTION = "ANNUL_AFTER_OBJECTION", _("Annul after an objection")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="decisions")
    kind = models.CharField(max_length=22, choices=Kind)
    legal_basis = models.CharField(max_length=22, choices=LegalBasis)
    case_reference = models.CharField(max_length=40)
    decided_on = models.DateField()
    notified_on = models.DateField(null=True, blank=True)
    decided_by = models.UUIDField()
    written_at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)
    request_hash = models.CharField(max_length=64)

    objects = TenantManager["ObligationDecision"]()


class RequirementPeriodQuerySet(models.QuerySet["RequirementPeriod"]):
    """Which periods?"""

    def touching(self, *, starts_on: date, ends_on: date) -> Self:
        """Those with a day in common with the given first and last day."""
        return self.filter(starts_on__lte=ends_on).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))


class RequirementPeriod(WalledRow):
    """From the first up to and including the last day: so many minutes a week are asked."""

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="periods")
    decision = models.ForeignKey(ObligationDecision, models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    minutes_per_week = models.PositiveSmallIntegerField()

    objects = TenantManager.from_queryset(RequirementPeriodQuerySet)()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="requirement_periods_never_overlap",
                expressions=[
                    (_OneObligation(F("obligation"), F("obligation"), Value("[]")), "&&"),
                    (_Days(F("starts_on"), F("ends_on"), Value("[]")), "&&"),
                ],
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="period_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=Q(minutes_per_week__lte=1440), name="at_most_24_hours_a_week"),
        ]


class HoursStatement(WalledRow):
    """A frozen statement (urenverklaring): rendering it again gives the same bytes.

    ``figures`` holds everything that is printed; ``last_entry_number`` is the last line of the ledger that it
    saw; ``figures_sha256`` is the hash of the canonical JSON of the figures.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="statements")
    starts_on = models.DateField()
    ends_on = models.DateField()
    last_entry_number = models.PositiveBigIntegerField()
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["HoursStatement"]()
