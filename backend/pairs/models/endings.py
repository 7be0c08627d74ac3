"""Why a pair ended: a reason per side, and words that the other side never reads."""

from collections.abc import Mapping

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.pairs.models.pairs import Pair
from backend.pairs.models.reasons import EndReason
from backend.people.models import Account
from backend.places.scope import TenantManager, TenantRow


class Side(models.TextChoices):
    """Who says something about a pair."""

    NEWCOMER = "NEWCOMER", _("Newcomer")
    VOLUNTEER = "VOLUNTEER", _("Volunteer")
    COORDINATOR = "COORDINATOR", _("Coordinator")


def side_of(pair: Pair, account: Account | None) -> Side:
    """On which side this account stands; ``pair`` comes with its newcomer and volunteer."""
    sides: Mapping[object, Side] = {
        pair.newcomer.account_id: Side.NEWCOMER,
        pair.volunteer.account_id: Side.VOLUNTEER,
    }
    return sides.get(account.pk if account else None, Side.COORDINATOR)


class PairFarewell(TenantRow):
    """What one side said when the pair ended. Coordinators read it; the other side never does."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="farewells")
    side = models.CharField(max_length=11, choices=Side)
    reason = models.CharField(max_length=20, choices=EndReason)
    words = models.CharField(max_length=500, blank=True)
    said_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    said_at = models.DateTimeField()

    objects = TenantManager["PairFarewell"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pair", "side"], name="one_farewell_a_side"),
            models.CheckConstraint(condition=~Q(reason=""), name="farewell_has_a_reason"),
        ]
