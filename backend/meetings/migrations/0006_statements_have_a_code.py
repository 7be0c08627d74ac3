"""A statement of hours is in a language, and has a code by which anybody who holds it can check it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("meetings", "0005_calendar_feeds")]

    operations = [
        migrations.AddField(
            model_name="hourscertificate",
            name="language",
            field=models.CharField(default="nl", max_length=10),
        ),
        migrations.AddField(
            model_name="hourscertificate",
            name="code",
            field=models.CharField(blank=True, max_length=12, null=True, unique=True),
        ),
    ]
