"""The token of a link in a message lets somebody in, so it never stands in a log."""

import io
import logging
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.test import Client

from notifications.masking import masked
from tests import make
from tests.notifications.test_links import a_link, token_of

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "Zy3-token_of_a_link-aB9"


@pytest.fixture
def log():
    """What the product writes to its log."""
    console = logging._handlers["console"]
    written = io.StringIO()
    before = console.setStream(written)
    yield written
    console.setStream(before)


@pytest.mark.parametrize(
    ("line", "is_left"),
    [
        (f"GET /m/{TOKEN}/ HTTP/1.1", "GET /m/***/ HTTP/1.1"),
        (f"referer https://taal.example/m/{TOKEN}?a=1", "referer https://taal.example/m/***?a=1"),
        (f"/taal/?next=%2Fm%2F{TOKEN}%2F", "/taal/?next=%2Fm%2F***%2F"),
        ("GET /mijn/leren/ HTTP/1.1", "GET /mijn/leren/ HTTP/1.1"),
    ],
)
def test_only_the_token_is_masked(line, is_left):
    assert masked(line) == is_left


@pytest.mark.django_db
class TestTheLogOfTheProduct:
    def test_has_no_token_of_a_link_that_opens_nothing(self, log):
        Client().get(f"/m/{TOKEN}/")

        assert "/m/***/" in log.getvalue()
        assert TOKEN not in log.getvalue()

    def test_has_no_token_of_a_valid_link_that_was_sent_without_a_cookie(self, log):
        token = token_of(a_link(recipient_id=make.account().pk))

        Client(enforce_csrf_checks=True).post(f"/m/{token}/")

        assert "/m/***/" in log.getvalue()
        assert token not in log.getvalue()

    def test_has_no_token_in_a_traceback(self, log):
        try:
            raise RuntimeError(f"/m/{TOKEN}/")
        except RuntimeError:
            logging.getLogger("backend").exception("Broken: %s", f"/m/{TOKEN}/")

        assert "RuntimeError: /m/***/" in log.getvalue()
        assert TOKEN not in log.getvalue()

    def test_has_no_token_from_the_server_of_a_developer(self, log):
        logging.getLogger("django.server").info("GET %s", f"/m/{TOKEN}/", extra={"status_code": 200})

        assert "GET /m/***/" in log.getvalue()


@pytest.fixture
def gunicorn(tmp_path):
    """As it runs here, with an access log, before an application that fails; its log and its address."""
    (tmp_path / "broken.py").write_text("def application(environ, start_response):\n    raise RuntimeError\n")
    with socket.create_server(("127.0.0.1", 0)) as listening, (tmp_path / "log").open("w") as log:
        options = f"--access-logfile - --workers 1 --pythonpath {tmp_path} --bind fd://{listening.fileno()}"
        served = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", *options.split(), "broken"],
            cwd=ROOT,
            pass_fds=[listening.fileno()],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        yield tmp_path / "log", f"http://127.0.0.1:{listening.getsockname()[1]}"
        served.terminate()
        served.wait(timeout=30)


def test_gunicorn_logs_no_token_when_a_request_fails_nor_when_somebody_wants_an_access_log(gunicorn):
    log, address = gunicorn
    link = f"{address}/m/{TOKEN}/"

    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(urllib.request.Request(link, headers={"Referer": link}), timeout=30)

    written = log.read_text()
    assert "Error handling request GET /m/***/" in written
    assert '"GET /m/***/ HTTP/1.1" 500' in written
    assert TOKEN not in written
