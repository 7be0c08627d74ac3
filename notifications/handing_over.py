"""One message: is it still to be sent, in which words, and what became of the call.

No transaction is open while a provider is called. A process that dies in the call leaves an attempt without
outcome: before a second one the journal and the provider are asked whether the message has left. SMTP cannot be
asked, so there the kind says whether to send once more.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, connection, transaction

from notifications import address_book, calm, digest, journal, kinds
from notifications.address_book import Address
from notifications.channels import Channel, Doubtful, NotThere, Refused, TryLater
from notifications.claiming import Turn
from notifications.kinds import Kind, OnDoubt
from notifications.models import MAY_HAVE_LEFT, Attempt, Message
from notifications.rendering import Rendered, render, render_digest
from notifications.shift import Shift

log = logging.getLogger(__name__)
# A provider may need a moment before it knows what it took.
LOOKED_UP_AFTER = timedelta(seconds=settings.SEND_LOOK_UP_SECONDS)
# What stood still for half a lease is not sent any more.
HAND_OVER_WITHIN_SECONDS = settings.SEND_LEASE_SECONDS / 2
MARKING_TRIES = 12
DATABASE_IS_GONE = (OperationalError, InterfaceError)


@dataclass(frozen=True, kw_only=True)
class _Job:
    """What is needed to hand over one message."""

    turn: Turn
    kind: Kind
    channel: Channel
    address: Address
    shift: Shift

    @property
    def message(self) -> Message:
        return self.turn.message

    @property
    def is_crowded(self) -> bool:
        """Whether others may leave in the same mail, or do so since a try that is in doubt."""
        reader = (self.message.recipient_id, self.message.municipality)
        return self.channel.name == "mail" and bool(self.message.doubts or reader in self.shift.crowded)


def send_one(turn: Turn, channel: Channel | None, shift: Shift) -> bool:
    """Send one claimed message, or settle it in another way; whether it left."""
    message, now = turn.message, shift.moment()
    kind = kinds.get(message.kind)
    address = address_book.addresses([message.recipient_id]).get(message.recipient_id)
    if kind is None:
        turn.settle("unknown kind", dead_at=now)
    elif address is None or not address.is_active:
        turn.settle("not active", withdrawn_at=now)
    elif kind.topic in address.declined:
        turn.settle("declined", withdrawn_at=now)
    elif channel is None or not channel.reaches(address):
        turn.settle("no way to reach", dead_at=now)
    else:
        return _try(_Job(turn=turn, kind=kind, channel=channel, address=address, shift=shift))
    return False


def _try(job: _Job) -> bool:
    if job.message.doubts:
        return _may_be_repeated(job) and _write_and_call(job)
    moment = calm.waits_until(job.message, job.kind, job.address, job.shift.moment())
    if moment is not None:
        job.turn.wait_until(moment)
        return False
    return _write_and_call(job)


def _may_be_repeated(job: _Job) -> bool:
    """Whether to try again what may have left: ask the journal and the provider; SMTP leaves it to the kind."""
    message, turn, now = job.message, job.turn, job.shift.moment()
    if journal.holds(message.pk):
        replace(turn, carries=True).sent(now)
        return False
    if not job.channel.can_be_asked:
        if job.kind.on_doubt is not OnDoubt.REPEAT_ONCE or message.doubts > 1:
            turn.settle(MAY_HAVE_LEFT, dead_at=now)
            return False
        return True
    if message.last_tried_at and now < message.last_tried_at + LOOKED_UP_AFTER:
        turn.wait_until(message.last_tried_at + LOOKED_UP_AFTER)
        return False
    return _is_unknown(turn, job.channel, job.shift)


def _is_unknown(turn: Turn, channel: Channel, shift: Shift) -> bool:
    let_go_of_the_database()
    try:
        known = channel.ask(turn.message.pk)
    except NotThere as error:
        log.warning("%s cannot be asked at the moment: %s", channel.name, error)
        shift.close(channel)
        turn.give_back()
        return False
    if known is not None:
        _journal([turn.message], shift.moment())
        turn.sent(shift.moment(), known)
    return known is None


def _write_and_call(job: _Job) -> bool:
    message, now = job.message, job.shift.moment()
    rendered = _words(job.turn, job.kind, job.address, now)
    if rendered is None:
        return False
    attempt = job.turn.begin(now)
    if attempt is None:
        return False
    along: list[Message] = []
    if job.is_crowded:
        along, rendered = _with_others(job, rendered)
    not_after = time.monotonic() + HAND_OVER_WITHIN_SECONDS
    let_go_of_the_database()  # with CONN_MAX_AGE=0 no connection is held during the call
    outcome, answer = _Letter(message, job.channel, job.address, rendered).hand_over(not_after)
    attempt.outcome, attempt.answer = outcome, answer[:200]
    if outcome == "sent":
        _journal([message, *along], job.shift.moment())
    _learn(replace(job.turn, carries=bool(along)), attempt, job.channel, job.shift)
    return outcome == "sent"


def _with_others(job: _Job, rendered: Rendered) -> tuple[list[Message], Rendered]:
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


def _learn(turn: Turn, attempt: Attempt, channel: Channel, shift: Shift) -> None:
    """Write down what became of the call, and what it says about the provider."""
    _surely(lambda: _mark(turn, attempt, channel, shift.moment()))
    if attempt.outcome == "not there":
        log.warning("%s takes nothing at the moment: %s", channel.name, attempt.answer)
        _surely(lambda: shift.close(channel))
    else:
        _surely(lambda: shift.heard(channel, attempt.outcome))


def _mark(turn: Turn, attempt: Attempt, channel: Channel, now: datetime) -> None:
    provider_id = attempt.answer if channel.can_be_asked else ""
    if attempt.outcome == "sent" and not turn.carries:
        turn.sent_by(attempt, now, provider_id)
        return
    marks = {"sent": turn.sent, "refused": turn.refused, "doubtful": turn.in_doubt}
    with transaction.atomic():
        attempt.save(update_fields=["outcome", "answer"])
        marks.get(attempt.outcome, turn.again_later)(now)


def _words(turn: Turn, kind: Kind, address: Address, now: datetime) -> Rendered | None:
    """The text as it is true now; None when there is nothing to send, and then the message is settled."""
    message = turn.message
    try:
        context = kind.context(message.subject_id, message.recipient_id)
        rendered = None if context is None else render(message, kind, address, context)
    except DATABASE_IS_GONE:
        raise
    except ObjectDoesNotExist:
        rendered = None
    except Exception:
        log.exception("Message %s cannot be written", message.pk)
        turn.settle("cannot be written", dead_at=now)
        return None
    if rendered is None:
        turn.settle("no longer true", withdrawn_at=now)
    return rendered


@dataclass(frozen=True)
class _Letter:
    """What is handed to the provider."""

    message: Message
    channel: Channel
    address: Address
    rendered: Rendered

    def hand_over(self, not_after: float) -> tuple[str, str]:
        """Outcome and answer of the one call."""
        try:
            return "sent", self.channel.send(self.message.pk, self.address, self.rendered, not_after=not_after)
        except Refused as error:
            return "refused", str(error)
        except NotThere as error:
            return "not there", str(error)
        except TryLater as error:
            return "later", str(error)
        except Doubtful as error:
            return "doubtful", str(error)
        except Exception as error:
            log.exception("Message %s: the channel failed", self.message.pk)
            return "doubtful", type(error).__name__


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


def let_go_of_the_database() -> None:
    """Close the connection when it is broken or as old as it may become; the next query opens a new one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _journal(messages: list[Message], now: datetime) -> None:
    try:
        for message in messages:
            journal.note_sent(message, now)
    except OSError:
        log.exception("A message has left, and the send journal cannot be written")
