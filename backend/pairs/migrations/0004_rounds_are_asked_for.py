"""A round is asked for, worked on under a lease, looked at, and then published or not."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pairs", "0003_same_town"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.RemoveConstraint(model_name="matchinground", name="one_round_at_a_time_in_a_town"),
        migrations.RemoveConstraint(model_name="matchinground", name="round_that_ended_has_a_moment"),
        migrations.RenameField(model_name="matchinground", old_name="started_at", new_name="asked_at"),
        migrations.AddField(
            model_name="matchinground",
            name="decided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="decided_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="failure",
            field=models.CharField(
                blank=True,
                choices=[
                    ("UNUSABLE_ROW", "What we know of one person cannot be used."),
                    ("BROKEN_OFF", "The work was broken off three times."),
                    ("UNEXPECTED", "Something went wrong on our side."),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="failure_about",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="lease_token",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="lease_until",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="publishes_itself",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[
                    ("READING", "Reading who takes part"),
                    ("ALLOWED_PAIRS", "Finding who may meet whom"),
                    ("WHO", "Finding who gets a buddy"),
                    ("WITH_WHOM", "Finding who fits whom best"),
                    ("REASONS", "Writing down why the others wait"),
                    ("ADVICE", "Finding whom you could look for"),
                    ("WRITING", "Saving the result"),
                ],
                max_length=13,
            ),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="started_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="matchinground",
            name="tries",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="matchinground",
            name="state",
            field=models.CharField(
                choices=[
                    ("REQUESTED", "Asked for"),
                    ("RUNNING", "Looking for pairs"),
                    ("DRY", "Ready for you to look at"),
                    ("PUBLISHED", "Published"),
                    ("DISCARDED", "Not used"),
                    ("FAILED", "Failed"),
                ],
                default="REQUESTED",
                max_length=9,
            ),
        ),
        migrations.AddField(
            model_name="unmatchedreason",
            name="alias",
            field=models.CharField(blank=True, max_length=12),
        ),
    ]
