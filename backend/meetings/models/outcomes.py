"""What became of a person at a meeting: came, late, excused, no-show, ill; each word as it was said."""

from django.db import models

from backend.meetings.models.plans import Attendance
from backend.people.models import Account
from backend.places.models import CommunityCentre
from backend.places.scope import TenantManager, TenantRow


class Outcome(models.TextChoices):
    """One person at one meeting."""

    CAME = "CAME"
    LATE = "LATE"
    EXCUSED = "EXCUSED"
    NO_SHOW = "NO_SHOW"
    ILL = "ILL"


class OutcomeWord(TenantRow):
    """One word about one person at one meeting, by that person, by another one there, or by a coordinator.

    Nothing is changed afterwards: who corrects adds a word. ``outcomes.of`` says which word holds.
    """

    class Side(models.TextChoices):
        SELF = "SELF"
        OTHER = "OTHER"
        COORDINATOR = "COORDINATOR"
        CHECK_IN = "CHECK_IN"

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="words")
    outcome = models.CharField(max_length=7, choices=Outcome)
    said_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    side = models.CharField(max_length=11, choices=Side)
    said_at = models.DateTimeField()
    request_id = models.UUIDField()

    objects = TenantManager["OutcomeWord"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendance", "said_by", "request_id"], name="word_about_a_person_once_a_request"
            ),
        ]


class CheckInMiss(TenantRow):
    """A wrong code typed at the door of a house; forgotten after an hour."""

    centre = models.ForeignKey(CommunityCentre, models.CASCADE, related_name="+")
    at = models.DateTimeField()

    objects = TenantManager["CheckInMiss"]()

    class Meta:
        indexes = [models.Index(fields=["centre", "at"], name="misses_at_a_door")]
