"""What is not kept: codes that nobody can use any more, and what strangers left half-way."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db.models.functions import Now

from backend.people.models import LoginCode

CODES_KEPT = timedelta(days=2)  # longer than any period in which codes are counted


def forget_due(now: datetime) -> None:
    """Remove old login codes (they hold contacts that anybody typed) and sessions that have ended.

    A planner of ``tick``; it may run at any time. Sessions are of Django and end by the clock of the machine, so
    the database's own clock says which have ended.
    """
    LoginCode.objects.filter(asked_at__lt=now - CODES_KEPT).delete()
    Session.objects.filter(expire_date__lt=Now()).delete()
