"""What became of a person at a meeting: came, late, excused, no-show, ill; each word as it was said."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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


class Why(models.TextChoices):
    """Why two did not meet, as one of them says it."""

    I_WAS_ILL = "I_WAS_ILL", _("I was ill")
    I_COULD_NOT = "I_COULD_NOT", _("I could not come")
    OTHER_NOT_THERE = "OTHER_NOT_THERE", _("The other one was not there")
    OTHER_WAS_ILL = "OTHER_WAS_ILL", _("The other one was ill")
    OTHER_COULD_NOT = "OTHER_COULD_NOT", _("The other one could not come")


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
