"""A matching round: one computation over the people of a town, and what came of it."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from backend.pairs.models.fit import Fit
from backend.people.models import Account, Newcomer, Volunteer
from backend.places.scope import TenantManager, TenantRow


class MatchingRoundQuerySet(models.QuerySet["MatchingRound"]):
    """Which rounds?"""

    def underway(self) -> Self:
        """Asked for or being worked on; a town has at most one."""
        return self.filter(state__in=MatchingRound.UNDERWAY)

    def to_take_up(self) -> Self:
        """Nobody works on these: just asked for, or left by a worker that died (its lease is over)."""
        left = Q(state=MatchingRound.State.RUNNING, lease_until__lt=Now())
        return self.filter(Q(state=MatchingRound.State.REQUESTED) | left)

    def published(self) -> Self:
        """Those whose proposals were made, the newest first."""
        return self.filter(state=MatchingRound.State.PUBLISHED).order_by("-decided_at")

    def for_list(self) -> Self:
        """The newest first, without the reports, which are large."""
        return self.defer("report").select_related("asked_by").order_by("-asked_at", "pk")


class MatchingRound(TenantRow):
    """One computation over the frozen rows of a town (matchingronde).

    It is asked for, worked on under a lease, then dry: solved, and nobody has been proposed to anybody. A
    coordinator publishes or discards it; one that ``publishes_itself`` does so at once.
    """

    class State(models.TextChoices):
        REQUESTED = "REQUESTED", _("Asked for")
        RUNNING = "RUNNING", _("Looking for pairs")
        DRY = "DRY", _("Ready for you to look at")
        PUBLISHED = "PUBLISHED", _("Published")
        DISCARDED = "DISCARDED", _("Not used")
        FAILED = "FAILED", _("Failed")

    class Stage(models.TextChoices):
        READING = "READING", _("Reading who takes part")
        ALLOWED_PAIRS = "ALLOWED_PAIRS", _("Finding who may meet whom")
        WHO = "WHO", _("Finding who gets a buddy")
        WITH_WHOM = "WITH_WHOM", _("Finding who fits whom best")
        REASONS = "REASONS", _("Writing down why the others wait")
        ADVICE = "ADVICE", _("Finding whom you could look for")
        WRITING = "WRITING", _("Saving the result")

    class Failure(models.TextChoices):
        UNUSABLE_ROW = "UNUSABLE_ROW", _("What we know of one person cannot be used.")
        BROKEN_OFF = "BROKEN_OFF", _("The work was broken off three times.")
        UNEXPECTED = "UNEXPECTED", _("Something went wrong on our side.")

    UNDERWAY = (State.REQUESTED, State.RUNNING)
    DECIDED = (State.PUBLISHED, State.DISCARDED)

    state = models.CharField(max_length=9, choices=State, default=State.REQUESTED)
    day = models.DateField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    request_id = models.UUIDField(null=True, blank=True, unique=True)
    publishes_itself = models.BooleanField(default=False)

    tries = models.PositiveSmallIntegerField(default=0)
    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    stage = models.CharField(max_length=13, choices=Stage, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=12, choices=Failure, blank=True)
    failure_about = models.JSONField(default=dict, blank=True)  # codes and ids, no words

    decided_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    engine_version = models.CharField(max_length=20, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict, blank=True)

    objects = TenantManager.from_queryset(MatchingRoundQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="round_of_one_municipality"),
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(state__in=["REQUESTED", "RUNNING"]),
                name="one_round_at_a_time_in_a_town",
            ),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(state="DRY"), name="one_round_to_look_at_in_a_town"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["REQUESTED", "RUNNING"], finished_at=None)
                | (~Q(state__in=["REQUESTED", "RUNNING"]) & Q(finished_at__isnull=False)),
                name="round_that_ended_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="RUNNING", lease_token__isnull=False, lease_until__isnull=False)
                | (~Q(state="RUNNING") & Q(lease_token=None, lease_until=None)),
                name="running_round_is_held_under_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["PUBLISHED", "DISCARDED"], decided_at__isnull=False)
                | (~Q(state__in=["PUBLISHED", "DISCARDED"]) & Q(decided_at=None)),
                name="decided_round_has_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(state="FAILED") & ~Q(failure="") | (~Q(state="FAILED") & Q(failure="")),
                name="failed_round_says_why",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "asked_at"], name="rounds_by_moment")]

    @property
    def is_underway(self) -> bool:
        """Asked for or being worked on."""
        return self.state in self.UNDERWAY

    @property
    def has_result(self) -> bool:
        """Was solved, whatever was decided then."""
        return bool(self.report)


class RoundArchive(TenantRow):
    """The frozen input of a round and its result as files, kept apart since they are large."""

    round = models.OneToOneField(MatchingRound, models.CASCADE, related_name="archive")
    files = models.BinaryField()

    objects = TenantManager["RoundArchive"]()


class FoundPairQuerySet(models.QuerySet["FoundPair"]):
    """Which pairs of a round?"""

    def for_list(self) -> Self:
        """One query for a list page: names and places included, longest waiting first."""
        return self.select_related(
            *("newcomer__account", "newcomer__neighbourhood", "volunteer__account", "volunteer__neighbourhood"),
            "centre",
        ).order_by("newcomer__waiting_since", "pk")


class FoundPair(Fit):
    """Two people whom a round would bring together; a proposal only once the round is published.

    The aliases are their names in the frozen input of the round.
    """

    round = models.ForeignKey(MatchingRound, models.CASCADE, related_name="found_pairs")
    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="+")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="+")
    newcomer_alias = models.CharField(max_length=12, blank=True)
    volunteer_alias = models.CharField(max_length=12, blank=True)
    is_pinned = models.BooleanField(default=False)

    objects = TenantManager.from_queryset(FoundPairQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "newcomer"], name="found_once_a_round")]


class UnmatchedReasonQuerySet(models.QuerySet["UnmatchedReason"]):
    """Which reasons?"""

    def told(self) -> Self:
        """Those of published rounds, the newest first: a dry round is for the coordinator only."""
        published = self.filter(round__state=MatchingRound.State.PUBLISHED)
        return published.order_by("-round__decided_at")


class UnmatchedReason(TenantRow):
    """Why a newcomer got no proposal in a round, and the smallest change that would help.

    ``detail`` and ``smallest_change`` hold codes and numbers of ``matching``, never words and never
    another person.
    """

    round = models.ForeignKey(MatchingRound, models.CASCADE, related_name="unmatched_reasons")
    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="unmatched_reasons")
    alias = models.CharField(max_length=12, blank=True)
    reason = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)
    smallest_change = models.JSONField(default=dict)

    objects = TenantManager.from_queryset(UnmatchedReasonQuerySet)()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "newcomer"], name="one_reason_a_round")]
