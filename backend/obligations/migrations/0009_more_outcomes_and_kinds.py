"""A time to search can be made longer, and an activity that the person found is a kind of its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("obligations", "0008_said_is_said"),
    ]

    operations = [
        migrations.AlterField(
            model_name="extrahours",
            name="kind",
            field=models.CharField(
                choices=[
                    ("PREPARATION", "Preparing a meeting"),
                    ("TRAINING", "Training"),
                    ("INTAKE", "Intake talk"),
                    ("TRAVEL", "Travelling"),
                    ("OTHER_VOLUNTEERING", "Volunteering from before the duty"),
                    ("OWN_ACTIVITY", "An activity that the person found"),
                ],
                max_length=18,
            ),
        ),
        migrations.AlterField(
            model_name="signalhandled",
            name="outcome",
            field=models.CharField(
                choices=[
                    ("OK", "Nothing is wrong"),
                    ("TALK", "We will talk"),
                    ("AMEND", "The decision will be changed"),
                    ("EXEMPT", "An exemption will follow"),
                    ("LONGER", "More time to search"),
                    ("REFER", "To the colleague who decides about benefits"),
                ],
                max_length=6,
            ),
        ),
    ]
