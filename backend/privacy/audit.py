"""The audit trail: who did what, to what, when and why. Ids and codes only, so that it can be kept long."""

from datetime import datetime
from uuid import UUID

from django.db.models import Model

from backend.privacy.models import AuditEntry


def note(*, deed: str, about: Model, town: str, by: UUID | None, now: datetime, reason: str = "") -> None:
    """Write one line in the caller's transaction; ``by`` is None for what happens by itself."""
    AuditEntry(
        municipality_id=town,
        actor_id=by,
        deed=deed,
        subject_type=type(about).__name__,
        subject_id=about.pk,
        at=now,
        reason=reason,
    ).save(force_insert=True)
