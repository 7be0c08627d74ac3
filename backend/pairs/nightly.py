"""A round a night in every town, found by asking which town had none yet."""

import logging
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django_scopes import scope

from backend.pairs import rounds
from backend.pairs.models import MatchingRound
from backend.places.models import ZONE, Municipality

log = logging.getLogger(__name__)
AT = time(2, 0)


def since(now: datetime) -> datetime:
    """Two o'clock in the night, the last one that has been."""
    local = now.astimezone(ZoneInfo(ZONE))
    night = datetime.combine(local.date(), AT, tzinfo=local.tzinfo)
    return night if night <= local else night - timedelta(days=1)


def run_due(now: datetime) -> int:
    """Run a round in every town without a finished one since last night; how many were run."""
    run = 0
    for town in Municipality.objects.with_programme():
        with scope(municipality=town.code):
            done = MatchingRound.objects.filter(state=MatchingRound.State.FINISHED, started_at__gte=since(now))
            if done.exists():
                continue
            try:
                rounds.run(town=town.code, now=now)
                run += 1
            except rounds.RoundIsRunning:
                log.info("A round is running in %s already.", town.code)
            except Exception:
                log.exception("The round of %s failed; the other towns go on.", town.code)
    return run
