"""What a round found is kept apart from what was proposed; the database allows one round at a time in a town."""

import uuid
from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0005_rounds_of_before_were_published"),
        ("people", "0001_initial"),
        ("places", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="FoundPair",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "mode",
                    models.CharField(
                        choices=[("IN_PERSON", "Meeting in person"), ("ONLINE", "Meeting online")], max_length=9
                    ),
                ),
                ("score", models.PositiveSmallIntegerField()),
                ("score_parts", models.JSONField(default=dict)),
                ("distance_m", models.PositiveIntegerField()),
                ("common_minutes", models.PositiveSmallIntegerField()),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts_minute", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("newcomer_alias", models.CharField(blank=True, max_length=12)),
                ("volunteer_alias", models.CharField(blank=True, max_length=12)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.newcomer"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_pairs",
                        to="pairs.matchinground",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.volunteer"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="foundpair",
            constraint=models.UniqueConstraint(fields=("round", "newcomer"), name="found_once_a_round"),
        ),
        migrations.AddIndex(
            model_name="matchinground",
            index=models.Index(fields=["municipality", "asked_at"], name="rounds_by_moment"),
        ),
        migrations.AddConstraint(
            model_name="matchinground",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["REQUESTED", "RUNNING"])),
                fields=("municipality",),
                name="one_round_at_a_time_in_a_town",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchinground",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "DRY")), fields=("municipality",), name="one_round_to_look_at_in_a_town"
            ),
        ),
        migrations.AddConstraint(
            model_name="matchinground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("finished_at", None), ("state__in", ["REQUESTED", "RUNNING"])),
                    models.Q(
                        models.Q(("state__in", ["REQUESTED", "RUNNING"]), _negated=True),
                        ("finished_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="round_that_ended_has_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchinground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "RUNNING")),
                    models.Q(
                        models.Q(("state", "RUNNING"), _negated=True), ("lease_token", None), ("lease_until", None)
                    ),
                    _connector="OR",
                ),
                name="running_round_is_held_under_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchinground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", False), ("state__in", ["PUBLISHED", "DISCARDED"])),
                    models.Q(
                        models.Q(("state__in", ["PUBLISHED", "DISCARDED"]), _negated=True), ("decided_at", None)
                    ),
                    _connector="OR",
                ),
                name="decided_round_has_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="matchinground",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "FAILED"), models.Q(("failure", ""), _negated=True)),
                    models.Q(models.Q(("state", "FAILED"), _negated=True), ("failure", "")),
                    _connector="OR",
                ),
                name="failed_round_says_why",
            ),
        ),
        migrations.RunSQL((SQL / "found_pairs.sql").read_text(), migrations.RunSQL.noop),
    ]
