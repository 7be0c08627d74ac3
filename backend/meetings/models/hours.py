"""The ledger of minutes: append-only lines, and the intervals that count now."""

import uuid
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Q

from backend.meetings.models.ranges import OnePerson, Span
from backend.people.models import Account
from backend.places.scope import TenantManager, TenantRow


class HoursEntryQuerySet(models.QuerySet["HoursEntry"]):
    """Which entries?"""

    def of(self, person_id: uuid.UUID) -> Self:
        """Everything written about this person's minutes, in the order of writing."""
        return self.filter(person_id=person_id).order_by("number")


class HoursEntry(TenantRow):
    """A line in the append-only ledger of minutes: nothing here is ever changed or deleted.

    A CLAIM names a person and an interval; every other kind points back to a claim. The ledger holds ids
    and no names, so that erasing a person leaves the sums. ``hash`` chains each line to the one before it in
    the same municipality (``number`` is without gaps), so that later tampering shows.
    """

    class Kind(models.TextChoices):
        CLAIM = "CLAIM"
        CONFIRM = "CONFIRM"
        DISPUTE = "DISPUTE"
        RESOLVE = "RESOLVE"
        REVERSE = "REVERSE"
        CORRECT = "CORRECT"

    class Side(models.TextChoices):
        VOLUNTEER = "VOLUNTEER"
        NEWCOMER = "NEWCOMER"
        COORDINATOR = "COORDINATOR"

    class Outcome(models.TextChoices):
        STANDS = "STANDS"
        REJECTED = "REJECTED"

    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True)
    person_id = models.UUIDField()
    meeting_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    claim = models.ForeignKey("self", models.PROTECT, related_name="later_entries", null=True, blank=True)
    actor_id = models.UUIDField()
    actor_side = models.CharField(max_length=11, choices=Side)
    written_at = models.DateTimeField()
    request_id = models.UUIDField()
    reason = models.CharField(max_length=300, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = TenantManager.from_queryset(HoursEntryQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="line_of_one_municipality"),
            models.UniqueConstraint(fields=["municipality", "number"], name="ledger_number_once_a_town"),
            models.UniqueConstraint(fields=["actor_id", "request_id", "kind"], name="ledger_request_once_an_actor"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="hours_end_after_they_start"),
            models.CheckConstraint(
                condition=Q(kind="RESOLVE") & ~Q(outcome="") | ~Q(kind="RESOLVE") & Q(outcome=""),
                name="a_resolution_has_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(kind="CLAIM", claim=None) | (~Q(kind="CLAIM") & Q(claim__isnull=False)),
                name="only_a_claim_stands_alone",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(kind="REVERSE"), name="claim_is_reversed_at_most_once"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "person_id", "starts_at"], name="ledger_by_person")]


class HoursInterval(TenantRow):
    """The intervals that count now, kept by a database trigger on the ledger, so that none can overlap."""

    claim = models.OneToOneField(HoursEntry, models.PROTECT, related_name="interval")
    person_id = models.UUIDField()
    meeting_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = TenantManager["HoursInterval"]()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="hours_of_a_person_never_overlap",
                expressions=[(OnePerson("person_id"), "&&"), (Span("starts_at", "ends_at"), "&&")],
            ),
            models.UniqueConstraint(fields=["person_id", "meeting_id"], name="one_claim_a_person_a_meeting"),
        ]


class HoursCertificateQuerySet(models.QuerySet["HoursCertificate"]):
    """Which certificates?"""

    def visible_to(self, account: Account) -> Self:
        """A person's own, and nobody else's."""
        return self.filter(account=account)


class HoursCertificate(TenantRow):
    """A neutral statement of hours that a volunteer fetched: frozen, and the same for everybody.

    ``figures`` holds everything that is printed; ``last_entry_number`` and ``last_entry_hash`` tell how far
    the ledger had come. ``code`` is what somebody who holds the paper types to see whether it is genuine;
    statements of before there were codes have none.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    last_entry_number = models.PositiveBigIntegerField()
    last_entry_hash = models.CharField(max_length=64, blank=True)
    language = models.CharField(max_length=10, default="nl")
    code = models.CharField(max_length=12, null=True, blank=True, unique=True)
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    request_id = models.UUIDField()

    objects = TenantManager.from_queryset(HoursCertificateQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "request_id"], name="certificate_request_once_an_actor"),
            models.CheckConstraint(condition=Q(starts_on__lte=F("ends_on")), name="certificate_ends_after_it_starts"),
        ]
