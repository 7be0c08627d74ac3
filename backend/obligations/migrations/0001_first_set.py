"""What stands behind the wall: duties, decisions, the file of a person, and the ordinance they rest on.

The guards stand at the end of the same migration, so there is never a table without them: what was said is never
unsaid, and a version of the ordinance on which a decision rests never changes.
"""

from pathlib import Path

import backend.obligations.models.base
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    replaces = [("obligations", "0009_more_outcomes_and_kinds")]  # and with it all before it: docs/decisions/0019

    initial = True

    dependencies = [
        ("places", "0001_first_set"),  # the range type
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
            name="Obligation",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                ("person_id", models.UUIDField()),
                ("caseworker_id", models.UUIDField()),
                ("client_number", models.CharField(max_length=30)),
                ("linked_at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality_id", "person_id"), name="one_obligation_a_person")
                ],
            },
        ),
        migrations.CreateModel(
            name="ObligationDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="obligations.obligation",
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("IMPOSE", "Impose"),
                            ("AMEND", "Change"),
                            ("SUSPEND", "Suspend"),
                            ("RESUME", "Resume"),
                            ("EXEMPT", "Exempt"),
                            ("END", "End"),
                            ("WITHDRAW", "Withdraw"),
                            ("ANNUL_AFTER_OBJECTION", "Annul after an objection"),
                        ],
                        max_length=22,
                    ),
                ),
                (
                    "legal_basis",
                    models.CharField(
                        choices=[
                            ("PW_9_1_C", "Participatiewet article 9, first paragraph, c (counter-obligation)"),
                            ("IOAW_37_1_F", "IOAW article 37, first paragraph, f"),
                            ("IOAZ_37_1_F", "IOAZ article 37, first paragraph, f"),
                            ("PW_2027_PARTICIPATION", "Participatiewet from 2027 (social participation)"),
                            ("VOLUNTARY", "Agreed, without a duty"),
                        ],
                        max_length=22,
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="obligations.policyversion",
                    ),
                ),
                ("case_reference", models.CharField(max_length=40)),
                ("mandate_ref", models.CharField(blank=True, max_length=40)),
                ("document_ref", models.CharField(blank=True, max_length=60)),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30), blank=True, default=list, size=None
                    ),
                ),
                ("decided_on", models.DateField()),
                ("notified_on", models.DateField(blank=True, null=True)),
                ("objection_until", models.DateField(blank=True, null=True)),
                ("starts_on", models.DateField(blank=True, null=True)),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("minutes_per_week", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "ground",
                    models.CharField(
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
                ("share_pct", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("review_on", models.DateField(blank=True, null=True)),
                (
                    "undoes",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="undone_by",
                        to="obligations.obligationdecision",
                    ),
                ),
                ("decided_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
                ("request_hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind__in", ["WITHDRAW", "ANNUL_AFTER_OBJECTION"]), ("undoes__isnull", False)),
                            models.Q(
                                models.Q(("kind__in", ["WITHDRAW", "ANNUL_AFTER_OBJECTION"]), _negated=True),
                                ("undoes", None),
                            ),
                            _connector="OR",
                        ),
                        name="what_is_undone_is_named",
                    ),
                    models.UniqueConstraint(fields=("obligation", "number"), name="decisions_in_order"),
                    models.UniqueConstraint(
                        condition=models.Q(("undoes__isnull", False)),
                        fields=("undoes",),
                        name="a_decision_is_undone_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RequirementPeriod",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="obligations.obligation",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="periods",
                        to="obligations.obligationdecision",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(blank=True, null=True)),
                ("minutes_per_week", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        expressions=[
                            (
                                backend.obligations.models.base._OneObligation(
                                    models.F("obligation"), models.F("obligation"), models.Value("[]")
                                ),
                                "&&",
                            ),
                            (
                                backend.obligations.models.base._Days(
                                    models.F("starts_on"), models.F("ends_on"), models.Value("[]")
                                ),
                                "&&",
                            ),
                        ],
                        name="requirement_periods_never_overlap",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="period_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes_per_week__lte", 1440)), name="at_most_24_hours_a_week"
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
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="obligations.obligation",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="exemptions",
                        to="obligations.obligationdecision",
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_on", None), ("ends_on__gte", models.F("starts_on")), _connector="OR"
                        ),
                        name="exemption_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share_pct__gte", 1), ("share_pct__lte", 100)),
                        name="exemption_of_a_share_of_a_hundred",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HoursStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="obligations.obligation",
                    ),
                ),
                (
                    "policy_version",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="obligations.policyversion",
                    ),
                ),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                ("last_entry_number", models.PositiveBigIntegerField()),
                ("figures", models.JSONField()),
                ("figures_sha256", models.CharField(max_length=64)),
                ("issued_at", models.DateTimeField()),
                ("issued_by", models.UUIDField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="Booking",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
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
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="obligations.obligation",
                    ),
                ),
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
            ],
        ),
        migrations.CreateModel(
            name="SignalHandled",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signals_handled",
                        to="obligations.obligation",
                    ),
                ),
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
                            ("LONGER", "More time to search"),
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
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("obligation", "kind", "key"), name="a_signal_is_handled_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="WarningSent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="warnings",
                        to="obligations.obligation",
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="PersonWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="words", to="obligations.obligation"
                    ),
                ),
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
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "FIGURE"), _negated=True), ("monday__isnull", False), _connector="OR"
                        ),
                        name="a_wrong_figure_has_a_week",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "DECISION"), _negated=True),
                            ("decision_id__isnull", False),
                            _connector="OR",
                        ),
                        name="an_objection_names_a_decision",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reply",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "word",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reply", to="obligations.personword"
                    ),
                ),
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
        ),
        migrations.CreateModel(
            name="ExtraHours",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extra_hours",
                        to="obligations.obligation",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PREPARATION", "Preparing a meeting"),
                            ("TRAINING", "Training"),
                            ("INTAKE", "Intake talk"),
                            ("TRAVEL", "Travelling"),
                            ("OTHER_VOLUNTEERING", "Volunteering from before the duty"),
                            ("OWN_ACTIVITY", "An activity that the person found"),
                        ],
                        max_length=18,
                    ),
                ),
                ("day", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                ("meeting_id", models.UUIDField(blank=True, null=True)),
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
                ("is_from_caseworker", models.BooleanField()),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "PREPARATION"), _negated=True),
                            ("meeting_id__isnull", False),
                            _connector="OR",
                        ),
                        name="one_prepares_a_meeting",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 1440)), name="minutes_of_one_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AllowancePaid",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality_id", models.CharField(max_length=6)),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="allowances",
                        to="obligations.obligation",
                    ),
                ),
                ("month", models.DateField()),
                ("cents", models.IntegerField()),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("request_id", models.UUIDField(unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("month__day", 1)), name="an_allowance_is_of_a_month")
                ],
            },
        ),
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
        ),
        migrations.RunSQL((SQL / "guards.sql").read_text(), (SQL / "guards_undo.sql").read_text()),
    ]
