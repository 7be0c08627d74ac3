"""No two decisions about a person have one place in their order."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0005_decisions_of_before")]

    operations = [
        migrations.AddConstraint(
            model_name="obligationdecision",
            constraint=models.UniqueConstraint(fields=("obligation", "number"), name="decisions_in_order"),
        ),
    ]
