"""A server that speaks the part of GOV.UK Notify's API that we use, for the demo and for tests.

It keeps what it took and shows it in the mailbox of the demo. A test can have it behave badly: refuse, break off,
take a message and not say so, look it up too late, or report the same delivery several times.
"""

import argparse
import json
import os
import signal
import threading
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

HANG_UP = "hang up"  # without taking the message
KEEP_AND_HANG_UP = "keep and hang up"  # the message is taken, and nobody hears it
KEEP_AND_FAIL = "keep and fail"  # the message is taken, and the answer is 500
OK = "ok"
SUBJECT_LENGTH = 60


@dataclass(frozen=True)
class AfterTaking:
    """The message is taken, and this happens before anybody hears that."""

    deed: Callable[[], object]


Answer = str | int | AfterTaking | Callable[[], str | int]


@dataclass(frozen=True, kw_only=True)
class Callback:
    """Where receipts of delivery go, with which token, and how often each."""

    url: str
    token: str
    times: int = 1


@dataclass
class Notify:
    """What came in, and how the next calls are answered.

    Attributes:
        answers: what the next texts meet: a status, one of the words above, a deed; then all are taken.
        surprise: asked when ``answers`` is empty.
        blind_lookups: so many look-ups find nothing, whatever was taken.
        clock: says when a text came, beside the real time.
        folder: where each text is kept as a mail for the demo's mailbox.
    """

    answers: list[Answer] = field(default_factory=list)
    surprise: Callable[[], Answer] = lambda: OK
    blind_lookups: int = 0
    lookups: int = 0
    folder: Path | None = None
    callback: Callback | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(tz=UTC)
    taken: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    _by_reference: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def copies(self) -> Counter[str]:
        """How often each message was taken, by its reference."""
        return Counter(each["reference"] for each in self.taken)

    def receivers(self) -> Counter[str]:
        """How often each number was written to."""
        return Counter(each["phone_number"] for each in self.taken)

    def next_answer(self) -> Answer:
        """What the next text meets."""
        with self._lock:
            answer = self.answers.pop(0) if self.answers else self.surprise()
        return answer if isinstance(answer, str | int | AfterTaking) else answer()

    def take(self, asked: dict[str, Any]) -> dict[str, Any]:
        """Keep a text."""
        kept = {
            "id": str(uuid.uuid4()),
            "reference": asked.get("reference", ""),
            "phone_number": asked["phone_number"],
            "body": str(asked.get("personalisation", {}).get("text", "")),
            "status": "sending",
            "created_at": datetime.now(tz=UTC).isoformat(),
            "clock": self.clock().isoformat(),
        }
        with self._lock:
            self.taken.append(kept)
            self._by_reference.setdefault(kept["reference"], []).append(kept)
        if self.folder:
            _keep_as_mail(self.folder, kept)
        if self.callback:
            threading.Thread(target=report, args=(self.callback, kept, "delivered"), daemon=True).start()
        return kept

    def look_up(self, reference: str) -> list[dict[str, Any]]:
        """What is known under a reference, newest first."""
        with self._lock:
            self.lookups += 1
            if self.blind_lookups:
                self.blind_lookups -= 1
                return []
            return self._by_reference.get(reference, [])[::-1]


def report(callback: Callback, kept: dict[str, Any], status: str) -> list[int]:
    """Tell the product how a text fared, as often as agreed; the statuses that it answered."""
    now = datetime.now(tz=UTC).isoformat()
    body = {
        "id": kept["id"],
        "reference": kept["reference"],
        "to": kept["phone_number"],
        "status": status,
        "created_at": kept["created_at"],
        "completed_at": now,
        "sent_at": now,
        "notification_type": "sms",
    }
    answers = []
    for _ in range(callback.times):
        request = urllib.request.Request(
            callback.url,
            data=json.dumps(body).encode(),
            headers={"Content-Type": "application/json", "Authorization": f"Bearer {callback.token}"},
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                answers.append(answer.status)
        except OSError as error:
            answers.append(getattr(error, "code", 0))
    return answers


def _keep_as_mail(folder: Path, kept: dict[str, Any]) -> None:
    mail = EmailMessage(policy=policy.SMTP)
    mail["Subject"] = " ".join(kept["body"].split())[:SUBJECT_LENGTH] or "SMS"
    mail["To"] = kept["phone_number"]
    mail["Date"] = datetime.now(tz=UTC)
    mail["X-Taalmaatje-Channel"] = "sms"
    mail.set_content(kept["body"])
    half = folder / f".{kept['id']}"
    folder.mkdir(parents=True, exist_ok=True)
    half.write_bytes(mail.as_bytes())
    half.rename(folder / f"{time.time_ns():020d}-{os.getpid()}-sms.eml")


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    state: Notify

    def log_message(self, *about: Any) -> None:
        """Nothing: a log would hold phone numbers."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        if not self.path.startswith("/v2/notifications/sms"):
            return self._say(404, {"errors": [{"error": "NotFound", "message": "No such address"}]})
        if not self.headers.get("Authorization", "").startswith("Bearer "):
            return self._fail(401)
        answer = self.state.next_answer()
        if isinstance(answer, AfterTaking):
            kept = self.state.take(asked)
            answer.deed()
            return self._say(201, _told(kept))
        if answer == HANG_UP:
            return self._hang_up()
        if isinstance(answer, int) and answer >= 300:
            return self._fail(answer)
        kept = self.state.take(asked)
        if answer == KEEP_AND_HANG_UP:
            return self._hang_up()
        return self._fail(500) if answer == KEEP_AND_FAIL else self._say(201, _told(kept))

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path != "/v2/notifications":
            return self._fail(404)
        found = self.state.look_up(parse_qs(parts.query).get("reference", [""])[0])
        return self._say(200, {"notifications": found, "links": {"current": self.path}})

    def _fail(self, status: int) -> None:
        words = {429: "RateLimitError", 400: "BadRequestError", 403: "AuthError", 401: "AuthError"}
        self._say(
            status, {"status_code": status, "errors": [{"error": words.get(status, "Exception"), "message": ""}]}
        )

    def _say(self, status: int, body: dict[str, Any]) -> None:
        text = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def _hang_up(self) -> None:
        self.close_connection = True
        self.connection.close()


def _told(kept: dict[str, Any]) -> dict[str, Any]:
    return {"id": kept["id"], "reference": kept["reference"], "content": {"body": kept["body"]}}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that was killed in the middle of a call is nothing to speak of."""


def serve(state: Notify, port: int = 0) -> ThreadingHTTPServer:
    """A server on loopback that is not running yet; ``state.port`` is where it listens."""
    server = _Server(("127.0.0.1", port), type("Handler", (_Handler,), {"state": state}))
    state.port = server.server_address[1]
    return server


@contextmanager
def running(**about: Any) -> Iterator[Notify]:
    """A server for a while."""
    state = Notify(**about)
    server = serve(state)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)


def main() -> None:
    """``python -m local.fake_notify --port 8001 --folder var/mailbox``"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--folder", type=Path, required=True)
    parser.add_argument("--callback", default="")
    given = parser.parse_args()
    token = os.environ.get("NOTIFY_CALLBACK_TOKEN", "")
    callback = Callback(url=given.callback, token=token) if given.callback and token else None
    server = serve(Notify(folder=given.folder, callback=callback), given.port)
    signal.signal(signal.SIGTERM, lambda *_: threading.Thread(target=server.shutdown).start())
    signal.signal(signal.SIGINT, lambda *_: threading.Thread(target=server.shutdown).start())
    server.serve_forever()


if __name__ == "__main__":
    main()
