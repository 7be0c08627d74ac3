"""What a request asked is kept beside its id: the same id with another letter is refused, not forgotten."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("obligations", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="obligationdecision",
            name="request_hash",
            field=models.CharField(default="", max_length=64),
            preserve_default=False,
        ),
    ]
