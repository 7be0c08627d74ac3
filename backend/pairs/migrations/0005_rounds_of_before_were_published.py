"""Rounds of before were published at once; one that is running when this is applied is run anew."""

from django.db import migrations
from django.db.models import F


def finished_rounds_were_published(apps, schema_editor):
    rounds = apps.get_model("pairs", "MatchingRound")._base_manager
    rounds.update(started_at=F("asked_at"))
    rounds.filter(state="FINISHED").update(state="PUBLISHED", decided_at=F("finished_at"))
    rounds.filter(state="FAILED").update(failure="UNEXPECTED")
    rounds.filter(state="RUNNING").update(state="FAILED", finished_at=F("asked_at"), failure="BROKEN_OFF")


def published_rounds_were_finished(apps, schema_editor):
    rounds = apps.get_model("pairs", "MatchingRound")._base_manager
    rounds.filter(state="PUBLISHED").update(state="FINISHED")
    rounds.exclude(state__in=["FINISHED", "FAILED"]).update(state="FAILED", finished_at=F("asked_at"))


class Migration(migrations.Migration):
    dependencies = [("pairs", "0004_rounds_are_asked_for")]
    operations = [migrations.RunPython(finished_rounds_were_published, published_rounds_were_finished)]
