"""What a coordinator decides about two people by hand, with a reason and until it is lifted: together, or never."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from backend.pairs import proposals
from backend.pairs.exclusions import NoReasonGiven
from backend.pairs.models import Exclusion, Pin
from backend.people.models import Account, Coordinator, Newcomer, Volunteer
from backend.privacy import audit


class KeptApart(Exception):
    """These two are kept apart; that has to be lifted first."""


class PinnedToSomebodyElse(Exception):
    """This newcomer is pinned to another volunteer; that pin has to be lifted first."""


def _locked(newcomer_id: UUID, volunteer_id: UUID, by: Account, reason: str) -> tuple[Newcomer, Volunteer]:
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Newcomer.DoesNotExist
    if not reason.strip():
        raise NoReasonGiven
    volunteer = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
    return Newcomer.objects.select_for_update(no_key=True).get(pk=newcomer_id), volunteer


def _open_between(newcomer: Newcomer, volunteer: Volunteer) -> QuerySet[Exclusion]:
    """What a coordinator may know of."""
    between = Exclusion.objects.filter(newcomer=newcomer, volunteer=volunteer, lifted_at=None)
    return between.exclude(cause=Exclusion.Cause.SEALED)


@transaction.atomic
def pin(*, newcomer_id: UUID, volunteer_id: UUID, by: Account, reason: str, now: datetime) -> Pin:
    """These two together, in every round from now on that can. Pinning the same two again is harmless.

    Raises:
        Newcomer.DoesNotExist, Volunteer.DoesNotExist: not of the open town, or ``by`` does not coordinate here.
        NoReasonGiven: the reason is empty.
        KeptApart: they are kept apart by something that coordinators see. A sealed exclusion refuses nothing here;
            the rounds leave such a pin out, in the words of every pin that does not fit.
        PinnedToSomebodyElse: the newcomer has another pin.
    """
    newcomer, volunteer = _locked(newcomer_id, volunteer_id, by, reason)
    known = Pin.objects.filter(newcomer=newcomer, lifted_at=None).first()
    if known and known.volunteer_id == volunteer.pk:
        return known
    if known:
        raise PinnedToSomebodyElse
    if _open_between(newcomer, volunteer).exists():
        raise KeptApart
    made = Pin.objects.create(
        municipality_id=newcomer.municipality_id,
        newcomer=newcomer,
        volunteer=volunteer,
        reason=reason,
        pinned_by=by,
        pinned_at=now,
    )
    audit.note(deed="pair pinned", about=made, town=made.municipality_id, by=by.pk, now=now, reason=reason)
    return made


@transaction.atomic
def unpin(*, pin_id: UUID, by: Account, reason: str, now: datetime) -> Pin:
    """Rounds decide about these two again. Lifting twice is harmless.

    Raises:
        Pin.DoesNotExist: not one of the open town, or ``by`` does not coordinate here.
        NoReasonGiven: the reason is empty.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pin.DoesNotExist
    if not reason.strip():
        raise NoReasonGiven
    found = Pin.objects.select_for_update(no_key=True).get(pk=pin_id)
    return found if found.lifted_at else _lift(found, by, reason, now)


def _lift(found: Pin, by: Account, reason: str, now: datetime) -> Pin:
    found.lifted_at, found.lifted_by, found.lift_reason = now, by, reason
    found.save(update_fields=["lifted_at", "lifted_by", "lift_reason"])
    audit.note(deed="pin lifted", about=found, town=found.municipality_id, by=by.pk, now=now, reason=reason)
    return found


@transaction.atomic
def forbid(*, newcomer_id: UUID, volunteer_id: UUID, by: Account, reason: str, now: datetime) -> Exclusion:
    """Never these two, until it is lifted; what they are asked about each other now is over. Twice is harmless.

    Raises:
        Newcomer.DoesNotExist, Volunteer.DoesNotExist: not of the open town, or ``by`` does not coordinate here.
        NoReasonGiven: the reason is empty.
    """
    newcomer, volunteer = _locked(newcomer_id, volunteer_id, by, reason)
    if known := _open_between(newcomer, volunteer).first():
        return known
    made = Exclusion.objects.create(
        municipality_id=newcomer.municipality_id,
        newcomer=newcomer,
        volunteer=volunteer,
        cause=Exclusion.Cause.BY_HAND,
        since=now,
        reason=reason,
        forbidden_by=by,
    )
    for pinned in Pin.objects.filter(newcomer=newcomer, volunteer=volunteer, lifted_at=None):
        _lift(pinned, by, reason, now)
    proposals.withdraw_between(newcomer, volunteer, now)
    audit.note(deed="pair forbidden", about=made, town=made.municipality_id, by=by.pk, now=now, reason=reason)
    return made
