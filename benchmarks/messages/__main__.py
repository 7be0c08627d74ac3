"""``make bench-messages``: how fast reminders are planned, claimed and marked, against a plain loop.

The plain loop claims twenty of the same rows with SKIP LOCKED and marks each; it has no attempt, no journal and no
fairness among towns, and would lose or repeat messages. Each figure is the median of three, on PostgreSQL with fsync.
"""

import argparse
import multiprocessing
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta

from benchmarks.messages import stage

PLAIN = """
UPDATE notifications_message SET lease_until = now() + interval '2 minutes'
WHERE id IN (
    SELECT id FROM notifications_message
    WHERE sent_at IS NULL AND expired_at IS NULL AND withdrawn_at IS NULL AND dead_at IS NULL
      AND due_at <= %s AND expires_at > %s AND (lease_until IS NULL OR lease_until < now())
    ORDER BY expires_at LIMIT 20 FOR UPDATE SKIP LOCKED
) RETURNING id
"""


def plain(most: int) -> int:
    """Claim and mark without any of the promises."""
    from django.db import connection  # noqa: PLC0415 - only after the set-up

    done = 0
    with connection.cursor() as cursor:
        while done < most:
            cursor.execute(PLAIN, [stage.NOON, stage.NOON])
            ids = [row[0] for row in cursor.fetchall()]
            if not ids:
                break
            for pk in ids:
                cursor.execute("UPDATE notifications_message SET sent_at = now() WHERE id = %s", [pk])
            done += len(ids)
    return done


def ours(most: int) -> int:
    """Claim, begin, look once more, note in the journal on disk, mark: everything but the words and the call."""
    from notifications import claiming, journal, turns  # noqa: PLC0415 - only after the set-up

    done = 0
    while done < most and (claimed := claiming.claim(stage.NOON)):
        attempts, left = turns.begin(claimed, stage.NOON), []
        for turn in claimed:
            attempt = attempts.get(turn.message.pk)
            if attempt is None:
                turn.give_back()
            elif turn.call(attempt, stage.NOON):
                attempt.answer = "250 OK"
                journal.note_sent(turn.message, stage.NOON)
                left.append(turns.Left(turn=turn, attempt=attempt, provider_id="", at=stage.NOON))
        turns.have_left(left)
        done += len(left)
    return done


def _in_a_process(work: Callable[[int], int], most: int) -> tuple[int, float]:
    from django.db import connection  # noqa: PLC0415 - only after the set-up

    connection.close()
    began = time.monotonic()
    done = work(most)
    return done, time.monotonic() - began


def rate(work: Callable[[int], int], *, processes: int, each: int) -> float:
    """Messages a second by so many processes side by side."""
    from django.db import connection  # noqa: PLC0415 - only after the set-up

    _anew()
    connection.close()
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(processes, mp_context=fork) as pool:  # says so when one of them dies
        found = [one.result() for one in [pool.submit(_in_a_process, work, each) for _ in range(processes)]]
    return sum(done for done, _seconds in found) / max(seconds for _done, seconds in found)


def _anew() -> None:
    from django.db import connection  # noqa: PLC0415 - only after the set-up

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE notifications_attempt")
        cursor.execute(
            "UPDATE notifications_message SET sent_at = NULL, lease_until = NULL, doubts = 0, tries = 0"
            " WHERE sent_at IS NOT NULL OR lease_until IS NOT NULL"
        )
        cursor.execute("VACUUM ANALYZE notifications_message")


def is_soonest_first() -> bool:
    """Whether of each town those that end soonest are claimed first."""
    from notifications import claiming  # noqa: PLC0415 - only after the set-up
    from notifications.models import Message  # noqa: PLC0415

    _anew()
    chosen = [turn.message for turn in claiming.claim(stage.NOON)]
    for town in {message.municipality for message in chosen}:
        last = max(message.expires_at for message in chosen if message.municipality == town)
        left = Message.objects.unsettled().filter(municipality=town, lease_until=None, expires_at__lt=last)
        if left.exists():
            return False
    return True


def main() -> None:
    """``python -m benchmarks.messages --messages 100000``"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--each", type=int, default=5_000, help="messages that one process sends in a measurement")
    given = parser.parse_args()
    with stage.prepared():
        from django_scopes import scopes_disabled  # noqa: PLC0415 - only after the set-up

        from backend.people.messages import WELCOME_NEWCOMER  # noqa: PLC0415

        with scopes_disabled():
            stage.people(given.messages, with_mail=0.5)
            began = time.monotonic()
            soon = stage.NOON + timedelta(hours=1)
            statements = stage.owe_all(WELCOME_NEWCOMER, expires_at=stage.in_an_hour(), soon=soon, ending="7")
            print(f"planned {given.messages} in {time.monotonic() - began:.1f} s with {statements} statements")
        print(f"soonest to end first: {is_soonest_first()}")
        rounds = [
            (
                rate(plain, processes=1, each=given.each),
                rate(ours, processes=1, each=given.each),
                rate(ours, processes=2, each=given.each),
            )
            for _ in range(3)
        ]
        loop, one, two = (statistics.median(column) for column in zip(*rounds, strict=True))
        print(f"plain loop {loop:.0f}/s, ours {one:.0f}/s: {one / loop:.2f} of it (promised 0.50)")
        print(f"two senders {two:.0f}/s: {two / one:.2f} times one (promised 1.7)")


if __name__ == "__main__":
    main()
