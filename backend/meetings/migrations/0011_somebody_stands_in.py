"""Another volunteer stands in for some weeks: whose meetings and hours these days are, and never two at once."""

from pathlib import Path

import backend.meetings.models.ranges
import backend.meetings.models.substitutions
import django.contrib.postgres.constraints
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0010_tables_meet"),
        ("pairs", "0014_tables_of_pairs"),
        ("people", "0007_needs_house"),
        ("places", "0003_tables_of_centres"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Substitution",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("arranged_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("lifted_on", models.DateField(blank=True, null=True)),
                (
                    "arranged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
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
        migrations.RunSQL((SQL / "substitutions.sql").read_text(), migrations.RunSQL.noop),
    ]
