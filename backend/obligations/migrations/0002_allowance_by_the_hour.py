"""An expense allowance may have been agreed by the hour; the tax office has a most for that as well."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_first_set")]

    operations = [
        migrations.AddField(
            model_name="allowancepaid",
            name="hour_cents",
            field=models.PositiveIntegerField(null=True),
        ),
    ]
