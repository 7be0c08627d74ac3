"""People: a human being who can be reached, and the roles that he or she has in a town."""

import uuid
from functools import reduce
from operator import or_
from typing import Any, Self, TypeVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django_scopes import scopes_disabled

from backend.people.vocabulary import BuddyGender as BuddyGender
from backend.people.vocabulary import DutchLevel as DutchLevel
from backend.people.vocabulary import Gender as Gender
from backend.people.vocabulary import Goal as Goal
from backend.people.vocabulary import Interest as Interest
from backend.places.scope import TenantManager, TenantRow

Row = TypeVar("Row", bound=TenantRow, covariant=True)
HAS_THE_ROLE = _("This person has this role already. End that one first, or change it.")


class AccountManager(BaseUserManager["Account"]):
    """Makes operators; everybody else comes in through ``registration``."""

    def create_superuser(self, **about: Any) -> "Account":
        """An operator, who logs in with a code to the mail address, like everybody."""
        account = self.model(is_staff=True, is_superuser=True, **about)
        account.set_unusable_password()
        account.save(using=self._db)
        return account


class AccountQuerySet(models.QuerySet["Account"]):
    """Which people?"""

    def reached_by(self, contact: str) -> Self:
        """Active people with this mail address or E.164 phone number; families share one."""
        contact = contact.strip()
        return self.filter(Q(mail__iexact=contact) | Q(phone=contact), is_active=True).order_by("created_at", "pk")

    def at_work_or_new(self) -> Self:
        """Who has or had work in some town or operates this product, and who has done nothing yet; not who only
        learns or helps. Of all towns, for an operator is of none.
        """
        with scopes_disabled():
            work, part = (
                [Exists(role._default_manager.filter(account=OuterRef("pk"))) for role in roles]
                for roles in (WORK, (Newcomer, Volunteer))
            )
        return self.filter(reduce(or_, map(Q, work)) | Q(is_staff=True) | ~reduce(or_, map(Q, part)))

    def visible_to(self, account: "Account") -> Self:
        """Oneself; for a coordinator also everybody who learns or helps in the open town."""
        learning = Newcomer.objects.visible_to(account).values("account")
        helping = Volunteer.objects.visible_to(account).values("account")
        return self.filter(Q(pk=account.pk) | Q(pk__in=learning) | Q(pk__in=helping))


class Account(AbstractBaseUser, PermissionsMixin):
    """A human being: how to greet and how to reach. Roles are rows of their own, per town.

    Nobody has a password: a code goes to the mail address or the phone. Neither is unique, since a family
    may share one. Who has neither gets letters, and comes in with the link on them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    full_name = models.CharField(max_length=120)
    call_name = models.CharField(max_length=60)
    mail = models.EmailField(blank=True)
    phone = models.CharField(max_length=16, blank=True)
    postal = models.CharField(max_length=300, blank=True, help_text=_("Street, postcode and town, a line each."))
    language = models.CharField(max_length=10, default="nl")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False, help_text=_("Operator: may open the administration."))
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "id"
    REQUIRED_FIELDS = ["full_name", "call_name", "mail"]
    objects = AccountManager.from_queryset(AccountQuerySet)()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=~Q(mail="") | ~Q(phone="") | ~Q(postal=""), name="account_can_be_reached"
            ),
            models.CheckConstraint(
                condition=Q(phone="") | Q(phone__regex=r"^\+[1-9]\d{6,14}$"), name="account_phone_is_e164"
            ),
            models.CheckConstraint(condition=~Q(full_name="") & ~Q(call_name=""), name="account_can_be_greeted"),
        ]
        indexes = [
            models.Index(models.functions.Upper("mail"), name="accounts_by_mail"),
            models.Index(fields=["phone"], name="accounts_by_phone", condition=~Q(phone="")),
        ]

    def get_short_name(self) -> str:
        """What the administration greets an operator with."""
        return self.call_name

    def __str__(self) -> str:
        return f"Account {self.pk}"  # never a name: this lands in logs


class RoleRow(TenantRow):
    """A role of an account in a town, from a first day to a last day."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True


