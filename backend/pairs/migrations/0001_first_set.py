"""Matching rounds and what they found, proposals, pairs, language tables, and how pairs fare and end.

The guards stand at the end of the same migration, so there is never a table without them: no row points to a row
of another town.
"""

from pathlib import Path

import backend.pairs.models.pauses
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    replaces = [("pairs", "0015_sealed_beside_open_exclusions")]  # and with it all before it: docs/decisions/0019

    initial = True

    dependencies = [
        ("people", "0001_first_set"),
        ("places", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchingRound",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("REQUESTED", "Asked for"),
                            ("RUNNING", "Looking for pairs"),
                            ("DRY", "Ready for you to look at"),
                            ("PUBLISHED", "Published"),
                            ("DISCARDED", "Not used"),
                            ("FAILED", "Failed"),
                        ],
                        default="REQUESTED",
                        max_length=9,
                    ),
                ),
                ("day", models.DateField()),
                ("asked_at", models.DateTimeField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("request_id", models.UUIDField(blank=True, null=True, unique=True)),
                ("publishes_itself", models.BooleanField(default=False)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("lease_token", models.UUIDField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("READING", "Reading who takes part"),
                            ("ALLOWED_PAIRS", "Finding who may meet whom"),
                            ("WHO", "Finding who gets a buddy"),
                            ("WITH_WHOM", "Finding who fits whom best"),
                            ("REASONS", "Writing down why the others wait"),
                            ("ADVICE", "Finding whom you could look for"),
                            ("WRITING", "Saving the result"),
                        ],
                        max_length=13,
                    ),
                ),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                (
                    "failure",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("UNUSABLE_ROW", "What we know of one person cannot be used."),
                            ("BROKEN_OFF", "The work was broken off three times."),
                            ("UNEXPECTED", "Something went wrong on our side."),
                        ],
                        max_length=12,
                    ),
                ),
                ("failure_about", models.JSONField(blank=True, default=dict)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("engine_version", models.CharField(blank=True, max_length=20)),
                ("input_hash", models.CharField(blank=True, max_length=64)),
                ("report", models.JSONField(blank=True, default=dict)),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "asked_at"], name="rounds_by_moment")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="round_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["REQUESTED", "RUNNING"])),
                        fields=("municipality",),
                        name="one_round_at_a_time_in_a_town",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "DRY")),
                        fields=("municipality",),
                        name="one_round_to_look_at_in_a_town",
                    ),
                    models.CheckConstraint(
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
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("lease_token__isnull", False), ("lease_until__isnull", False), ("state", "RUNNING")
                            ),
                            models.Q(
                                models.Q(("state", "RUNNING"), _negated=True),
                                ("lease_token", None),
                                ("lease_until", None),
                            ),
                            _connector="OR",
                        ),
                        name="running_round_is_held_under_a_lease",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at__isnull", False), ("state__in", ["PUBLISHED", "DISCARDED"])),
                            models.Q(
                                models.Q(("state__in", ["PUBLISHED", "DISCARDED"]), _negated=True),
                                ("decided_at", None),
                            ),
                            _connector="OR",
                        ),
                        name="decided_round_has_a_moment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "FAILED"), models.Q(("failure", ""), _negated=True)),
                            models.Q(models.Q(("state", "FAILED"), _negated=True), ("failure", "")),
                            _connector="OR",
                        ),
                        name="failed_round_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RoundArchive",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "round",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="archive", to="pairs.matchinground"
                    ),
                ),
                ("files", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="FoundPair",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
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
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.communitycentre",
                    ),
                ),
                ("table_number", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_pairs",
                        to="pairs.matchinground",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.newcomer"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.volunteer"
                    ),
                ),
                ("newcomer_alias", models.CharField(blank=True, max_length=12)),
                ("volunteer_alias", models.CharField(blank=True, max_length=12)),
                ("is_pinned", models.BooleanField(default=False)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "newcomer"), name="found_once_a_round")],
            },
        ),
        migrations.CreateModel(
            name="UnmatchedReason",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unmatched_reasons",
                        to="pairs.matchinground",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="unmatched_reasons",
                        to="people.newcomer",
                    ),
                ),
                ("alias", models.CharField(blank=True, max_length=12)),
                ("reason", models.CharField(max_length=20)),
                ("detail", models.JSONField(default=dict)),
                ("smallest_change", models.JSONField(default=dict)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("round", "newcomer"), name="one_reason_a_round")],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
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
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="places.communitycentre",
                    ),
                ),
                ("table_number", models.PositiveSmallIntegerField(blank=True, null=True)),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="pairs.matchinground",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="people.newcomer"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="proposals", to="people.volunteer"
                    ),
                ),
                ("with_joint_meeting", models.BooleanField(default=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("PENDING", "Waiting for the coordinator"),
                            ("REJECTED", "Not approved"),
                            ("OFFERED", "Offered to both"),
                            ("ACCEPTED", "Both said yes"),
                            ("DECLINED", "One of them said no"),
                            ("EXPIRED", "No answer in time"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="PENDING",
                        max_length=9,
                    ),
                ),
                ("made_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("rejection_reason", models.CharField(blank=True, max_length=300)),
                ("answer_before", models.DateTimeField(blank=True, null=True)),
                ("newcomer_accepted_at", models.DateTimeField(blank=True, null=True)),
                ("volunteer_accepted_at", models.DateTimeField(blank=True, null=True)),
                (
                    "declined_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "decline_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("TIMES", "The day or time does not fit"),
                            ("TOO_FAR", "It is too far"),
                            ("OTHER_BUDDY", "I would like someone else"),
                            ("NOT_NOW", "I cannot start now"),
                            ("PREFER_NOT_TO_SAY", "I prefer not to say"),
                        ],
                        max_length=20,
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "state"], name="proposals_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="proposal_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["PENDING", "OFFERED"])),
                        fields=("newcomer",),
                        name="newcomer_has_one_open_proposal",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ACCEPTED"), _negated=True),
                            models.Q(
                                ("newcomer_accepted_at__isnull", False), ("volunteer_accepted_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="accepted_means_both_said_yes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "OFFERED"), _negated=True),
                            models.Q(("answer_before__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="offered_means_a_coordinator_approved",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "REJECTED"), _negated=True),
                            models.Q(("rejection_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="rejected_means_a_reason_was_given",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pair",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="people.newcomer"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pairs", to="people.volunteer"
                    ),
                ),
                (
                    "proposal",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="pair",
                        to="pairs.proposal",
                    ),
                ),
                ("place", models.PositiveSmallIntegerField()),
                (
                    "mode",
                    models.CharField(
                        choices=[("IN_PERSON", "Meeting in person"), ("ONLINE", "Meeting online")], max_length=9
                    ),
                ),
                ("started_on", models.DateField()),
                ("trial_until", models.DateField(blank=True, null=True)),
                ("last_met_on", models.DateField(blank=True, null=True)),
                ("ended_on", models.DateField(blank=True, null=True)),
                (
                    "end_reason",
                    models.CharField(
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
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_on", None)),
                        fields=["municipality", "last_met_on"],
                        name="current_pairs_by_silence",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="pair_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("newcomer",),
                        name="newcomer_has_one_current_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("volunteer", "place"),
                        name="volunteer_place_is_filled_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("place__gte", 1), ("place__lte", 5)),
                        name="volunteer_has_at_most_five_places",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("started_on")), _connector="OR"
                        ),
                        name="pair_ends_after_it_starts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_on", None)),
                            models.Q(("ended_on__isnull", False), models.Q(("end_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="pair_with_an_end_has_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Exclusion",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exclusions", to="people.newcomer"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exclusions", to="people.volunteer"
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("ENDED", "They were a pair"),
                            ("DECLINED", "One of them said no"),
                            ("REJECTED", "A coordinator did not approve"),
                            ("BY_HAND", "A coordinator keeps them apart"),
                            ("SEALED", "Sealed"),
                        ],
                        max_length=8,
                    ),
                ),
                ("since", models.DateTimeField()),
                ("until_on", models.DateField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "forbidden_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
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
                ("lift_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None), models.Q(("cause", "SEALED"), _negated=True)),
                        fields=("newcomer", "volunteer"),
                        name="excluded_openly_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("cause", "SEALED"), ("lifted_at", None)),
                        fields=("newcomer", "volunteer"),
                        name="sealed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at", None),
                            models.Q(("lifted_by__isnull", False), models.Q(("lift_reason", ""), _negated=True)),
                            models.Q(("lifted_by", None), ("until_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="lifting_names_who_and_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cause", "BY_HAND"), _negated=True),
                            models.Q(("forbidden_by__isnull", False), models.Q(("reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="keeping_apart_by_hand_names_who_and_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="notes", to="pairs.pair"
                    ),
                ),
                ("text", models.CharField(max_length=1000)),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("written_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("written_by", "request_id"), name="note_request_once_an_actor"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="note_says_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CoordinatorTask",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="pairs.pair"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("OWN", "Task"),
                            ("JOINT_MEETING", "Plan a meeting with the old and the new volunteer together"),
                        ],
                        default="OWN",
                        max_length=13,
                    ),
                ),
                ("text", models.CharField(blank=True, max_length=300)),
                ("due_on", models.DateField()),
                (
                    "assigned_to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("made_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["municipality", "assigned_to", "due_on"],
                        name="open_tasks_by_owner",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("made_by", "request_id"), name="task_request_once_an_actor"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("kind", "OWN"), _negated=True),
                            models.Q(("text", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="own_task_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("done_by", None)),
                            models.Q(("done_at__isnull", False), ("done_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_task_that_is_done_says_by_whom",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairFarewell",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="farewells", to="pairs.pair"
                    ),
                ),
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
                (
                    "said_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("said_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pair", "side"), name="one_farewell_a_side"),
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="farewell_has_a_reason"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairCheck",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                (
                    "said_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("said_at", models.DateTimeField()),
                ("called_at", models.DateTimeField(blank=True, null=True)),
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
        migrations.CreateModel(
            name="LanguageTable",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="language_tables",
                        to="places.communitycentre",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts_minute", models.PositiveSmallIntegerField()),
                ("minutes", models.PositiveSmallIntegerField(default=90)),
                ("seats", models.PositiveSmallIntegerField()),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=3), blank=True, default=list, size=None
                    ),
                ),
                (
                    "min_level",
                    models.CharField(
                        choices=[
                            ("A0", "A0: no Dutch yet"),
                            ("A1", "A1: a few words and sentences"),
                            ("A2", "A2: simple talks about daily things"),
                            ("B1", "B1: talks about most daily things"),
                            ("B2", "B2: talks about nearly everything"),
                            ("C1", "C1: speaks with ease"),
                        ],
                        default="A0",
                        max_length=2,
                    ),
                ),
                (
                    "max_level",
                    models.CharField(
                        choices=[
                            ("A0", "A0: no Dutch yet"),
                            ("A1", "A1: a few words and sentences"),
                            ("A2", "A2: simple talks about daily things"),
                            ("B1", "B1: talks about most daily things"),
                            ("B2", "B2: talks about nearly everything"),
                            ("C1", "C1: speaks with ease"),
                        ],
                        default="C1",
                        max_length=2,
                    ),
                ),
                ("women_only", models.BooleanField(default=False)),
                ("most_per_language", models.PositiveSmallIntegerField(default=0)),
                (
                    "goals",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("TALK", "Talk with people"),
                                ("WORK", "Find work, or talk at work"),
                                ("HEALTH", "Doctor and health"),
                                ("SCHOOL", "The children's school"),
                                ("EXAM", "The integration exam"),
                                ("DIGITAL", "Computer and phone"),
                                ("ADMIN", "Letters and forms"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
                ("since", models.DateField()),
                ("closed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="language_table_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_on", None)),
                        fields=("municipality", "name"),
                        name="language_table_name_once_a_town",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 15), ("starts_minute__lt", 1440), ("weekday__lte", 6)),
                        name="language_table_in_a_week",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("seats__gte", 1), ("seats__lte", 50)), name="language_table_has_a_seat"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TableLeader",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="table_leaders",
                        to="pairs.languagetable",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_leaders",
                        to="people.volunteer",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("table", "volunteer"), name="leads_a_table_once")],
            },
        ),
        migrations.CreateModel(
            name="FoundSeat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found_seats",
                        to="pairs.matchinground",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.newcomer"
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pairs.languagetable"
                    ),
                ),
                ("newcomer_alias", models.CharField(blank=True, max_length=12)),
                ("table_alias", models.CharField(blank=True, max_length=12)),
                ("score", models.PositiveSmallIntegerField()),
                ("distance_m", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "newcomer"), name="found_a_seat_once_a_round")
                ],
            },
        ),
        migrations.CreateModel(
            name="TableOffer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_offers",
                        to="pairs.matchinground",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="table_offers", to="people.newcomer"
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="pairs.languagetable"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("OFFERED", "Waiting for an answer"),
                            ("ACCEPTED", "Said yes"),
                            ("DECLINED", "Said no"),
                            ("EXPIRED", "No answer in time"),
                            ("WITHDRAWN", "Withdrawn"),
                        ],
                        default="OFFERED",
                        max_length=9,
                    ),
                ),
                ("distance_m", models.PositiveIntegerField()),
                ("made_at", models.DateTimeField()),
                ("answer_before", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "state"], name="table_offers_by_state")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="table_offer_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "OFFERED")),
                        fields=("newcomer",),
                        name="newcomer_is_offered_one_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("state", "OFFERED")),
                            models.Q(models.Q(("state", "OFFERED"), _negated=True), ("closed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="answered_table_offer_has_a_moment",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TableSeat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_seats",
                        to="pairs.languagetable",
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="table_seats", to="people.newcomer"
                    ),
                ),
                (
                    "offer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seat",
                        to="pairs.tableoffer",
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="table_seat_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)), fields=("newcomer",), name="newcomer_sits_at_one_table"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                        name="seat_ends_after_it_starts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairPause",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "pair",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="pairs.pair"
                    ),
                ),
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
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("resumed_on", models.DateField(blank=True, null=True)),
                (
                    "resumed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("request_id", models.UUIDField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("asked_by", "request_id"), name="pause_request_once_an_actor"),
                    models.CheckConstraint(
                        condition=models.Q(("from_on__lte", models.F("until_on"))), name="pause_ends_after_it_starts"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("resumed_on", None),
                            models.Q(
                                ("resumed_on__gte", models.F("from_on")), ("resumed_on__lte", models.F("until_on"))
                            ),
                            _connector="OR",
                        ),
                        name="pause_is_resumed_within_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("agreed_at", None), ("agreed_by", None)),
                            models.Q(
                                ("agreed_at__isnull", False), ("agreed_by__isnull", False), ("refused_at", None)
                            ),
                            _connector="OR",
                        ),
                        name="pause_is_agreed_by_somebody_or_refused",
                    ),
                    django.contrib.postgres.constraints.ExclusionConstraint(
                        condition=models.Q(("agreed_at__isnull", False)),
                        expressions=[
                            (backend.pairs.models.pauses.OnePair(), "&&"),
                            (backend.pairs.models.pauses.PauseDays(), "&&"),
                        ],
                        name="pair_is_paused_once_at_a_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PairPeriods",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                ("from_on", models.DateField()),
                ("trial_days", models.PositiveSmallIntegerField(default=42)),
                ("trial_meetings", models.PositiveSmallIntegerField(default=4)),
                ("first_check_days", models.PositiveSmallIntegerField(default=10)),
                ("nudge_days", models.PositiveSmallIntegerField(default=21)),
                ("help_days", models.PositiveSmallIntegerField(default=35)),
                ("evaluation_weeks", models.PositiveSmallIntegerField(default=13)),
                ("term_weeks", models.PositiveSmallIntegerField(default=52)),
                (
                    "set_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "from_on"), name="pair_periods_once_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(("help_days__gt", models.F("nudge_days")), ("nudge_days__gte", 7)),
                        name="a_nudge_comes_before_help",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("evaluation_weeks__gte", 4), ("term_weeks__gt", models.F("evaluation_weeks"))
                        ),
                        name="an_evaluation_lies_within_the_term",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Pin",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pins", to="people.newcomer"
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="pins", to="people.volunteer"
                    ),
                ),
                ("reason", models.CharField(max_length=300)),
                (
                    "pinned_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("pinned_at", models.DateTimeField()),
                ("lifted_at", models.DateTimeField(blank=True, null=True)),
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
                ("lift_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)), fields=("newcomer",), name="newcomer_is_pinned_once"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="pin_says_why"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lifted_at", None),
                            models.Q(("lifted_by__isnull", False), models.Q(("lift_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="lifting_a_pin_names_who_and_why",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="languagetable",
            name="leaders",
            field=models.ManyToManyField(
                related_name="led_tables", through="pairs.TableLeader", to="people.volunteer"
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="takes_over_from",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="handovers",
                to="pairs.pair",
            ),
        ),
        migrations.RunSQL((SQL / "same_town.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "found_pairs.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "pins.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "archives.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "language_tables.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "pauses_and_ends.sql").read_text(), migrations.RunSQL.noop),
        migrations.RunSQL((SQL / "tables_of_pairs.sql").read_text(), migrations.RunSQL.noop),
    ]
