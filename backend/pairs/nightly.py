"""A round a night in every town, found by asking which town had none yet."""

import logging
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django_scopes import scope, scopes_disabled

from backend.pairs import archive, rounds
from backend.pairs.models import MatchingRound
from backend.places.models import ZONE, Municipality

log = logging.getLogger(__name__)
AT = time(2, 0)
TRIES = 3
BETWEEN_TRIES = timedelta(minutes=10)


def since(now: datetime) -> datetime:
    """Two o'clock in the night, the last one that has been."""
    local = now.astimezone(ZoneInfo(ZONE))
    night = datetime.combine(local.date(), AT, tzinfo=local.tzinfo)
    return night if night <= local else night - timedelta(days=1)


def ask_due(now: datetime) -> int:
    """Ask for a round in every town where none was published since last night; for how many it was asked.

    It publishes itself: the coordinator finds proposals in the morning, and looks at each of them.
    """
    asked = 0
    for town in Municipality.objects.with_programme():
        try:
            with scope(municipality=town.code):
                if _is_due(now):
                    archive.forget_old(now)
                    rounds.ask(town=town.code, now=now, publishes_itself=True)
                    asked += 1
        except rounds.RoundIsRunning:
            log.info("A round is underway in %s already.", town.code)
        except Exception:
            log.exception("The round of %s could not be asked for; the other towns go on.", town.code)
    return asked


def _is_due(now: datetime) -> bool:
    """None was published since last night, none is underway, and it did not fail too often or just now."""
    tonight = MatchingRound.objects.filter(asked_at__gte=since(now))
    if MatchingRound.objects.underway().exists() or tonight.published().exists():
        return False
    failed = tonight.filter(state=MatchingRound.State.FAILED)
    return failed.count() < TRIES and not failed.filter(asked_at__gt=now - BETWEEN_TRIES).exists()


def towns_to_work_for() -> Iterator[str]:
    """Codes of the towns with a round that nobody works on: just asked for, or left by a worker that died."""
    with scopes_disabled():  # which towns need a worker is asked before one can be opened
        waiting = MatchingRound.objects.to_take_up().order_by("asked_at").values_list("municipality_id", flat=True)
        yield from list(waiting)
