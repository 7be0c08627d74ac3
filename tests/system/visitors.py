"""People at a browser. They know the words on the page in their own language, and nothing of its HTML.

Every page that they come to must fit a phone and a desk, and pass axe without anything serious.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from playwright.sync_api import Browser, Locator, expect

from tests.system.product import Product

PHONE, DESK = {"width": 360, "height": 740}, {"width": 1280, "height": 800}
BAD = {"serious", "critical"}
ONLY_THIS_PAGE = {"iframes": False, "resultTypes": ["violations"]}
OUTLINE = "[...document.querySelectorAll('*')].map(each => each.tagName + each.className).join()"
PATIENCE_SECONDS = 180  # who is not kicked looks every half minute
A_WHILE = 0.2
A_NAME = re.compile(r"%\(\w+\)s|{\w+}")


class Visitor:
    """Somebody with a browser of their own: ``mail`` to be reached at, ``reads`` one of our languages."""

    _known_to_axe: ClassVar[set[tuple[object, ...]]] = set()

    def __init__(
        self,
        product: Product,
        chromium: Browser,
        *,
        mail: str = "",
        reads: str = "nl",
        on: dict[str, int] = PHONE,
        has_scripts: bool = True,
    ) -> None:
        self.product, self.mail, self.reads, self._size = product, mail, reads, on
        context = chromium.new_context(locale=reads, java_script_enabled=has_scripts, accept_downloads=True)
        context.set_default_timeout(30_000)
        self.page = context.new_page()
        # axe is a script itself, and looks at the same page in a browser that has them
        self._glasses = self.page if has_scripts else chromium.new_context(locale=reads).new_page()
        self._mails_read: set[str] = set()

    def words(self, words: str) -> str:
        """The English words of the source in the reader's language."""
        with translation.override(self.reads):
            return translation.gettext(words)

    # Coming somewhere --------------------------------------------------------------------------------------

    def opens(self, path: str) -> None:
        answer = self.page.goto(self.product.url(path))
        assert (answer.status, answer.url) == (200, self.product.url(path))
        self._looks()

    def follows(self, link: str | Locator) -> None:
        with self._going_somewhere():
            self._found("link", link).click()

    def presses(self, button: str | Locator) -> None:
        with self._going_somewhere():
            self._found("button", button).click()

    def presses_and_waits(self, button: str, *, until: str) -> None:
        """The page moves by itself until it has that other button."""
        self._found("button", button).click()
        expect(self._found("button", until)).to_be_visible(timeout=PATIENCE_SECONDS * 1_000)
        self._looks()

    def _found(self, role: str, what: str | Locator) -> Locator:
        if not isinstance(what, str):
            return what
        return self.page.get_by_role(role, name=self.words(what)).first

    @contextmanager
    def _going_somewhere(self) -> Iterator[None]:
        with self.page.expect_navigation():
            yield
        self._looks()

    def _looks(self) -> None:
        """Nothing scrolls sideways, and axe finds nothing serious."""
        for size in (PHONE, DESK, self._size):
            self.page.set_viewport_size(size)
            assert self.page.evaluate("document.documentElement.scrollWidth") <= size["width"], self.page.url
        outline = self.page.evaluate(OUTLINE)
        if (self.reads, *self._size.values(), outline) not in self._known_to_axe:  # it is slow
            self._known_to_axe.add((self.reads, *self._size.values(), outline))
            self._has_axe_look()

    def _has_axe_look(self) -> None:
        if self._glasses is not self.page:
            self._glasses.context.add_cookies(self.page.context.cookies())
            self._glasses.set_viewport_size(self._size)
            self._glasses.goto(self.page.url)
        found = Axe().run(self._glasses, options=ONLY_THIS_PAGE).response["violations"]
        assert [each for each in found if each["impact"] in BAD] == [], self.page.url

    # Telling something -------------------------------------------------------------------------------------

    def writes(self, text: str, *, under: str) -> None:
        self.page.get_by_label(self.words(under), exact=True).fill(text)

    def chooses(self, answer: str) -> None:
        self.page.get_by_label(self.words(answer), exact=True).check()

    def picks(self, value: str, *, under: str) -> None:
        """From the first list with this label."""
        self.page.get_by_label(self.words(under), exact=True).first.select_option(value)

    def unfolds(self, summary: str) -> None:
        self.page.locator("summary", has_text=self.words(summary)).click()

    # Reading -----------------------------------------------------------------------------------------------

    def sees(self, *texts: str) -> None:
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def reads_mail(self, subject: str) -> None:
        """The newest mail with this subject, whatever its names, that was not read before; as soon as it is there."""
        wanted = re.compile(".*".join(re.escape(part) for part in A_NAME.split(self.words(subject))))
        until = time.monotonic() + PATIENCE_SECONDS
        while not (new := self._new_mails(wanted)):
            assert time.monotonic() < until, f"{self.mail} got no mail: {wanted.pattern}"
            time.sleep(A_WHILE)
        self._mails_read.add(new[0])
        self.opens(new[0])

    def _new_mails(self, wanted: re.Pattern[str]) -> list[str]:
        self.page.goto(self.product.url(f"/mailbox/?q={self.mail}"))
        links = self.page.locator("table.rows a").filter(has_text=wanted).all()
        return [address for link in links if (address := link.get_attribute("href")) not in self._mails_read]

    def follows_link_in_mail(self) -> None:
        """The link says who the reader is; a button on the page behind it logs in."""
        self.follows(self.page.locator('article a[href*="/m/"]'))
        self.presses("Open my page")

    def presses_button_in_mail(self) -> None:
        """The same link, in the mail as its sender laid it out."""
        self.follows(self.page.frame_locator("iframe").get_by_role("link"))
        self.presses("Open my page")

    def logs_in(self) -> None:
        """As somebody whose last session is over: days pass in a story, but not for the clock that ends sessions."""
        self.page.context.clear_cookies()
        self.opens("/inloggen/")
        self.writes(self.mail, under="Your mail address or phone number")
        self.presses("Send me a code")
        self.reads_mail("Your code for Taalmaatje")
        code = re.search(r"\b\d{3} ?\d{3}\b", self.page.locator("article").inner_text())
        self.opens("/inloggen/code/")
        self.writes(code[0], under="Your code of six digits")
        self.presses("Log in")

    def downloads(self, link: Locator) -> bytes:
        with self.page.expect_download() as download:
            link.click()
        return Path(download.value.path()).read_bytes()
