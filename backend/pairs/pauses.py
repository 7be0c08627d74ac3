"""A pause of a pair: asked by one of the two, written down for them, or proposed by a coordinator.

A pause is never a punishment: it has a last day, either of the two ends it earlier, nobody's waiting time
changes, and a pause that a coordinator proposes begins only when one of the two says yes.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.pairs import messages, states
from backend.pairs.locking import locked_pair
from backend.pairs.models import Pair, PairPause, Side, side_of
from backend.pairs.states import Deed
from backend.people.models import Account, Coordinator
from backend.people.registration import RequestUsedBefore
from backend.places.clock import local_today
from backend.privacy import audit

LONGEST = timedelta(days=182)


class NotAPause(Exception):
    """A pause begins today or later, ends on or after its first day, and lasts half a year at most."""


class PausedThen(Exception):
    """These two already have a pause on one of these days."""


@transaction.atomic
def ask(*, pair_id: UUID, by: Account, from_on: date, until_on: date, request_id: UUID, now: datetime) -> PairPause:
    """They do not meet from the first through the last day; the other one is told. The same request is one pause.

    Raises:
        Pair.DoesNotExist: not a pair that ``by`` may see.
        RequestUsedBefore: this request asked for something else.
        NotAPause: the days are in the past, turned around, or too far apart.
        NotInThisState: the pair is paused now, or has ended.
        PausedThen: it overlaps another pause.
    """
    pair, pause, is_known = _new(
        pair_id=pair_id, by=by, from_on=from_on, until_on=until_on, request_id=request_id, now=now
    )
    if is_known:
        return pause
    pause.agreed_at, pause.agreed_by = now, by
    _save(pause)
    messages.owe_to_both(messages.PAIR_PAUSED, of=pair, now=now, but=by.pk, subject_id=pause.pk)
    audit.note(deed="pair paused", about=pair, town=pair.municipality_id, by=by.pk, now=now)
    return pause


@transaction.atomic
def propose(
    *, pair_id: UUID, by: Account, from_on: date, until_on: date, request_id: UUID, now: datetime
) -> PairPause:
    """A coordinator asks both whether a pause would help; nothing changes before one of them says yes.

    Raises:
        Pair.DoesNotExist: ``by`` does not coordinate in the open town.
        RequestUsedBefore, NotAPause, NotInThisState: as for ``ask``.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise Pair.DoesNotExist
    pair, pause, is_known = _new(
        pair_id=pair_id, by=by, from_on=from_on, until_on=until_on, request_id=request_id, now=now
    )
    if is_known:
        return pause
    waiting = pair.pauses.proposed(local_today(now)).first()
    if waiting is not None:
        return waiting
    pause.side = Side.COORDINATOR
    pause.save(force_insert=True)
    messages.owe_to_both(messages.PAUSE_PROPOSED, of=pair, now=now, subject_id=pause.pk)
    audit.note(deed="pause proposed", about=pair, town=pair.municipality_id, by=by.pk, now=now)
    return pause


@transaction.atomic
def answer(*, pause_id: UUID, by: Account, yes: bool, now: datetime) -> PairPause:
    """One of the two says yes or no to a proposed pause; the first word counts. The same word twice is harmless.

    Raises:
        PairPause.DoesNotExist: not proposed to ``by``.
        NotInThisState: somebody gave another answer, or the pair is paused or has ended.
        PausedThen: there is another pause on these days by now.
    """
    pair = locked_pair(_pair_of(pause_id, by), by)
    pause = PairPause.objects.select_for_update(no_key=True).get(pk=pause_id)
    if (pause.agreed_at if yes else pause.refused_at) is not None:
        return pause
    if pause.agreed_at or pause.refused_at or pause.until_on < local_today(now):
        raise states.NotInThisState
    states.require(Deed.PAUSE, pair, local_today(now))
    if yes:
        pause.agreed_at, pause.agreed_by = now, by
        pause.from_on = max(pause.from_on, local_today(now))
    else:
        pause.refused_at = now
    _save(pause)
    if yes:
        messages.owe_to_both(messages.PAIR_PAUSED, of=pair, now=now, but=by.pk, subject_id=pause.pk)
    audit.note(deed="pause answered", about=pair, town=pair.municipality_id, by=by.pk, now=now)
    return pause


@transaction.atomic
def resume(*, pair_id: UUID, by: Account, now: datetime) -> Pair:
    """They meet again from today on; a pause that has not begun is taken back. Twice is harmless.

    Raises:
        Pair.DoesNotExist: not a pair that ``by`` may see.
        NotInThisState: the pair has ended.
    """
    pair, today = locked_pair(pair_id, by), local_today(now)
    if not pair.is_current:
        raise states.NotInThisState
    pauses = list(pair.pauses.agreed().filter(resumed_on=None, until_on__gte=today).select_for_update(no_key=True))
    for pause in pauses:
        pause.resumed_on, pause.resumed_by = max(today, pause.from_on), by
        pause.save(update_fields=["resumed_on", "resumed_by"])
        messages.owe_to_both(messages.PAIR_RESUMED, of=pair, now=now, but=by.pk, subject_id=pause.pk)
        audit.note(deed="pair resumed", about=pair, town=pair.municipality_id, by=by.pk, now=now)
    return pair


def _new(
    *, pair_id: UUID, by: Account, from_on: date, until_on: date, request_id: UUID, now: datetime
) -> tuple[Pair, PairPause, bool]:
    """The pair, locked; the pause, and whether this request made it before."""
    pair = locked_pair(pair_id, by)
    if known := PairPause.objects.filter(asked_by=by, request_id=request_id).first():
        if (known.pair_id, known.until_on) != (pair.pk, until_on):
            raise RequestUsedBefore
        return pair, known, True
    if not local_today(now) <= from_on <= until_on <= from_on + LONGEST:
        raise NotAPause
    states.require(Deed.PAUSE, pair, local_today(now))
    made = PairPause(
        municipality_id=pair.municipality_id,
        pair=pair,
        from_on=from_on,
        until_on=until_on,
        side=side_of(pair, by),
        asked_by=by,
        asked_at=now,
        request_id=request_id,
    )
    return pair, made, False


def _pair_of(pause_id: UUID, by: Account) -> UUID:
    pause = PairPause.objects.select_related("pair__newcomer", "pair__volunteer").get(pk=pause_id)
    if side_of(pause.pair, by) == Side.COORDINATOR:
        raise PairPause.DoesNotExist
    return pause.pair_id


def _save(pause: PairPause) -> None:
    try:
        with transaction.atomic():
            pause.save()
    except IntegrityError as error:
        if "pair_is_paused_once_at_a_time" in str(error):
            raise PausedThen from error
        raise
