"""A proposal: two people who might meet, before they have both said yes."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.pairs.models.fit import Fit
from backend.pairs.models.rounds import MatchingRound
from backend.pairs.models.seen_by import coordinates_here
from backend.people.models import Account, Newcomer, Volunteer
from backend.places.scope import TenantManager


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Which proposals?"""

    def visible_to(self, account: Account) -> Self:
        """All of the open town for its coordinators; for others only those that were offered to them."""
        offered = ~Q(state__in=[Proposal.State.PENDING, Proposal.State.REJECTED, Proposal.State.WITHDRAWN])
        mine = Q(newcomer__account=account) | Q(volunteer__account=account)
        return self.filter(Q(coordinates_here(account)) | (mine & offered))

    def open(self) -> Self:
        """Waiting for the coordinator or for an answer: these hold a place of the volunteer."""
        return self.filter(state__in=Proposal.OPEN)

    def for_board(self) -> Self:
        """One query for a list page: names and places included, longest waiting first."""
        return self.select_related(
            *("newcomer__account", "newcomer__neighbourhood", "volunteer__account", "volunteer__neighbourhood"),
            "centre",
        ).order_by("newcomer__waiting_since", "pk")


class Proposal(Fit):
    """A suggested pair (voorstel): first the coordinator says yes, then both people do."""

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
    takes_over_from = models.ForeignKey("pairs.Pair", models.PROTECT, related_name="handovers", null=True, blank=True)
    with_joint_meeting = models.BooleanField(default=False)
    state = models.CharField(max_length=9, choices=State, default=State.PENDING)
    made_at = models.DateTimeField()

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
