"""Matching rounds: asked for, solved by a worker, looked at, published or not. One at a time in a town."""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from backend.pairs import lease, problem, solving, table_offers
from backend.pairs.models import FoundPair, MatchingRound, Proposal
from backend.people.models import Account, Coordinator
from backend.places.clock import local_today
from backend.privacy import audit

log = logging.getLogger(__name__)
State, Failure = MatchingRound.State, MatchingRound.Failure
kickers: list[Callable[[str], None]] = []


class RoundIsRunning(Exception):
    """Another round is underway in this town; wait for it."""


class RoundIsDecided(Exception):
    """This round was published, set aside or has failed; ask for a new one."""


def ask(
    *,
    town: str,
    now: datetime,
    asked_by: Account | None = None,
    request_id: UUID | None = None,
    publishes_itself: bool = False,
) -> MatchingRound:
    """Have the best pairs of the open town looked for by a worker. The same request gives the same round.

    Raises:
        RoundIsRunning: another round is underway in this town.
    """
    if known := _asked_before(request_id):
        return known
    try:
        with transaction.atomic():
            asked = MatchingRound.objects.create(
                municipality_id=town,
                day=local_today(now),
                asked_at=now,
                asked_by=asked_by,
                request_id=request_id,
                publishes_itself=publishes_itself,
            )
    except IntegrityError as error:
        if known := _asked_before(request_id):  # the same click came in twice, at the same moment
            return known
        raise RoundIsRunning from error
    transaction.on_commit(lambda: kick(town))
    return asked


def _asked_before(request_id: UUID | None) -> MatchingRound | None:
    return MatchingRound.objects.filter(request_id=request_id).first() if request_id else None


def kick(town: str) -> None:
    """Ask a worker to look after the rounds of a town. Nothing depends on it: beat asks again."""
    for kicker in kickers:
        try:
            kicker(town)
        except Exception:  # noqa: BLE001 - whatever the broker raises, the row is committed and stays to be done
            log.warning("Nobody could be asked to work on the round of %s; beat asks again.", town)


def take_up(*, now: datetime, is_still: bool = False) -> MatchingRound | None:
    """Work on the round of the open town that nobody works on; None when there is none. Safe to call at any time.

    Args:
        is_still: all of it happens at ``now``, however long it takes.
    """
    turn = lease.claim(now, is_still=is_still)
    if turn is None:
        return None
    this = turn.round
    try:
        with turn.kept():
            solved = solving.solve(turn)
            _keep(turn, solved)
    except lease.TurnIsOver:
        log.warning("Round %s was taken over or is not wanted any more; nothing is written.", this.pk)
    except problem.UnusableRow as error:
        log.warning("Round %s: %s", this.pk, error)
        turn.failed(Failure.UNUSABLE_ROW, error.about)
    except Exception:
        log.exception("Round %s failed", this.pk)
        turn.failed(Failure.UNEXPECTED)
    this.refresh_from_db()
    return this


@transaction.atomic
def _keep(turn: lease.Turn, solved: solving.Solved) -> None:
    """The result and, of a round that publishes itself, the proposals: all of it or nothing."""
    kept = solving.keep(turn, solved)
    if kept.publishes_itself:
        publish(round_id=kept.pk, by=None, now=turn.moment())


def run(*, town: str, now: datetime, request_id: UUID | None = None, publishes_itself: bool = True) -> MatchingRound:
    """Ask for a round and do it here and now: for commands and demos, never for a page.

    Raises:
        RoundIsRunning: another round is underway in this town.
    """
    asked = ask(town=town, now=now, request_id=request_id, publishes_itself=publishes_itself)
    take_up(now=now, is_still=True)
    asked.refresh_from_db()
    return asked


@transaction.atomic
def publish(*, round_id: UUID, by: Account | None, now: datetime) -> MatchingRound:
    """Make the proposals of a round that was looked at; pending ones of earlier rounds make room. Twice is harmless.

    What changed since the round was solved is looked at once more, and is left out.

    Raises:
        MatchingRound.DoesNotExist: not a round of the open town, or ``by`` does not coordinate here.
        RoundIsDecided: it was set aside, has failed, or is not solved yet.
    """
    this = _locked(round_id, by)
    if this.state == State.PUBLISHED:
        return this
    if this.state != State.DRY:
        raise RoundIsDecided
    pending = Proposal.objects.filter(state=Proposal.State.PENDING)
    pending.update(state=Proposal.State.WITHDRAWN, closed_at=now)
    found = this.found_pairs.order_by("pk")
    Proposal.objects.bulk_create([_proposal(pair, now) for pair in _still_possible(found)])
    table_offers.offer(this.found_seats.order_by("pk"), now=now)
    audit.note(deed="round published", about=this, town=this.municipality_id, by=by.pk if by else None, now=now)
    return _decide(this, State.PUBLISHED, by, now)


@transaction.atomic
def discard(*, round_id: UUID, by: Account, now: datetime) -> MatchingRound:
    """Do not use this round; a worker that still works on it writes nothing. Twice is harmless.

    Raises:
        MatchingRound.DoesNotExist: not a round of the open town, or ``by`` does not coordinate here.
        RoundIsDecided: it was published or has failed.
    """
    this = _locked(round_id, by)
    if this.state == State.DISCARDED:
        return this
    if this.state not in {State.DRY, *MatchingRound.UNDERWAY}:
        raise RoundIsDecided
    audit.note(deed="round discarded", about=this, town=this.municipality_id, by=by.pk, now=now)
    return _decide(this, State.DISCARDED, by, now)


def _locked(round_id: UUID, by: Account | None) -> MatchingRound:
    if by and not Coordinator.objects.filter(account=by, until=None).exists():
        raise MatchingRound.DoesNotExist
    return MatchingRound.objects.select_for_update(no_key=True).get(pk=round_id)


def _decide(this: MatchingRound, state: MatchingRound.State, by: Account | None, now: datetime) -> MatchingRound:
    this.state, this.decided_by, this.decided_at = state, by, now
    this.finished_at = this.finished_at or now
    this.lease_token = this.lease_until = None
    this.save(
        update_fields=["state", "decided_by", "decided_at", "finished_at", "lease_token", "lease_until"],
    )
    return this


def _still_possible(pairs: Iterable[FoundPair]) -> Iterator[FoundPair]:
    """Without those who were asked or paired, stopped, or were kept apart since the round was solved."""
    waiting: Collection[UUID] = set(problem.waiting().values_list("pk", flat=True))
    free, excluded = problem.free_places(), problem.excluded()
    for pair in pairs:
        volunteer = str(pair.volunteer_id)
        is_apart = (str(pair.newcomer_id), volunteer) in excluded
        if pair.newcomer_id in waiting and not is_apart and free.get(volunteer, 0) > 0:
            free[volunteer] -= 1
            yield pair


def _proposal(pair: FoundPair, now: datetime) -> Proposal:
    return Proposal(
        municipality_id=pair.municipality_id,
        round_id=pair.round_id,
        newcomer_id=pair.newcomer_id,
        volunteer_id=pair.volunteer_id,
        made_at=now,
        **pair.facts,
    )
