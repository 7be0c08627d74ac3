"""The frozen input of a round and its result are kept as files."""

import django.db.models.deletion
import uuid
from pathlib import Path
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0008_pins"),
        ("places", "0002_uuidrange"),
    ]

    operations = [
        migrations.CreateModel(
            name="RoundArchive",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("files", models.BinaryField()),
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunSQL((SQL / "archives.sql").read_text(), migrations.RunSQL.noop),
    ]
