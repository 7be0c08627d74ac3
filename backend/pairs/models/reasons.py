"""Why pairs end, and which of these endings are good ones."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EndReason(models.TextChoices):
    COMPLETED = "COMPLETED", _("The agreed time is over")
    GOAL_REACHED = "GOAL_REACHED", _("The goal is reached")
    EXAM_PASSED = "EXAM_PASSED", _("Passed the exam")
    FOUND_WORK = "FOUND_WORK", _("Found work")
    STARTED_STUDY = "STARTED_STUDY", _("Started a study")
    MOVED = "MOVED", _("Moved away")
    TIMES_DO_NOT_FIT = "TIMES_DO_NOT_FIT", _("The days and times do not fit any more")
    TOO_FAR = "TOO_FAR", _("It is too far")
    NO_CLICK = "NO_CLICK", _("It did not click")
    LEVEL_MISMATCH = "LEVEL_MISMATCH", _("The level did not fit")
    NO_SHOWS = "NO_SHOWS", _("Appointments were not kept")
    NO_CONTACT = "NO_CONTACT", _("Lost contact")
    ILLNESS = "ILLNESS", _("Illness")
    PREGNANCY_BIRTH = "PREGNANCY_BIRTH", _("Pregnancy or a baby")
    CARE_AT_HOME = "CARE_AT_HOME", _("Care for somebody at home")
    TOO_BUSY = "TOO_BUSY", _("Too busy")
    BOUNDARY_CROSSED = "BOUNDARY_CROSSED", _("A reason that the confidential adviser knows")
    VOLUNTEER_STOPPED = "VOLUNTEER_STOPPED", _("The volunteer stopped")
    LEARNER_STOPPED = "LEARNER_STOPPED", _("The newcomer stopped")
    COORDINATOR_DECISION = "COORDINATOR_DECISION", _("The coordinator decided it")
    LEFT_NL = "RETURNED_OR_LEFT_NL", _("Left the Netherlands")
    DIED = "DIED", _("Died")
    UNKNOWN = "UNKNOWN", _("Another reason, or rather not said")


GOOD = frozenset(
    {
        EndReason.COMPLETED,
        EndReason.GOAL_REACHED,
        EndReason.EXAM_PASSED,
        EndReason.FOUND_WORK,
        EndReason.STARTED_STUDY,
    }
)
"""The newcomer got what he or she came for: the pair is completed, not broken off."""

OF_THE_TWO = (
    *(EndReason.GOAL_REACHED, EndReason.EXAM_PASSED, EndReason.FOUND_WORK, EndReason.STARTED_STUDY),
    *(EndReason.COMPLETED, EndReason.MOVED, EndReason.TIMES_DO_NOT_FIT, EndReason.TOO_FAR, EndReason.NO_CLICK),
    *(EndReason.LEVEL_MISMATCH, EndReason.NO_SHOWS, EndReason.NO_CONTACT, EndReason.ILLNESS),
    *(EndReason.PREGNANCY_BIRTH, EndReason.CARE_AT_HOME, EndReason.TOO_BUSY, EndReason.LEFT_NL, EndReason.UNKNOWN),
)
"""What one of the two can choose, in the order of the page."""

OPEN = tuple(reason for reason in EndReason if reason != EndReason.BOUNDARY_CROSSED)
"""What a coordinator can choose; an end for safety is written down by the confidential adviser."""
