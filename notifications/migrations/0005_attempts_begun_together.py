"""Attempts of several messages are begun in one commit: each says whether its own call has come.

The database fills it in for whoever does not say: a sender of the version before begins each right before its call.
"""

import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0004_calm_and_safe"),
    ]

    operations = [
        migrations.AddField(
            model_name="attempt",
            name="called_at",
            field=models.DateTimeField(blank=True, db_default=django.db.models.functions.datetime.Now(), null=True),
        ),
    ]
