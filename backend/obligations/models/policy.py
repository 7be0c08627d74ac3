"""The ordinance of a municipality as dated data: from which day, under which law, with which numbers."""

from django.db import models

from backend.obligations.models.base import WalledRow
from backend.places.scope import TenantManager


class Regime(models.TextChoices):
    """Which law holds; ``backend.obligations.policy`` knows from when to when."""

    WWB_2012 = "WWB_2012", "Wet werk en bijstand (2012–2014)"
    PW_2015 = "PW_2015", "Participatiewet (2015–2026)"
    PW_2027 = "PW_2027", "Participatiewet in balans (2027–)"


class PolicyVersion(WalledRow):
    """Holds from ``valid_from`` until the next version of the town, or until the law changes.

    ``params`` is checked against ``policy_schema.json``; ``sentences`` has the sentence of the ordinance that each
    parameter comes from. A version on which a decision or a statement rests cannot be changed (a trigger).
    """

    regime = models.CharField(max_length=8, choices=Regime)
    valid_from = models.DateField()
    title = models.CharField(max_length=200)
    ordinance_ref = models.CharField(max_length=60)
    approved_by = models.CharField(max_length=120)
    params = models.JSONField()
    sentences = models.JSONField()
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()

    objects = TenantManager["PolicyVersion"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality_id", "valid_from"], name="one_policy_from_a_day"),
        ]
