"""What became of each person at a meeting, word by word; and wrong codes at a door, for an hour."""

import django.db.models.deletion
import uuid
from pathlib import Path
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0006_statements_have_a_code"),
        ("places", "0002_uuidrange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CheckInMiss",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="places.communitycentre"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["centre", "at"], name="misses_at_a_door")],
            },
        ),
        migrations.CreateModel(
            name="OutcomeWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                (
                    "attendance",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="words", to="meetings.attendance"
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
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
                    models.UniqueConstraint(
                        fields=("attendance", "said_by", "request_id"), name="word_about_a_person_once_a_request"
                    )
                ],
            },
        ),
        migrations.RunSQL((SQL / "outcomes.sql").read_text(), (SQL / "outcomes_undo.sql").read_text()),
    ]
