"""What the caseworker and the person write in the file beside the decisions. Behind the wall; written once."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from backend.obligations.models.base import WalledRow
from backend.obligations.models.duties import Obligation
from backend.places.scope import TenantManager


class Assignment(WalledRow):
    """Who got the file from whom, when and why; the present caseworker also stands on the obligation."""

    class Why(models.TextChoices):
        HANDED_OVER = "HANDED_OVER", _("Handed over by the colleague")
        COLLEAGUE_AWAY = "COLLEAGUE_AWAY", _("The colleague is away for long")
        COLLEAGUE_LEFT = "COLLEAGUE_LEFT", _("The colleague has left")
        MOVED_TEAM = "MOVED_TEAM", _("The client belongs to another team now")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="assignments")
    from_id = models.UUIDField()
    to_id = models.UUIDField()
    why = models.CharField(max_length=14, choices=Why)
    at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["Assignment"]()


class SignalKind(models.TextChoices):
    """Something to look at; it never does anything by itself."""

    BELOW = "BELOW", _("Fewer hours than asked for some weeks")
    EXEMPTION_REVIEW = "EXEMPTION_REVIEW", _("An exemption is to be looked at again")
    DECISION_ENDING = "DECISION_ENDING", _("A decision ends soon")
    SEARCH_OVER = "SEARCH_OVER", _("The search period is over and there is no buddy yet")


class SignalHandled(WalledRow):
    """A person looked at a signal and said what came of it. ``key`` is the day that the signal is about."""

    class Outcome(models.TextChoices):
        OK = "OK", _("Nothing is wrong")
        TALK = "TALK", _("We will talk")
        AMEND = "AMEND", _("The decision will be changed")
        EXEMPT = "EXEMPT", _("An exemption will follow")
        LONGER = "LONGER", _("More time to search")
        REFER = "REFER", _("To the colleague who decides about benefits")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="signals_handled")
    kind = models.CharField(max_length=16, choices=SignalKind)
    key = models.DateField()
    outcome = models.CharField(max_length=6, choices=Outcome)
    note = models.CharField(max_length=300, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["SignalHandled"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "kind", "key"], name="a_signal_is_handled_once"),
        ]


class WarningSent(WalledRow):
    """A warning that the caseworker sent by another way; it is written down here and never sent from here."""

    class Channel(models.TextChoices):
        LETTER = "LETTER", _("Letter")
        MAIL = "MAIL", _("Mail")
        PHONE = "PHONE", _("Phone")
        TALK = "TALK", _("Talk")

    class Subject(models.TextChoices):
        HOURS_BEHIND = "HOURS_BEHIND", _("Hours are behind")
        NO_ANSWER = "NO_ANSWER", _("No answer")
        INVITATION = "INVITATION", _("Invitation to a talk")

    class Arrived(models.TextChoices):
        YES = "YES", _("It arrived")
        NO = "NO", _("It did not arrive")
        UNKNOWN = "UNKNOWN", _("Not known")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="warnings")
    sent_on = models.DateField()
    language = models.CharField(max_length=10)
    channel = models.CharField(max_length=6, choices=Channel)
    subject = models.CharField(max_length=12, choices=Subject)
    arrived = models.CharField(max_length=7, choices=Arrived)
    document_ref = models.CharField(max_length=60, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["WarningSent"]()


class PersonWord(WalledRow):
    """What the person says: a view (zienswijze), or that a figure or a decision is wrong (bezwaar)."""

    class Kind(models.TextChoices):
        VIEW = "VIEW", _("My view")
        FIGURE = "FIGURE", _("A figure is wrong")
        DECISION = "DECISION", _("Objection to a decision")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="words")
    kind = models.CharField(max_length=8, choices=Kind)
    monday = models.DateField(null=True, blank=True)
    decision_id = models.UUIDField(null=True, blank=True)
    text = models.TextField(max_length=4000)
    said_on = models.DateField()
    written_by = models.UUIDField()
    at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["PersonWord"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="FIGURE") | Q(monday__isnull=False), name="a_wrong_figure_has_a_week"
            ),
            models.CheckConstraint(
                condition=~Q(kind="DECISION") | Q(decision_id__isnull=False), name="an_objection_names_a_decision"
            ),
        ]


class Reply(WalledRow):
    """What a caseworker answers to the person's word."""

    class Outcome(models.TextChoices):
        NOTED = "NOTED", _("Read and kept in the file")
        CORRECTED = "CORRECTED", _("You are right, it will be corrected")
        STANDS = "STANDS", _("The figure stands")
        TO_OBJECTIONS = "TO_OBJECTIONS", _("Passed on to the objections committee")

    word = models.OneToOneField(PersonWord, models.PROTECT, related_name="reply")
    outcome = models.CharField(max_length=13, choices=Outcome)
    text = models.TextField(max_length=4000, blank=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["Reply"]()


class ExtraHours(WalledRow):
    """Minutes beside a meeting: preparation, training, other volunteering. Struck out by a row that reverses it."""

    class Kind(models.TextChoices):
        PREPARATION = "PREPARATION", _("Preparing a meeting")
        TRAINING = "TRAINING", _("Training")
        INTAKE = "INTAKE", _("Intake talk")
        TRAVEL = "TRAVEL", _("Travelling")
        OTHER_VOLUNTEERING = "OTHER_VOLUNTEERING", _("Volunteering from before the duty")
        OWN_ACTIVITY = "OWN_ACTIVITY", _("An activity that the person found")

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="extra_hours")
    kind = models.CharField(max_length=18, choices=Kind)
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    meeting_id = models.UUIDField(null=True, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, related_name="struck_by", null=True, blank=True)
    is_from_caseworker = models.BooleanField()
    by = models.UUIDField()
    at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["ExtraHours"]()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="PREPARATION") | Q(meeting_id__isnull=False), name="one_prepares_a_meeting"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="minutes_of_one_day"),
        ]


class AllowancePaid(WalledRow):
    """An expense allowance (vrijwilligersvergoeding) that the person got in a month, in cents.

    ``hour_cents`` is what was agreed for an hour, if anything was.
    """

    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="allowances")
    month = models.DateField()
    cents = models.IntegerField()
    hour_cents = models.PositiveIntegerField(null=True)
    by = models.UUIDField()
    at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["AllowancePaid"]()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(month__day=1), name="an_allowance_is_of_a_month")]


class ParticipationStatement(WalledRow):
    """A newcomer's own statement of participation hours (Wet inburgering 2021), frozen."""

    person_id = models.UUIDField()
    route = models.CharField(max_length=4)
    starts_on = models.DateField()
    ends_on = models.DateField()
    figures = models.JSONField()
    figures_sha256 = models.CharField(max_length=64)
    issued_at = models.DateTimeField()
    request_id = models.UUIDField(unique=True)

    objects = TenantManager["ParticipationStatement"]()
