"""What a message that waits for the morning, shares a mail, or left before a restore needs; and what people choose."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notifications", "0003_how_a_message_fared"),
    ]

    operations = [
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10)),
                ("municipality", models.CharField(blank=True, max_length=6)),
                ("tokens", models.FloatField()),
                ("filled_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Circuit",
            fields=[
                ("channel", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("open_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Departed",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("left_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("recipient_id", models.UUIDField(primary_key=True, serialize=False)),
                ("channel", models.CharField(blank=True, max_length=10)),
                ("sundays_off", models.BooleanField(default=False)),
                (
                    "declined",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), blank=True, default=list, size=None
                    ),
                ),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="message",
            name="message_owed_once",
        ),
        migrations.AddField(
            model_name="message",
            name="carried_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="handled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="message",
            name="read_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sender",
            name="epoch",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="sender",
            name="ticks",
            field=models.PositiveBigIntegerField(default=0),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("delivery", "FAILED")),
                fields=["municipality"],
                name="messages_that_did_not_arrive",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("carried_by__isnull", False)), fields=["carried_by"], name="messages_in_a_digest"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["recipient_id", "-due_at"], name="messages_by_reader"),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.UniqueConstraint(
                fields=("recipient_id", "kind", "subject_id", "occurrence"), name="message_owed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="bucket",
            constraint=models.UniqueConstraint(fields=("channel", "municipality"), name="one_bucket_a_town"),
        ),
    ]
