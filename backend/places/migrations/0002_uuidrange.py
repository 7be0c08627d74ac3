"""Exclusion constraints compare a person with himself: they need a range over uuids."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunSQL((SQL / "uuidrange.sql").read_text(), "DROP TYPE uuidrange;")]
