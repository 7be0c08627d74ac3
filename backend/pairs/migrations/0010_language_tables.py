"""Language tables: who leads them, to whom a seat is offered, who sits there."""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from pathlib import Path
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0009_round_archive"),
        ("people", "0005_joining_language_tables"),
        ("places", "0002_uuidrange"),
    ]

    operations = [
        migrations.CreateModel(
            name="LanguageTable",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
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
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="language_tables",
                        to="places.communitycentre",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
            ],
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
        ),
        migrations.AddField(
            model_name="languagetable",
            name="leaders",
            field=models.ManyToManyField(
                related_name="led_tables", through="pairs.TableLeader", to="people.volunteer"
            ),
        ),
        migrations.CreateModel(
            name="TableOffer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
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
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "newcomer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="table_offers", to="people.newcomer"
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
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="offers", to="pairs.languagetable"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="TableSeat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("since", models.DateField()),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
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
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="table_seats",
                        to="pairs.languagetable",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FoundSeat",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("newcomer_alias", models.CharField(blank=True, max_length=12)),
                ("table_alias", models.CharField(blank=True, max_length=12)),
                ("score", models.PositiveSmallIntegerField()),
                ("distance_m", models.PositiveIntegerField()),
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
                        related_name="found_seats",
                        to="pairs.matchinground",
                    ),
                ),
                (
                    "table",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="pairs.languagetable"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("round", "newcomer"), name="found_a_seat_once_a_round")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="tableleader",
            constraint=models.UniqueConstraint(fields=("table", "volunteer"), name="leads_a_table_once"),
        ),
        migrations.AddConstraint(
            model_name="languagetable",
            constraint=models.UniqueConstraint(
                fields=("municipality", "id"), name="language_table_of_one_municipality"
            ),
        ),
        migrations.AddConstraint(
            model_name="languagetable",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on", None)),
                fields=("municipality", "name"),
                name="language_table_name_once_a_town",
            ),
        ),
        migrations.AddConstraint(
            model_name="languagetable",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 15), ("starts_minute__lt", 1440), ("weekday__lte", 6)),
                name="language_table_in_a_week",
            ),
        ),
        migrations.AddConstraint(
            model_name="languagetable",
            constraint=models.CheckConstraint(
                condition=models.Q(("seats__gte", 1), ("seats__lte", 50)), name="language_table_has_a_seat"
            ),
        ),
        migrations.AddIndex(
            model_name="tableoffer",
            index=models.Index(fields=["municipality", "state"], name="table_offers_by_state"),
        ),
        migrations.AddConstraint(
            model_name="tableoffer",
            constraint=models.UniqueConstraint(fields=("municipality", "id"), name="table_offer_of_one_municipality"),
        ),
        migrations.AddConstraint(
            model_name="tableoffer",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "OFFERED")), fields=("newcomer",), name="newcomer_is_offered_one_seat"
            ),
        ),
        migrations.AddConstraint(
            model_name="tableoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_at", None), ("state", "OFFERED")),
                    models.Q(models.Q(("state", "OFFERED"), _negated=True), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="answered_table_offer_has_a_moment",
            ),
        ),
        migrations.AddConstraint(
            model_name="tableseat",
            constraint=models.UniqueConstraint(fields=("municipality", "id"), name="table_seat_of_one_municipality"),
        ),
        migrations.AddConstraint(
            model_name="tableseat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until", None)), fields=("newcomer",), name="newcomer_sits_at_one_table"
            ),
        ),
        migrations.AddConstraint(
            model_name="tableseat",
            constraint=models.CheckConstraint(
                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                name="seat_ends_after_it_starts",
            ),
        ),
        migrations.RunSQL((SQL / "language_tables.sql").read_text(), migrations.RunSQL.noop),
    ]
