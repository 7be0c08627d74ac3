"""Plans, meetings, who came, and the ledger of hours.

The guards stand at the end of the same migration, so there is never a table without them: no row points to a row
of another town, and the ledger of hours is append-only, whoever writes and on whichever way in.
"""

from pathlib import Path

import backend.meetings.models.ranges
import backend.meetings.models.substitutions
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    replaces = [("meetings", "0011_somebody_stands_in")]  # and with it all before it: docs/decisions/0019

    initial = True

    dependencies = [
        ("pairs", "0001_first_set"),
        ("people", "0001_first_set"),
        ("places", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="Absence",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absences",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at", None)),
                        fields=["account", "ends_on"],
                        name="absences_of_a_person",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entered_by", "request_id"), name="absence_request_once_an_actor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="absence_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Closure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.communitycentre"
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("why", models.CharField(blank=True, max_length=80)),
                (
                    "entered_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("entered_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("lifted_at", None)),
                        fields=["centre", "ends_on"],
                        name="closures_of_a_centre",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entered_by", "request_id"), name="closure_request_once_an_actor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="closure_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingSeries",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="pairs.pair",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="pairs.languagetable",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts_local", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("zone", models.CharField(default="Europe/Amsterdam", max_length=40)),
                ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                ("in_school_holidays", models.BooleanField(default=False)),
                ("first_on", models.DateField()),
                ("last_on", models.DateField(blank=True, null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.communitycentre",
                    ),
                ),
                ("place_note", models.CharField(blank=True, max_length=120)),
                ("planned_through", models.DateField(blank=True, null=True)),
                (
                    "planned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("request_id", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("last_on", None)),
                        fields=["municipality", "planned_through"],
                        name="series_by_planned_through",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="series_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("last_on", None)), fields=("pair",), name="pair_has_one_open_series"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("last_on", None)), fields=("table",), name="table_has_one_open_series"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pair__isnull", False), ("table", None)),
                            models.Q(("pair", None), ("table__isnull", False)),
                            _connector="OR",
                        ),
                        name="series_of_a_pair_or_of_a_table",
                    ),
                    models.UniqueConstraint(fields=("planned_by", "request_id"), name="series_request_once_an_actor"),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="series_on_a_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 15), ("minutes__lte", 240)),
                        name="series_minutes_sensible",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("every_weeks__in", [1, 2])), name="series_weekly_or_two_weekly"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanningClash",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clashes",
                        to="meetings.meetingseries",
                    ),
                ),
                ("local_date", models.DateField()),
                ("noticed_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("series", "local_date"), name="clash_once_a_day_of_a_series")
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="pairs.pair",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="pairs.languagetable",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="meetings.meetingseries",
                    ),
                ),
                ("occurrence_on", models.DateField(blank=True, null=True)),
                ("local_date", models.DateField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.communitycentre",
                    ),
                ),
                ("place_note", models.CharField(blank=True, max_length=120)),
                ("cancelled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "off_because",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("HOLIDAY", "Holiday"),
                            ("SCHOOL_HOLIDAY", "School Holiday"),
                            ("HOUSE_CLOSED", "House Closed"),
                            ("NEWCOMER_AWAY", "Newcomer Away"),
                            ("VOLUNTEER_AWAY", "Volunteer Away"),
                            ("CLASH", "Clash"),
                            ("PAUSED", "Paused"),
                        ],
                        max_length=14,
                    ),
                ),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("moved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "planned_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("request_id", models.UUIDField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "starts_at"], name="meetings_by_start")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="meeting_of_one_municipality"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("pair__isnull", False), ("table", None)),
                            models.Q(("pair", None), ("table__isnull", False)),
                            _connector="OR",
                        ),
                        name="meeting_of_a_pair_or_of_a_table",
                    ),
                    models.UniqueConstraint(fields=("series", "occurrence_on"), name="occurrence_once_a_series"),
                    models.UniqueConstraint(
                        fields=("planned_by", "request_id"), name="meeting_request_once_an_actor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))),
                        name="meeting_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("off_because", ""),
                            models.Q(("cancelled_at__isnull", False), ("cancelled_by", None)),
                            _connector="OR",
                        ),
                        name="meeting_with_a_day_off_is_off",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingMove",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="meetings.meeting"
                    ),
                ),
                ("from_starts_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.communitycentre",
                    ),
                ),
                ("place_note", models.CharField(blank=True, max_length=120)),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("moved_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("moved_by", "request_id"), name="move_request_once_an_actor")
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attendances", to="meetings.meeting"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "side",
                    models.CharField(choices=[("NEWCOMER", "Newcomer"), ("VOLUNTEER", "Volunteer")], max_length=9),
                ),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("is_expected", models.BooleanField(default=True)),
                ("in_group", models.BooleanField(default=False)),
                ("coming_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answer",
                    models.CharField(blank=True, choices=[("HELD", "Held"), ("NOT_HELD", "Not Held")], max_length=8),
                ),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["account", "starts_at"], name="attendance_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="attendance_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("in_group", False)),
                        fields=("meeting", "side"),
                        name="one_attendance_a_side",
                    ),
                    models.UniqueConstraint(fields=("meeting", "account"), name="one_attendance_a_person"),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("is_expected", True)),
                        expressions=[
                            (backend.meetings.models.ranges.OnePerson("account"), "&&"),
                            (backend.meetings.models.ranges.Span("starts_at", "ends_at"), "&&"),
                        ],
                        name="person_in_one_meeting_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answer", ""), ("answered_at", None)),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="answer_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttendanceAnswer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="meetings.attendance"
                    ),
                ),
                ("answer", models.CharField(choices=[("HELD", "Held"), ("NOT_HELD", "Not Held")], max_length=8)),
                ("minutes", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("given_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("given_by", "request_id"), name="answer_request_once_an_actor")
                ],
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="introduction", to="pairs.pair"
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.meeting"
                    ),
                ),
                (
                    "coordinator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("arranged_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LanguagePlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="language_plans", to="pairs.pair"
                    ),
                ),
                (
                    "goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("DAILY_TALK", "Everyday talk"),
                                ("SHOP_MARKET", "Shop and market"),
                                ("NEIGHBOURS", "The neighbours"),
                                ("HEALTH_CARE", "Doctor and health"),
                                ("SCHOOL_OF_CHILDREN", "The children's school"),
                                ("WORK_FINDING", "Finding work"),
                                ("WORK_FLOOR", "Talking at work"),
                                ("STUDY", "A study"),
                                ("HOUSING", "House and rent"),
                                ("LETTERS_FORMS", "Letters and forms"),
                                ("MONEY", "Money"),
                                ("TRAVEL_BIKE", "Travel and bicycle"),
                                ("DIGITAL", "Computer and phone"),
                                ("PRONUNCIATION", "Pronunciation"),
                                ("READ_WRITE_BASIC", "Learning to read and write"),
                                ("EXAM_SPEAKING", "The exam: speaking"),
                                ("EXAM_LISTENING", "The exam: listening"),
                                ("EXAM_READING", "The exam: reading"),
                                ("EXAM_WRITING", "The exam: writing"),
                                ("EXAM_KNM", "The exam: Dutch society"),
                                ("DRIVING_THEORY", "Theory for the driving licence"),
                                ("MEET_PEOPLE", "Meeting people"),
                            ],
                            max_length=20,
                        ),
                        size=None,
                    ),
                ),
                ("own_words", models.CharField(blank=True, max_length=500)),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts_local", models.TimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("every_weeks", models.PositiveSmallIntegerField(default=1)),
                ("place", models.CharField(blank=True, max_length=220)),
                ("until_on", models.DateField()),
                (
                    "drawn_up_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("drawn_up_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("newcomer_signed_at", models.DateTimeField(blank=True, null=True)),
                ("volunteer_signed_at", models.DateTimeField(blank=True, null=True)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("drawn_up_by", "request_id"), name="language_plan_request_once_an_actor"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("replaced_at", None)),
                        fields=("pair",),
                        name="one_language_plan_in_force_a_pair",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("goals__len__gte", 1)), name="language_plan_has_a_goal"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("weekday__lte", 6)), name="language_plan_on_a_weekday"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("newcomer_signed_at", None),
                            ("newcomer_signed_at__gte", models.F("drawn_up_at")),
                            _connector="OR",
                        ),
                        name="language_plan_is_signed_after_it_is_drawn_up",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="HoursEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                ("number", models.PositiveBigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CLAIM", "Claim"),
                            ("CONFIRM", "Confirm"),
                            ("DISPUTE", "Dispute"),
                            ("RESOLVE", "Resolve"),
                            ("REVERSE", "Reverse"),
                            ("CORRECT", "Correct"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True, choices=[("STANDS", "Stands"), ("REJECTED", "Rejected")], max_length=8
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("meeting_id", models.UUIDField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "claim",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="later_entries",
                        to="meetings.hoursentry",
                    ),
                ),
                ("actor_id", models.UUIDField()),
                (
                    "actor_side",
                    models.CharField(
                        choices=[
                            ("VOLUNTEER", "Volunteer"),
                            ("NEWCOMER", "Newcomer"),
                            ("COORDINATOR", "Coordinator"),
                        ],
                        max_length=11,
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "person_id", "starts_at"], name="ledger_by_person")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="line_of_one_municipality"),
                    models.UniqueConstraint(fields=("municipality", "number"), name="ledger_number_once_a_town"),
                    models.UniqueConstraint(
                        fields=("actor_id", "request_id", "kind"), name="ledger_request_once_an_actor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="hours_end_after_they_start"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "RESOLVE"), models.Q(("outcome", ""), _negated=True)),
                            models.Q(models.Q(("kind", "RESOLVE"), _negated=True), ("outcome", "")),
                            _connector="OR",
                        ),
                        name="a_resolution_has_an_outcome",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("claim", None), ("kind", "CLAIM")),
                            models.Q(models.Q(("kind", "CLAIM"), _negated=True), ("claim__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_a_claim_stands_alone",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "REVERSE")),
                        fields=("claim",),
                        name="claim_is_reversed_at_most_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursInterval",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "claim",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="interval", to="meetings.hoursentry"
                    ),
                ),
                ("person_id", models.UUIDField()),
                ("meeting_id", models.UUIDField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (backend.meetings.models.ranges.OnePerson("person_id"), "&&"),
                            (backend.meetings.models.ranges.Span("starts_at", "ends_at"), "&&"),
                        ],
                        name="hours_of_a_person_never_overlap",
                    ),
                    models.UniqueConstraint(fields=("person_id", "meeting_id"), name="one_claim_a_person_a_meeting"),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursCertificate",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("last_entry_number", models.PositiveBigIntegerField()),
                ("last_entry_hash", models.CharField(blank=True, max_length=64)),
                ("language", models.CharField(default="nl", max_length=10)),
                ("code", models.CharField(blank=True, max_length=12, null=True, unique=True)),
                ("figures", models.JSONField()),
                ("figures_sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("account", "request_id"), name="certificate_request_once_an_actor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("starts_on__lte", models.F("ends_on"))),
                        name="certificate_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutcomeWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="meetings.attendance"
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("CAME", "Came"),
                            ("LATE", "Late"),
                            ("EXCUSED", "Excused"),
                            ("NO_SHOW", "No Show"),
                            ("ILL", "Ill"),
                        ],
                        max_length=7,
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("SELF", "Self"),
                            ("OTHER", "Other"),
                            ("COORDINATOR", "Coordinator"),
                            ("CHECK_IN", "Check In"),
                        ],
                        max_length=11,
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("attendance", "said_by", "request_id"), name="word_about_a_person_once_a_request"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CheckInMiss",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.communitycentre"
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["centre", "at"], name="misses_at_a_door")],
            },
        ),
        migrations.CreateModel(
            name="SafetyReport",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="pairs.pair"),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("reported_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                (
                    "called_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("account", "request_id"), name="report_request_once_an_actor"),
                    models.UniqueConstraint(
                        condition=models.Q(("called_at", None)),
                        fields=("pair", "account"),
                        name="one_open_report_a_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("called_at", None), ("called_by", None)),
                            models.Q(("called_at__isnull", False), ("called_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_call_has_a_caller",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_at", None), ("lifted_by", None)),
                            models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="lifting_a_report_names_who",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Substitution",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="substitutions", to="pairs.pair"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutions",
                        to="people.volunteer",
                    ),
                ),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "arranged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("arranged_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("lifted_on", models.DateField(blank=True, null=True)),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("arranged_by", "request_id"), name="substitution_request_once_an_actor"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_on__lte", models.F("until_on"))),
                        name="substitution_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lifted_by", None), ("lifted_on", None)),
                            models.Q(("lifted_by__isnull", False), ("lifted_on__gte", models.F("from_on"))),
                            _connector="OR",
                        ),
                        name="who_ends_a_substitution_is_named",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (backend.meetings.models.ranges.OnePerson("pair"), "&&"),
                            (backend.meetings.models.substitutions.Days(), "&&"),
                        ],
                        name="one_substitute_of_a_pair_at_a_time",
                    ),
                ],
            },
        ),
        migrations.RunSQL((SQL / "same_town.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "days_off.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "moves.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "outcomes.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "agreements.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "tables.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "substitutions.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "ledger.sql").read_text(), (SQL / "ledger_undo.sql").read_text()),
    ]
