"""Pairs: from a matching round over proposals to a newcomer and a volunteer who meet."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Exists, F, Q
from django.utils.translation import gettext_lazy as _

from backend.people.models import Account, Coordinator, Newcomer, Volunteer
from backend.places.scope import TenantManager, TenantRow


def _coordinates_here(account: Account) -> Exists:
    return Exists(Coordinator.objects.filter(account=account, until=None))


class Mode(models.TextChoices):
    IN_PERSON = "IN_PERSON", _("Meeting in person")
    ONLINE = "ONLINE", _("Meeting online")


class MatchingRound(TenantRow):
    """One computation over the frozen rows of a town (matchingronde)."""

    class State(models.TextChoices):
        RUNNING = "RUNNING", _("Running")
        FINISHED = "FINISHED", _("Finished")
        FAILED = "FAILED", _("Failed")

    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    day = models.DateField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    request_id = models.UUIDField(null=True, blank=True, unique=True)
    engine_version = models.CharField(max_length=20, blank=True)
    input_hash = models.CharField(max_length=64, blank=True)
    report = models.JSONField(default=dict, blank=True)

    objects = TenantManager["MatchingRound"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="round_of_one_municipality"),
            models.UniqueConstraint(
                fields=["municipality"], condition=Q(state="RUNNING"), name="one_round_at_a_time_in_a_town"
            ),
            models.CheckConstraint(
                condition=Q(state="RUNNING", finished_at=None) | (~Q(state="RUNNING") & Q(finished_at__isnull=False)),
                name="round_that_ended_has_a_moment",
            ),
        ]


class UnmatchedReason(TenantRow):
    """Why a newcomer got no proposal in a round, and the smallest change that would help.

    ``detail`` and ``smallest_change`` hold codes and numbers of ``matching``, never words and never
    another person.
    """

    round = models.ForeignKey(MatchingRound, models.CASCADE, related_name="unmatched_reasons")
    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="unmatched_reasons")
    reason = models.CharField(max_length=20)
    detail = models.JSONField(default=dict)
    smallest_change = models.JSONField(default=dict)

    objects = TenantManager["UnmatchedReason"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "newcomer"], name="one_reason_a_round")]


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Which proposals?"""

    def visible_to(self, account: Account) -> Self:
        """All of the open town for its coordinators; for others only those that were offered to them."""
        offered = ~Q(state__in=[Proposal.State.PENDING, Proposal.State.REJECTED, Proposal.State.WITHDRAWN])
        mine = Q(newcomer__account=account) | Q(volunteer__account=account)
        return self.filter(Q(_coordinates_here(account)) | (mine & offered))

    def open(self) -> Self:
        """Waiting for the coordinator or for an answer: these hold a place of the volunteer."""
        return self.filter(state__in=Proposal.OPEN)

    def for_board(self) -> Self:
        """One query for a list page: names and places included, longest waiting first."""
        return self.select_related(
            "newcomer__account", "newcomer__neighbourhood", "volunteer__account", "volunteer__neighbourhood"
        ).order_by("newcomer__waiting_since", "pk")


