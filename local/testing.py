"""``make test``: everything that can fail, on servers of its own in a folder that is thrown away."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from local import browser, lint, servers, setup
from local.folders import ROOT, python
from local.processes import Keeper, dying_with_us

# A developer's own addresses and the demo's state must never reach a test.
NOT_FOR_TESTS = (
    "CLOCK_FILE",
    "DEMO",
    "EMAIL_URL",
    "MAILBOX_FOLDER",
    "PORT",
    "SEND_JOURNAL",
    "SITE_URL",
    "VAR_FOLDER",
)


def main(arguments: list[str]) -> None:
    """Set up, lint, then pytest with ``arguments``; leaves with pytest's exit status."""
    setup.main()
    lint.main()
    place = Path(tempfile.mkdtemp(prefix="taalmaatje-test-"))
    try:
        with (
            Keeper(logs=place / "log", records=place / "processes") as keeper,
            servers.started(keeper, place, elsewhere={}, connections=300, throw_away=True) as addresses,
        ):
            status = _pytest(keeper, arguments, _environment(addresses))
    finally:
        shutil.rmtree(place, ignore_errors=True)
    sys.exit(status)


def _environment(addresses: dict[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in NOT_FOR_TESTS}
    executable = browser.find()
    chromium = {"CHROMIUM": str(executable)} if executable else {}
    return kept | chromium | addresses | {"SECRET_KEY": "only-for-tests"}


def _pytest(keeper: Keeper, arguments: list[str], environment: dict[str, str]) -> int:
    """Run the tests in our own process group, so that a debugger can read the keyboard."""
    process = subprocess.Popen(
        # neighbours stay together, so that what a module prepares is prepared once
        [python(), "-m", "pytest", "-n", "auto", "--dist", "worksteal", *arguments],
        cwd=ROOT,
        env=environment,
        preexec_fn=dying_with_us(signal.SIGTERM),  # noqa: PLW1509 (no threads)
    )
    while True:
        try:
            return process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            if keeper.asked_to_stop:
                process.terminate()
            keeper.look_after()
