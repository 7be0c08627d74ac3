"""In a real browser: a caseworker takes over the case of the worked example and reads the number of the example."""

import os
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connections
from playwright.sync_api import expect, sync_playwright

from local import browser
from tests import make
from tests.backend.meetings.conftest import empty_ledger_after_real_commits
from tests.backend.obligations.duties import caseworker_of, changed, stated
from tests.backend.obligations.test_whole_story import FOUR_WEEKS, worked_example

__all__ = ["empty_ledger_after_real_commits"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "duties"])]
IN_DECEMBER = datetime(2026, 12, 2, 11, 0, tzinfo=UTC)
THIRTEEN_HOURS = "13 hours"  # 780 minutes


def seen_by(chromium, live_server, cookie, *, width=1280):
    """A page in a browser that is logged in."""
    context = chromium.new_context(accept_downloads=True, viewport={"width": width, "height": 900})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return context.new_page()


def logged_in(account):
    return make.browser_of(account).cookies[settings.SESSION_COOKIE_NAME].value


def test_a_case_is_taken_over_and_shows_the_number_of_the_worked_example(live_server, monkeypatch):
    obligation = worked_example()
    stated(obligation, **FOUR_WEEKS)
    colleague = make.caseworker(account=make.account(language="en"))
    person = caseworker_of(obligation)._meta.model.objects.get(pk=obligation.person_id)
    person.language = "en"
    person.save()
    cookies = [logged_in(colleague.account), logged_in(person)]
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_options())
        desk, own = (seen_by(chromium, live_server, cookie) for cookie in cookies)
        takes_over(desk, live_server)
        reads_the_number(desk)
        downloads_the_file(desk)
        own.goto(f"{live_server.url}/mijn/afspraken/")
        reads_the_number(own)
        with time_machine.travel(IN_DECEMBER, tick=False):
            later = seen_by(chromium, live_server, logged_in(colleague.account))
            before = makes_the_statement_of_november(later, live_server, obligation)
            becomes_known_later(obligation, colleague.account)
            assert downloaded(later) == before
        chromium.close()
        connections.close_all()  # beside Playwright's loop the test has connections of its own


def takes_over(page, live_server):
    page.goto(f"{live_server.url}/klantmanager/")
    page.get_by_role("link", name="Take over a file from a colleague").click()
    page.get_by_label("Client number").fill("C-77")
    page.get_by_label("Why?").select_option("COLLEAGUE_AWAY")
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text("You have this file now.")).to_be_visible()


def reads_the_number(page):
    said = page.get_by_text("asked, 13 hours counted.")
    expect(said).to_be_visible()
    last_day = make.MONDAY - timedelta(days=1)
    assert f"up to and including {last_day.day} Nov 2026: {THIRTEEN_HOURS} asked" in said.inner_text()


def downloads_the_file(page):
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF").first.click()
    assert waiting.value.path().read_bytes().startswith(b"%PDF-")


def makes_the_statement_of_november(page, live_server, obligation):
    page.goto(f"{live_server.url}/klantmanager/dossier/{obligation.pk}/")
    made = page.locator("section", has=page.get_by_role("heading", name="Make a statement"))
    expect(made.get_by_label("From")).to_have_value("2026-11-01")  # last month is proposed
    expect(made.get_by_label("Up to and including")).to_have_value("2026-11-30")
    made.get_by_role("button", name="Make the statement").click()
    expect(page.get_by_text("The statement is ready to download.")).to_be_visible()
    return downloaded(page)


def downloaded(page):
    """The papers of the newest statement: as PDF and as CSV."""
    newest = page.locator("section", has=page.get_by_role("heading", name="Statements")).locator("li").first
    papers = []
    for name in ("PDF", "CSV"):
        with page.expect_download() as waiting:
            newest.get_by_role("link", name=name).click()
        papers.append(waiting.value.path().read_bytes())
    return papers


def becomes_known_later(obligation, caseworker):
    """An exemption of days that are past, and another ordinance."""
    days = {"starts_on": make.MONDAY - timedelta(days=14), "ends_on": make.MONDAY, "share_pct": 50}
    changed(obligation, "EXEMPT", by=caseworker, ground="CARE_TASKS", decided_on=IN_DECEMBER.date(), **days)
    make.ordinance(valid_from=IN_DECEMBER.date(), averaging_weeks=1)
