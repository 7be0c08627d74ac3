"""A message counts its doubtful calls, and keeps its plan when it is tried again later.

``doubtful`` said only that there was one; what it said is carried over. The claim goes town by town.
"""

from django.db import migrations, models

UNSETTLED = models.Q(("dead_at", None), ("expired_at", None), ("sent_at", None), ("withdrawn_at", None))


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="message", name="next_try_at", field=models.DateTimeField(blank=True, null=True)
        ),
        migrations.AddField(model_name="message", name="doubts", field=models.PositiveSmallIntegerField(default=0)),
        migrations.RunSQL(
            "UPDATE notifications_message SET doubts = 1 WHERE doubtful",
            "UPDATE notifications_message SET doubtful = doubts > 0",
        ),
        migrations.RemoveField(model_name="message", name="doubtful"),
        migrations.RemoveIndex(model_name="message", name="messages_to_send"),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                fields=["municipality", "expires_at", "due_at"], condition=UNSETTLED, name="messages_to_send_by_town"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["due_at", "expires_at"], condition=UNSETTLED, name="messages_to_send"),
        ),
        migrations.AlterField(model_name="linktoken", name="expires_at", field=models.DateTimeField(db_index=True)),
    ]
