"""A confidential adviser keeps a note, and may let two people meet again; a pause takes meetings off."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("meetings", "0007_outcomes"),
        ("pairs", "0011_how_pairs_pause_and_end"),
        ("places", "0002_uuidrange"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="safetyreport",
            name="lifted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="safetyreport",
            name="lifted_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="safetyreport",
            name="note",
            field=models.CharField(blank=True, max_length=500),
        ),
        migrations.AlterField(
            model_name="meeting",
            name="off_because",
            field=models.CharField(
                blank=True,
                choices=[
                    ("HOLIDAY", "Holiday"),
                    ("SCHOOL_HOLIDAY", "School Holiday"),
                    ("HOUSE_CLOSED", "House Closed"),
                    ("NEWCOMER_AWAY", "Newcomer Away"),
                    ("VOLUNTEER_AWAY", "Volunteer Away"),
                    ("CLASH", "Clash"),
                    ("PAUSED", "Paused"),
                ],
                max_length=14,
            ),
        ),
        migrations.AddConstraint(
            model_name="safetyreport",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lifted_at", None), ("lifted_by", None)),
                    models.Q(("lifted_at__isnull", False), ("lifted_by__isnull", False)),
                    _connector="OR",
                ),
                name="lifting_a_report_names_who",
            ),
        ),
    ]
