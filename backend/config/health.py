"""Is it alive, is it ready, how is it doing: the addresses for whoever keeps the service running."""

from datetime import timedelta

import redis
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.connection import ConnectionDoesNotExist
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from backend.config.databases import ALIAS
from backend.places import clock
from notifications import circuits, outbox, sending

TICK_IS_LATE_AFTER = timedelta(minutes=5)


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


def _database(alias: str = DEFAULT_DB_ALIAS) -> str:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, ConnectionDoesNotExist):
        return "unreachable"
    return "ok"


def _redis() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1) as server:
            server.ping()
    except redis.RedisError:
        return "unreachable"
    return "ok"


def _sending() -> dict[str, str | int | None]:
    now = clock.now()
    last_tick, oldest = outbox.last_tick(), outbox.oldest_due(now)
    late = last_tick is None or now - last_tick > TICK_IS_LATE_AFTER
    return {
        "tick": "late" if late else "ok",
        "lastTick": last_tick.isoformat() if last_tick else None,
        "oldestDueSeconds": int((now - oldest).total_seconds()) if oldest else 0,
        "sending": outbox.pause_reason() or "ok",
    }


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 when database and Redis answer and the sender has ticked; else 503, with what is wrong."""
    state: dict[str, str | int | None] = {"database": _database(), "redis": _redis()}
    if state["database"] == "ok":
        state |= _sending()
    is_ready = state["database"] == state["redis"] == state.get("tick") == "ok"
    return JsonResponse(state, status=200 if is_ready else 503)


@never_cache
@require_safe
def desk_ready(request: HttpRequest) -> HttpResponse:
    """200 when the server that answers may read behind the wall (``databases.py``); else 503."""
    state = {"database": _database(), "duties": _database(ALIAS)}
    return JsonResponse(state, status=200 if set(state.values()) == {"ok"} else 503)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Counts in the text format of Prometheus; no label names a person or a town."""
    lines = [f'taalmaatje_messages{{state="{state}"}} {count}' for state, count in outbox.counts().items()]
    now = clock.now()
    oldest, last_tick = outbox.oldest_due(now), outbox.last_tick()
    lines.append(f"taalmaatje_oldest_due_seconds {int((now - oldest).total_seconds()) if oldest else 0}")
    if last_tick:
        lines.append(f"taalmaatje_last_tick_seconds {int((now - last_tick).total_seconds())}")
    lines.append(f"taalmaatje_sending_paused {int(bool(outbox.pause_reason()))}")
    resting = circuits.open_ones(now)
    lines += [f'taalmaatje_channel_rests{{channel="{name}"}} {int(name in resting)}' for name in sending.CHANNELS]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4")
