"""Counter-obligations: who must do how many minutes, since which decision. Behind the wall.

No row here points to a row outside this room: people, towns and meetings are plain ids, so that nothing
outside can filter, sort or count on what stands here. The tables stand in a schema that only the room's own
role of the database may read (``backend.config.databases``).
"""

from datetime import date
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _

from backend.obligations.models.base import LegalBasis, WalledRow, _Days, _OneObligation
from backend.obligations.models.policy import PolicyVersion
from backend.people.models import Account, Caseworker
from backend.places.scope import TenantManager


class Delegation(WalledRow):
    """A colleague watches over the caseload while its caseworker is away; until somebody ends it."""

    from_id = models.UUIDField()
    to_id = models.UUIDField()
    since = models.DateTimeField()
    back_on = models.DateField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["Delegation"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality_id", "from_id"], condition=Q(ended_at=None), name="delegated_to_one_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(from_id=F("to_id")), name="delegated_to_somebody_else"),
        ]


class ObligationQuerySet(models.QuerySet["Obligation"]):
    """Which obligations?"""

    def visible_to(self, account: Account) -> Self:
        """Those in the caseload of this caseworker of the open town, also for a colleague who is away."""
        if not Caseworker.objects.filter(account=account, until=None).exists():
            return self.none()
        lent = Delegation.objects.filter(from_id=OuterRef("caseworker_id"), to_id=account.pk, ended_at=None)
        return self.filter(Q(caseworker_id=account.pk) | Exists(lent))

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


class Ground(models.TextChoices):
    """Why nothing, or less, is asked for a while: a closed list, and no word about anybody's health."""

    FULLY_PERMANENTLY_DISABLED = "FULLY_PERMANENTLY_DISABLED", _("Fully and permanently unable to work (art. 9.5)")
    SINGLE_PARENT_CHILD_UNDER_5 = "SINGLE_PARENT_CHILD_UNDER_5", _("Single parent of a child under five (art. 9a)")
    CARE_TASKS = "CARE_TASKS", _("Care for somebody (art. 9.2)")
    URGENT_REASONS_MEDICAL = "URGENT_REASONS_MEDICAL", _("Urgent reasons, medical (art. 9.2)")
    URGENT_REASONS_SOCIAL = "URGENT_REASONS_SOCIAL", _("Urgent reasons, social (art. 9.2)")
    AGE_OUTSIDE = "AGE_OUTSIDE", _("Under 18, or old enough for the state pension")
    WORK_OR_REINTEGRATION_CONFLICT = "WORK_OR_REINTEGRATION_CONFLICT", _("Work or a path to work takes the time")
    CIVIC_INTEGRATION_FULL = "CIVIC_INTEGRATION_FULL", _("Civic integration takes the time")
    PREGNANCY_LEAVE = "PREGNANCY_LEAVE", _("Leave around a birth")
    DETENTION = "DETENTION", _("Detention")
    MUNICIPAL_OTHER = "MUNICIPAL_OTHER", _("Another ground of the ordinance")
    SUSPENDED = "SUSPENDED", _("Suspended by a decision")


class ObligationDecision(WalledRow):
    """A decision of the municipality about a duty; written once (Awb art. 3:46 asks for its reasons).

    ``number`` is its place among those of this person: what holds follows from them in this order.
    """

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
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=22, choices=Kind)
    legal_basis = models.CharField(max_length=22, choices=LegalBasis)
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+", null=True, blank=True)
    case_reference = models.CharField(max_length=40)
    mandate_ref = models.CharField(max_length=40, blank=True)
    document_ref = models.CharField(max_length=60, blank=True)
    reasons = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    decided_on = models.DateField()
    notified_on = models.DateField(null=True, blank=True)
    objection_until = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    minutes_per_week = models.PositiveSmallIntegerField(null=True, blank=True)
    ground = models.CharField(max_length=30, choices=Ground, blank=True)
    share_pct = models.PositiveSmallIntegerField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    undoes = models.ForeignKey("self", models.PROTECT, related_name="undone_by", null=True, blank=True)
    decided_by = models.UUIDField()
    written_at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)
    request_hash = models.CharField(max_length=64)

    objects = TenantManager["ObligationDecision"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="EXEMPT") & ~Q(ground="") & Q(share_pct__gte=1, share_pct__lte=100)
                | ~Q(kind="EXEMPT") & Q(ground=""),
                name="an_exemption_has_a_ground_and_a_share",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["WITHDRAW", "ANNUL_AFTER_OBJECTION"], undoes__isnull=False)
                | ~Q(kind__in=["WITHDRAW", "ANNUL_AFTER_OBJECTION"]) & Q(undoes=None),
                name="what_is_undone_is_named",
            ),
            models.UniqueConstraint(fields=["obligation", "number"], name="decisions_in_order"),
            models.UniqueConstraint(
                fields=["undoes"], condition=Q(undoes__isnull=False), name="a_decision_is_undone_once"
            ),
        ]


class PeriodQuerySet(models.QuerySet["RequirementPeriod"]):
    """Which periods?"""

    def touching(self, *, starts_on: date, ends_on: date) -> Self:
        """Those with a day in common with the given first and last day."""
        return self.filter(starts_on__lte=ends_on).filter(Q(ends_on=None) | Q(ends_on__gte=starts_on))


class RequirementPeriod(WalledRow):
    """From the first up to and including the last day: so many minutes a week are asked.

    These rows follow from the decisions (``backend.obligations.timeline``) and are written again with each.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="periods")
    decision = models.ForeignKey(ObligationDecision, models.PROTECT, related_name="periods")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    minutes_per_week = models.PositiveSmallIntegerField()

    objects = TenantManager.from_queryset(PeriodQuerySet)()

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


class ExemptionPeriod(WalledRow):
    """From the first up to and including the last day a share of the minutes is not asked.

    Follows from the decisions, as ``RequirementPeriod`` does. Where two overlap, the larger share holds.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="exemptions")
    decision = models.ForeignKey(ObligationDecision, models.PROTECT, related_name="exemptions")
    ground = models.CharField(max_length=30, choices=Ground)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(null=True, blank=True)
    share_pct = models.PositiveSmallIntegerField()

    objects = TenantManager["ExemptionPeriod"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="exemption_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(share_pct__gte=1, share_pct__lte=100), name="exemption_of_a_share_of_a_hundred"
            ),
        ]


class HoursStatement(WalledRow):
    """A frozen statement (urenverklaring): rendering it again gives the same bytes.

    ``figures`` holds everything that is printed; ``last_entry_number`` is the last line of the ledger that it
    saw; ``figures_sha256`` is the hash of the canonical JSON of the figures.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="statements")
    policy_version = models.ForeignKey(PolicyVersion, models.PROTECT, related_name="+", null=True, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    last_entry_number = models.PositiveBigIntegerField()
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    issued_by = models.UUIDField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["HoursStatement"]()


class Booking(WalledRow):
    """What a statement said about a week, in minutes; a later change is a counter-entry and a new entry.

    The sum over all bookings about one week of one statement is what is known about it now.
    """

    statement = models.ForeignKey(HoursStatement, models.PROTECT, related_name="bookings")
    written_with = models.ForeignKey(HoursStatement, models.PROTECT, related_name="+")
    monday = models.DateField()
    required = models.IntegerField()
    done = models.IntegerField()
    excused = models.IntegerField()
    credited = models.IntegerField()
    reverses = models.OneToOneField("self", models.PROTECT, related_name="reversed_by", null=True, blank=True)

    objects = TenantManager["Booking"]()
