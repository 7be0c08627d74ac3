"""A language table meets too: one meeting with several people, where a pair's meeting has one on each side."""

from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0009_introductions_and_language_plans"),
        ("pairs", "0014_tables_of_pairs"),
        ("places", "0003_tables_of_centres"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="attendance",
            name="one_attendance_a_side",
        ),
        migrations.AddField(
            model_name="attendance",
            name="in_group",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="meeting",
            name="table",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="pairs.languagetable",
            ),
        ),
        migrations.AddField(
            model_name="meetingseries",
            name="table",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="series",
                to="pairs.languagetable",
            ),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="pair",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="pairs.pair",
            ),
        ),
        migrations.AlterField(
            model_name="meetingseries",
            name="pair",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="series",
                to="pairs.pair",
            ),
        ),
        migrations.AddConstraint(
            model_name="attendance",
            constraint=models.UniqueConstraint(
                condition=models.Q(("in_group", False)), fields=("meeting", "side"), name="one_attendance_a_side"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pair__isnull", False), ("table", None)),
                    models.Q(("pair", None), ("table__isnull", False)),
                    _connector="OR",
                ),
                name="meeting_of_a_pair_or_of_a_table",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingseries",
            constraint=models.UniqueConstraint(
                condition=models.Q(("last_on", None)), fields=("table",), name="table_has_one_open_series"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingseries",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("pair__isnull", False), ("table", None)),
                    models.Q(("pair", None), ("table__isnull", False)),
                    _connector="OR",
                ),
                name="series_of_a_pair_or_of_a_table",
            ),
        ),
        migrations.RunSQL((SQL / "tables.sql").read_text(), (SQL / "tables_undo.sql").read_text()),
    ]
