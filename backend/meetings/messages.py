"""What people hear from this room."""

from datetime import datetime
from uuid import UUID

from backend.pairs.models import Pair
from backend.people.models import Account

HOURS_DISPUTED = MEETINGS_CLASH = CALL_SOMEONE = PLAN_CHANGED = MEETING_CANCELLED = object()


def owe_to_coordinators(kind: object, *, subject_id: UUID, now: datetime) -> None:
    """To every coordinator of the open town."""


def owe_to_pair(
    kind: object, *, pair: Pair, subject_id: UUID, but: Account | None = None, now: datetime
) -> None:
    """To both."""
