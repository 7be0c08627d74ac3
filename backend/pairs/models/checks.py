"""What each of a pair says at set moments: did you meet, how is it going, how do you speak and take part."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from backend.pairs.models.endings import Side
from backend.pairs.models.pairs import Pair
from backend.people.models import Account, Coordinator
from backend.places.scope import TenantManager, TenantRow


class Moment(models.TextChoices):
    """When both are asked, in this order."""

    START = "START", _("Start")
    EVALUATION = "EVALUATION", _("After three months")
    HALF = "HALF", _("Half way")
    END = "END", pgettext_lazy("moment", "End")


class PairCheckQuerySet(models.QuerySet["PairCheck"]):
    """Which answers?"""

    def visible_to(self, account: Account) -> Self:
        """One's own; for coordinators all of the open town. Never those of the other of a pair."""
        coordinates = Coordinator.objects.filter(account=account, until=None)
        return self.filter(Q(said_by=account) | Q(models.Exists(coordinates)))


class PairCheck(TenantRow):
    """The answers of one side at one moment. Faces are 1 (sad) to 5 (happy); speaking and taking part score oneself.

    A newcomer scores speaking and taking part of him- or herself (De Greef); a volunteer leaves them empty.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="checks")
    side = models.CharField(max_length=11, choices=Side)
    moment = models.CharField(max_length=10, choices=Moment)
    have_met = models.BooleanField(null=True, blank=True)
    face = models.PositiveSmallIntegerField()
    speaking = models.PositiveSmallIntegerField(null=True, blank=True)
    taking_part = models.PositiveSmallIntegerField(null=True, blank=True)
    wants_a_call = models.BooleanField(default=False)
    words = models.CharField(max_length=500, blank=True)
    said_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(PairCheckQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "side", "moment"], name="asked_once_a_side_and_moment"),
            models.CheckConstraint(condition=Q(face__gte=1, face__lte=5), name="face_is_one_of_five"),
            models.CheckConstraint(
                condition=Q(speaking=None) | Q(speaking__gte=1, speaking__lte=5), name="speaking_is_one_of_five"
            ),
            models.CheckConstraint(
                condition=Q(taking_part=None) | Q(taking_part__gte=1, taking_part__lte=5),
                name="taking_part_is_one_of_five",
            ),
            models.CheckConstraint(condition=~Q(side="COORDINATOR"), name="only_the_two_are_asked"),
        ]
