"""What stands in front of the servers, while those behind it do not answer."""

import json
import subprocess
import urllib.error
import urllib.request

import pytest

from local import folders, ports
from tests.local.runner import eventually


@pytest.fixture
def front(tmp_path):
    """Its port; nobody listens where the servers would be."""
    port, nobody = ports.free(), f"127.0.0.1:{ports.free()}"
    given = {"PORT": str(port), "BIND": "127.0.0.1", "WEB": nobody, "DESK": nobody, "HOME": str(tmp_path)}
    caddy = [folders.VENV / "bin" / "caddy", "run", "--config", folders.ROOT / "Caddyfile", "--adapter", "caddyfile"]
    with subprocess.Popen(caddy, env=given, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        assert eventually(lambda: ports.is_busy(port))
        yield port
        running.terminate()


def asked(port, path):
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10)
    return answer.value


@pytest.mark.parametrize("path", ["/", "/klantmanager/"])
def test_a_person_reads_in_three_languages_to_come_back_and_to_look_at_what_was_sent(front, path):
    answer = asked(front, path)

    page = answer.read().decode()
    assert (answer.status, answer.headers["Cache-Control"], answer.headers["Retry-After"]) == (503, "no-store", "60")
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert all(words in page for words in ("Even geduld", 'lang="en">One moment', 'lang="ar" dir="rtl"'))
    assert "Kijk dan of het er staat" in page  # what was just being sent may not have arrived


def test_a_program_reads_a_problem(front):
    answer = asked(front, "/api/v1/municipalities")

    assert (answer.status, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert json.load(answer)["status"] == 503
