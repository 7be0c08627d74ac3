"""A pair meets a coordinator first, and both sign what they agreed on."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from pathlib import Path
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0008_reports_are_lifted"),
        ("pairs", "0011_how_pairs_pause_and_end"),
        ("places", "0002_uuidrange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("arranged_at", models.DateTimeField()),
                (
                    "coordinator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="meetings.meeting"
                    ),
                ),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LanguagePlan",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                ("drawn_up_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("newcomer_signed_at", models.DateTimeField(blank=True, null=True)),
                ("volunteer_signed_at", models.DateTimeField(blank=True, null=True)),
                ("replaced_at", models.DateTimeField(blank=True, null=True)),
                (
                    "drawn_up_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
        migrations.RunSQL((SQL / "agreements.sql").read_text(), migrations.RunSQL.noop),
    ]
