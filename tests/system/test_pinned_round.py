"""A coordinator pins two people, publishes the round in the browser, and somebody else proves it from its files."""

import io
import json
import os
import subprocess
import sys
import zipfile
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import sync_playwright

from local import browser, folders
from tests.system.product import Product
from tests.system.visitors import DESK, Visitor

pytestmark = [pytest.mark.system, pytest.mark.browser]
MONDAY = datetime(2026, 11, 23, 12, tzinfo=ZoneInfo("Europe/Amsterdam"))
WHY = "Zij kennen elkaar van de bibliotheek."


@pytest.fixture
def product(tmp_path):
    running = Product(tmp_path, now=MONDAY)
    yield running
    running.stop()


@pytest.fixture
def hanneke(product):
    """The coordinator of the town of the demo, at her desk."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_options())
        yield Visitor(product, chromium, mail="coordinator@example.org", on=DESK)
        chromium.close()


def pins_two(hanneke):
    """The first in the queue for whom somebody fits, with whoever fits best; their call names."""
    hanneke.opens("/coordinator/wachtlijst/")
    for path in [each.get_attribute("href") for each in hanneke.page.locator("main table.rows td a").all()]:
        hanneke.opens(path)
        hanneke.follows("Choose a volunteer by hand")
        candidates = hanneke.page.locator("label.candidate")
        if candidates.count():
            break
    name = candidates.first.locator("strong").inner_text()
    candidates.first.click()
    hanneke.writes(WHY, under="Why?")
    hanneke.presses("These two, please")
    hanneke.opens("/coordinator/samen/")
    hanneke.sees(name, WHY)
    return hanneke.page.locator("main article strong").first.inner_text().split(" + ")


def files_of(hanneke):
    """The unpacked archive of the newest round, by its page; and the command that the page gives to check it."""
    hanneke.opens("/coordinator/ronde/")
    hanneke.follows(hanneke.page.locator("main a[href*='/coordinator/ronde/']").first)
    hanneke.unfolds("Proof of this round")
    command = hanneke.page.locator("main pre code").inner_text()
    link = hanneke.page.get_by_role("link", name=hanneke.words("Download the files of this round"))
    return zipfile.ZipFile(io.BytesIO(hanneke.downloads(link))), command


def check(command, *, in_folder):
    """As somebody who has the engine, and nothing else of ours, would type it."""
    python, *rest = command.split()
    assert python == "python"
    told = {"cwd": in_folder, "env": os.environ | {"PYTHONPATH": str(folders.ROOT)}}
    return subprocess.run([sys.executable, *rest], capture_output=True, text=True, check=False, **told)


def test_a_published_round_with_a_pinned_pair_is_proved_from_its_files(hanneke, tmp_path):
    hanneke.logs_in()
    newcomer, volunteer = pins_two(hanneke)
    hanneke.opens("/coordinator/samen/")
    hanneke.presses_and_waits("Look for pairs now", until="Publish this round")
    pinned = hanneke.page.locator("main tr", has_text=hanneke.words("decided by hand"))
    assert {newcomer, volunteer} <= set(pinned.locator("bdi").all_inner_texts())
    hanneke.presses("Publish this round")

    archive, command = files_of(hanneke)
    archive.extractall(tmp_path / "round")
    proved = check(command, in_folder=tmp_path / "round")

    assert (proved.returncode, proved.stdout) == (0, "everything holds: pairs, capacity, who, with whom\n")
    report_file = tmp_path / "round" / "report.json"
    report = json.loads(report_file.read_text())
    assert report["counts"]["pinned"] == 1
    report["objectives"]["score"] -= 1
    report_file.write_text(json.dumps(report))
    assert check(command, in_folder=tmp_path / "round").returncode == 1
