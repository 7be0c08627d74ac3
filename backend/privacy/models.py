"""Privacy: who looked at or changed what, and why."""

from django.db import models

from backend.places.scope import TenantManager, TenantRow


class AuditEntry(TenantRow):
    """A line of the audit trail, written once. It holds ids and codes, no names and no text about people."""

    actor_id = models.UUIDField(null=True, blank=True)
    deed = models.CharField(max_length=60)
    subject_type = models.CharField(max_length=40)
    subject_id = models.UUIDField()
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    objects = TenantManager["AuditEntry"]()

    class Meta:
        indexes = [models.Index(fields=["municipality", "subject_id", "at"], name="audit_by_subject")]
