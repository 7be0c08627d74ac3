"""A sealed exclusion no longer takes the place of an open one: whoever forbade a pair, or saw one end, would miss it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("pairs", "0014_tables_of_pairs")]

    operations = [
        migrations.RemoveConstraint(model_name="exclusion", name="excluded_once"),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                fields=["newcomer", "volunteer"],
                condition=Q(lifted_at=None) & ~Q(cause="SEALED"),
                name="excluded_openly_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="exclusion",
            constraint=models.UniqueConstraint(
                fields=["newcomer", "volunteer"],
                condition=Q(lifted_at=None, cause="SEALED"),
                name="sealed_once",
            ),
        ),
    ]
