"""Sending what is due: claim, write an attempt, call the provider, mark. Any number of senders at once.

No transaction is open while a provider is called. A process that dies in the call leaves an attempt without
outcome; SMTP cannot be asked whether the message left, so its kind says whether to send once more.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core.exceptions import ObjectDoesNotExist
from django.db import InterfaceError, OperationalError, connection, transaction

from notifications import address_book, claiming, journal, kinds, links, outbox
from notifications.address_book import Address
from notifications.channels import Channel, Doubtful, NotThere, Refused, TryLater
from notifications.channels.mail import Mail
from notifications.channels.sms import Sms
from notifications.claiming import Turn
from notifications.kinds import Kind, OnDoubt
from notifications.models import Attempt, Message, Sender
from notifications.rendering import Rendered, render

log = logging.getLogger(__name__)
CHANNELS: dict[str, Callable[[], Channel]] = {"mail": Mail, "sms": Sms}
SHIFT_SECONDS = 25
LOOKED_UP_AFTER = timedelta(minutes=2)  # a provider may need a moment before it knows what it took
HAND_OVER_WITHIN_SECONDS = 60  # half of a lease: what stood still for longer is not sent any more
MARKING_TRIES = 12
DATABASE_IS_GONE = (OperationalError, InterfaceError)


@dataclass
class Shift:
    """The time for which one sender sends on from one reading of the clock; long queues take several shifts.

    Attributes:
        stopping: says when somebody asked this sender to stop.
        closed: channels whose provider takes nothing at the moment.
    """

    started_at: datetime
    stopping: Callable[[], bool] = lambda: False
    closed: set[str] = field(default_factory=set)
    _started: float = field(default_factory=time.monotonic)

    def moment(self) -> datetime:
        """What the clock says now: a long shift does not send what became too late during it."""
        return self.started_at + timedelta(seconds=time.monotonic() - self._started)

    def is_over(self) -> bool:
        """Whether it is time for the next shift."""
        return self.stopping() or time.monotonic() - self._started > SHIFT_SECONDS


def tick(now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Plan what is due, expire what is too late, send the rest; how many were sent. Safe to run at any time."""
    planning = Shift(now)
    Sender.objects.update_or_create(id=True, defaults={"last_tick_at": now})
    for chore in (*outbox.planners, links.forget_expired):
        try:
            chore(now)
        except Exception:
            log.exception("A planner failed; the others and the sending go on.")
            _let_go_of_the_database()
    Message.objects.too_late(now).update(expired_at=now, why="too late")
    return _send_due(Shift(planning.moment(), stopping))


def send_due(now: datetime) -> int:
    """Send what is due, unless sending is paused; how many were sent."""
    return _send_due(Shift(now))


def _send_due(shift: Shift) -> int:
    sent = 0
    while not _is_paused() and (turns := claiming.claim(shift.moment(), shift.closed)):
        sent += _send_batch(turns, shift)
        if shift.is_over():
            outbox.kick()
            break
    return sent


def _is_paused() -> bool:
    return Sender.objects.filter(paused_since__isnull=False).exists()


def _send_batch(turns: list[Turn], shift: Shift) -> int:
    """Each message on its own; a line to a provider is kept open until the batch is through."""
    lines: dict[str, Channel] = {name: make() for name, make in CHANNELS.items()}
    sent = 0
    try:
        for turn in turns:
            if shift.is_over() or turn.message.channel in shift.closed:
                turn.give_back()
            else:
                sent += _send_one(turn, lines.get(turn.message.channel), shift)
    finally:
        for line in lines.values():
            line.close()
    return sent


def _send_one(turn: Turn, channel: Channel | None, shift: Shift) -> bool:
    message, now = turn.message, shift.moment()
    kind = kinds.get(message.kind)
    address = address_book.addresses([message.recipient_id]).get(message.recipient_id)
    if kind is None:
        turn.settle("unknown kind", dead_at=now)
    elif address is None or not address.is_active:
        turn.settle("not active", withdrawn_at=now)
    elif channel is None or not channel.reaches(address):
        turn.settle("no way to reach", dead_at=now)
    elif message.doubts and not _may_be_repeated(turn, kind, channel, shift):
        return False
    elif (rendered := _words(turn, kind, address, now)) is not None:
        return _call(turn, _Letter(message, channel, address, rendered), shift)
    return False


def _may_be_repeated(turn: Turn, kind: Kind, channel: Channel, shift: Shift) -> bool:
    """Whether to try again what may have left: ask the journal and the provider; SMTP leaves it to the kind."""
    message, now = turn.message, shift.moment()
    if journal.holds(message.pk):
        turn.sent(now)
        return False
    if not channel.can_be_asked:
        if kind.on_doubt is not OnDoubt.REPEAT_ONCE or message.doubts > 1:
            turn.settle("may have left already", dead_at=now)
            return False
        return True
    if message.last_tried_at and now < message.last_tried_at + LOOKED_UP_AFTER:
        turn.wait_until(message.last_tried_at + LOOKED_UP_AFTER)
        return False
    return _is_unknown(turn, channel, shift)


def _is_unknown(turn: Turn, channel: Channel, shift: Shift) -> bool:
    _let_go_of_the_database()
    try:
        known = channel.ask(turn.message.pk)
    except NotThere as error:
        _close(channel, str(error), shift)
        turn.give_back()
        return False
    if known is not None:
        _journal(turn.message, shift.moment())
        turn.sent(shift.moment(), known)
    return known is None


def _close(channel: Channel, why: str, shift: Shift) -> None:
    log.warning("%s takes nothing at the moment: %s", channel.name, why)
    shift.closed.add(channel.name)


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


def _call(turn: Turn, letter: _Letter, shift: Shift) -> bool:
    attempt = turn.begin(shift.moment())
    if attempt is None:
        return False
    not_after = time.monotonic() + HAND_OVER_WITHIN_SECONDS
    _let_go_of_the_database()  # with CONN_MAX_AGE=0 no connection is held during the call
    outcome, answer = letter.hand_over(not_after)
    if outcome == "sent":
        _journal(turn.message, shift.moment())
    if outcome == "not there":
        _close(letter.channel, answer, shift)
    provider_id = answer if outcome == "sent" and letter.channel.can_be_asked else ""
    marks = {"sent": lambda now: turn.sent(now, provider_id), "refused": turn.refused, "doubtful": turn.in_doubt}
    mark = marks.get(outcome, turn.again_later)
    _surely(lambda: _mark(attempt, outcome, answer, lambda: mark(shift.moment())))
    return outcome == "sent"


@transaction.atomic
def _mark(attempt: Attempt, outcome: str, answer: str, mark: Callable[[], None]) -> None:
    Attempt.objects.filter(pk=attempt.pk).update(outcome=outcome, answer=answer[:200])
    mark()


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


def _let_go_of_the_database() -> None:
    """Close the connection when it is broken or as old as it may become; the next query opens a new one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()


def _journal(message: Message, now: datetime) -> None:
    try:
        journal.note_sent(message, now)
    except OSError:
        log.exception("Message %s has left, and the send journal cannot be written", message.pk)
