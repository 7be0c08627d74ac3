"""Matching rounds: freeze the rows, solve, store proposals and reasons. One round at a time in a town."""

import logging
from collections.abc import Collection, Iterable, Iterator
from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

import matching
from backend.pairs import problem
from backend.pairs.models import MatchingRound, Mode, Proposal, UnmatchedReason
from backend.people.models import Account
from backend.places.clock import local_today

log = logging.getLogger(__name__)
GIVEN_UP_AFTER = timedelta(minutes=15)  # a process that was killed leaves its round running
ADVICE_KEPT = 3


class RoundIsRunning(Exception):
    """Another round is running in this town; wait for it."""


def run(
    *, town: str, now: datetime, asked_by: Account | None = None, request_id: UUID | None = None
) -> MatchingRound:
    """Look for the best pairs of the open town. The same request gives the same round.

    Raises:
        RoundIsRunning: another round is running in this town.
    """
    if known := _asked_before(request_id):
        return known
    try:
        begun = _begin(town, now, asked_by, request_id)
    except IntegrityError as error:
        if known := _asked_before(request_id):  # the same click came in twice, at the same moment
            return known
        raise RoundIsRunning from error
    try:
        _solve(begun, now)
    except Exception:
        log.exception("Round %s failed", begun.pk)
        running = MatchingRound.objects.filter(pk=begun.pk, state=MatchingRound.State.RUNNING)
        running.update(state=MatchingRound.State.FAILED, finished_at=now)
        raise
    return begun


def _asked_before(request_id: UUID | None) -> MatchingRound | None:
    return MatchingRound.objects.filter(request_id=request_id).first() if request_id else None


def _begin(town: str, now: datetime, asked_by: Account | None, request_id: UUID | None) -> MatchingRound:
    stuck = MatchingRound.objects.filter(state=MatchingRound.State.RUNNING, started_at__lt=now - GIVEN_UP_AFTER)
    stuck.update(state=MatchingRound.State.FAILED, finished_at=now)
    with transaction.atomic():
        return MatchingRound.objects.create(
            municipality_id=town,
            day=local_today(now),
            started_at=now,
            asked_by=asked_by,
            request_id=request_id,
        )


def _solve(begun: MatchingRound, now: datetime) -> None:
    """The solving holds no lock: people go on meanwhile, and what is stored is looked at once more."""
    pool = problem.of_town()
    result = matching.solve(pool.newcomers, pool.volunteers, pool.blocked, day=begun.day)
    advice = matching.advise(pool.newcomers, pool.volunteers, pool.blocked, day=begun.day, top=ADVICE_KEPT)
    with transaction.atomic():
        mine = MatchingRound.objects.select_for_update(no_key=True).filter(pk=begun.pk)
        if not mine.filter(state=MatchingRound.State.RUNNING).exists():
            raise RoundIsRunning  # this one took so long that it was given up, and the next may have begun
        _store(begun, result, now)
        begun.report = result.report | {"advice": [asdict(each) for each in advice]}
        begun.input_hash = result.report["input_hash"]
        begun.engine_version = matching.ENGINE_VERSION
        begun.state, begun.finished_at = MatchingRound.State.FINISHED, now
        begun.save(update_fields=["state", "finished_at", "report", "input_hash", "engine_version"])


def _store(this: MatchingRound, result: matching.Result, now: datetime) -> None:
    """Pending proposals of earlier rounds make room for those of this one."""
    pending = Proposal.objects.filter(state=Proposal.State.PENDING)
    pending.update(state=Proposal.State.WITHDRAWN, closed_at=now)
    waiting = {str(pk) for pk in problem.waiting().values_list("pk", flat=True)}
    Proposal.objects.bulk_create([_proposal(this, pair, now) for pair in _still_possible(result.pairs, waiting)])
    UnmatchedReason.objects.bulk_create(
        [
            UnmatchedReason(
                municipality_id=this.municipality_id,
                round=this,
                newcomer_id=each.newcomer,
                reason=each.reason,
                detail=each.detail | {"missing": list(each.missing)},
                smallest_change=each.smallest_change,
            )
            for each in result.unmatched
            if each.newcomer in waiting
        ]
    )


def _still_possible(
    pairs: Iterable[matching.MatchedPair], waiting: Collection[str]
) -> Iterator[matching.MatchedPair]:
    """Without those who were asked or paired, stopped, or were kept apart while the engine was thinking."""
    free = problem.free_places()
    excluded = problem.excluded()
    for pair in pairs:
        is_apart = (pair.newcomer, pair.volunteer) in excluded
        if pair.newcomer in waiting and not is_apart and free.get(pair.volunteer, 0) > 0:
            free[pair.volunteer] -= 1
            yield pair


def _proposal(this: MatchingRound, pair: matching.MatchedPair, now: datetime) -> Proposal:
    return Proposal(
        municipality_id=this.municipality_id,
        round=this,
        newcomer_id=pair.newcomer,
        volunteer_id=pair.volunteer,
        made_at=now,
        mode=Mode[pair.mode.upper()],
        score=pair.score,
        score_parts=pair.parts,
        distance_m=pair.distance_m,
        common_minutes=pair.common_minutes,
        weekday=pair.weekday,
        starts_minute=pair.starts_minute,
        minutes=pair.minutes,
    )