class Coordinator(RoleRow):
    """Makes and guides pairs, in the whole town or for one community centre."""

    centre = models.ForeignKey(
        "places.CommunityCentre", models.PROTECT, related_name="coordinators", null=True, blank=True
    )

    objects = TenantManager["Coordinator"]()

    class Meta:
        verbose_name = _("coordinator")
        verbose_name_plural = _("coordinators")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "account", "centre"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="coordinator_once_a_centre",
                violation_error_message=HAS_THE_ROLE,
            ),
        ]


class Caseworker(RoleRow):
    """A civil servant (klantmanager) who guides people with a benefit."""

    objects = TenantManager["Caseworker"]()

    class Meta:
        verbose_name = _("caseworker")
        verbose_name_plural = _("caseworkers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "account"],
                condition=Q(until=None),
                name="caseworker_once_a_town",
                violation_error_message=HAS_THE_ROLE,
            ),
        ]


class ProgrammeManager(RoleRow):
    """Answers for the programme of a town: waiting times, shortage, fairness."""

    objects = TenantManager["ProgrammeManager"]()

    class Meta:
        verbose_name = _("programme manager")
        verbose_name_plural = _("programme managers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "account"],
                condition=Q(until=None),
                name="programme_manager_once_a_town",
                violation_error_message=HAS_THE_ROLE,
            ),
        ]


class PolicyOfficer(RoleRow):
    """Prepares the ordinance of a town (beleidsmedewerker): tries out rules, sees numbers and never a person."""

    objects = TenantManager["PolicyOfficer"]()

    class Meta:
        verbose_name = _("policy officer")
        verbose_name_plural = _("policy officers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "account"],
                condition=Q(until=None),
                name="policy_officer_once_a_town",
                violation_error_message=HAS_THE_ROLE,
            ),
        ]


class ConfidentialAdviser(RoleRow):
    """The person to whom anybody can say "I do not feel safe" (vertrouwenspersoon); alone reads those reports."""

    objects = TenantManager["ConfidentialAdviser"]()

    class Meta:
        verbose_name = _("confidential adviser")
        verbose_name_plural = _("confidential advisers")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "account"],
                condition=Q(until=None),
                name="confidential_adviser_once_a_town",
                violation_error_message=HAS_THE_ROLE,
            ),
        ]


WORK: tuple[type[RoleRow], ...] = (Coordinator, Caseworker, ProgrammeManager, PolicyOfficer, ConfidentialAdviser)


class Participant(TenantRow):
    """What newcomers and volunteers have in common: where, when, in which language, with whom."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="%(class)s_roles")
    neighbourhood = models.ForeignKey("places.Neighbourhood", models.PROTECT, related_name="+")
    languages = ArrayField(models.CharField(max_length=3))
    gender = models.CharField(max_length=1, choices=Gender, blank=True)
    buddy_gender = models.CharField(max_length=1, choices=BuddyGender, blank=True)
    max_distance_m = models.PositiveIntegerField(default=3000)
    online = models.BooleanField(default=False)
    needs_house = models.BooleanField(default=False)  # can meet in a community centre only
    interests = ArrayField(models.CharField(max_length=12, choices=Interest), default=list, blank=True)
    goals = ArrayField(models.CharField(max_length=12, choices=Goal), default=list, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    request_id = models.UUIDField(unique=True)
    request_hash = models.CharField(max_length=64)
    paused_since = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="%(class)s_of_one_municipality"),
            models.UniqueConstraint(
                fields=["municipality", "account"], condition=Q(left_on=None), name="%(class)s_once_a_town"
            ),
            models.CheckConstraint(condition=Q(max_distance_m__lte=50_000), name="%(class)s_travels_at_most_50_km"),
        ]

    @property
    def takes_part(self) -> bool:
        """Has not left and is not taking a break."""
        return self.left_on is None and self.paused_since is None


class OwnRowQuerySet(models.QuerySet[Row]):
    """Which rows about people?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the open town, when this account coordinates there; else only one's own rows."""
        coordinates = Coordinator.objects.filter(account=account, until=None)
        return self.filter(Q(account=account) | Q(Exists(coordinates)))


