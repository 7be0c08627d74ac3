"""The story in a real browser, with the real product behind it: web, worker, beat, mail, PostgreSQL and Redis.

Each person logs in with a code from a mail that really left by SMTP; what happens between two pages is done by
the worker. Every page on the way must pass axe without anything serious, and fit a phone.
"""

import os
import re
import signal
import subprocess
import sys
import time
from email import message_from_bytes, policy

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from local import browser, folders, ports

pytestmark = [pytest.mark.system, pytest.mark.browser]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
BAD = {"serious", "critical"}
YES = re.compile("Ja, dit wil ik|Yes, I want this")


class Product:
    """The running demo, and its mails."""

    def __init__(self, var, chromium: Browser) -> None:
        self.port, self.var, self.chromium = ports.free(), var, chromium
        mine = ("DATABASE_URL", "REDIS_URL", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
        rest = {name: value for name, value in os.environ.items() if name not in mine}
        self.make = subprocess.Popen(
            ["make", "run", f"PYTHON={sys.executable}"],
            cwd=folders.ROOT,
            env=rest | {"VAR_FOLDER": str(var), "PORT": str(self.port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        heard = ""
        while "ready at" not in heard:
            line = self.make.stdout.readline()
            assert line, heard
            heard += line

    def stop(self) -> None:
        self.make.send_signal(signal.SIGTERM)
        self.make.communicate(timeout=60)

    def url(self, path: str) -> str:
        return f"http://localhost:{self.port}{path}"

    def code_for(self, address: str, known: set[str]) -> str:
        """The code in the newest mail to this address that was not there before."""
        for _ in range(120):
            for path in sorted(self.var.joinpath("mailbox").glob("[0-9]*.eml"), reverse=True):
                mail = message_from_bytes(path.read_bytes(), policy=policy.default)
                if path.name not in known and address in mail["To"]:
                    found = re.search(r"\b\d{3} ?\d{3}\b", mail.get_body(("plain",)).get_content())
                    if found:
                        return found[0]
            time.sleep(0.5)
        raise AssertionError(f"No code reached {address}.")

    def log_in(self, name: str, viewport: dict[str, int]) -> Page:
        page = self.chromium.new_context(viewport=viewport, locale="nl-NL").new_page()
        known = {path.name for path in self.var.joinpath("mailbox").glob("*.eml")}
        page.goto(self.url("/inloggen/"))
        page.fill("input[name=contact]", f"{name}@example.org")
        page.locator("main form button").first.click()
        page.fill("input[autocomplete=one-time-code]", self.code_for(f"{name}@example.org", known))
        page.locator("main form button").first.click()
        page.wait_for_load_state()
        return page

    def is_good(self, page: Page) -> None:
        """Nothing serious for axe, and nothing that scrolls sideways."""
        found = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in BAD]
        assert found == [], page.url
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"], page.url


@pytest.fixture(scope="module")
def product(tmp_path_factory):
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_options())
        running = Product(tmp_path_factory.mktemp("story") / "var", chromium)
        yield running
        running.stop()
        chromium.close()


def test_both_accept_and_the_worker_plans_their_meetings(product):
    volunteer = product.log_in("vrijwilliger", PHONE)
    volunteer.goto(product.url("/mijn/helpen/"))
    product.is_good(volunteer)
    volunteer.get_by_role("button", name=YES).first.click()
    candidate = product.log_in("kandidaat", PHONE)
    candidate.goto(product.url("/mijn/leren/"))
    product.is_good(candidate)
    assert candidate.locator("html").get_attribute("dir") == "rtl"
    candidate.get_by_role("button", name=YES).first.click()

    for _ in range(60):
        candidate.goto(product.url("/mijn/leren/"))
        if candidate.locator(".when .day").count():
            break
        time.sleep(1)

    assert candidate.locator(".when .day").count() >= 1
    product.is_good(candidate)


def test_the_coordinator_approves_a_proposal_and_both_get_a_mail(product):
    page = product.log_in("coordinator", DESK)
    page.goto(product.url("/coordinator/"))
    product.is_good(page)
    before = len(list(product.var.joinpath("mailbox").glob("[0-9]*.eml")))

    page.locator("form[action$='/akkoord/'] button").first.click()

    assert page.locator(".card.good").count() == 1
    for _ in range(60):
        if len(list(product.var.joinpath("mailbox").glob("[0-9]*.eml"))) >= before + 1:
            break
        time.sleep(1)
    assert len(list(product.var.joinpath("mailbox").glob("[0-9]*.eml"))) >= before + 1
    for path in ("wachtlijst", "voorstellen", "koppels", "vrijwilligers"):
        page.goto(product.url(f"/coordinator/{path}/"))
        product.is_good(page)


def test_the_caseworker_sees_hours_and_gets_a_statement(product):
    page = product.log_in("klantmanager", DESK)
    page.goto(product.url("/klantmanager/"))
    product.is_good(page)
    page.locator("td.act a").first.click()
    product.is_good(page)

    page.locator("form[action$='/verklaring/'] button").click()
    page.wait_for_load_state()

    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("path", ["/", "/leren/", "/helpen/", "/inloggen/", "/privacy/", "/toegankelijkheid/"])
def test_a_stranger_finds_pages_that_fit_a_phone(product, path):
    page = product.chromium.new_context(viewport=PHONE, locale="nl-NL").new_page()

    page.goto(product.url(path))
    page.wait_for_load_state()

    product.is_good(page)
    assert page.locator("html").get_attribute("lang") == "nl"
