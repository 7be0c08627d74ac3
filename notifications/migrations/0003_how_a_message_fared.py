"""When a message was last handed over, and what Notify told about it: needed to ask before a second attempt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0002_doubts_and_next_try"),
    ]

    operations = [
        migrations.AddField(
            model_name="message",
            name="delivery",
            field=models.CharField(
                blank=True,
                choices=[("UNDERWAY", "Underway"), ("DELIVERED", "Delivered"), ("FAILED", "Failed")],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="delivery_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="last_tried_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="provider_id",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
