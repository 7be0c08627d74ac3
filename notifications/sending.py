"""Sending what is due: plan, expire, claim, hand over, until nothing is left. Any number of senders at once."""

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import chain
from uuid import UUID

from notifications import buckets, circuits, claiming, digest, epoch, links, outbox
from notifications.channels import Channel
from notifications.channels.mail import Mail
from notifications.channels.sms import Sms
from notifications.handing_over import send
from notifications.models import Departed, Message, Sender
from notifications.screening import goes_alone, let_go_of_the_database
from notifications.shift import Shift
from notifications.turns import Turn

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
    granted = buckets.take({bucket: len(group) for bucket, group in by_bucket.items()})
    for (channel, town), group in by_bucket.items():
        for turn in group[granted[channel, town] :]:
            turn.give_back()
            shift.empty.add(channel + town)
        del group[granted[channel, town] :]
    going = set(map(id, chain.from_iterable(by_bucket.values())))
    return [turn for turn in turns if id(turn) in going]


def _send_batch(turns: list[Turn], shift: Shift) -> int:
    """Group by group; a line to a provider is kept open until the batch is through."""
    lines: dict[str, Channel] = {name: make() for name, make in CHANNELS.items()}
    shift.crowded = digest.crowded(turns, shift.moment())
    sent = 0
    try:
        for group in _groups(turns, shift):
            going = [turn for turn in group if not shift.is_over() and turn.message.channel not in shift.closed]
            for turn in group:
                if turn not in going:
                    turn.give_back()
            sent += send(going, lines, shift)
    finally:
        for line in lines.values():
            line.close()
    return sent


def _groups(turns: list[Turn], shift: Shift) -> Iterator[list[Turn]]:
    """Who needs care goes alone; the others share commits, in each group a reader once, soonest to expire first."""
    groups: list[list[Turn]] = []
    times: Counter[UUID] = Counter()
    for turn in turns:
        if goes_alone(turn, shift):
            yield [turn]
            continue
        reader = turn.message.recipient_id
        if times[reader] == len(groups):
            groups.append([])
        groups[times[reader]].append(turn)
        times[reader] += 1
    yield from groups
