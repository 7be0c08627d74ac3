"""A mail server for each test, and kinds of message that are forgotten after it."""

import uuid
from datetime import timedelta

import pytest

from local import fake_notify
from notifications import kinds
from notifications.kinds import Kind, Reader
from tests.notifications import mail_server as servers


@pytest.fixture(autouse=True)
def journal(settings, tmp_path, request):
    """The send journal; a test that gives an empty name does without one."""
    name = getattr(request, "param", "journal.log")
    settings.SEND_JOURNAL = str(tmp_path / name) if name else ""
    return tmp_path / (name or "no journal")


@pytest.fixture
def mail_server(settings):
    """Runs for one test; the settings point to it."""
    with servers.running() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


@pytest.fixture
def notify(settings):
    """A Notify of its own for one test; the settings point to it."""
    with fake_notify.running() as server:
        settings.NOTIFY_BASE_URL = f"http://127.0.0.1:{server.port}"
        settings.NOTIFY_API_KEY = f"test-{uuid.uuid4()}-{uuid.uuid4()}"
        settings.NOTIFY_TIMEOUT = 5
        yield server


def _other(_subject_id, _recipient_id):
    return {"other": "Ria"}


def _sample():
    return {"other": "Ria"}


@pytest.fixture
def make_kind():
    """Registers kinds with a template of the product, and forgets them afterwards."""
    known = dict(kinds._kinds)

    def register(name="test_kind", **about):
        given = {
            "template": "messages/proposal_over",
            "lifetime": timedelta(hours=1),
            "context": _other,
            "who": Reader.EITHER,
            "when": "Whenever a test wants it.",
            "sample": _sample,
        } | about
        return kinds.register(Kind(name=name, **given))

    yield register
    kinds._kinds.clear()
    kinds._kinds.update(known)
