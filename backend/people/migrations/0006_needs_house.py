"""Who can meet in a community centre only says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_joining_language_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="newcomer",
            name="needs_house",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="needs_house",
            field=models.BooleanField(default=False),
        ),
    ]
