"""In which house and at which table two people would meet."""

import django.db.models.deletion
from pathlib import Path
from django.db import migrations, models


SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("pairs", "0013_notes_tasks_and_handovers"),
        ("places", "0003_tables_of_centres"),
    ]

    operations = [
        migrations.AddField(
            model_name="foundpair",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.communitycentre",
            ),
        ),
        migrations.AddField(
            model_name="foundpair",
            name="table_number",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.communitycentre",
            ),
        ),
        migrations.AddField(
            model_name="proposal",
            name="table_number",
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.RunSQL((SQL / "tables_of_pairs.sql").read_text(), migrations.RunSQL.noop),
    ]
