"""A mail server for the demo and for tests: takes every message and writes it into a folder as ``.eml``."""

import argparse
import asyncio
import os
import signal
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Keep:
    """Writes each accepted message under a name that sorts by time; a half-written one is never seen."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """One message has come in."""
        self.count += 1
        name = f"{time.time_ns():020d}-{os.getpid()}-{self.count:06d}.eml"
        half = self.folder / f".{name}"
        try:
            half.write_bytes(envelope.original_content or b"")
            half.rename(self.folder / name)
        except OSError as error:
            return f"452 Cannot be kept: {error.strerror}"
        return "250 Kept"


async def _serve(host: str, port: int, folder: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    keep = Keep(folder)
    server = await loop.create_server(lambda: SMTP(keep, hostname="mailbox"), host, port)
    async with server:
        await stop.wait()


def main() -> None:
    """``python -m local.mail_catcher --port 2525 --folder var/mailbox``"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    given = parser.parse_args()
    try:
        asyncio.run(_serve(given.host, given.port, given.folder))
    except OSError as error:
        sys.exit(f"The mail catcher cannot start on {given.host}:{given.port}: {error.strerror}.")


if __name__ == "__main__":
    main()
