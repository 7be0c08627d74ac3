"""A coordinator gets a task when who stands in for a volunteer does so no longer, and nobody is there yet instead."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pairs", "0001_first_set")]

    operations = [
        migrations.AlterField(
            model_name="coordinatortask",
            name="kind",
            field=models.CharField(
                choices=[
                    ("OWN", "Task"),
                    ("JOINT_MEETING", "Plan a meeting with the old and the new volunteer together"),
                    ("SUBSTITUTE", "Find another volunteer who stands in"),
                ],
                default="OWN",
                max_length=13,
            ),
        ),
    ]