class Proposal(TenantRow):
    """A suggested pair (voorstel): first the coordinator says yes, then both people do.

    The slot is a weekday (Monday 0) and minutes since local midnight.
    """

    class State(models.TextChoices):
        PENDING = "PENDING", _("Waiting for the coordinator")
        REJECTED = "REJECTED", _("Not approved")
        OFFERED = "OFFERED", _("Offered to both")
        ACCEPTED = "ACCEPTED", _("Both said yes")
        DECLINED = "DECLINED", _("One of them said no")
        EXPIRED = "EXPIRED", _("No answer in time")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    class DeclineReason(models.TextChoices):
        TIMES = "TIMES", _("The day or time does not fit")
        TOO_FAR = "TOO_FAR", _("It is too far")
        OTHER_BUDDY = "OTHER_BUDDY", _("I would like someone else")
        NOT_NOW = "NOT_NOW", _("I cannot start now")
        PREFER_NOT_TO_SAY = "PREFER_NOT_TO_SAY", _("I prefer not to say")

    OPEN = (State.PENDING, State.OFFERED)

    round = models.ForeignKey(MatchingRound, models.PROTECT, related_name="proposals", null=True, blank=True)
    newcomer = models.ForeignKey(Newcomer, models.PROTECT, related_name="proposals")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="proposals")
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    made_at = models.DateTimeField()

    mode = models.CharField(max_length=9, choices=Mode)
    score = models.PositiveSmallIntegerField()
    score_parts = models.JSONField(default=dict)  # nearness, time, language, goals, interests
    distance_m = models.PositiveIntegerField()
    common_minutes = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()
    starts_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()

    decided_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    rejection_reason = models.CharField(max_length=300, blank=True)
    answer_before = models.DateTimeField(null=True, blank=True)
    newcomer_accepted_at = models.DateTimeField(null=True, blank=True)
    volunteer_accepted_at = models.DateTimeField(null=True, blank=True)
    declined_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    decline_reason = models.CharField(max_length=20, choices=DeclineReason, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(ProposalQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="proposal_of_one_municipality"),
            models.UniqueConstraint(
                fields=["newcomer"],
                condition=Q(state__in=["PENDING", "OFFERED"]),
                name="newcomer_has_one_open_proposal",
            ),
            models.CheckConstraint(
                condition=~Q(state="ACCEPTED")
                | Q(newcomer_accepted_at__isnull=False, volunteer_accepted_at__isnull=False),
                name="accepted_means_both_said_yes",
            ),
            models.CheckConstraint(
                condition=~Q(state="OFFERED") | Q(decided_by__isnull=False, answer_before__isnull=False),
                name="offered_means_a_coordinator_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state="REJECTED") | ~Q(rejection_reason=""),
                name="rejected_means_a_reason_was_given",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state"], name="proposals_by_state")]

    @property
    def is_open(self) -> bool:
        """Still waiting for somebody's word."""
        return self.state in self.OPEN


class EndReason(models.TextChoices):
    COMPLETED = "COMPLETED", _("The agreed time is over")
    GOAL_REACHED = "GOAL_REACHED", _("The goal is reached")
    FOUND_WORK = "FOUND_WORK", _("Found work or started a study")
    MOVED = "MOVED", _("Moved away")
    TIMES_DO_NOT_FIT = "TIMES_DO_NOT_FIT", _("The days and times do not fit any more")
    TOO_FAR = "TOO_FAR", _("It is too far")
    NO_CLICK = "NO_CLICK", _("It did not click")
    LEVEL_MISMATCH = "LEVEL_MISMATCH", _("The level did not fit")
    NO_CONTACT = "NO_CONTACT", _("Lost contact")
    ILLNESS_OR_CARE = "ILLNESS_OR_CARE", _("Illness or care at home")
    TOO_BUSY = "TOO_BUSY", _("Too busy")
    UNSAFE = "UNSAFE", _("Did not feel safe")
    OTHER = "OTHER", _("Another reason")


class PairQuerySet(models.QuerySet["Pair"]):
    """Which pairs?"""

    def visible_to(self, account: Account) -> Self:
        """The pairs of the open town for its coordinators; for others their own."""
        mine = Q(newcomer__account=account) | Q(volunteer__account=account)
        return self.filter(Q(_coordinates_here(account)) | mine)

    def current(self) -> Self:
        """Pairs that have not ended."""
        return self.filter(ended_on=None)

    def silent_since(self, day: date) -> Self:
        """Current pairs that have not met on or after ``day``; new pairs get the same time."""
        return self.current().filter(started_on__lt=day).exclude(last_met_on__gte=day)

    def for_board(self) -> Self:
        """One query for a list page: names included, longest silence first."""
        return self.select_related("newcomer__account", "volunteer__account").order_by(
            F("last_met_on").asc(nulls_first=True), "pk"
        )


class Pair(TenantRow):
    """A newcomer and a volunteer who meet, from a first day to a last day (koppel).

    ``place`` is which of the volunteer's places (1..5) this pair fills: two pairs can never fill the same.
    """

    newcomer = models.ForeignKey(Newcomer, models.PROTECT, related_name="pairs")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="pairs")
    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="pair", null=True, blank=True)
    place = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=9, choices=Mode)
    started_on = models.DateField()
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


class Exclusion(TenantRow):
    """Two people who must not be proposed to each other, until a coordinator lifts it."""

    class Cause(models.TextChoices):
        ENDED = "ENDED", _("They were a pair")
        DECLINED = "DECLINED", _("One of them said no")
        REJECTED = "REJECTED", _("A coordinator did not approve")
        SEALED = "SEALED", _("Sealed")

    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="exclusions")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="exclusions")
    cause = models.CharField(max_length=8, choices=Cause)
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    objects = TenantManager["Exclusion"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["newcomer", "volunteer"], condition=Q(lifted_at=None), name="excluded_once"
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (Q(lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="lifting_names_who_and_why",
            ),
        ]
