"""Towns, districts, community centres and their hours; and the range type that later constraints rest on."""

from pathlib import Path

import django.db.models.deletion
import uuid
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    replaces = [("places", "0003_tables_of_centres")]  # and with it all before it: docs/decisions/0019

    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL((SQL / "uuidrange.sql").read_text(), "DROP TYPE uuidrange;"),
        migrations.CreateModel(
            name="Municipality",
            fields=[
                ("code", models.CharField(max_length=6, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("division_year", models.PositiveSmallIntegerField()),
                ("programme_since", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^GM\\d{4}$")), name="municipality_has_a_cbs_code"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="District",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=8)),
                ("year", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="districts",
                        to="places.municipality",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "code", "year"), name="district_once_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^WK[0-9A-Z]{6}$")), name="district_has_a_cbs_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Neighbourhood",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("code", models.CharField(max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80)),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbourhoods",
                        to="places.district",
                    ),
                ),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="neighbourhoods",
                        to="places.municipality",
                    ),
                ),
                ("population", models.PositiveIntegerField(default=0)),
                ("rd_x", models.IntegerField(blank=True, null=True)),
                ("rd_y", models.IntegerField(blank=True, null=True)),
                ("lat", models.FloatField(blank=True, null=True)),
                ("lon", models.FloatField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("municipality", "code", "year"), name="neighbourhood_once_a_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("code__regex", "^BU[0-9A-Z]{8}$")), name="neighbourhood_has_a_cbs_code"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("rd_x", None), ("rd_y", None)),
                            models.Q(("rd_x__isnull", False), ("rd_y__isnull", False)),
                            _connector="OR",
                        ),
                        name="neighbourhood_has_both_coordinates_or_none",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PostcodeShare",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("pc4", models.CharField(max_length=4)),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="postcode_shares",
                        to="places.neighbourhood",
                    ),
                ),
                ("share", models.DecimalField(decimal_places=3, max_digits=4)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("pc4", "neighbourhood"), name="postcode_once_a_neighbourhood"),
                    models.CheckConstraint(
                        condition=models.Q(("pc4__regex", "^[1-9]\\d{3}$")), name="postcode_has_four_digits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)), name="share_is_a_part"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CommunityCentre",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(max_length=120)),
                (
                    "neighbourhood",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="centres", to="places.neighbourhood"
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=16)),
                ("tables", models.PositiveSmallIntegerField(default=0)),
                ("closed_on", models.DateField(blank=True, null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("municipality", "id"), name="centre_of_one_municipality"),
                    models.UniqueConstraint(fields=("municipality", "name"), name="centre_name_once_a_town"),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningHours",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "municipality",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
                    ),
                ),
                (
                    "centre",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_hours",
                        to="places.communitycentre",
                    ),
                ),
                ("weekday", models.PositiveSmallIntegerField()),
                ("opens_minute", models.PositiveSmallIntegerField()),
                ("closes_minute", models.PositiveSmallIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("weekday__lte", 6)), name="opening_on_a_weekday"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closes_minute__lte", 1440), ("opens_minute__lt", models.F("closes_minute"))
                        ),
                        name="opening_within_one_day",
                    ),
                ],
            },
        ),
    ]
