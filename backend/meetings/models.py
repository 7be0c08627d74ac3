"""Meetings: the weekly plan of a pair, each time that they meet, and the minutes that count."""

import uuid
from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import Exists, F, Func, Q, Value

from backend.pairs.models import Pair
from backend.people.models import Account, Coordinator
from backend.places.models import ZONE, CommunityCentre
from backend.places.scope import TenantManager, TenantRow


class _OnePerson(Func):
    """A person as a range that overlaps only with itself, for exclusion constraints without extensions."""

    function = "uuidrange"

    def __init__(self, person: str) -> None:
        super().__init__(F(person), F(person), Value("[]"))


class _Span(Func):
    """From a moment up to, not including, another."""

    function = "tstzrange"
    output_field = DateTimeRangeField()

    def __init__(self, starts: str, ends: str) -> None:
        super().__init__(F(starts), F(ends), Value("[)"))


class MeetingSeries(TenantRow):
    """The plan of a pair: a weekday and a local wall time, every so many weeks, until further notice.

    ``starts_local`` is wall time in ``zone``; the moments in ``Meeting`` follow from it.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="series")
    weekday = models.PositiveSmallIntegerField()
    starts_local = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=40, default=ZONE)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="+", null=True, blank=True)
    place_note = models.CharField(max_length=120, blank=True)
    planned_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    request_id = models.UUIDField(null=True, blank=True, unique=True)

    objects = TenantManager["MeetingSeries"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="series_of_one_municipality"),
            models.UniqueConstraint(
                fields=["pair"], condition=Q(last_on=None), name="pair_has_one_open_series"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="series_on_a_weekday"),
            models.CheckConstraint(
                condition=Q(minutes__gte=15, minutes__lte=240), name="series_minutes_sensible"
            ),
            models.CheckConstraint(condition=Q(every_weeks__in=[1, 2]), name="series_weekly_or_two_weekly"),
        ]


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Which meetings?"""

    def visible_to(self, account: Account) -> Self:
        """Those of the open town for its coordinators; for others those at which they are expected."""
        coordinates = Coordinator.objects.filter(account=account, until=None)
        return self.filter(
            Q(Exists(coordinates))
            | Q(Exists(Attendance.objects.filter(meeting=models.OuterRef("pk"), account=account)))
        )

    def going_on(self) -> Self:
        """Not cancelled."""
        return self.filter(cancelled_at=None)

    def after(self, moment: datetime) -> Self:
        """Not over at ``moment``, soonest first."""
        return self.filter(ends_at__gt=moment).order_by("starts_at")

    def over_at(self, moment: datetime) -> Self:
        """Over at ``moment``, last one first."""
        return self.filter(ends_at__lte=moment).order_by("-starts_at")

    def for_page(self) -> Self:
        """One query for a list: people and place included."""
        return self.select_related("pair__newcomer__account", "pair__volunteer__account", "centre")


class Meeting(TenantRow):
    """One meeting of a pair (afspraak). ``minutes`` is elapsed time from start to end."""

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="meetings")
    series = models.ForeignKey(MeetingSeries, models.PROTECT, related_name="meetings")
    local_date = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="+", null=True, blank=True)
    place_note = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager["Meeting"].from_queryset(MeetingQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="meeting_of_one_municipality"),
            models.UniqueConstraint(fields=["series", "local_date"], name="meeting_once_a_day_of_a_series"),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="meeting_ends_after_it_starts"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "starts_at"], name="meetings_by_start")]

    @property
    def minutes(self) -> int:
        """Elapsed minutes, also over a change of the clock."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60


class Attendance(TenantRow):
    """A person at a meeting: expected when, and what this person said of it afterwards.

    The times stand here again so that the database itself refuses two meetings of a person at once.
    """

    class Side(models.TextChoices):
        NEWCOMER = "NEWCOMER"
        VOLUNTEER = "VOLUNTEER"

    class Answer(models.TextChoices):
        HELD = "HELD"
        NOT_HELD = "NOT_HELD"

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendances")
    account = models.ForeignKey(Account, models.PROTECT, related_name="attendances")
    side = models.CharField(max_length=9, choices=Side)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    is_expected = models.BooleanField(default=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager["Attendance"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="one_attendance_a_side"),
            models.UniqueConstraint(fields=["meeting", "account"], name="one_attendance_a_person"),
            ExclusionConstraint(
                name="person_in_one_meeting_at_a_time",
                expressions=[(_OnePerson("account"), "&&"), (_Span("starts_at", "ends_at"), "&&")],
                condition=Q(is_expected=True),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answer_has_a_moment",
            ),
        ]


class HoursEntryQuerySet(models.QuerySet["HoursEntry"]):
    """Which entries?"""

    def of(self, person_id: uuid.UUID) -> Self:
        """Everything written about this person's minutes, in the order of writing."""
        return self.filter(person_id=person_id).order_by("number")


class HoursEntry(TenantRow):
    """A line in the append-only ledger of minutes: nothing here is ever changed or deleted.

    A CLAIM names a person and an interval; every other kind points back to a claim. The ledger holds ids
    and no names, so that erasing a person leaves the sums. ``hash`` chains each line to the one before it in
    the same municipality (``number`` is without gaps), so that later tampering shows.
    """

    class Kind(models.TextChoices):
        CLAIM = "CLAIM"
        CONFIRM = "CONFIRM"
        DISPUTE = "DISPUTE"
        RESOLVE = "RESOLVE"
        REVERSE = "REVERSE"
        CORRECT = "CORRECT"

    class Side(models.TextChoices):
        VOLUNTEER = "VOLUNTEER"
        NEWCOMER = "NEWCOMER"
        COORDINATOR = "COORDINATOR"

    number = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=7, choices=Kind)
    person_id = models.UUIDField()
    meeting_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    claim = models.ForeignKey("self", models.PROTECT, related_name="later_entries", null=True, blank=True)
    actor_id = models.UUIDField()
    actor_side = models.CharField(max_length=11, choices=Side)
    written_at = models.DateTimeField()
    request_id = models.UUIDField()
    reason = models.CharField(max_length=300, blank=True)
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    objects = TenantManager["HoursEntry"].from_queryset(HoursEntryQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="ledger_number_once_a_town"),
            models.UniqueConstraint(
                fields=["actor_id", "request_id", "kind"], name="ledger_request_once_an_actor"
            ),
            models.CheckConstraint(
                condition=Q(starts_at__lt=F("ends_at")), name="hours_end_after_they_start"
            ),
            models.CheckConstraint(
                condition=Q(kind="CLAIM", claim=None) | (~Q(kind="CLAIM") & Q(claim__isnull=False)),
                name="only_a_claim_stands_alone",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(kind="REVERSE"), name="claim_is_reversed_at_most_once"
            ),
        ]
        indexes = [models.Index(fields=["municipality", "person_id", "starts_at"], name="ledger_by_person")]


class HoursInterval(TenantRow):
    """The intervals that count now, kept by a database trigger on the ledger, so that none can overlap."""

    claim = models.OneToOneField(HoursEntry, models.PROTECT, related_name="interval")
    person_id = models.UUIDField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = TenantManager["HoursInterval"]()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="hours_of_a_person_never_overlap",
                expressions=[(_OnePerson("person_id"), "&&"), (_Span("starts_at", "ends_at"), "&&")],
            ),
        ]
