"""A pin: two people whom a coordinator wants together."""

from django.db import models
from django.db.models import Q

from backend.people.models import Account, Newcomer, Volunteer
from backend.places.scope import TenantManager, TenantRow


class Pin(TenantRow):
    """A coordinator wants these two together; every round keeps to it as long as it can, until it is lifted."""

    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="pins")
    volunteer = models.ForeignKey(Volunteer, models.CASCADE, related_name="pins")
    reason = models.CharField(max_length=300)
    pinned_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    pinned_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    lift_reason = models.CharField(max_length=300, blank=True)

    objects = TenantManager["Pin"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["newcomer"], condition=Q(lifted_at=None), name="newcomer_is_pinned_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="pin_says_why"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (Q(lifted_by__isnull=False) & ~Q(lift_reason="")),
                name="lifting_a_pin_names_who_and_why",
            ),
        ]
