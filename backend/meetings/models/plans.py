"""The weekly plan of a pair, each time that they meet, and what each said of it."""

from datetime import datetime
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Exists, F, Q

from backend.meetings.models.calendar import OffBecause
from backend.meetings.models.ranges import OnePerson, Span
from backend.pairs.models import LanguageTable, Pair
from backend.people.models import Account, Coordinator
from backend.places.models import ZONE, CommunityCentre
from backend.places.scope import TenantManager, TenantRow

ONE_OF_THE_TWO = Q(pair__isnull=False, table=None) | Q(pair=None, table__isnull=False)


class MeetingSeries(TenantRow):
    """The plan of a pair or a language table: a weekday and a local wall time, every so many weeks.

    ``starts_local`` is wall time in ``zone``; the moments in ``Meeting`` follow from it. Every day up to and
    including ``planned_through`` has its meeting, or is known as a clash.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="series", null=True, blank=True)
    table = models.ForeignKey(LanguageTable, models.PROTECT, related_name="series", null=True, blank=True)
    weekday = models.PositiveSmallIntegerField()
    starts_local = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    zone = models.CharField(max_length=40, default=ZONE)
    every_weeks = models.PositiveSmallIntegerField(default=1)
    in_school_holidays = models.BooleanField(default=False)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="+", null=True, blank=True)
    place_note = models.CharField(max_length=120, blank=True)
    planned_through = models.DateField(null=True, blank=True)
    planned_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    request_id = models.UUIDField(null=True, blank=True)

    objects = TenantManager["MeetingSeries"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="series_of_one_municipality"),
            models.UniqueConstraint(fields=["pair"], condition=Q(last_on=None), name="pair_has_one_open_series"),
            models.UniqueConstraint(fields=["table"], condition=Q(last_on=None), name="table_has_one_open_series"),
            models.CheckConstraint(condition=ONE_OF_THE_TWO, name="series_of_a_pair_or_of_a_table"),
            models.UniqueConstraint(fields=["planned_by", "request_id"], name="series_request_once_an_actor"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="series_on_a_weekday"),
            models.CheckConstraint(condition=Q(minutes__gte=15, minutes__lte=240), name="series_minutes_sensible"),
            models.CheckConstraint(condition=Q(every_weeks__in=[1, 2]), name="series_weekly_or_two_weekly"),
        ]
        indexes = [
            models.Index(
                fields=["municipality", "planned_through"],
                condition=Q(last_on=None),
                name="series_by_planned_through",
            )
        ]


class PlanningClash(TenantRow):
    """A day of a plan on which no meeting was made, because one of the two is in another meeting then."""

    series = models.ForeignKey(MeetingSeries, models.CASCADE, related_name="clashes")
    local_date = models.DateField()
    noticed_at = models.DateTimeField()

    objects = TenantManager["PlanningClash"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "local_date"], name="clash_once_a_day_of_a_series")]


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

    def off_by_a_day(self) -> Self:
        """Off because of a holiday, a closed house or somebody who is away, soonest first."""
        return self.exclude(off_because="").order_by("starts_at")

    def after(self, moment: datetime) -> Self:
        """Not over at ``moment``, soonest first."""
        return self.filter(ends_at__gt=moment).order_by("starts_at")

    def over_at(self, moment: datetime) -> Self:
        """Over at ``moment``, last one first."""
        return self.filter(ends_at__lte=moment).order_by("-starts_at")

    def of_pairs(self) -> Self:
        """Not of a language table."""
        return self.filter(table=None)

    def of_tables(self) -> Self:
        """Of a language table."""
        return self.filter(pair=None)

    def for_page(self) -> Self:
        """One query for a list: people and place included."""
        return self.select_related("pair__newcomer__account", "pair__volunteer__account", "table", "centre")

    def for_calendar(self) -> Self:
        """With the place and everybody who is expected or was."""
        people = models.Prefetch("attendances", Attendance.objects.select_related("account"))
        return self.select_related("centre", "pair", "table").prefetch_related(people)


class Meeting(TenantRow):
    """One meeting of a pair, or of a language table (afspraak). ``minutes`` is elapsed time from start to end.

    ``occurrence_on`` is the day of the plan for which it stands and never changes, also when the meeting is
    moved; an extra meeting has neither a plan nor such a day. A meeting that is off has ``cancelled_at``;
    ``off_because`` says that a day off did it, so that it comes back when the day off is taken back.
    ``sequence`` goes up with every change that a calendar must hear of.
    """

    pair = models.ForeignKey(Pair, models.PROTECT, related_name="meetings", null=True, blank=True)
    table = models.ForeignKey(LanguageTable, models.PROTECT, related_name="meetings", null=True, blank=True)
    series = models.ForeignKey(MeetingSeries, models.PROTECT, related_name="meetings", null=True, blank=True)
    occurrence_on = models.DateField(null=True, blank=True)
    local_date = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="+", null=True, blank=True)
    place_note = models.CharField(max_length=120, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    off_because = models.CharField(max_length=14, choices=OffBecause, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True, blank=True)
    planned_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)
    request_id = models.UUIDField(null=True, blank=True)

    objects = TenantManager.from_queryset(MeetingQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="meeting_of_one_municipality"),
            models.CheckConstraint(condition=ONE_OF_THE_TWO, name="meeting_of_a_pair_or_of_a_table"),
            models.UniqueConstraint(fields=["series", "occurrence_on"], name="occurrence_once_a_series"),
            models.UniqueConstraint(fields=["planned_by", "request_id"], name="meeting_request_once_an_actor"),
            models.CheckConstraint(condition=Q(starts_at__lt=F("ends_at")), name="meeting_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(off_because="") | Q(cancelled_at__isnull=False, cancelled_by=None),
                name="meeting_with_a_day_off_is_off",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "starts_at"], name="meetings_by_start")]

    @property
    def minutes(self) -> int:
        """Elapsed minutes, also over a change of the clock."""
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def goes_on(self) -> bool:
        """Whether those who would meet still do: the pair has not ended, the table has not closed."""
        return self.pair.is_current if self.pair else self.table is not None and self.table.closed_on is None

    @property
    def of_pair(self) -> Pair:
        """The pair that meets.

        Raises:
            Pair.DoesNotExist: a language table meets.
        """
        if self.pair is None:
            raise Pair.DoesNotExist
        return self.pair

    @property
    def is_on_a_chosen_day(self) -> bool:
        """Somebody put it on this very day by hand: it does not follow from a plan."""
        return self.series_id is None or self.moved_at is not None

    @property
    def meets_in_school_holidays(self) -> bool:
        """Whether the plan goes on in the school holidays. The meeting comes with its series."""
        return self.series is not None and self.series.in_school_holidays


class MeetingMove(TenantRow):
    """One time that a meeting was moved, and from where: what was sent, so that sending it twice is once."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="moves")
    from_starts_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    centre = models.ForeignKey(CommunityCentre, models.PROTECT, related_name="+", null=True, blank=True)
    place_note = models.CharField(max_length=120, blank=True)
    moved_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    moved_at = models.DateTimeField()
    request_id = models.UUIDField()

    objects = TenantManager["MeetingMove"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["moved_by", "request_id"], name="move_request_once_an_actor")]


