"""No row points to a row of another town."""

from pathlib import Path

from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("pairs", "0002_initial"), ("people", "0001_initial")]

    operations = [
        migrations.AddConstraint(
            model_name="matchinground",
            constraint=models.UniqueConstraint(fields=("municipality", "id"), name="round_of_one_municipality"),
        ),
        migrations.RunSQL((SQL / "same_town.sql").read_text(), (SQL / "same_town_undo.sql").read_text()),
    ]
