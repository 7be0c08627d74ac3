"""A small run of ``make chaos``: workers, Redis and PostgreSQL die, and what the providers took is counted."""

import json
import subprocess
import sys

import pytest

from local import folders

pytestmark = pytest.mark.system


def test_every_promise_is_kept_while_everything_dies():
    run = subprocess.run(
        [sys.executable, "-m", "benchmarks.messages.chaos", "--messages", "300", "--kills", "5", "--json"],
        cwd=folders.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.stdout, run.stderr[-3000:]
    found = json.loads(run.stdout.splitlines()[-1])
    assert (found["lost"], found["doubled at Notify"], found["after expiry"], found["given up"]) == (0, 0, 0, 0)
    assert found["repeated by SMTP"] <= found["kills"] == 5
    assert found["Redis restarted"] == found["PostgreSQL restarted"] == 1
    assert run.returncode == 0
