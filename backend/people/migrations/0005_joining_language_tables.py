"""Whether a newcomer would join a language table, and the mother tongue, so that a table can be mixed."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_letters"),
    ]

    operations = [
        migrations.AddField(
            model_name="newcomer",
            name="joins_tables",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="newcomer",
            name="mother_tongue",
            field=models.CharField(blank=True, max_length=3),
        ),
    ]
