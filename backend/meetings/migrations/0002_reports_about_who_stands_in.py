"""A report can be about who stands in for a volunteer; the substitution then ends with nobody's name under it."""

from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"
UNDO = "ALTER TABLE meetings_safetyreport DROP CONSTRAINT report_about_a_volunteer_of_its_town"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_first_set"), ("people", "0001_first_set")]

    operations = [
        migrations.AddField(
            model_name="safetyreport",
            name="substitute",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.volunteer",
            ),
        ),
        migrations.RemoveConstraint(model_name="safetyreport", name="one_open_report_a_person"),
        migrations.AddConstraint(
            model_name="safetyreport",
            constraint=models.UniqueConstraint(
                condition=models.Q(("called_at", None)),
                fields=("pair", "account", "substitute"),
                name="one_open_report_about_a_person",
                nulls_distinct=False,
            ),
        ),
        migrations.RunSQL((SQL / "reports.sql").read_text(), UNDO),
        migrations.RemoveConstraint(model_name="substitution", name="who_ends_a_substitution_is_named"),
        migrations.AddConstraint(
            model_name="substitution",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_by", None), ("lifted_on", None)),
                    models.Q(("lifted_on__gte", models.F("from_on")), ("lifted_on__isnull", False)),
                    _connector="OR",
                ),
                name="substitution_is_not_over_before_it_starts",
            ),
        ),
    ]
