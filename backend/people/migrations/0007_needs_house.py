"""Who can meet in a community centre only says so."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_confidential_adviser"),
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
