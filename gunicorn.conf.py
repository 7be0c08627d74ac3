"""How the web server runs, read by gunicorn itself: small, with threads, and stopping soon when asked.

Requests are not logged: their addresses and paths would tell who visited what.
"""

import os
from pathlib import Path

bind = f"{os.environ.get('BIND', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = 4
timeout = 30
graceful_timeout = 10
keepalive = 5
max_requests = 5000
max_requests_jitter = 500
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True  # two servers on one machine would share it
