"""A mail server for each test, and kinds of message that are forgotten after it."""

from datetime import timedelta

import pytest

from notifications import kinds
from notifications.kinds import Kind
from tests.notifications import mail_server as servers


@pytest.fixture
def mail_server(settings):
    """Runs for one test; the settings point to it."""
    with servers.running() as server:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def _other(_subject_id, _recipient_id):
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
        } | about
        return kinds.register(Kind(name=name, **given))

    yield register
    kinds._kinds.clear()
    kinds._kinds.update(known)
