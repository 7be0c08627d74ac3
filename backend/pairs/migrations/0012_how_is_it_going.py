"""Both of a pair are asked how it goes, at set moments."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0011_how_pairs_pause_and_end"),
        ("places", "0002_uuidrange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PairCheck",
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
                    "moment",
                    models.CharField(
                        choices=[
                            ("START", "Start"),
                            ("EVALUATION", "After three months"),
                            ("HALF", "Half way"),
                            ("END", "End"),
                        ],
                        max_length=10,
                    ),
                ),
                ("have_met", models.BooleanField(blank=True, null=True)),
                ("face", models.PositiveSmallIntegerField()),
                ("speaking", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("taking_part", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("wants_a_call", models.BooleanField(default=False)),
                ("words", models.CharField(blank=True, max_length=500)),
                ("said_at", models.DateTimeField()),
                ("called_at", models.DateTimeField(blank=True, null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="checks", to="pairs.pair"
                    ),
                ),
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pair", "side", "moment"), name="asked_once_a_side_and_moment"),
                    models.CheckConstraint(
                        condition=models.Q(("face__gte", 1), ("face__lte", 5)), name="face_is_one_of_five"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("speaking", None), models.Q(("speaking__gte", 1), ("speaking__lte", 5)), _connector="OR"
                        ),
                        name="speaking_is_one_of_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("taking_part", None),
                            models.Q(("taking_part__gte", 1), ("taking_part__lte", 5)),
                            _connector="OR",
                        ),
                        name="taking_part_is_one_of_five",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("side", "COORDINATOR"), _negated=True), name="only_the_two_are_asked"
                    ),
                ],
            },
        ),
    ]
