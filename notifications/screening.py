"""Is a claimed message still to be sent, to whom, and may it have left already?

A sender that dies leaves attempts without outcome. Before a second one the journal and the provider are asked
whether the message has left. SMTP cannot be asked: whoever was not called yet is sent as if nothing had been, and
for whoever was called its kind says whether to send once more.
"""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from django.conf import settings
from django.db import connection

from notifications import address_book, calm, journal, kinds
from notifications.address_book import Address
from notifications.channels import Channel, NotThere
from notifications.kinds import Kind, OnDoubt
from notifications.models import MAY_HAVE_LEFT, Attempt, Message
from notifications.shift import Shift
from notifications.turns import Turn

log = logging.getLogger(__name__)
# A provider may need a moment before it knows what it took.
LOOKED_UP_AFTER = timedelta(seconds=settings.SEND_LOOK_UP_SECONDS)
FRESH_SECONDS = 1  # what was known about a reader so long ago is looked up again before the call


@dataclass(frozen=True, kw_only=True)
class Job:
    """What is needed to hand over one message."""

    turn: Turn
    kind: Kind
    channel: Channel
    address: Address
    shift: Shift
    _known_at: float = field(default_factory=time.monotonic)

    @property
    def message(self) -> Message:
        return self.turn.message

    @property
    def is_crowded(self) -> bool:
        """Whether others may leave in the same mail, or do so since a try that is in doubt."""
        return is_crowded(self.turn, self.shift)

    def is_fresh(self) -> bool:
        """Whether its reader was looked up a moment ago."""
        return time.monotonic() - self._known_at < FRESH_SECONDS


def is_crowded(turn: Turn, shift: Shift) -> bool:
    """Whether others may leave in the same mail, or do so since a try that is in doubt."""
    reader = (turn.message.recipient_id, turn.message.municipality)
    return turn.message.channel == "mail" and bool(turn.message.doubts or reader in shift.crowded)


def goes_alone(turn: Turn, shift: Shift) -> bool:
    """Whether it shares no commit with others: in doubt, with others in its mail, or never to be repeated.

    Whoever can be asked, or is looked up in the journal, loses nothing by sharing one.
    """
    if not settings.SEND_JOURNAL or turn.message.doubts or is_crowded(turn, shift):
        return True
    kind = kinds.get(turn.message.kind)
    return turn.message.channel == "mail" and kind is not None and kind.on_doubt is not OnDoubt.REPEAT_ONCE


def wanted(turns: Sequence[Turn], lines: Mapping[str, Channel], shift: Shift) -> list[Job]:
    """Those that are to be sent now, after one look into the address book; the others are settled or wait."""
    known = address_book.addresses([turn.message.recipient_id for turn in turns])
    jobs = []
    for turn in turns:
        job = _job(turn, known.get(turn.message.recipient_id), lines, shift)
        if job is not None and _is_for_now(job):
            jobs.append(job)
    return jobs


def still_wanted(job: Job) -> bool:
    """The same for one that was begun a while ago; when not, it is settled."""
    if job.is_fresh():
        return True
    address = address_book.addresses([job.message.recipient_id]).get(job.message.recipient_id)
    return _job(job.turn, address, {job.channel.name: job.channel}, job.shift) is not None


def _job(turn: Turn, address: Address | None, lines: Mapping[str, Channel], shift: Shift) -> Job | None:
    kind, channel, now = kinds.get(turn.message.kind), lines.get(turn.message.channel), shift.moment()
    if kind is None:
        turn.settle("unknown kind", dead_at=now)
    elif address is None or not address.is_active:
        turn.settle("not active", withdrawn_at=now)
    elif kind.topic in address.declined:
        turn.settle("declined", withdrawn_at=now)
    elif channel is None or not channel.reaches(address):
        turn.settle("no way to reach", dead_at=now)
    else:
        return Job(turn=turn, kind=kind, channel=channel, address=address, shift=shift)
    return None


def _is_for_now(job: Job) -> bool:
    if job.message.doubts and not _may_be_repeated(job):
        return False
    moment = calm.waits_until(job.message, job.kind, job.address, job.shift.moment())
    if moment is not None:
        job.turn.wait_until(moment)
    return moment is None


def _may_be_repeated(job: Job) -> bool:
    """Whether to try again what may have left: ask the journal and the provider; SMTP leaves it to the kind."""
    message, turn, now = job.message, job.turn, job.shift.moment()
    if journal.holds(message.pk):
        replace(turn, carries=True).sent(now)
        return False
    if not job.channel.can_be_asked:
        return _kind_allows(job)
    if message.last_tried_at and now < message.last_tried_at + LOOKED_UP_AFTER:
        turn.wait_until(message.last_tried_at + LOOKED_UP_AFTER)
        return False
    return _is_unknown(turn, job.channel, job.shift)


def _kind_allows(job: Job) -> bool:
    if _was_never_called(job.message):
        job.turn.was_never_called()
        return True
    if job.kind.on_doubt is not OnDoubt.REPEAT_ONCE or job.message.doubts > 1:
        job.turn.settle(MAY_HAVE_LEFT, dead_at=job.shift.moment())
        return False
    return True


def _was_never_called(message: Message) -> bool:
    last = Attempt.objects.filter(message=message).order_by("-pk").first()
    return last is not None and not last.outcome and last.called_at is None


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
        journal.note([turn.message], shift.moment())
        turn.sent(shift.moment(), known)
    return known is None


def let_go_of_the_database() -> None:
    """Close the connection when it is broken or as old as it may become; the next query opens a new one."""
    if not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
