"""Messages, their attempts, and what was heard of them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("notifications", "0005_attempts_begun_together")]  # and with it all before it: docs/decisions/0019

    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("municipality", models.CharField(blank=True, max_length=6)),
                ("recipient_id", models.UUIDField()),
                ("channel", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=40)),
                ("subject_id", models.UUIDField()),
                ("occurrence", models.CharField(blank=True, max_length=40)),
                ("owed_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("next_try_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("lease_token", models.UUIDField(blank=True, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("doubts", models.PositiveSmallIntegerField(default=0)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                ("expired_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                ("dead_at", models.DateTimeField(blank=True, null=True)),
                ("why", models.CharField(blank=True, max_length=60)),
                ("last_tried_at", models.DateTimeField(blank=True, null=True)),
                ("provider_id", models.CharField(blank=True, max_length=60)),
                (
                    "delivery",
                    models.CharField(
                        blank=True,
                        choices=[("UNDERWAY", "Underway"), ("DELIVERED", "Delivered"), ("FAILED", "Failed")],
                        max_length=20,
                    ),
                ),
                ("delivery_at", models.DateTimeField(blank=True, null=True)),
                ("carried_by", models.UUIDField(blank=True, null=True)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                ("handled_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            ("dead_at", None), ("expired_at", None), ("sent_at", None), ("withdrawn_at", None)
                        ),
                        fields=["municipality", "expires_at", "due_at"],
                        name="messages_to_send_by_town",
                    ),
                    models.Index(
                        condition=models.Q(
                            ("dead_at", None), ("expired_at", None), ("sent_at", None), ("withdrawn_at", None)
                        ),
                        fields=["due_at", "expires_at"],
                        name="messages_to_send",
                    ),
                    models.Index(fields=["municipality", "dead_at"], name="messages_in_trouble"),
                    models.Index(
                        condition=models.Q(("delivery", "FAILED")),
                        fields=["municipality"],
                        name="messages_that_did_not_arrive",
                    ),
                    models.Index(
                        condition=models.Q(("carried_by__isnull", False)),
                        fields=["carried_by"],
                        name="messages_in_a_digest",
                    ),
                    models.Index(fields=["recipient_id", "-due_at"], name="messages_by_reader"),
                    models.Index(fields=["kind", "subject_id"], name="messages_by_subject"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("recipient_id", "kind", "subject_id", "occurrence"), name="message_owed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("expired_at", None), ("sent_at", None), ("withdrawn_at", None)),
                            models.Q(("dead_at", None), ("expired_at", None), ("sent_at", None)),
                            models.Q(("dead_at", None), ("sent_at", None), ("withdrawn_at", None)),
                            models.Q(("dead_at", None), ("expired_at", None), ("withdrawn_at", None)),
                            _connector="OR",
                        ),
                        name="message_has_one_outcome_at_most",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attempts",
                        to="notifications.message",
                    ),
                ),
                ("began_at", models.DateTimeField()),
                (
                    "called_at",
                    models.DateTimeField(blank=True, db_default=django.db.models.functions.datetime.Now(), null=True),
                ),
                ("outcome", models.CharField(blank=True, max_length=20)),
                ("answer", models.CharField(blank=True, max_length=200)),
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
        migrations.CreateModel(
            name="Circuit",
            fields=[
                ("channel", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("failures", models.PositiveIntegerField(default=0)),
                ("open_until", models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Bucket",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("channel", models.CharField(max_length=10)),
                ("municipality", models.CharField(blank=True, max_length=6)),
                ("tokens", models.FloatField()),
                ("filled_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "municipality"), name="one_bucket_a_town")
                ],
            },
        ),
        migrations.CreateModel(
            name="Departed",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("left_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="LinkToken",
            fields=[
                ("token_sha256", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("recipient_id", models.UUIDField()),
                ("municipality", models.CharField(blank=True, max_length=6)),
                ("purpose", models.CharField(max_length=40)),
                ("path", models.CharField(max_length=200)),
                ("expires_at", models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name="Sender",
            fields=[
                ("id", models.BooleanField(default=True, primary_key=True, serialize=False)),
                ("last_tick_at", models.DateTimeField(blank=True, null=True)),
                ("paused_since", models.DateTimeField(blank=True, null=True)),
                ("pause_reason", models.CharField(blank=True, max_length=200)),
                ("epoch", models.UUIDField(blank=True, null=True)),
                ("ticks", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", True)), name="there_is_one_sender_row")
                ],
            },
        ),
    ]
