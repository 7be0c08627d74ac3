"""Messages that are to be sent: in which words, and what became of the call.

No transaction is open while a provider is called. Several messages share the commit before their calls, which says
that they may leave, and the one after, which says what became of them; in between the send journal knows what has
left. Right before each call it is looked up once more whether the message is still ours, still wanted and in time.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, connection, transaction

from notifications import digest, journal, kinds, screening, turns
from notifications.channels import Channel, Doubtful, NotThere, Refused, TryLater
from notifications.kinds import Kind
from notifications.models import Attempt, Message
from notifications.rendering import Rendered, render, render_digest
from notifications.screening import Job, let_go_of_the_database
from notifications.shift import Shift
from notifications.turns import Left, Turn

log = logging.getLogger(__name__)
# What stood still for half a lease is not sent any more.
HAND_OVER_WITHIN_SECONDS = settings.SEND_LEASE_SECONDS / 2
MARKING_TRIES = 12
DATABASE_IS_GONE = (OperationalError, InterfaceError)


def send(group: Sequence[Turn], lines: Mapping[str, Channel], shift: Shift) -> int:
    """Send those of one claim, each reader once, or settle them in another way; how many left."""
    round_of_calls = _Round(shift, not_after=time.monotonic() + HAND_OVER_WITHIN_SECONDS)
    jobs = screening.wanted(group, lines, shift)
    attempts = turns.begin([job.turn for job in jobs], shift.moment())
    begun = [(job, attempts[job.message.pk]) for job in jobs if job.message.pk in attempts]
    is_alone = len(jobs) == 1
    for job in jobs:
        if job.message.pk not in attempts:  # somebody is just writing about it: nobody waits for its lease to end
            job.turn.give_back()
    try:
        return sum(round_of_calls.send(job, attempt, is_alone=is_alone) for job, attempt in begun)
    finally:
        round_of_calls.mark()


@dataclass
class _Round:
    """One call after the other, and what is to be marked after them."""

    shift: Shift
    not_after: float
    _left: list[Left] = field(default_factory=list)

    def send(self, job: Job, attempt: Attempt, *, is_alone: bool) -> bool:
        """One of those that were begun; whether it left."""
        if not is_alone and not self._is_its_turn(job, attempt):
            return False
        rendered = _words(job, attempt)
        if rendered is None:
            return False
        along: list[Message] = []
        if is_alone and job.is_crowded:
            along, rendered = _with_others(job, rendered)
        let_go_of_the_database()  # with CONN_MAX_AGE=0 no connection is held during the call
        attempt.outcome, attempt.answer = _call(job, rendered, self.not_after)
        if attempt.outcome == "sent":
            self._note(replace(job.turn, carries=bool(along)), attempt, job.channel, along)
        else:
            _surely(lambda: _mark_not_sent(job.turn, attempt, self.shift.moment()))
        _learn(attempt, job.channel, self.shift)
        return attempt.outcome == "sent"

    def mark(self) -> None:
        """Write down what left."""
        left, self._left = self._left, []
        _surely(lambda: turns.have_left(left))

    def _is_its_turn(self, job: Job, attempt: Attempt) -> bool:
        is_late = time.monotonic() >= self.not_after
        if is_late or self.shift.is_over() or job.channel.name in self.shift.closed:
            job.turn.not_tried(attempt)
            job.turn.give_back()
            return False
        if not screening.still_wanted(job):
            job.turn.not_tried(attempt)
            return False
        return job.turn.call(attempt, self.shift.moment())

    def _note(self, turn: Turn, attempt: Attempt, channel: Channel, along: list[Message]) -> None:
        now = self.shift.moment()
        provider_id = attempt.answer if channel.can_be_asked else ""
        is_on_disk = journal.note([turn.message, *along], now)
        if turn.carries:
            _surely(lambda: _mark_bundle(turn, attempt, now, provider_id))
            return
        self._left.append(Left(turn=turn, attempt=attempt, provider_id=provider_id, at=now))
        if not is_on_disk:
            self.mark()  # nothing else knows that it has left


def _with_others(job: Job, rendered: Rendered) -> tuple[list[Message], Rendered]:
    """What else is due to this reader leaves in the same mail; what cannot be written now is left out of it."""
    now = job.shift.moment()
    if not job.message.doubts:
        digest.carry(job.turn, now)
    texts, along = [(job.kind, _context(job.message, job.kind) or {})], []
    for other in digest.carried(job.message, now):
        its_kind = kinds.get(other.kind)
        said = _context(other, its_kind) if its_kind and its_kind.topic not in job.address.declined else None
        if its_kind is None or said is None:
            Message.objects.filter(pk=other.pk).update(carried_by=None)  # its own turn says why
        else:
            texts.append((its_kind, said))
            along.append(other)
    return along, render_digest(job.message, job.address, texts) if along else rendered


def _context(message: Message, kind: Kind) -> kinds.Context | None:
    try:
        return kind.context(message.subject_id, message.recipient_id)
    except DATABASE_IS_GONE:
        raise
    except Exception:  # noqa: BLE001 - its own turn writes it down
        return None


def _learn(attempt: Attempt, channel: Channel, shift: Shift) -> None:
    """What the call says about the provider."""
    if attempt.outcome == "not there":
        log.warning("%s takes nothing at the moment: %s", channel.name, attempt.answer)
        _surely(lambda: shift.close(channel))
    else:
        _surely(lambda: shift.heard(channel, attempt.outcome))


@transaction.atomic
def _mark_bundle(turn: Turn, attempt: Attempt, now: datetime, provider_id: str) -> None:
    attempt.save(update_fields=["outcome", "answer"])
    turn.sent(now, provider_id)


@transaction.atomic
def _mark_not_sent(turn: Turn, attempt: Attempt, now: datetime) -> None:
    attempt.save(update_fields=["outcome", "answer"])
    marks = {"refused": turn.refused, "doubtful": turn.in_doubt}
    marks.get(attempt.outcome, turn.again_later)(now)


def _words(job: Job, attempt: Attempt) -> Rendered | None:
    """The text as it is true now; None when there is nothing to send, and then the message is settled."""
    message, turn, now = job.message, job.turn, job.shift.moment()
    try:
        context = job.kind.context(message.subject_id, message.recipient_id)
        rendered = None if context is None else render(message, job.kind, job.address, context)
    except DATABASE_IS_GONE:
        raise
    except ObjectDoesNotExist:
        rendered = None
    except Exception:
        log.exception("Message %s cannot be written", message.pk)
        turn.not_tried(attempt)
        turn.settle("cannot be written", dead_at=now)
        return None
    if rendered is None:
        turn.not_tried(attempt)
        turn.settle("no longer true", withdrawn_at=now)
    return rendered


def _call(job: Job, rendered: Rendered, not_after: float) -> tuple[str, str]:
    """Outcome and answer of the one call."""
    try:
        answer = job.channel.send(job.message.pk, job.address, rendered, not_after=not_after)
    except (Refused, TryLater, Doubtful) as error:
        outcomes = {Refused: "refused", NotThere: "not there", TryLater: "later", Doubtful: "doubtful"}
        return outcomes[type(error)], str(error)[:200]
    except Exception as error:
        log.exception("Message %s: the channel failed", job.message.pk)
        return "doubtful", type(error).__name__
    return "sent", answer[:200]


def _surely(write: Callable[[], None]) -> None:
    """A message that has left must not be sent again because the database was away for a moment."""
    for again in range(MARKING_TRIES):
        try:
            return write()
        except DATABASE_IS_GONE:
            if again == MARKING_TRIES - 1 or connection.in_atomic_block:
                raise
            connection.close()
            time.sleep(min(0.1 * 2**again, 5))
    return None
