"""Ports on this machine: is one free, and which one is."""

import errno
import socket

LOOPBACKS = ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1"))


def free() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def is_busy(port: int) -> bool:
    """Whether a program listens there, by either loopback address: ``localhost`` may mean both."""
    return any(_is_taken(family, host, port) for family, host in LOOPBACKS)


def _is_taken(family: int, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        return error.errno == errno.EADDRINUSE
    return False
