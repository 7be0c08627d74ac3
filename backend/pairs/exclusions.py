"""Two people who are not proposed to each other, until a coordinator lifts it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from backend.pairs.models import Exclusion, Pair, Proposal
from backend.people.models import Account, Coordinator
from backend.privacy import audit


class NoReasonGiven(Exception):
    """Keeping two people apart by hand, or no longer, needs a reason."""


def exclude(of: Proposal | Pair, cause: Exclusion.Cause, now: datetime) -> None:
    """Never again, for a cause; what is excluded already stays as it is."""
    Exclusion.objects.get_or_create(
        newcomer_id=of.newcomer_id,
        volunteer_id=of.volunteer_id,
        lifted_at=None,
        defaults={"municipality_id": of.municipality_id, "cause": cause, "since": now},
    )


@transaction.atomic
def lift(*, exclusion_id: UUID, by: Account, reason: str, now: datetime) -> Exclusion:
    """These two may be proposed again. Lifting twice is harmless.

    Raises:
        NoReasonGiven: the reason is empty.
        Exclusion.DoesNotExist: not one of the open town, or a sealed one, which nobody lifts; or ``by`` does not
            coordinate here.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Exclusion.DoesNotExist
    if not reason.strip():
        raise NoReasonGiven
    known = Exclusion.objects.exclude(cause=Exclusion.Cause.SEALED)
    found = known.select_for_update(no_key=True).get(pk=exclusion_id)
    if found.lifted_at is not None:
        return found
    found.lifted_at, found.lifted_by, found.lift_reason = now, by, reason
    found.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    audit.note(deed="exclusion lifted", about=found, town=found.municipality_id, by=by.pk, now=now, reason=reason)
    return found
