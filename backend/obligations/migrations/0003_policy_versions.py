"""An ordinance is dated data: each decision and statement rests on the version of its day."""

import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0002_request_hash"),
    ]

    operations = [
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "regime",
                    models.CharField(
                        choices=[
                            ("WWB_2012", "Wet werk en bijstand (2012–2014)"),
                            ("PW_2015", "Participatiewet (2015–2026)"),
                            ("PW_2027", "Participatiewet in balans (2027–)"),
                        ],
                        max_length=8,
                    ),
                ),
                ("valid_from", models.DateField()),
                ("title", models.CharField(max_length=200)),
                ("ordinance_ref", models.CharField(max_length=60)),
                ("approved_by", models.CharField(max_length=120)),
                ("params", models.JSONField()),
                ("sentences", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("imported_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality_id", "valid_from"), name="one_policy_from_a_day")
                ],
            },
        ),
    ]
