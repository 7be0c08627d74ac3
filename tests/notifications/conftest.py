"""A mail server on loopback that behaves as badly as a test wants, and a kind of message to send through it."""

import asyncio
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.smtp import SMTP

from notifications import kinds
from notifications.kinds import Kind, OnDoubt


@dataclass
class Server:
    """What came in, and the answers still to be given before mail is accepted again."""

    port: int = 0
    answers: list[str] = field(default_factory=list)
    mails: list[bytes] = field(default_factory=list)

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 - the name that aiosmtpd calls
        answer = self.answers.pop(0) if self.answers else "250 Kept"
        if answer == "hang up":
            self.mails.append(envelope.original_content)
            server.transport.abort()
            return "250 Never heard"
        if answer.startswith("250"):
            self.mails.append(envelope.original_content)
        return answer

    @property
    def messages(self):
        return [message_from_bytes(mail, policy=policy.default) for mail in self.mails]


@pytest.fixture
def mail_server(settings):
    """Runs for one test; the settings point to it."""
    state, loop, started = Server(), asyncio.new_event_loop(), threading.Event()

    async def serve():
        server = await loop.create_server(lambda: SMTP(state, hostname="test"), "127.0.0.1", 0)
        state.port = server.sockets[0].getsockname()[1]
        state.stop = asyncio.Event()
        started.set()
        await state.stop.wait()
        server.close()
        await server.wait_closed()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    started.wait(10)
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", state.port
    yield state
    loop.call_soon_threadsafe(state.stop.set)
    thread.join(10)
    loop.close()


@pytest.fixture
def make_kind():
    """Registers kinds with a template of the product, and forgets them afterwards."""
    known = dict(kinds._kinds)

    def register(name="test_kind", **about):
        given = {
            "template": "messages/proposal_over",
            "lifetime": timedelta(hours=1),
            "context": lambda _subject, _recipient: {"other": "Ria"},
            "on_doubt": OnDoubt.REPEAT_ONCE,
        } | about
        return kinds.register(Kind(name=name, **given))

    yield register
    kinds._kinds.clear()
    kinds._kinds.update(known)
