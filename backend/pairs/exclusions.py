"""Two people who are not proposed to each other: for a while, or until a coordinator lifts it."""

from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.pairs.models import Exclusion
from backend.people.models import Account, Coordinator
from backend.places import programme
from backend.places.clock import local_today
from backend.privacy import audit


class NoReasonGiven(Exception):
    """Keeping two people apart by hand, or no longer, needs a reason."""


class TwoPeople(Protocol):
    """A proposal, a pair, or anything else between a newcomer and a volunteer of one town."""

    @property
    def newcomer_id(self) -> UUID:
        """Who learns."""

    @property
    def volunteer_id(self) -> UUID:
        """Who helps."""

    @property
    def municipality_id(self) -> str:
        """Where."""


def exclude(of: TwoPeople, cause: Exclusion.Cause, now: datetime, until: date | None = None) -> None:
    """Not again, for a cause, through the day ``until``; None is until a coordinator lifts it.

    What is excluded already stays as it is, unless this holds longer. A sealed exclusion is a row of its own.
    """
    is_sealed = Q(cause=Exclusion.Cause.SEALED)
    alike = Exclusion.objects.filter(is_sealed if cause == Exclusion.Cause.SEALED else ~is_sealed)
    known, is_new = alike.get_or_create(
        newcomer_id=of.newcomer_id,
        volunteer_id=of.volunteer_id,
        lifted_at=None,
        defaults={"municipality_id": of.municipality_id, "cause": cause, "since": now, "until_on": until},
    )
    is_longer = known.until_on is not None and (until is None or until > known.until_on)
    if not is_new and is_longer:
        known.cause, known.since, known.until_on = cause, now, until
        known.save(update_fields=["cause", "since", "until_on"])


def sealed_from(account: Account) -> set[UUID]:
    """The accounts of those from whom this person is kept apart for safety, so that nothing is asked about them."""
    sealed = Exclusion.objects.filter(cause=Exclusion.Cause.SEALED, lifted_at=None)
    mine = sealed.filter(Q(newcomer__account=account) | Q(volunteer__account=account))
    both = mine.values_list("newcomer__account", "volunteer__account")
    return {each for two in both for each in two if each != account.pk}


def lift_due(*, now: datetime) -> int:
    """Lift what was for a while and is over, in the open town; how many."""
    over = Exclusion.objects.filter(lifted_at=None, until_on__lt=local_today(now))
    return over.update(lifted_at=now)


def lift_everywhere(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda _town: lift_due(now=now), doing="Lifting exclusions")


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
