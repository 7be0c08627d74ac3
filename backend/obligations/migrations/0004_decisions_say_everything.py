"""A decision holds all that its letter says, so that the periods follow from the decisions alone."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0003_policy_versions"),
    ]

    operations = [
        migrations.AddField(
            model_name="obligationdecision",
            name="number",
            field=models.PositiveSmallIntegerField(default=1),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="document_ref",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="ends_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="ground",
            field=models.CharField(
                blank=True,
                choices=[
                    ("FULLY_PERMANENTLY_DISABLED", "Fully and permanently unable to work (art. 9.5)"),
                    ("SINGLE_PARENT_CHILD_UNDER_5", "Single parent of a child under five (art. 9a)"),
                    ("CARE_TASKS", "Care for somebody (art. 9.2)"),
                    ("URGENT_REASONS_MEDICAL", "Urgent reasons, medical (art. 9.2)"),
                    ("URGENT_REASONS_SOCIAL", "Urgent reasons, social (art. 9.2)"),
                    ("AGE_OUTSIDE", "Under 18, or old enough for the state pension"),
                    ("WORK_OR_REINTEGRATION_CONFLICT", "Work or a path to work takes the time"),
                    ("CIVIC_INTEGRATION_FULL", "Civic integration takes the time"),
                    ("PREGNANCY_LEAVE", "Leave around a birth"),
                    ("DETENTION", "Detention"),
                    ("MUNICIPAL_OTHER", "Another ground of the ordinance"),
                    ("SUSPENDED", "Suspended by a decision"),
                ],
                max_length=30,
            ),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="mandate_ref",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="minutes_per_week",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="objection_until",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="reasons",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=30), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="review_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="share_pct",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="starts_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="undoes",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="undone_by",
                to="obligations.obligationdecision",
            ),
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                ("monday", models.DateField()),
                ("required", models.IntegerField()),
                ("done", models.IntegerField()),
                ("excused", models.IntegerField()),
                ("credited", models.IntegerField()),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reversed_by",
                        to="obligations.booking",
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="bookings",
                        to="obligations.hoursstatement",
                    ),
                ),
                (
                    "written_with",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="obligations.hoursstatement"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Delegation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                ("from_id", models.UUIDField()),
                ("to_id", models.UUIDField()),
                ("since", models.DateTimeField()),
                ("back_on", models.DateField(blank=True, null=True)),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("request_id", models.UUIDField(unique=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("municipality_id", "from_id"),
                        name="delegated_to_one_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_id", models.F("to_id")), _negated=True),
                        name="delegated_to_somebody_else",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExemptionPeriod",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "ground",
                    models.CharField(
                        choices=[
                            ("FULLY_PERMANENTLY_DISABLED", "Fully and permanently unable to work (art. 9.5)"),
                            ("SINGLE_PARENT_CHILD_UNDER_5", "Single parent of a child under five (art. 9a)"),
                            ("CARE_TASKS", "Care for somebody (art. 9.2)"),
                            ("URGENT_REASONS_MEDICAL", "Urgent reasons, medical (art. 9.2)"),
                            ("URGENT_REASONS_SOCIAL", "Urgent reasons, social (art. 9.2)"),
                            ("AGE_OUTSIDE", "Under 18, or old enough for the state pension"),
                            ("WORK_OR_REINTEGRATION_CONFLICT", "Work or a path to work takes the time"),
                            ("CIVIC_INTEGRATION_FULL", "Civic integration takes the time"),
                            ("PREGNANCY_LEAVE", "Leave around a birth"),
                            ("DETENTION", "Detention"),
                            ("MUNICIPAL_OTHER", "Another ground of the ordinance"),
                            ("SUSPENDED", "Suspended by a decision"),
                        ],
                        max_length=30,
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                ("share_pct", models.PositiveSmallIntegerField()),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="obligations.obligationdecision",
                    ),
                ),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="obligations.obligation",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="hoursstatement",
            name="policy_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="obligations.policyversion",
            ),
        ),
        migrations.AddField(
            model_name="obligationdecision",
            name="policy_version",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="obligations.policyversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", "EXEMPT"),
                        models.Q(("ground", ""), _negated=True),
                        ("share_pct__gte", 1),
                        ("share_pct__lte", 100),
                    ),
                    models.Q(models.Q(("kind", "EXEMPT"), _negated=True), ("ground", "")),
                    _connector="OR",
                ),
                name="an_exemption_has_a_ground_and_a_share",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligationdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["WITHDRAW", "ANNUL_AFTER_OBJECTION"]), ("undoes__isnull", False)),
                    models.Q(
                        models.Q(("kind__in", ["WITHDRAW", "ANNUL_AFTER_OBJECTION"]), _negated=True), ("undoes", None)
                    ),
                    _connector="OR",
                ),
                name="what_is_undone_is_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligationdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("undoes__isnull", False)), fields=("undoes",), name="a_decision_is_undone_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="exemptionperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"),
                name="exemption_ends_after_it_starts",
            ),
        ),
        migrations.AddConstraint(
            model_name="exemptionperiod",
            constraint=models.CheckConstraint(
                condition=models.Q(("share_pct__gte", 1), ("share_pct__lte", 100)),
                name="exemption_of_a_share_of_a_hundred",
            ),
        ),
    ]
