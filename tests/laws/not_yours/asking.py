"""Asks as somebody, and keeps what can be compared."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connections, transaction
from django.test.client import ClientHandler

from backend.config.twin_worlds.watching import masked
from backend.people.models import Account
from frontend.town import CHOICE
from tests import make

ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
WRITES = ("INSERT", "UPDATE", "DELETE")
FORM = {"get", "post"}


@dataclass(frozen=True)
class Answer:
    """Everything that who asked can notice, the id itself left out; and whether something was written."""

    status: int
    whole: bytes
    queries: int
    writes: int


@cache
def _product() -> ClientHandler:
    """The whole product, put together once."""
    return ClientHandler(enforce_csrf_checks=False)


class Asker:
    """Somebody with a browser, which forgets what an answer puts in it."""

    def __init__(self, who: Account | None, *, acts_in: str = "") -> None:
        self.browser = make.browser_of(who) if who else make.Browser()
        self.browser.raise_request_exception = False
        self.browser.handler = _product()
        if acts_in:
            session = self.browser.session
            session[CHOICE] = acts_in
            session.save()
        self.cookies = self.browser.cookies.copy()

    def page(self, path: str) -> str:
        """What stands there, when it is a page."""
        with taken_back():
            answer = self.browser.get(path)
        is_page = answer.headers.get("Content-Type", "").startswith("text/html")
        return answer.content.decode() if is_page else ""

    def ask(
        self, method: str, path: str, body: Mapping[str, Any] | None = None, *, hidden: Sequence[str] = ()
    ) -> Answer:
        """The answer to one request, without the ids of the address and those to be hidden."""
        self.browser.cookies = self.cookies.copy()
        as_json = {"content_type": "application/json"} if path.startswith("/api/") or method not in FORM else {}
        with counted() as counts:
            answer = getattr(self.browser, method)(path, {**(body or {})} or None, **as_json)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
        headers = "\n".join(f"{key}: {value}" for key, value in sorted(answer.headers.items()))
        whole = f"{headers}\n{answer.cookies.output()}\n\n".encode() + content
        return Answer(answer.status_code, _without([*ids_in(path), *hidden], masked(whole)), **counts)


@contextmanager
def counted() -> Iterator[dict[str, int]]:
    """How many queries run meanwhile, on both sides of the wall, and how many of them write."""
    counts = {"queries": 0, "writes": 0}

    def count(execute: Callable[..., Any], sql: str, *about: Any) -> Any:
        counts["queries"] += 1
        counts["writes"] += sql.startswith(WRITES)
        return execute(sql, *about)

    with ExitStack() as stack:
        for alias in settings.DATABASES:
            stack.enter_context(connections[alias].execute_wrapper(count))
        yield counts


@contextmanager
def taken_back() -> Iterator[None]:
    """What happens meanwhile has not happened."""
    with ExitStack() as stack:
        for alias in settings.DATABASES:
            stack.enter_context(transaction.atomic(using=alias))
        yield
        for alias in settings.DATABASES:
            transaction.set_rollback(True, using=alias)


def ids_in(path: str) -> list[str]:
    """The ids in an address."""
    return ID.findall(path)


def _without(ids: list[str], whole: bytes) -> bytes:
    for each in ids:
        whole = whole.replace(each.encode(), b"ID").replace(UUID(each).hex.encode(), b"ID")
    return whole
