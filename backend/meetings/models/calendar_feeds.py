"""A person's private calendar address: only the hash of its token is kept."""

import uuid

from django.db import models

from backend.people.models import Account


class CalendarFeed(models.Model):
    """Who reads meetings in a calendar of one's own; a new token makes the old address worthless.

    It belongs to a person and not to a town: somebody who takes part in two towns has one calendar.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.OneToOneField(Account, models.CASCADE, related_name="+")
    token_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"CalendarFeed {self.pk}"
