"""The Chromium of the browser tests, wherever it comes from."""

import os

import pytest
from playwright.sync_api import sync_playwright

from local import browser


@pytest.mark.browser
def test_a_page_is_drawn_with_its_text():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(**browser.launch_options())
        page = chromium.new_page(viewport={"width": 360, "height": 740})
        page.set_content("<h1>Samen <em>leren</em></h1>")

        assert page.inner_text("h1") == "Samen leren"
        assert page.locator("h1").bounding_box()["width"] > 100
        chromium.close()


def test_the_one_that_is_named_comes_first(monkeypatch, tmp_path):
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "my-chromium"))

    options = browser.launch_options()

    assert options["executable_path"] == str(tmp_path / "my-chromium")
    assert options["env"] == dict(os.environ)


def test_the_packed_one_gets_its_libraries_and_fonts(monkeypatch, tmp_path):
    tmp_path.joinpath("fonts.conf").touch()
    monkeypatch.setenv("CHROMIUM", str(tmp_path / "chromium"))
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/more")

    lent = browser.launch_options()["env"]

    assert lent["LD_LIBRARY_PATH"] == f"{tmp_path}/al2023/lib:/opt/more"
    assert lent["FONTCONFIG_FILE"] == f"{tmp_path}/fonts.conf"
