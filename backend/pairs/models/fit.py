"""How two people fit: what the engine says of a newcomer with a volunteer."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.places.models import CommunityCentre
from backend.places.scope import TenantRow


class Mode(models.TextChoices):
    IN_PERSON = "IN_PERSON", _("Meeting in person")
    ONLINE = "ONLINE", _("Meeting online")


class Fit(TenantRow):
    """Score, distance and suggested slot of two people; a weekday (Monday 0) and minutes since local midnight."""

    mode = models.CharField(max_length=9, choices=Mode)
    score = models.PositiveSmallIntegerField()
    score_parts = models.JSONField(default=dict)  # nearness, time, language, goals, interests
    distance_m = models.PositiveIntegerField()
    common_minutes = models.PositiveSmallIntegerField()
    weekday = models.PositiveSmallIntegerField()
    starts_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="+", null=True, blank=True)
    table_number = models.PositiveSmallIntegerField(null=True, blank=True)  # there, for who can meet nowhere else

    FACTS = (
        *("mode", "score", "score_parts", "distance_m", "common_minutes", "weekday", "starts_minute", "minutes"),
        *("centre_id", "table_number"),
    )

    class Meta:
        abstract = True

    @property
    def facts(self) -> dict[str, object]:
        """All of it, to be said of the same two in another row."""
        return {name: getattr(self, name) for name in self.FACTS}
