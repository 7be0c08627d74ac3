"""Matching rounds: freeze the rows, solve, store proposals and reasons. One round at a time in a town."""

import logging
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
    if request_id and (known := MatchingRound.objects.filter(request_id=request_id).first()):
        return known
    begun = _begin(town, now, asked_by, request_id)
    try:
        pool = problem.of_town()
        result = matching.solve(pool.newcomers, pool.volunteers, pool.blocked, day=begun.day)
        advice = matching.advise(pool.newcomers, pool.volunteers, pool.blocked, day=begun.day, top=ADVICE_KEPT)
        with transaction.atomic():
            _store(begun, result, now)
            begun.report = result.report | {"advice": [asdict(each) for each in advice]}
            begun.input_hash = result.report["input_hash"]
            begun.engine_version = matching.ENGINE_VERSION
            _finish(begun, MatchingRound.State.FINISHED, now)
    except Exception:
        log.exception("Round %s failed", begun.pk)
        _finish(begun, MatchingRound.State.FAILED, now)
        raise
    return begun


def _begin(town: str, now: datetime, asked_by: Account | None, request_id: UUID | None) -> MatchingRound:
    stuck = MatchingRound.objects.filter(state=MatchingRound.State.RUNNING, started_at__lt=now - GIVEN_UP_AFTER)
    stuck.update(state=MatchingRound.State.FAILED, finished_at=now)
    try:
        with transaction.atomic():
            return MatchingRound.objects.create(
                municipality_id=town,
                day=local_today(now),
                started_at=now,
                asked_by=asked_by,
                request_id=request_id,
            )
    except IntegrityError as error:
        if request_id and (known := MatchingRound.objects.filter(request_id=request_id).first()):
            return known
        raise RoundIsRunning from error


def _finish(this: MatchingRound, state: MatchingRound.State, now: datetime) -> None:
    this.state, this.finished_at = state, now
    this.save(update_fields=["state", "finished_at", "report", "input_hash", "engine_version"])


def _store(this: MatchingRound, result: matching.Result, now: datetime) -> None:
    """Pending proposals of earlier rounds make room; who was asked or paired meanwhile is left out."""
    pending = Proposal.objects.filter(state=Proposal.State.PENDING)
    pending.update(state=Proposal.State.WITHDRAWN, closed_at=now)
    taken = set(Proposal.objects.open().values_list("newcomer_id", flat=True))
    Proposal.objects.bulk_create(
        [_proposal(this, pair, now) for pair in result.pairs if UUID(pair.newcomer) not in taken]
    )
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
        ]
    )


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
