"""PostgreSQL and Redis together, for a run, for tests, and for whoever develops with them."""

import contextlib
import os
import socket
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from local import instance, ports, postgres, redis
from local.folders import VAR
from local.processes import Keeper
from local.trouble import Trouble

USUAL_PORTS = {"DATABASE_URL": 5432, "DUTIES_DATABASE_URL": 5432, "REDIS_URL": 6379}


def main() -> None:
    """``python -m local services``: both servers with the demo's data, in the foreground."""
    with (
        instance.claimed(VAR, doing="running only its database and Redis"),
        Keeper(logs=VAR / "log", records=VAR / "processes") as keeper,
        started(keeper, VAR, elsewhere=elsewhere(), connections=200) as addresses,
    ):
        for name, value in addresses.items():
            print(f"export {name}={value}", flush=True)
        keeper.watch()


def elsewhere() -> dict[str, str]:
    """The addresses that the environment names; an empty value names none."""
    return {name: os.environ[name] for name in USUAL_PORTS if os.environ.get(name)}


@contextlib.contextmanager
def started(
    keeper: Keeper,
    folder: Path,
    *,
    elsewhere: Mapping[str, str],
    connections: int = 100,
    throw_away: bool = False,
) -> Iterator[dict[str, str]]:
    """The addresses of both servers, as environment; ours have their data in ``folder``.

    Args:
        elsewhere: addresses of servers that run already (DATABASE_URL, REDIS_URL): these are not started.
        throw_away: faster and unsafe, for data that nobody needs afterwards.
    """
    addresses = dict(elsewhere)
    for name, url in addresses.items():
        _expect_answer(name, url)
    with contextlib.ExitStack() as held:
        if "DATABASE_URL" not in addresses:
            cluster = held.enter_context(postgres.lent(folder / "postgres"))
            held.callback(keeper.stop)
            server = cluster.start(keeper, port=ports.free(), connections=connections, throw_away=throw_away)
            addresses |= {"DATABASE_URL": server.url, "DUTIES_DATABASE_URL": server.walled_url}
        if "REDIS_URL" not in addresses:
            held.callback(keeper.stop)
            addresses["REDIS_URL"] = redis.start(keeper, folder=folder / "redis", port=ports.free()).url
        yield addresses


def _expect_answer(name: str, url: str) -> None:
    address = urlsplit(url)
    if not address.hostname:
        return
    try:
        port = address.port or USUAL_PORTS[name]
        socket.create_connection((address.hostname, port), timeout=5).close()
    except (OSError, ValueError) as error:
        raise Trouble(
            f"{name} names a server at {address.hostname} that does not answer: start it, "
            f"correct the address, or unset {name} to use the one that comes with Taalmaatje."
        ) from error
