"""Sending what is due: plan, expire, claim, hand over, until nothing is left. Any number of senders at once."""

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime
from itertools import chain

from notifications import buckets, circuits, claiming, digest, epoch, links, outbox
from notifications.channels import Channel
from notifications.channels.mail import Mail
from notifications.channels.sms import Sms
from notifications.claiming import Turn
from notifications.handing_over import let_go_of_the_database, send_one
from notifications.models import Departed, Message, Sender
from notifications.shift import Shift

log = logging.getLogger(__name__)
CHANNELS: dict[str, Callable[[], Channel]] = {"mail": Mail, "sms": Sms}


def tick(now: datetime, stopping: Callable[[], bool] = lambda: False) -> int:
    """Plan what is due, expire what is too late, send the rest; how many were sent. Safe to run at any time."""
    planning = Shift(now)
    epoch.tick(now)
    Sender.objects.update_or_create(id=True, defaults={"last_tick_at": now})
    for chore in (*outbox.planners, links.forget_expired):
        try:
            chore(now)
        except Exception:
            log.exception("A planner failed; the others and the sending go on.")
            let_go_of_the_database()
    Message.objects.too_late(now).update(expired_at=now, why="too late")
    Message.objects.unsettled().filter(pk__in=Departed.objects.values("pk")).update(sent_at=now, why="by the journal")
    digest.let_go(now)
    return _send_due(Shift(planning.moment(), stopping))


def send_due(now: datetime) -> int:
    """Send what is due, unless sending is paused; how many were sent."""
    return _send_due(Shift(now))


def _send_due(shift: Shift) -> int:
    sent = 0
    shift.closed |= circuits.open_ones(shift.moment())
    while not _is_paused() and (turns := claiming.claim(shift.moment(), shift.closed, shift.empty)):
        sent += _send_batch(_within_buckets(turns, shift), shift)
        if shift.is_over():
            outbox.kick()
            break
    return sent


def _is_paused() -> bool:
    return Sender.objects.filter(paused_since__isnull=False).exists()


def _within_buckets(turns: list[Turn], shift: Shift) -> list[Turn]:
    """Those for which their town has tokens left; the others are given back."""
    by_bucket: dict[tuple[str, str], list[Turn]] = defaultdict(list)
    for turn in turns:
        by_bucket[turn.message.channel, turn.message.municipality].append(turn)
    for (channel, town), group in by_bucket.items():
        granted = buckets.take(channel, town, len(group))
        for turn in group[granted:]:
            turn.give_back()
            shift.empty.add(channel + town)
        del group[granted:]
    going = set(map(id, chain.from_iterable(by_bucket.values())))
    return [turn for turn in turns if id(turn) in going]


def _send_batch(turns: list[Turn], shift: Shift) -> int:
    """Each message on its own; a line to a provider is kept open until the batch is through."""
    lines: dict[str, Channel] = {name: make() for name, make in CHANNELS.items()}
    shift.crowded = digest.crowded(turns, shift.moment())
    sent = 0
    try:
        for turn in turns:
            if shift.is_over() or turn.message.channel in shift.closed:
                turn.give_back()
            else:
                sent += send_one(turn, lines.get(turn.message.channel), shift)
    finally:
        for line in lines.values():
            line.close()
    return sent
