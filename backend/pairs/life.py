"""The life of a pair: how it begins when both said yes, and how it ends."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from backend.pairs import exclusions, messages
from backend.pairs.models import EndReason, Exclusion, Pair, Proposal
from backend.people.models import Account, Newcomer, Volunteer
from backend.places.clock import local_today
from backend.privacy import audit

PLACES = range(1, 6)
# With these the newcomer got what he came for, or is somewhere else: a new wait begins. With any other reason
# the waiting time stays as it was.
FRESH_START = {EndReason.COMPLETED, EndReason.GOAL_REACHED, EndReason.FOUND_WORK, EndReason.MOVED}


class NoPlaceLeft(Exception):
    """All places of this volunteer are filled."""


class PairEndedOtherwise(Exception):
    """The pair had already ended, on another day or for another reason."""


class EndsBeforeStart(Exception):
    """The last day lies before the first."""


def begin(proposal: Proposal, volunteer: Volunteer, now: datetime) -> Pair:
    """Make the pair in the lowest free place; the caller holds the locks and both said yes.

    Raises:
        NoPlaceLeft: all places are filled.
    """
    filled = set(Pair.objects.current().filter(volunteer=volunteer).values_list("place", flat=True))
    free = [place for place in PLACES if place not in filled]
    if len(filled) >= volunteer.capacity or not free:
        raise NoPlaceLeft
    pair = Pair.objects.create(
        municipality_id=proposal.municipality_id,
        newcomer_id=proposal.newcomer_id,
        volunteer=volunteer,
        proposal=proposal,
        place=free[0],
        mode=proposal.mode,
        started_on=local_today(now),
    )
    messages.owe_to_both(messages.PAIR_BEGAN, of=pair, now=now)
    return pair


@transaction.atomic
def end(*, pair_id: UUID, by: Account | None, on: date, reason: EndReason, now: datetime) -> Pair:
    """End a pair; both get a farewell. Ending it twice in the same way is harmless.

    Args:
        by: one of the two, or a coordinator of the town; None for a demo and for what the law asks.

    Raises:
        Pair.DoesNotExist: not a pair that ``by`` may see.
        PairEndedOtherwise: it ended before, on another day or for another reason.
        EndsBeforeStart: ``on`` lies before the pair's first day.
    """
    known = (Pair.objects.visible_to(by) if by else Pair.objects.all()).get(pk=pair_id)
    Volunteer.objects.select_for_update(no_key=True).get(pk=known.volunteer_id)
    newcomer = Newcomer.objects.select_for_update(no_key=True).get(pk=known.newcomer_id)
    pair = Pair.objects.select_for_update(no_key=True).get(pk=pair_id)
    if (pair.ended_on, pair.end_reason) == (on, reason):
        return pair
    if not pair.is_current:
        raise PairEndedOtherwise
    if on < pair.started_on:
        raise EndsBeforeStart

    pair.ended_on, pair.end_reason, pair.ended_by = on, reason, by
    pair.save(update_fields=["ended_on", "end_reason", "ended_by"])
    if reason in FRESH_START:
        newcomer.waiting_since = max(on, newcomer.waiting_since)
        newcomer.save(update_fields=["waiting_since"])
    exclusions.exclude(pair, Exclusion.Cause.ENDED, now)
    messages.owe_to_both(messages.PAIR_ENDED, of=pair, now=now)
    audit.note(deed="pair ended", about=pair, town=pair.municipality_id, by=by.pk if by else None, now=now)
    return pair
