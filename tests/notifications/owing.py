"""A message in the outbox, in one line."""

import uuid
from typing import Any

from backend.people.models import Account
from notifications import outbox
from notifications.kinds import Kind
from notifications.models import Message
from tests import make


def owe(kind: Kind, who: Account | None = None, **about: Any) -> Message:
    """Owed at noon to somebody new, about something new."""
    given = {"subject_id": uuid.uuid4(), "now": make.NOON, "municipality": make.TOWN} | about
    given["recipient_id"] = (who or make.account()).pk
    outbox.owe(kind, **given)
    return Message.objects.get(kind=kind.name, recipient_id=given["recipient_id"], subject_id=given["subject_id"])
