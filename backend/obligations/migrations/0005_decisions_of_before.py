"""Decisions written before said their days and minutes in the periods only: now they say them themselves, in order."""

from collections import Counter
from datetime import timedelta

from django.db import migrations


def fill(apps, schema_editor):
    decisions = apps.get_model("obligations", "ObligationDecision")
    periods = apps.get_model("obligations", "RequirementPeriod")
    numbers = Counter()
    for decision in decisions.objects.order_by("written_at", "kind", "pk"):
        numbers[decision.obligation_id] += 1
        decisions.objects.filter(pk=decision.pk).update(number=numbers[decision.obligation_id])
    for period in periods.objects.order_by("starts_on"):
        decisions.objects.filter(pk=period.decision_id, kind="IMPOSE").update(
            starts_on=period.starts_on, ends_on=period.ends_on, minutes_per_week=period.minutes_per_week
        )
    for decision in decisions.objects.filter(kind="END", ends_on=None):
        decisions.objects.filter(pk=decision.pk).update(ends_on=decision.decided_on)
    for decision in decisions.objects.filter(notified_on=None):
        until = decision.decided_on + timedelta(days=42)
        decisions.objects.filter(pk=decision.pk).update(notified_on=decision.decided_on, objection_until=until)


class Migration(migrations.Migration):
    dependencies = [("obligations", "0004_decisions_say_everything")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
