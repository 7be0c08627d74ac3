"""People without mail and phone get letters: an address on paper reaches them too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("people", "0003_login_codes_by_age"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="account",
            name="account_can_be_reached",
        ),
        migrations.AddField(
            model_name="account",
            name="postal",
            field=models.CharField(blank=True, help_text="Street, postcode and town, a line each.", max_length=300),
        ),
        migrations.AddConstraint(
            model_name="account",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("mail", ""), _negated=True),
                    models.Q(("phone", ""), _negated=True),
                    models.Q(("postal", ""), _negated=True),
                    _connector="OR",
                ),
                name="account_can_be_reached",
            ),
        ),
    ]
