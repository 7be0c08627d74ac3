"""``make run``: everything up, until somebody stops it; the data stay for the next time."""

import os
from collections.abc import Mapping

from local import instance, ports, product, secret_files, servers, setup
from local.folders import VAR
from local.processes import Keeper
from local.trouble import Trouble


def main() -> None:
    """Set up, start, and stay until SIGINT or SIGTERM.

    Raises:
        Trouble: something on this machine is in the way.
    """
    port = wanted_port()
    with instance.claimed(VAR, doing=f"running at http://localhost:{port}"):
        if ports.is_busy(port):
            raise Trouble(
                f"Port {port} is in use by another program: stop that one, or choose another port, "
                f"for example `PORT={port + 1} make run`."
            )
        setup.main()
        with Keeper(logs=VAR / "log", records=VAR / "processes") as keeper:
            print("Starting PostgreSQL and Redis ...", flush=True)
            with servers.started(keeper, VAR, elsewhere=servers.elsewhere()) as addresses:
                product.start(keeper, port, environment(port, addresses))
                keeper.watch()
                print("\nStopping ...", flush=True)
        print("Everything has stopped; the data are kept. `make run` goes on with them.")


def wanted_port() -> int:
    """The port of the web server, from ``PORT``.

    Raises:
        Trouble: it is no port number, or one that only root may use.
    """
    words = os.environ.get("PORT") or "8000"
    if not words.isascii() or not words.isdigit() or not 1 <= int(words) <= 65535:
        raise Trouble(f"PORT must be a number from 1 to 65535, not {words!r}: try `PORT=8001 make run`.")
    if int(words) < 1024 and os.geteuid() != 0:
        raise Trouble(f"Port {words} may only be used by root: choose one above 1023, for example 8001.")
    return int(words)


def environment(port: int, addresses: Mapping[str, str]) -> dict[str, str]:
    """What the product reads from its environment when it runs on this machine."""
    site = os.environ.get("SITE_URL") or f"http://localhost:{port}"
    given = {
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "DEMO": "1",
        "MAILBOX_FOLDER": str(VAR / "mailbox"),
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
        "SECRET_KEY": secret_files.kept(VAR / "secret_key"),
        "SEND_JOURNAL": str(VAR / "send-journal.log"),
        "SITE_URL": site,
    }
    return given | dict(os.environ) | dict(addresses)
