"""How the web server runs, read by gunicorn itself: small, with threads, and stopping soon when asked.

Requests are not logged: their addresses and paths would tell who visited what. What is logged, about a request
that failed or because an operator asks for it, shows no token of a link.
"""

import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from notifications.masking import WithoutTokens

_without_tokens = WithoutTokens()


class Discreet(Logger):  # type: ignore[misc]
    """gunicorn's own log, each line masked."""

    def setup(self, cfg: Any) -> None:
        """Read what is asked for, then put the mask before every handler."""
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.addFilter(_without_tokens)


bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
logger_class = Discreet
control_socket_disable = True  # two servers on one machine would share it
