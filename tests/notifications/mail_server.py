"""A mail server on loopback that behaves as badly as a test wants, and keeps a journal of what it took."""

import asyncio
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP

HANG_UP = "hang up"  # without an answer
KEEP_AND_HANG_UP = "keep and hang up"  # the mail is taken, and nobody hears it
SLOW = "slow"
SLOW_SECONDS = 1.5


@dataclass(frozen=True)
class AfterTaking:
    """The mail is taken, and this happens before anybody hears that (for DATA)."""

    deed: Callable[[], object]


Answer = str | Callable[[], str] | AfterTaking


class MailServer:
    """What came in, and the answers still to be given before mail is accepted again.

    ``answers`` holds for MAIL, RCPT and DATA what is said next: an SMTP answer, one of the words above, or a
    function that is called first (in the thread of the server) and whose answer counts.
    """

    def __init__(self) -> None:
        self.port = 0
        self.connections = 0
        self.answers: dict[str, list[Answer]] = defaultdict(list)
        self.mails: list[EmailMessage] = []

    def copies(self) -> Counter[str]:
        """How often each message was taken, by its Message-ID."""
        return Counter(mail["Message-ID"] for mail in self.mails)

    def receivers(self) -> Counter[str]:
        """How often each address was written to."""
        return Counter(mail["To"].addresses[0].addr_spec for mail in self.mails)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options) -> str:  # noqa: N802
        envelope.mail_from = address
        return await self._answer("MAIL", server)

    async def handle_RCPT(self, server, session, envelope, address, options) -> str:  # noqa: N802
        answer = await self._answer("RCPT", server)
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802
        mail = message_from_bytes(envelope.original_content, policy=policy.default)
        if self.answers["DATA"] and isinstance(self.answers["DATA"][0], AfterTaking):
            self.mails.append(mail)
            await asyncio.get_running_loop().run_in_executor(None, self.answers["DATA"].pop(0).deed)
            return "250 OK"
        answer = await self._answer("DATA", server)
        if answer.startswith("250"):
            self.mails.append(mail)
        if answer == f"250 {KEEP_AND_HANG_UP}":
            server.transport.abort()
        return answer

    async def _answer(self, stage: str, server: SMTP) -> str:
        answer = self.answers[stage].pop(0) if self.answers[stage] else "250 OK"
        if callable(answer):
            answer = await asyncio.get_running_loop().run_in_executor(None, answer)
        if answer == HANG_UP:
            server.transport.abort()
        if answer == SLOW:
            await asyncio.sleep(SLOW_SECONDS)
        if answer == KEEP_AND_HANG_UP:
            return f"250 {answer}"
        return "451 Never heard" if answer in (HANG_UP, SLOW) else answer


@contextmanager
def running() -> Iterator[MailServer]:
    """A server for one test."""
    state, started, stop = MailServer(), threading.Event(), threading.Event()

    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: SMTP(state, hostname="test"), "127.0.0.1", 0)
        state.port = server.sockets[0].getsockname()[1]
        started.set()
        await loop.run_in_executor(None, stop.wait)
        server.close()

    thread = threading.Thread(target=lambda: asyncio.run(serve()))
    thread.start()
    try:
        assert started.wait(10)
        yield state
    finally:
        stop.set()
        thread.join(10)
