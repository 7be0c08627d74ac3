"""What a caseworker and the person write beside the decisions: signals, warnings, objections, other hours."""

import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0006_decisions_in_order"),
    ]

    operations = [
        migrations.CreateModel(
            name="ParticipationStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                ("person_id", models.UUIDField()),
                ("route", models.CharField(max_length=4)),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("figures", models.JSONField()),
                ("figures_sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("NOTED", "Read and kept in the file"),
                            ("CORRECTED", "You are right, it will be corrected"),
                            ("STANDS", "The figure stands"),
                            ("TO_OBJECTIONS", "Passed on to the objections committee"),
                        ],
                        max_length=13,
                    ),
                ),
                ("text", models.TextField(blank=True, max_length=4000)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SignalHandled",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("BELOW", "Fewer hours than asked for some weeks"),
                            ("EXEMPTION_REVIEW", "An exemption is to be looked at again"),
                            ("DECISION_ENDING", "A decision ends soon"),
                            ("SEARCH_OVER", "The search period is over and there is no buddy yet"),
                        ],
                        max_length=16,
                    ),
                ),
                ("key", models.DateField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("OK", "Nothing is wrong"),
                            ("TALK", "We will talk"),
                            ("AMEND", "The decision will be changed"),
                            ("EXEMPT", "An exemption will follow"),
                            ("REFER", "To the colleague who decides about benefits"),
                        ],
                        max_length=6,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="WarningSent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                ("sent_on", models.DateField()),
                ("language", models.CharField(max_length=10)),
                (
                    "channel",
                    models.CharField(
                        choices=[("LETTER", "Letter"), ("MAIL", "Mail"), ("PHONE", "Phone"), ("TALK", "Talk")],
                        max_length=6,
                    ),
                ),
                (
                    "subject",
                    models.CharField(
                        choices=[
                            ("HOURS_BEHIND", "Hours are behind"),
                            ("NO_ANSWER", "No answer"),
                            ("INVITATION", "Invitation to a talk"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "arrived",
                    models.CharField(
                        choices=[("YES", "It arrived"), ("NO", "It did not arrive"), ("UNKNOWN", "Not known")],
                        max_length=7,
                    ),
                ),
                ("document_ref", models.CharField(blank=True, max_length=60)),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AllowancePaid",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                ("month", models.DateField()),
                ("cents", models.IntegerField()),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowances",
                        to="obligations.obligation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                ("from_id", models.UUIDField()),
                ("to_id", models.UUIDField()),
                (
                    "why",
                    models.CharField(
                        choices=[
                            ("HANDED_OVER", "Handed over by the colleague"),
                            ("COLLEAGUE_AWAY", "The colleague is away for long"),
                            ("COLLEAGUE_LEFT", "The colleague has left"),
                            ("MOVED_TEAM", "The client belongs to another team now"),
                        ],
                        max_length=14,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="obligations.obligation",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ExtraHours",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PREPARATION", "Preparing a meeting"),
                            ("TRAINING", "Training"),
                            ("INTAKE", "Intake talk"),
                            ("TRAVEL", "Travelling"),
                            ("OTHER_VOLUNTEERING", "Other volunteering"),
                        ],
                        max_length=18,
                    ),
                ),
                ("day", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("meeting_id", models.UUIDField(blank=True, null=True)),
                ("is_from_caseworker", models.BooleanField()),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extra_hours",
                        to="obligations.obligation",
                    ),
                ),
                (
                    "reverses",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="struck_by",
                        to="obligations.extrahours",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("VIEW", "My view"),
                            ("FIGURE", "A figure is wrong"),
                            ("DECISION", "Objection to a decision"),
                        ],
                        max_length=8,
                    ),
                ),
                ("monday", models.DateField(blank=True, null=True)),
                ("decision_id", models.UUIDField(blank=True, null=True)),
                ("text", models.TextField(max_length=4000)),
                ("said_on", models.DateField()),
                ("written_by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="obligations.obligation"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="reply",
            name="word",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="obligations.personword"
            ),
        ),
        migrations.AddField(
            model_name="signalhandled",
            name="obligation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="signals_handled",
                to="obligations.obligation",
            ),
        ),
        migrations.AddField(
            model_name="warningsent",
            name="obligation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="warnings", to="obligations.obligation"
            ),
        ),
        migrations.AddConstraint(
            model_name="allowancepaid",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="an_allowance_is_of_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="extrahours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "PREPARATION"), _negated=True), ("meeting_id__isnull", False), _connector="OR"
                ),
                name="one_prepares_a_meeting",
            ),
        ),
        migrations.AddConstraint(
            model_name="extrahours",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), name="minutes_of_one_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="personword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "FIGURE"), _negated=True), ("monday__isnull", False), _connector="OR"
                ),
                name="a_wrong_figure_has_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="personword",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "DECISION"), _negated=True), ("decision_id__isnull", False), _connector="OR"
                ),
                name="an_objection_names_a_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="signalhandled",
            constraint=models.UniqueConstraint(fields=("obligation", "kind", "key"), name="a_signal_is_handled_once"),
        ),
    ]
