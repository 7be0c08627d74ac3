"""What a pair agreed on: the introduction with a coordinator, and the language plan (taalplan) that both signed."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from backend.meetings.models.plans import Meeting
from backend.pairs.models import Pair
from backend.people.models import Account
from backend.places.scope import TenantManager, TenantRow


class GoalCode(models.TextChoices):
    """What two people practise for; finer than the wishes with which they signed up."""

    DAILY_TALK = "DAILY_TALK", _("Everyday talk")
    SHOP_MARKET = "SHOP_MARKET", _("Shop and market")
    NEIGHBOURS = "NEIGHBOURS", _("The neighbours")
    HEALTH_CARE = "HEALTH_CARE", _("Doctor and health")
    SCHOOL_OF_CHILDREN = "SCHOOL_OF_CHILDREN", _("The children's school")
    WORK_FINDING = "WORK_FINDING", _("Finding work")
    WORK_FLOOR = "WORK_FLOOR", _("Talking at work")
    STUDY = "STUDY", _("A study")
    HOUSING = "HOUSING", _("House and rent")
    LETTERS_FORMS = "LETTERS_FORMS", _("Letters and forms")
    MONEY = "MONEY", _("Money")
    TRAVEL_BIKE = "TRAVEL_BIKE", _("Travel and bicycle")
    DIGITAL = "DIGITAL", _("Computer and phone")
    PRONUNCIATION = "PRONUNCIATION", _("Pronunciation")
    READ_WRITE_BASIC = "READ_WRITE_BASIC", _("Learning to read and write")
    EXAM_SPEAKING = "EXAM_SPEAKING", _("The exam: speaking")
    EXAM_LISTENING = "EXAM_LISTENING", _("The exam: listening")
    EXAM_READING = "EXAM_READING", _("The exam: reading")
    EXAM_WRITING = "EXAM_WRITING", _("The exam: writing")
    EXAM_KNM = "EXAM_KNM", _("The exam: Dutch society")
    DRIVING_THEORY = "DRIVING_THEORY", _("Theory for the driving licence")
    MEET_PEOPLE = "MEET_PEOPLE", _("Meeting people")


class Introduction(TenantRow):
    """The meeting of a pair at which a coordinator is present (koppelingsgesprek)."""

    pair = models.OneToOneField(Pair, models.PROTECT, related_name="introduction")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    coordinator = models.ForeignKey(Account, models.PROTECT, related_name="+")
    arranged_at = models.DateTimeField()

    objects = TenantManager["Introduction"]()


class LanguagePlanQuerySet(models.QuerySet["LanguagePlan"]):
    """Which language plans?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the pairs that this account sees."""
        return self.filter(pair__in=Pair.objects.visible_to(account))

    def in_force(self) -> Self:
        """Not replaced by a newer one."""
        return self.filter(replaced_at=None)

    def signed(self) -> Self:
        """Both agreed."""
        return self.in_force().filter(newcomer_signed_at__isnull=False, volunteer_signed_at__isnull=False)


class LanguagePlan(TenantRow):
    """What for, on which day, where and until when; frozen, so that what was signed stays what it was.

    The day and place are those of the plan of meetings at that moment; a newer plan of meetings does not undo it.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="language_plans")
    goals = ArrayField(models.CharField(max_length=20, choices=GoalCode))
    own_words = models.CharField(max_length=500, blank=True)
    weekday = models.PositiveSmallIntegerField()
    starts_local = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    every_weeks = models.PositiveSmallIntegerField(default=1)
    place = models.CharField(max_length=220, blank=True)
    until_on = models.DateField()
    drawn_up_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    drawn_up_at = models.DateTimeField()
    request_id = models.UUIDField()
    newcomer_signed_at = models.DateTimeField(null=True, blank=True)
    volunteer_signed_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(LanguagePlanQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["drawn_up_by", "request_id"], name="language_plan_request_once_an_actor"),
            models.UniqueConstraint(
                fields=["pair"], condition=Q(replaced_at=None), name="one_language_plan_in_force_a_pair"
            ),
            models.CheckConstraint(condition=Q(goals__len__gte=1), name="language_plan_has_a_goal"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="language_plan_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(newcomer_signed_at=None) | Q(newcomer_signed_at__gte=F("drawn_up_at")),
                name="language_plan_is_signed_after_it_is_drawn_up",
            ),
        ]

    @property
    def is_signed(self) -> bool:
        """Both agreed."""
        return self.newcomer_signed_at is not None and self.volunteer_signed_at is not None

    @property
    def goal_labels(self) -> list[str]:
        """The goals in words of the active language."""
        return [str(GoalCode(code).label) for code in self.goals]
