"""The ledger refuses change, intervals follow from it, and no row points to a row of another town."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_initial")]

    operations = [
        migrations.RunSQL((SQL / "ledger.sql").read_text(), (SQL / "ledger_undo.sql").read_text()),
        migrations.RunSQL((SQL / "same_town.sql").read_text(), (SQL / "same_town_undo.sql").read_text()),
    ]
