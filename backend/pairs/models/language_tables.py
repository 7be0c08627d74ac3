"""A language table (taaltafel): a small group in a community centre, at a fixed hour, with a few seats."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q
from django.utils.translation import gettext_lazy as _

from backend.pairs.models.rounds import MatchingRound
from backend.pairs.models.seen_by import coordinates_here
from backend.people.models import Account, DutchLevel, Goal, Newcomer, Volunteer
from backend.places.models import CommunityCentre
from backend.places.scope import TenantManager, TenantRow

MOST_SEATS = 50


class LanguageTableQuerySet(models.QuerySet["LanguageTable"]):
    """Which tables?"""

    def going_on(self) -> Self:
        """Not closed."""
        return self.filter(closed_on=None)

    def visible_to(self, account: Account) -> Self:
        """All of the open town for its coordinators; for others those they lead, sit at, or are offered a seat at."""
        leads = TableLeader.objects.filter(table=OuterRef("pk"), volunteer__account=account)
        sits = TableSeat.objects.current().filter(table=OuterRef("pk"), newcomer__account=account)
        is_asked = TableOffer.objects.open().filter(table=OuterRef("pk"), newcomer__account=account)
        return self.filter(Q(coordinates_here(account)) | Q(Exists(leads)) | Q(Exists(sits)) | Q(Exists(is_asked)))

    def led_by(self, account: Account) -> Self:
        """Going on, and led by this person; with the people who sit there now in ``sitting``, by call name."""
        leads = TableLeader.objects.filter(table=OuterRef("pk"), volunteer__account=account)
        now = TableSeat.objects.current().select_related("newcomer__account")
        sitting = Prefetch("table_seats", now.order_by("newcomer__account__call_name", "pk"), to_attr="sitting")
        rows = self.going_on().filter(Exists(leads)).select_related("centre")
        return rows.prefetch_related(sitting, "leaders__account").order_by("name", "pk")

    def with_seats(self) -> Self:
        """With ``taken`` (who sits there), ``asked`` (offered and not answered) and ``free`` seats."""
        sits, is_asked = Q(table_seats__until=None), Q(offers__state=TableOffer.State.OFFERED)
        return self.annotate(
            taken=Count("table_seats", filter=sits, distinct=True),
            asked=Count("offers", filter=is_asked, distinct=True),
        ).annotate(free=F("seats") - F("taken") - F("asked"))


class LanguageTable(TenantRow):
    """Every week at the same hour; minutes since local midnight, Monday is 0.

    ``most_per_language`` is how many people with one mother tongue can sit there; 0 is no limit.
    """

    name = models.CharField(max_length=80)
    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="language_tables")
    weekday = models.PositiveSmallIntegerField()
    starts_minute = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField(default=90)
    seats = models.PositiveSmallIntegerField()
    languages = ArrayField(models.CharField(max_length=3), default=list, blank=True)
    min_level = models.CharField(max_length=2, choices=DutchLevel, default=DutchLevel.A0)
    max_level = models.CharField(max_length=2, choices=DutchLevel, default=DutchLevel.C1)
    women_only = models.BooleanField(default=False)
    most_per_language = models.PositiveSmallIntegerField(default=0)
    goals = ArrayField(models.CharField(max_length=12, choices=Goal), default=list, blank=True)
    leaders = models.ManyToManyField(Volunteer, through="TableLeader", related_name="led_tables")
    since = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = TenantManager.from_queryset(LanguageTableQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="language_table_of_one_municipality"),
            models.UniqueConstraint(
                fields=["municipality", "name"], condition=Q(closed_on=None), name="language_table_name_once_a_town"
            ),
            models.CheckConstraint(
                condition=Q(weekday__lte=6, starts_minute__lt=1440, minutes__gte=15), name="language_table_in_a_week"
            ),
            models.CheckConstraint(
                condition=Q(seats__gte=1, seats__lte=MOST_SEATS), name="language_table_has_a_seat"
            ),
        ]

    @property
    def ends_minute(self) -> int:
        """When it ends."""
        return self.starts_minute + self.minutes


class TableLeader(TenantRow):
    """A volunteer who leads a language table."""

    table = models.ForeignKey(LanguageTable, models.CASCADE, related_name="table_leaders")
    volunteer = models.ForeignKey(Volunteer, models.PROTECT, related_name="table_leaders")

    objects = TenantManager["TableLeader"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["table", "volunteer"], name="leads_a_table_once")]


class FoundSeat(TenantRow):
    """A newcomer whom a round would give a seat; an offer only once the round is published."""

    round = models.ForeignKey(MatchingRound, models.CASCADE, related_name="found_seats")
    newcomer = models.ForeignKey(Newcomer, models.CASCADE, related_name="+")
    table = models.ForeignKey(LanguageTable, models.CASCADE, related_name="+")
    newcomer_alias = models.CharField(max_length=12, blank=True)
    table_alias = models.CharField(max_length=12, blank=True)
    score = models.PositiveSmallIntegerField()
    distance_m = models.PositiveIntegerField()

    objects = TenantManager["FoundSeat"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "newcomer"], name="found_a_seat_once_a_round")]


class TableOfferQuerySet(models.QuerySet["TableOffer"]):
    """Which offers?"""

    def visible_to(self, account: Account) -> Self:
        """All of the open town for its coordinators; for others only their own."""
        return self.filter(Q(coordinates_here(account)) | Q(newcomer__account=account))

    def open(self) -> Self:
        """Not answered: these hold a seat."""
        return self.filter(state=TableOffer.State.OFFERED)


class TableOffer(TenantRow):
    """A seat at a table, offered to a newcomer, who says yes or no."""

    class State(models.TextChoices):
        OFFERED = "OFFERED", _("Waiting for an answer")
        ACCEPTED = "ACCEPTED", _("Said yes")
        DECLINED = "DECLINED", _("Said no")
        EXPIRED = "EXPIRED", _("No answer in time")
        WITHDRAWN = "WITHDRAWN", _("Withdrawn")

    round = models.ForeignKey(MatchingRound, models.PROTECT, related_name="table_offers", null=True, blank=True)
    newcomer = models.ForeignKey(Newcomer, models.PROTECT, related_name="table_offers")
    table = models.ForeignKey(LanguageTable, models.PROTECT, related_name="offers")
    state = models.CharField(max_length=9, choices=State, default=State.OFFERED)
    distance_m = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    answer_before = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = TenantManager.from_queryset(TableOfferQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="table_offer_of_one_municipality"),
            models.UniqueConstraint(
                fields=["newcomer"], condition=Q(state="OFFERED"), name="newcomer_is_offered_one_seat"
            ),
            models.CheckConstraint(
                condition=Q(state="OFFERED", closed_at=None) | (~Q(state="OFFERED") & Q(closed_at__isnull=False)),
                name="answered_table_offer_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "state"], name="table_offers_by_state")]


class TableSeatQuerySet(models.QuerySet["TableSeat"]):
    """Which seats?"""

    def current(self) -> Self:
        """Taken now."""
        return self.filter(until=None)

    def visible_to(self, account: Account) -> Self:
        """All of the open town for its coordinators; for others only their own."""
        return self.filter(Q(coordinates_here(account)) | Q(newcomer__account=account))


class TableSeat(TenantRow):
    """A newcomer sits at a table from a first day to a last day."""

    table = models.ForeignKey(LanguageTable, models.PROTECT, related_name="table_seats")
    newcomer = models.ForeignKey(Newcomer, models.PROTECT, related_name="table_seats")
    offer = models.OneToOneField(TableOffer, models.PROTECT, related_name="seat", null=True, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = TenantManager.from_queryset(TableSeatQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="table_seat_of_one_municipality"),
            models.UniqueConstraint(fields=["newcomer"], condition=Q(until=None), name="newcomer_sits_at_one_table"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")), name="seat_ends_after_it_starts"
            ),
        ]
