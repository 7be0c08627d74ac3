"""A pair from its first day to its last, and two people who are kept apart."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.pairs.models.fit import Mode
from backend.pairs.models.proposals import Proposal
from backend.pairs.models.reasons import GOOD, EndReason
from backend.pairs.models.seen_by import coordinates_here
from backend.people.models import Account, Newcomer, Volunteer
from backend.places.scope import TenantManager, TenantRow


class PairQuerySet(models.QuerySet["Pair"]):
    """Which pairs?"""

    def visible_to(self, account: Account) -> Self:
        """The pairs of the open town for its coordinators; for others their own."""
        return self.filter(Q(coordinates_here(account)) | self.both(account))

    @staticmethod
    def both(account: Account) -> Q:
        """This account is one of the two."""
        return Q(newcomer__account=account) | Q(volunteer__account=account)

    def of(self, account: Account) -> Self:
        """Pairs in which this account is one of the two."""
        return self.filter(self.both(account))

    def current(self) -> Self:
        """Pairs that have not ended."""
        return self.filter(ended_on=None)

    def silent_since(self, day: date) -> Self:
        """Current pairs that have not met on or after ``day``; new pairs get the same time."""
        return self.current().filter(started_on__lt=day).exclude(last_met_on__gte=day)

    def paused_on(self, day: date) -> Self:
        """Current pairs that agreed on a pause that covers this day."""
        over = Q(pauses__resumed_on=None, pauses__until_on__gte=day) | Q(pauses__resumed_on__gt=day)
        return self.current().filter(over, pauses__agreed_at__isnull=False, pauses__from_on__lte=day)

    def for_board(self) -> Self:
        """One query for a list page: names included, longest silence first."""
        return self.select_related("newcomer__account", "volunteer__account").order_by(
            F("last_met_on").asc(nulls_first=True), "pk"
        )


class Pair(TenantRow):
    """A newcomer and a volunteer who meet, from a first day to a last day (koppel).

    ``place`` is which of the volunteer's places (1..5) this pair fills: two pairs can never fill the same.
    ``trial_until`` is the last day on which either may stop without a reason; a fourth meeting brings it forward.
    """

    newcomer = models.ForeignKey(Newcomer, models.PROTECT, related_name="pairs")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="pairs")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="pair", null=True, blank=True)
    place = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=9, choices=Mode)
    started_on = models.DateField()
    trial_until = models.DateField(null=True, blank=True)
    last_met_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager.from_queryset(PairQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="pair_of_one_municipality"),
            models.UniqueConstraint(
                fields=["newcomer"], condition=Q(ended_on=None), name="newcomer_has_one_current_pair"
            ),
            models.UniqueConstraint(
                fields=["volunteer", "place"],
                condition=Q(ended_on=None),
                name="volunteer_place_is_filled_once",
            ),
            models.CheckConstraint(condition=Q(place__gte=1, place__lte=5), name="volunteer_has_at_most_five_places"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
                name="pair_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, end_reason="") | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="pair_with_an_end_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "last_met_on"],
                condition=Q(ended_on=None),
                name="current_pairs_by_silence",
            ),
        ]

    @property
    def is_current(self) -> bool:
        """Has not ended."""
        return self.ended_on is None

    @property
    def is_completed(self) -> bool:
        """Ended because the newcomer got what he or she came for."""
        return self.end_reason in GOOD


class Exclusion(TenantRow):
    """Two people who must not be proposed to each other, until a coordinator lifts it.

    After ``until_on`` it is lifted by itself, with nobody's name. A sealed one stands beside the open ones, which
    come and go as if it were not there.
    """

    class Cause(models.TextChoices):
        ENDED = "ENDED", _("They were a pair")
        DECLINED = "DECLINED", _("One of them said no")
        REJECTED = "REJECTED", _("A coordinator did not approve")
        BY_HAND = "BY_HAND", _("A coordinator keeps them apart")
        SEALED = "SEALED", _("Sealed")

    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="exclusions")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="exclusions")
    cause = models.CharField(max_length=8, choices=Cause)
    since = models.DateTimeField()
    until_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    forbidden_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    objects = TenantManager["Exclusion"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer", "volunteer"],
                condition=Q(lifted_at=None) & ~Q(cause="SEALED"),
                name="excluded_openly_once",
            ),
            models.UniqueConstraint(
                fields=["newcomer", "volunteer"],
                condition=Q(lifted_at=None, cause="SEALED"),
                name="sealed_once",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None)
                | (Q(lifted_by__isnull=False) & ~Q(lift_reason=""))
                | Q(lifted_by=None, until_on__isnull=False),
                name="lifting_names_who_and_why",
            ),
            models.CheckConstraint(
                condition=~Q(cause="BY_HAND") | (Q(forbidden_by__isnull=False) & ~Q(reason="")),
                name="keeping_apart_by_hand_names_who_and_why",
            ),
        ]
