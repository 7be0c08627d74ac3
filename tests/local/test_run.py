"""``make run``, as a person meets it."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from local import folders, ports
from tests.local.runner import Runner, eventually


class TestAPort:
    def test_in_use_is_said_with_what_to_do(self, runner):
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]

            refused = runner.command("run", PORT=str(port))

        assert refused.returncode == 1
        assert f"Port {port} is in use by another program" in refused.stderr
        assert f"`PORT={port + 1} make run`" in refused.stderr
        assert "Traceback" not in refused.stderr

    @pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="no IPv6 on this machine")
    def test_in_use_on_the_newer_loopback_counts_too(self):
        with socket.create_server(("::1", 0), family=socket.AF_INET6) as other:
            assert ports.is_busy(other.getsockname()[1])

    def test_that_is_free_is_not_busy(self):
        assert not ports.is_busy(ports.free())

    @pytest.mark.parametrize("words", ["web", "0", "70000", "-1", "8000.5", "٨٠٠٠"])
    def test_that_is_no_port_is_refused_in_a_sentence(self, runner, words):
        refused = runner.command("run", PORT=words)

        assert refused.returncode == 1
        assert "PORT must be a number from 1 to 65535" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_an_older_python_is_told_what_is_needed():
    pretend = "import sys, runpy; sys.version_info = (3, 9); runpy.run_module('local', run_name='__main__')"

    told = subprocess.run(
        [sys.executable, "-c", pretend], check=False, cwd=folders.ROOT, capture_output=True, text=True
    )

    assert told.returncode == 1
    assert told.stderr.strip().startswith("Taalmaatje needs Python 3.11 or newer")


def test_a_state_folder_that_cannot_be_made_is_named(runner):
    runner.var.write_text("a file stands where the folder would be")

    refused = runner.command("run", PORT=str(ports.free()))

    assert refused.returncode == 1
    assert f"The folder {runner.var} cannot be written" in refused.stderr


@pytest.mark.system
class TestTheWholeProduct:
    def test_starts_answers_and_stops_with_one_signal(self, runner, tmp_path):
        port = ports.free()
        with subprocess.Popen(
            ["make", "run", f"PYTHON={sys.executable}"],
            cwd=folders.ROOT,
            env=_environment(runner) | {"PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as make:
            said = _said_until(make, f"Taalmaatje is ready at http://localhost:{port}")
            assert _status(port, "/readyz") == 200, said

            second = runner.command("run", PORT=str(ports.free()))
            assert f"already running at http://localhost:{port}" in second.stderr

            make.send_signal(signal.SIGTERM)
            make.communicate(timeout=40)

        assert eventually(lambda: not ports.is_busy(port), seconds=5)
        assert eventually(lambda: not runner.servers(), seconds=5)
        assert not list(runner.var.joinpath("processes").iterdir())


def _environment(runner: Runner) -> dict[str, str]:
    mine = ("DATABASE_URL", "DUTIES_DATABASE_URL", "REDIS_URL", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    return {name: value for name, value in os.environ.items() if name not in mine} | {"VAR_FOLDER": str(runner.var)}


def _said_until(make: subprocess.Popen[str], words: str) -> str:
    assert make.stdout
    heard = ""
    while words not in heard:
        line = make.stdout.readline()
        assert line, f"it ended without {words!r}:\n{heard}"
        heard += line
    return heard


def _status(port: int, path: str) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return int(answer.status)
