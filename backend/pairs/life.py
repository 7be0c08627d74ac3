"""The life of a pair: how it begins when both said yes, how it ends, and what each side says of the end.

The waiting time of a newcomer is never set back, but by the newcomer who got what he or she came for: a pair that
stops for whatever other reason, and whatever the volunteer says of it, leaves the place in the queue as it was.
"""

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from backend.pairs import again, exclusions, messages, periods, states
from backend.pairs.locking import locked_pair
from backend.pairs.models import CoordinatorTask, EndReason, Exclusion, Pair, PairFarewell, Proposal, Side, side_of
from backend.pairs.models.reasons import GOOD
from backend.people.models import Account, Volunteer
from backend.places.clock import local_today
from backend.privacy import audit

PLACES = range(1, 6)
JOINT_MEETING_WITHIN = timedelta(days=7)


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
    today = local_today(now)
    _take_over(proposal, now)
    pair = Pair.objects.create(
        municipality_id=proposal.municipality_id,
        newcomer_id=proposal.newcomer_id,
        volunteer=volunteer,
        proposal=proposal,
        place=free[0],
        mode=proposal.mode,
        started_on=today,
        trial_until=today + periods.on(today).trial,
    )
    messages.owe_to_both(messages.PAIR_BEGAN, of=pair, now=now)
    return pair


def _take_over(proposal: Proposal, now: datetime) -> None:
    """When this volunteer takes over, the old pair ends today and its volunteer is thanked."""
    old = proposal.takes_over_from
    if old is None or not old.is_current:
        return
    today = local_today(now)
    end(pair_id=old.pk, by=None, on=today, reason=EndReason.VOLUNTEER_STOPPED, now=now, tells=False)
    messages.owe_thanks(old, now=now)
    if proposal.with_joint_meeting and proposal.decided_by:
        CoordinatorTask.objects.get_or_create(
            made_by=proposal.decided_by,
            request_id=uuid5(proposal.pk, "joint meeting"),
            defaults={
                "municipality_id": old.municipality_id,
                "pair": old,
                "kind": CoordinatorTask.Kind.JOINT_MEETING,
                "due_on": today + JOINT_MEETING_WITHIN,
                "assigned_to": proposal.decided_by,
                "made_at": now,
            },
        )


@transaction.atomic
def end(
    *,
    pair_id: UUID,
    by: Account | None,
    on: date,
    reason: EndReason,
    now: datetime,
    words: str = "",
    tells: bool = True,
) -> Pair:
    """End a pair; both get a farewell. Ending it twice in the same way is harmless.

    Args:
        by: one of the two, or a coordinator of the town; None for a demo and for what the law asks.
        words: what this side adds; never shown to the other side.
        tells: whether both hear it here; not when somebody takes over, who tells them in other words.

    Raises:
        Pair.DoesNotExist: not a pair that ``by`` may see.
        PairEndedOtherwise: it ended before, on another day or for another reason.
        EndsBeforeStart: ``on`` lies before the pair's first day.
    """
    pair = locked_pair(pair_id, by)
    if (pair.ended_on, pair.end_reason) == (on, reason):
        return pair
    if not pair.is_current:
        raise PairEndedOtherwise
    if on < pair.started_on:
        raise EndsBeforeStart

    pair.ended_on, pair.end_reason, pair.ended_by = on, reason, by
    pair.save(update_fields=["ended_on", "end_reason", "ended_by"])
    side = side_of(pair, by)
    _write_farewell(pair, side=side, reason=reason, words=words, by=by, now=now)
    if side != Side.VOLUNTEER:
        _fresh_start(pair, reason)
    exclusions.exclude(pair, Exclusion.Cause.ENDED, now, again.apart_until(again.AFTER_AN_END, reason, on))
    if tells and reason != EndReason.DIED:  # a coordinator speaks with whom it concerns
        messages.owe_to_both(messages.PAIR_ENDED, of=pair, now=now)
    audit.note(deed="pair ended", about=pair, town=pair.municipality_id, by=by.pk if by else None, now=now)
    return pair


@transaction.atomic
def say_why(*, pair_id: UUID, by: Account, reason: EndReason, now: datetime, words: str = "") -> PairFarewell:
    """Of a pair that has ended, this side says why; said once, it stays. Twice is harmless.

    Raises:
        Pair.DoesNotExist: not a pair that ``by`` may see.
        NotInThisState: the pair goes on.
    """
    pair = locked_pair(pair_id, by)
    states.require(states.Deed.SAY_WHY, pair, local_today(now))
    side = side_of(pair, by)
    if known := PairFarewell.objects.filter(pair=pair, side=side).first():
        return known
    if side == Side.NEWCOMER:
        _fresh_start(pair, reason)
    return _write_farewell(pair, side=side, reason=reason, words=words, by=by, now=now)


def _write_farewell(
    pair: Pair, *, side: Side, reason: EndReason, words: str, by: Account | None, now: datetime
) -> PairFarewell:
    return PairFarewell.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        side=side,
        reason=reason,
        words=words,
        said_by=by,
        said_at=now,
    )


def _fresh_start(pair: Pair, reason: EndReason) -> None:
    """Who got what he or she came for begins a new wait, on the day on which the pair ended."""
    if reason in GOOD and pair.ended_on and pair.ended_on > pair.newcomer.waiting_since:
        pair.newcomer.waiting_since = pair.ended_on
        pair.newcomer.save(update_fields=["waiting_since"])
