"""PostgreSQL falls over exactly while messages are claimed; the providers' journals say what became of them."""

import json
import subprocess
import sys

import pytest

from local import folders

pytestmark = pytest.mark.system


def fall(moment):
    run = subprocess.run(
        [sys.executable, "-m", "tests.system.restarts_in_a_claim", moment],
        cwd=folders.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])


def test_a_claim_that_was_not_committed_yet_is_as_if_it_had_never_been():
    found = fall("before-commit")

    assert found["at the gate"] > 0
    assert (found["claimed at the fall"], found["taken at the fall"]) == (0, 0)
    assert (found["lost"], found["doubled"], found["given up"]) == (0, 0, 0)
    assert found["planned"] > 50


def test_a_claim_that_was_committed_and_nobody_heard_of_is_taken_up_when_its_lease_ends():
    found = fall("answer-lost")

    assert found["claimed at the fall"] > 0
    assert found["taken at the fall"] == 0
    assert (found["lost"], found["doubled"], found["given up"]) == (0, 0, 0)
