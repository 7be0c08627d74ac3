"""How many pairs can sit in a community centre at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("places", "0002_uuidrange"),
    ]

    operations = [
        migrations.AddField(
            model_name="communitycentre",
            name="tables",
            field=models.PositiveSmallIntegerField(default=0),
        ),
    ]
