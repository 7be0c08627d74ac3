"""A meeting can be moved and keeps the day of the plan for which it stands; an extra one has no plan."""

import uuid
from pathlib import Path

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

SQL = Path(__file__).parent / "sql"


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0003_days_off"),
        ("places", "0002_uuidrange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingMove",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("from_starts_at", models.DateTimeField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("place_note", models.CharField(blank=True, max_length=120)),
                ("moved_at", models.DateTimeField()),
                ("request_id", models.UUIDField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="meeting_once_a_day_of_a_series",
        ),
        migrations.AddField(
            model_name="meeting",
            name="moved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="meeting",
            name="occurrence_on",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.RunSQL("UPDATE meetings_meeting SET occurrence_on = local_date", migrations.RunSQL.noop),
        migrations.AddField(
            model_name="meeting",
            name="planned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="request_id",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="series",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="meetings.meetingseries",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(fields=("series", "occurrence_on"), name="occurrence_once_a_series"),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("planned_by", "request_id"), name="meeting_request_once_an_actor"
            ),
        ),
        migrations.AddField(
            model_name="meetingmove",
            name="centre",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="places.communitycentre",
            ),
        ),
        migrations.AddField(
            model_name="meetingmove",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="meetings.meeting"
            ),
        ),
        migrations.AddField(
            model_name="meetingmove",
            name="moved_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="meetingmove",
            name="municipality",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="places.municipality"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingmove",
            constraint=models.UniqueConstraint(fields=("moved_by", "request_id"), name="move_request_once_an_actor"),
        ),
        migrations.RunSQL((SQL / "moves.sql").read_text(), (SQL / "moves_undo.sql").read_text()),
    ]