class Attendance(TenantRow):
    """A person at a meeting: expected when, and what this person said of it afterwards.

    The times stand here again so that the database itself refuses two meetings of a person at once.
    ``answered_at`` is the moment of the first answer; ``coming_at`` that of "I will be there". ``in_group`` is
    one of several on the same side, as at a language table; otherwise a side is one person.
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
    in_group = models.BooleanField(default=False)
    coming_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, related_name="+", null=True, blank=True)

    objects = TenantManager["Attendance"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["municipality", "id"], name="attendance_of_one_municipality"),
            models.UniqueConstraint(
                fields=["meeting", "side"], condition=Q(in_group=False), name="one_attendance_a_side"
            ),
            models.UniqueConstraint(fields=["meeting", "account"], name="one_attendance_a_person"),
            ExclusionConstraint(
                name="person_in_one_meeting_at_a_time",
                expressions=[(OnePerson("account"), "&&"), (Span("starts_at", "ends_at"), "&&")],
                condition=Q(is_expected=True),
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
                name="answer_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["account", "starts_at"], name="attendance_by_person")]

    @property
    def is_excused(self) -> bool:
        """Said before the meeting, by this person or a coordinator, not to come; prefetch ``words`` for a list."""
        said = [word for word in self.words.all() if word.side != "OTHER" and word.said_at < self.starts_at]
        last = max(said, key=lambda word: word.said_at, default=None)
        return last is not None and last.outcome in {"EXCUSED", "ILL"}


class AttendanceAnswer(TenantRow):
    """One answer to "Did you meet?", as it was sent; the latest one also stands on the attendance."""

    attendance = models.ForeignKey(Attendance, models.CASCADE, related_name="answers")
    answer = models.CharField(max_length=8, choices=Attendance.Answer)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    given_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    request_id = models.UUIDField()

    objects = TenantManager["AttendanceAnswer"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["given_by", "request_id"], name="answer_request_once_an_actor")
        ]
