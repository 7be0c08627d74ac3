"""Decisions, statements and what was written in a file are never changed; nor is an ordinance that was used."""

from pathlib import Path

from django.db import migrations

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [("obligations", "0007_the_file_of_a_person")]

    operations = [
        migrations.RunSQL((SQL / "guards.sql").read_text(), (SQL / "guards_undo.sql").read_text()),
    ]
