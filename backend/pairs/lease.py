"""Whose turn is it? A round of the open town is worked on under a lease, by one worker at a time.

The lease runs on the database's own clock. What a worker writes about a round is conditional on the lease's
token: one that stood still while another took over writes nothing any more.
"""

import logging
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import Error, connection, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django_scopes import scope

from backend.pairs.models import MatchingRound

log = logging.getLogger(__name__)
State, Failure, Stage = MatchingRound.State, MatchingRound.Failure, MatchingRound.Stage
LEASE = timedelta(minutes=2)
RENEWED_EVERY_SECONDS = 30.0
TRIES = 3


class TurnIsOver(Exception):
    """Somebody else works on this round by now, or it is not wanted any more."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """One round that is ours to work on, and the token that says so."""

    round: MatchingRound
    token: uuid.UUID
    now: datetime
    is_still: bool
    _began: float = field(default_factory=time.monotonic)

    def moment(self) -> datetime:
        """What the clock says now, in full seconds: work that took long does not end when it began.

        A clock that stands still is for a past that is made up, and always made up alike.
        """
        passed = 0 if self.is_still else int(time.monotonic() - self._began)
        return self.now + timedelta(seconds=passed)

    def reached(self, stage: MatchingRound.Stage) -> None:
        """Say how far the work is, and keep the round for longer.

        Raises:
            TurnIsOver: it is not ours any more.
        """
        if not self._mine().update(stage=stage, lease_until=Now() + LEASE):
            raise TurnIsOver

    def locked(self) -> MatchingRound:
        """The round, locked until the end of the transaction in which its result is written.

        Raises:
            TurnIsOver: it is not ours any more.
        """
        mine = self._mine().select_for_update(no_key=True).first()
        if mine is None:
            raise TurnIsOver
        return mine

    def failed(self, why: MatchingRound.Failure, about: dict[str, str] | None = None) -> None:
        """There will be no result."""
        end(self._mine(), why, self.moment(), about)

    @contextmanager
    def kept(self) -> Iterator[None]:
        """Renew the lease while a stage takes long; a worker that dies renews nothing."""
        is_over = threading.Event()
        renewing = threading.Thread(target=self._renew_until, args=[is_over], daemon=True)
        renewing.start()
        try:
            yield
        finally:
            is_over.set()
            renewing.join()

    def _renew_until(self, is_over: threading.Event) -> None:
        while not is_over.wait(RENEWED_EVERY_SECONDS):
            try:
                with scope(municipality=self.round.municipality_id):
                    self._mine().update(lease_until=Now() + LEASE)
            except Error:
                log.warning("The lease of round %s could not be renewed; the next stage looks again.", self.round.pk)
            finally:
                connection.close()  # this thread has one of its own

    def _mine(self) -> QuerySet[MatchingRound]:
        return MatchingRound.objects.filter(pk=self.round.pk, state=State.RUNNING, lease_token=self.token)


def end(
    rounds: QuerySet[MatchingRound], why: MatchingRound.Failure, now: datetime, about: dict[str, str] | None = None
) -> None:
    """These rounds have failed."""
    ended = {"finished_at": now, "lease_token": None, "lease_until": None}
    rounds.update(state=State.FAILED, failure=why, failure_about=about or {}, **ended)


@transaction.atomic
def claim(now: datetime, *, is_still: bool) -> Turn | None:
    """The round of the open town that nobody works on; None when there is nothing to do.

    A round whose workers died three times is not tried again.
    """
    found = _next()
    if found is None:
        return None
    this = MatchingRound.objects.filter(pk=found.pk)
    if found.tries >= TRIES:
        end(this, Failure.BROKEN_OFF, now)
        return None
    token = uuid.uuid4()
    this.update(
        state=State.RUNNING,
        stage=Stage.READING,
        started_at=now,
        tries=F("tries") + 1,
        lease_token=token,
        lease_until=Now() + LEASE,
    )
    found.refresh_from_db()
    return Turn(round=found, token=token, now=now, is_still=is_still)


def _next() -> MatchingRound | None:
    rounds: QuerySet[MatchingRound] = MatchingRound.objects.to_take_up()
    return rounds.select_for_update(skip_locked=True, no_key=True).first()
