"""A trial, pauses, a reason a side and exclusions for a while; pairs of before had their trial."""

import backend.pairs.models.pauses
import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid
from pathlib import Path
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0010_language_tables"),
        ("people", "0003_login_codes_by_age"),
        ("places", "0002_uuidrange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PairFarewell",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("NEWCOMER", "Newcomer"),
                            ("VOLUNTEER", "Volunteer"),
                            ("COORDINATOR", "Coordinator"),
                        ],
                        max_length=11,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("COMPLETED", "The agreed time is over"),
                            ("GOAL_REACHED", "The goal is reached"),
                            ("EXAM_PASSED", "Passed the exam"),
                            ("FOUND_WORK", "Found work"),
                            ("STARTED_STUDY", "Started a study"),
                            ("MOVED", "Moved away"),
                            ("TIMES_DO_NOT_FIT", "The days and times do not fit any more"),
                            ("TOO_FAR", "It is too far"),
                            ("NO_CLICK", "It did not click"),
                            ("LEVEL_MISMATCH", "The level did not fit"),
                            ("NO_SHOWS", "Appointments were not kept"),
                            ("NO_CONTACT", "Lost contact"),
                            ("ILLNESS", "Illness"),
                            ("PREGNANCY_BIRTH", "Pregnancy or a baby"),
                            ("CARE_AT_HOME", "Care for somebody at home"),
                            ("TOO_BUSY", "Too busy"),
                            ("BOUNDARY_CROSSED", "A reason that the confidential adviser knows"),
                            ("VOLUNTEER_STOPPED", "The volunteer stopped"),
                            ("LEARNER_STOPPED", "The newcomer stopped"),
                            ("COORDINATOR_DECISION", "The coordinator decided it"),
                            ("RETURNED_OR_LEFT_NL", "Left the Netherlands"),
                            ("DIED", "Died"),
                            ("UNKNOWN", "Another reason, or rather not said"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=500)),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="PairPause",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("NEWCOMER", "Newcomer"),
                            ("VOLUNTEER", "Volunteer"),
                            ("COORDINATOR", "Coordinator"),
                        ],
                        max_length=11,
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("resumed_on", models.DateField(blank=True, null=True)),
                ("request_id", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="PairPeriods",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_on", models.DateField()),
                ("trial_days", models.PositiveSmallIntegerField(default=42)),
                ("trial_meetings", models.PositiveSmallIntegerField(default=4)),
                ("first_check_days", models.PositiveSmallIntegerField(default=10)),
                ("nudge_days", models.PositiveSmallIntegerField(default=21)),
                ("help_days", models.PositiveSmallIntegerField(default=35)),
                ("evaluation_weeks", models.PositiveSmallIntegerField(default=13)),
                ("term_weeks", models.PositiveSmallIntegerField(default=52)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="exclusion",
            name="lifting_names_who_and_why",
        ),
        migrations.AddField(
            model_name="exclusion",
            name="until_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="pair",
            name="trial_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="pair",
            name="end_reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("COMPLETED", "The agreed time is over"),
                    ("GOAL_REACHED", "The goal is reached"),
                    ("EXAM_PASSED", "Passed the exam"),
                    ("FOUND_WORK", "Found work"),
                    ("STARTED_STUDY", "Started a study"),
                    ("MOVED", "Moved away"),
                    ("TIMES_DO_NOT_FIT", "The days and times do not fit any more"),
                    ("TOO_FAR", "It is too far"),
                    ("NO_CLICK", "It did not click"),
                    ("LEVEL_MISMATCH", "The level did not fit"),
                    ("NO_SHOWS", "Appointments were not kept"),
                    ("NO_CONTACT", "Lost contact"),
                    ("ILLNESS", "Illness"),
                    ("PREGNANCY_BIRTH", "Pregnancy or a baby"),
                    ("CARE_AT_HOME", "Care for somebody at home"),
                    ("TOO_BUSY", "Too busy"),
                    ("BOUNDARY_CROSSED", "A reason that the confidential adviser knows"),
                    ("VOLUNTEER_STOPPED", "The volunteer stopped"),
                    ("LEARNER_STOPPED", "The newcomer stopped"),
                    ("COORDINATOR_DECISION", "The coordinator decided it"),
                    ("RETURNED_OR_LEFT_NL", "Left the Netherlands"),
                    ("DIED", "Died"),
                    ("UNKNOWN", "Another reason, or rather not said"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lifted_at", None),
                    models.Q(("lifted_by__isnull", False), models.Q(("lift_reason", ""), _negated=True)),
                    models.Q(("lifted_by", None), ("until_on__isnull", False)),
                    _connector="OR",
                ),
                name="lifting_names_who_and_why",
            ),
        ),
        migrations.AddField(
            model_name="pairfarewell",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
            ),
        ),
        migrations.AddField(
            model_name="pairfarewell",
            name="pair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="farewells", to="pairs.pair"
            ),
        ),
        migrations.AddField(
            model_name="pairfarewell",
            name="said_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pairpause",
            name="agreed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pairpause",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="pairpause",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
            ),
        ),
        migrations.AddField(
            model_name="pairpause",
            name="pair",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="pairs.pair"
            ),
        ),
        migrations.AddField(
            model_name="pairpause",
            name="resumed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="pairperiods",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
            ),
        ),
        migrations.AddField(
            model_name="pairperiods",
            name="set_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="pairfarewell",
            constraint=models.UniqueConstraint(fields=("pair", "side"), name="one_farewell_a_side"),
        ),
        migrations.AddConstraint(
            model_name="pairfarewell",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="farewell_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="pairpause",
            constraint=models.UniqueConstraint(fields=("asked_by", "request_id"), name="pause_request_once_an_actor"),
        ),
        migrations.AddConstraint(
            model_name="pairpause",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_on__lte", models.F("until_on"))), name="pause_ends_after_it_starts"
            ),
        ),
        migrations.AddConstraint(
            model_name="pairpause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("resumed_on", None),
                    models.Q(("resumed_on__gte", models.F("from_on")), ("resumed_on__lte", models.F("until_on"))),
                    _connector="OR",
                ),
                name="pause_is_resumed_within_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairpause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at", None), ("agreed_by", None)),
                    models.Q(("agreed_at__isnull", False), ("agreed_by__isnull", False), ("refused_at", None)),
                    _connector="OR",
                ),
                name="pause_is_agreed_by_somebody_or_refused",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairpause",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                condition=models.Q(("agreed_at__isnull", False)),
                expressions=[
                    (backend.pairs.models.pauses.OnePair(), "&&"),
                    (backend.pairs.models.pauses.PauseDays(), "&&"),
                ],
                name="pair_is_paused_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairperiods",
            constraint=models.UniqueConstraint(fields=("municipality", "from_on"), name="pair_periods_once_a_day"),
        ),
        migrations.AddConstraint(
            model_name="pairperiods",
            constraint=models.CheckConstraint(
                condition=models.Q(("help_days__gt", models.F("nudge_days")), ("nudge_days__gte", 7)),
                name="a_nudge_comes_before_help",
            ),
        ),
        migrations.AddConstraint(
            model_name="pairperiods",
            constraint=models.CheckConstraint(
                condition=models.Q(("evaluation_weeks__gte", 4), ("term_weeks__gt", models.F("evaluation_weeks"))),
                name="an_evaluation_lies_within_the_term",
            ),
        ),
        migrations.RunSQL((SQL / "pauses_and_ends.sql").read_text(), (SQL / "pauses_and_ends_undo.sql").read_text()),
    ]
