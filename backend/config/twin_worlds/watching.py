"""What everybody in a world receives: pages, answers of the API, messages and log lines, and at what cost."""

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from unittest.mock import patch
from uuid import UUID

from django.core.cache.backends.base import BaseCache
from django.db import connections
from django.test import Client

from backend.config.twin_worlds import routes
from backend.people.models import Account
from notifications import sending
from notifications.address_book import Address
from notifications.rendering import Rendered

CALENDAR = "/agenda/"  # of whoever asks
OWN = "/mijn/afspraken/"  # where the person may see the own duty, there and nowhere else
DESK = ("/klantmanager/", "/mijn/participatie/", OWN, "/api/v1/obligations", "/api/v1/hours-statements")
SILENT = ("mailbox:", "style")
OF_ONE_REQUEST = [  # what differs between any two requests, whoever asks
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb"<input[^>]*request_id[^>]*>"),
    re.compile(rb":[0-9A-Za-z]{6}:[0-9A-Za-z_-]{43}"),  # when a cookie was signed, and the signature
    re.compile(rb"nonce-[A-Za-z0-9+/=_-]+"),
    re.compile(rb'nonce="[^"]+"'),
    re.compile(rb"csrftoken=[^;]+"),
    re.compile(rb"sessionid=[^;]+|taalmaatje=[^;]+"),
    re.compile(rb"/(?:m|uit)/[A-Za-z0-9_:-]+"),  # links with a token or the moment of signing
    re.compile(rb"(?i)expires[=:][^;\n]+"),
    re.compile(rb"Content-Length: \d+"),
    re.compile(rb'"lastTick": "[^"]+"|oldest_?due_?seconds"?:? \d+', re.IGNORECASE),
    re.compile(rb"\d+[.,]\d+ (?:seconden|seconds|\xd8)|peak_?memory_?bytes\": ?\d+", re.IGNORECASE),
    re.compile(rb'": ?\d+\.\d+(?:e-?\d+)?(?=\s*[,}])'),  # how long the stages of a round took
]


@dataclass(frozen=True)
class Answer:
    """Of one request: the status, all bytes that came back, and the queries on this and that side of the wall."""

    status: int
    whole: bytes
    queries: int
    walled_queries: int

    @property
    def is_page(self) -> bool:
        """Whether a person was shown something, and not only sent on or away."""
        return self.status == HTTPStatus.OK and b"Content-Type: text/html" in self.whole


@dataclass
class Seen:
    """Everything that was received in one world.

    Attributes:
        answers: (role, path) to what came back.
        messages: everything that left, reader by reader, each in its order.
        lines: what was logged.
        cached: the keys under which something was looked up or kept in a cache, in their order.
    """

    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    messages: list[bytes] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    cached: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes in all."""
        answered = sum(len(answer.whole) for answer in self.answers.values())
        return answered + sum(map(len, self.messages)) + sum(map(len, self.lines)) + sum(map(len, self.cached))

    def by_status(self) -> Counter[int]:
        """How many answers of each status."""
        return Counter(answer.status for answer in self.answers.values())


def masked(whole: bytes) -> bytes:
    """Without what differs between any two requests."""
    for pattern in OF_ONE_REQUEST:
        whole = pattern.sub(b"", whole)
    return whole


def reader_of(message: bytes) -> bytes:
    """To whom it was sent: each reader gets the own messages in their order, and nobody sees the others'."""
    return message.split(b"\n")[2]


class Catcher:
    """A channel that keeps what it is given."""

    can_be_asked = False

    def __init__(self, name: str, kept: list[bytes]) -> None:
        self.name = name
        self._kept = kept

    def reaches(self, address: Address) -> bool:
        """Everybody."""
        return True

    def send(self, message_id: UUID, address: Address, rendered: Rendered, *, not_after: float) -> str:
        """Keep it."""
        self._kept.append(masked(f"{self.name}\n{message_id}\n{address}\n{rendered}".encode()))
        return ""

    def ask(self, message_id: UUID) -> str | None:
        """Knows nothing."""
        return None

    def close(self) -> None:
        """Nothing is open."""


class _Lines(logging.Handler):
    def __init__(self, kept: list[str]) -> None:
        super().__init__()
        self._kept = kept

    def emit(self, record: logging.LogRecord) -> None:
        self._kept.append(f"{record.levelname} {record.name} {record.getMessage()}")


@contextmanager
def _keys_kept(kept: list[str]) -> Iterator[None]:
    usual = BaseCache.make_key

    def make_key(cache: BaseCache, key: Any, version: int | None = None) -> str:
        made = str(usual(cache, key, version))
        kept.append(made)
        return made

    with patch.object(BaseCache, "make_key", make_key):
        yield


@contextmanager
def listening(seen: Seen) -> Iterator[None]:
    """What leaves and what is logged meanwhile is kept."""
    channels = {name: (lambda name=name: Catcher(name, seen.messages)) for name in sending.CHANNELS}
    handler, root = _Lines(seen.lines), logging.getLogger()
    usual, root.handlers = root.handlers, [handler]
    try:
        with patch.dict(sending.CHANNELS, channels), _keys_kept(seen.cached):
            yield
    finally:
        root.handlers = usual


def walk(
    roles: Mapping[str, Account | None],
    samples: Mapping[str, Sequence[object]],
    *,
    own: Sequence[str],
    calendars: Mapping[str, str],
    below: str = "/",
) -> Seen:
    """Every address that can be read, asked by everybody.

    Args:
        roles: who asks; None is a stranger.
        own: the roles that have (or will have) a duty themselves, and may read it on their own page.
        calendars: role to the address of the private calendar, which is a secret and so another one each time.
        below: only the addresses that begin with this, and the calendars.
    """
    seen = Seen()
    asked = [
        path
        for name, route in routes.addresses()
        if not name.startswith(SILENT) and not (route.startswith("beheer/") and "<" in route)
        for path in routes.paths(name, route, samples)
        if path.startswith(below)
    ]
    with listening(seen):
        for role, account in roles.items():
            browser = Client(raise_request_exception=False)
            if account:
                browser.force_login(account)
            for path in asked:
                if not (role in own and path.startswith(OWN)):
                    seen.answers[role, path] = _answer(browser, path)
            if role in calendars:
                seen.answers[role, CALENDAR] = _answer(browser, calendars[role])
    return seen


def _unpacked(body: bytes) -> bytes:
    """The files of an archive one after the other: packed, they could not be masked."""
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return b"\n".join(name.encode() + b"\n" + archive.read(name) for name in archive.namelist())


@contextmanager
def counted() -> Iterator[Counter[str]]:
    """How many queries run meanwhile on each side of the wall, by the alias; their words are not kept."""
    counts: Counter[str] = Counter()

    def count(execute: Callable[..., Any], *about: Any) -> Any:
        counts[about[-1]["connection"].alias] += 1
        return execute(*about)

    with connections["default"].execute_wrapper(count), connections["duties"].execute_wrapper(count):
        yield counts


def _answer(browser: Client, path: str) -> Answer:
    with counted() as queries:
        answer = browser.get(path)
        body = b"".join(getattr(answer, "streaming_content", ())) if answer.streaming else answer.content
    if answer.headers.get("Content-Type") == "application/zip":
        body = _unpacked(body)
    headers = "\n".join(f"{key}: {value}" for key, value in sorted(answer.headers.items()))
    cookies = answer.cookies.output()
    whole = masked(f"{headers}\n{cookies}\n\n".encode() + body)
    return Answer(answer.status_code, whole, queries["default"], queries["duties"])
