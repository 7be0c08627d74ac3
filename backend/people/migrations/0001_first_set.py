"""Accounts, newcomers, volunteers, staff, and how they sign in."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("people", "0008_policy_officer")]  # and with it all before it: docs/decisions/0019

    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("places", "0001_first_set"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("full_name", models.CharField(max_length=120)),
                ("call_name", models.CharField(max_length=60)),
                ("mail", models.EmailField(blank=True, max_length=254)),
                ("phone", models.CharField(blank=True, max_length=16)),
                (
                    "postal",
                    models.CharField(blank=True, help_text="Street, postcode and town, a line each.", max_length=300),
                ),
                ("language", models.CharField(default="nl", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("is_staff", models.BooleanField(default=False, help_text="Operator: may open the administration.")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "person",
                "verbose_name_plural": "people",
                "indexes": [
                    models.Index(django.db.models.functions.text.Upper("mail"), name="accounts_by_mail"),
                    models.Index(
                        condition=models.Q(("phone", ""), _negated=True), fields=["phone"], name="accounts_by_phone"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("mail", ""), _negated=True),
                            models.Q(("phone", ""), _negated=True),
                            models.Q(("postal", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="account_can_be_reached",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("phone", ""), ("phone__regex", "^\\+[1-9]\\d{6,14}$"), _connector="OR"),
                        name="account_phone_is_e164",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("full_name", ""), _negated=True), models.Q(("call_name", ""), _negated=True)
                        ),
                        name="account_can_be_greeted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Coordinator",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "centre",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="coordinators",
                        to="places.communitycentre",
                    ),
                ),
            ],
            options={
                "verbose_name": "coordinator",
                "verbose_name_plural": "coordinators",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("municipality", "account", "centre"),
                        name="coordinator_once_a_centre",
                        violation_error_message="This person has this role already. End that one first, or change it.",
                        nulls_distinct=False,
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Caseworker",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "caseworker",
                "verbose_name_plural": "caseworkers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("municipality", "account"),
                        name="caseworker_once_a_town",
                        violation_error_message="This person has this role already. End that one first, or change it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeManager",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "programme manager",
                "verbose_name_plural": "programme managers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("municipality", "account"),
                        name="programme_manager_once_a_town",
                        violation_error_message="This person has this role already. End that one first, or change it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyOfficer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "policy officer",
                "verbose_name_plural": "policy officers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("municipality", "account"),
                        name="policy_officer_once_a_town",
                        violation_error_message="This person has this role already. End that one first, or change it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ConfidentialAdviser",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "confidential adviser",
                "verbose_name_plural": "confidential advisers",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until", None)),
                        fields=("municipality", "account"),
                        name="confidential_adviser_once_a_town",
                        violation_error_message="This person has this role already. End that one first, or change it.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Newcomer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.neighbourhood"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True, choices=[("F", "Woman"), ("M", "Man"), ("X", "Neither, or both")], max_length=1
                    ),
                ),
                (
                    "buddy_gender",
                    models.CharField(blank=True, choices=[("F", "Only a woman"), ("M", "Only a man")], max_length=1),
                ),
                ("max_distance_m", models.PositiveIntegerField(default=3000)),
                ("online", models.BooleanField(default=False)),
                ("needs_house", models.BooleanField(default=False)),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("COOKING", "Cooking"),
                                ("CHILDREN", "Children"),
                                ("WALKING", "Walking"),
                                ("CYCLING", "Cycling"),
                                ("SPORT", "Sport"),
                                ("GARDEN", "Garden"),
                                ("MUSIC", "Music"),
                                ("FILM", "Films and series"),
                                ("READING", "Reading"),
                                ("CRAFTS", "Sewing and crafts"),
                                ("REPAIRS", "Repairing things"),
                                ("ANIMALS", "Animals"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
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
                ("registered_at", models.DateTimeField()),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("request_id", models.UUIDField(unique=True)),
                ("request_hash", models.CharField(max_length=64)),
                ("paused_since", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
                (
                    "dutch_level",
                    models.CharField(
                        choices=[
                            ("A0", "A0: no Dutch yet"),
                            ("A1", "A1: a few words and sentences"),
                            ("A2", "A2: simple talks about daily things"),
                            ("B1", "B1: talks about most daily things"),
                            ("B2", "B2: talks about nearly everything"),
                            ("C1", "C1: speaks with ease"),
                        ],
                        max_length=2,
                    ),
                ),
                ("session_minutes", models.PositiveSmallIntegerField(default=90)),
                ("joins_tables", models.BooleanField(default=False)),
                ("mother_tongue", models.CharField(blank=True, max_length=3)),
                ("waiting_since", models.DateField()),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "waiting_since"], name="newcomers_by_waiting")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="newcomer_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None)),
                        fields=("municipality", "account"),
                        name="newcomer_once_a_town",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_distance_m__lte", 50000)), name="newcomer_travels_at_most_50_km"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("session_minutes__gte", 30), ("session_minutes__lte", 240)),
                        name="session_of_half_to_four_hours",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Volunteer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)s_roles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.neighbourhood"
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=3), size=None),
                ),
                (
                    "gender",
                    models.CharField(
                        blank=True, choices=[("F", "Woman"), ("M", "Man"), ("X", "Neither, or both")], max_length=1
                    ),
                ),
                (
                    "buddy_gender",
                    models.CharField(blank=True, choices=[("F", "Only a woman"), ("M", "Only a man")], max_length=1),
                ),
                ("max_distance_m", models.PositiveIntegerField(default=3000)),
                ("online", models.BooleanField(default=False)),
                ("needs_house", models.BooleanField(default=False)),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("COOKING", "Cooking"),
                                ("CHILDREN", "Children"),
                                ("WALKING", "Walking"),
                                ("CYCLING", "Cycling"),
                                ("SPORT", "Sport"),
                                ("GARDEN", "Garden"),
                                ("MUSIC", "Music"),
                                ("FILM", "Films and series"),
                                ("READING", "Reading"),
                                ("CRAFTS", "Sewing and crafts"),
                                ("REPAIRS", "Repairing things"),
                                ("ANIMALS", "Animals"),
                            ],
                            max_length=12,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                    ),
                ),
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
                ("registered_at", models.DateTimeField()),
                (
                    "registered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("request_id", models.UUIDField(unique=True)),
                ("request_hash", models.CharField(max_length=64)),
                ("paused_since", models.DateField(blank=True, null=True)),
                ("left_on", models.DateField(blank=True, null=True)),
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
                ("capacity", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "indexes": [models.Index(fields=["municipality", "registered_at"], name="volunteers_by_arrival")],
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="volunteer_of_one_municipality"),
                    models.UniqueConstraint(
                        condition=models.Q(("left_on", None)),
                        fields=("municipality", "account"),
                        name="volunteer_once_a_town",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("max_distance_m__lte", 50000)), name="volunteer_travels_at_most_50_km"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("capacity__lte", 5)), name="volunteer_helps_at_most_five"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AvailabilitySlot",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="availability_slots",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("starts_minute", models.PositiveSmallIntegerField()),
                ("ends_minute", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "account", "weekday", "starts_minute"), name="slot_once_a_week"
                    ),
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="slot_on_a_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_minute__lte", 1440), ("starts_minute__lt", models.F("ends_minute"))
                        ),
                        name="slot_within_one_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="consents",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("text_version", models.CharField(max_length=20)),
                ("given_at", models.DateTimeField()),
                (
                    "noted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("municipality", "account", "text_version"),
                        name="consent_once_a_version",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LoginCode",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("contact", models.CharField(max_length=254)),
                ("asked_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("wrong_tries", models.PositiveSmallIntegerField(default=0)),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                (
                    "is_taken_up",
                    models.BooleanField(default=False, help_text="The message with the code is owed, if anyone."),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["contact", "asked_at"], name="login_codes_by_contact"),
                    models.Index(fields=["asked_at"], name="login_codes_by_age"),
                    models.Index(
                        condition=models.Q(("is_taken_up", False)),
                        fields=["expires_at"],
                        name="login_codes_to_take_up",
                    ),
                ],
            },
        ),
    ]