class ParticipantQuerySet(OwnRowQuerySet[Row]):
    """Which newcomers or volunteers?"""

    def taking_part(self) -> Self:
        """Neither left nor on a break."""
        return self.filter(left_on=None, paused_since=None)


class NewcomerQuerySet(ParticipantQuerySet["Newcomer"]):
    """Which newcomers?"""


class Newcomer(Participant):
    """Someone who learns Dutch and would like a buddy (nieuwkomer, taalvrager)."""

    dutch_level = models.CharField(max_length=2, choices=DutchLevel)
    session_minutes = models.PositiveSmallIntegerField(default=90)
    joins_tables = models.BooleanField(default=False)
    mother_tongue = models.CharField(max_length=3, blank=True)  # empty when not told
    waiting_since = models.DateField()

    objects = TenantManager.from_queryset(NewcomerQuerySet)()

    class Meta(Participant.Meta):
        constraints = [
            *Participant.Meta.constraints,
            models.CheckConstraint(
                condition=Q(session_minutes__gte=30, session_minutes__lte=240),
                name="session_of_half_to_four_hours",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "waiting_since"], name="newcomers_by_waiting")]


class VolunteerQuerySet(ParticipantQuerySet["Volunteer"]):
    """Which volunteers?"""


class Volunteer(Participant):
    """Someone who practises Dutch with newcomers (taalvrijwilliger), ``capacity`` of them at once."""

    min_level = models.CharField(max_length=2, choices=DutchLevel, default=DutchLevel.A0)
    capacity = models.PositiveSmallIntegerField(default=1)

    objects = TenantManager.from_queryset(VolunteerQuerySet)()

    class Meta(Participant.Meta):
        constraints = [
            *Participant.Meta.constraints,
            models.CheckConstraint(condition=Q(capacity__lte=5), name="volunteer_helps_at_most_five"),
        ]
        indexes = [models.Index(fields=["municipality", "registered_at"], name="volunteers_by_arrival")]


class AvailabilitySlotQuerySet(OwnRowQuerySet["AvailabilitySlot"]):
    """Which windows?"""


class AvailabilitySlot(TenantRow):
    """A window of a person's week in local wall time: minutes since midnight, half-open. Monday is 0."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="availability_slots")
    weekday = models.PositiveSmallIntegerField()
    starts_minute = models.PositiveSmallIntegerField()
    ends_minute = models.PositiveSmallIntegerField()

    objects = TenantManager.from_queryset(AvailabilitySlotQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "account", "weekday", "starts_minute"], name="slot_once_a_week"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="slot_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(starts_minute__lt=F("ends_minute"), ends_minute__lte=1440),
                name="slot_within_one_day",
            ),
        ]


class ConsentQuerySet(OwnRowQuerySet["Consent"]):
    """Which consents?"""


class Consent(TenantRow):
    """What a person agreed to, in which version of the text, and who wrote it down."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="consents")
    text_version = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    noted_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(ConsentQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "account", "text_version"],
                condition=Q(withdrawn_at=None),
                name="consent_once_a_version",
            ),
        ]


class LoginCode(models.Model):
    """A code asked for by someone who wants to log in. The digits follow from the id and a secret key."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contact = models.CharField(max_length=254)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True, blank=True)
    is_taken_up = models.BooleanField(default=False, help_text=_("The message with the code is owed, if anyone."))

    class Meta:
        indexes = [
            models.Index(fields=["contact", "asked_at"], name="login_codes_by_contact"),
            models.Index(fields=["asked_at"], name="login_codes_by_age"),
            models.Index(fields=["expires_at"], condition=Q(is_taken_up=False), name="login_codes_to_take_up"),
        ]

    def __str__(self) -> str:
        return f"LoginCode {self.pk}"
