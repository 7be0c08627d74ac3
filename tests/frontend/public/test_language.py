"""The reader's language: of the account, else of the cookie, else of the browser, else Dutch."""

import pytest
from django.test import Client
from django.utils import translation

from backend.people.models import Account
from tests import make

pytestmark = pytest.mark.django_db


def language_of(browser, address="/privacy/"):
    return browser.get(address).headers["Content-Language"]


def choose(browser, language, **about):
    return browser.post("/taal/", {"language": language, "next": "/privacy/"} | about)


@pytest.mark.parametrize(
    ("accepts", "language"), [("ar-SY,ar;q=0.9,en;q=0.8", "ar"), ("en-GB", "en"), ("ti,so", "nl"), ("", "nl")]
)
def test_a_stranger_reads_what_the_browser_speaks_else_dutch(accepts, language):
    assert language_of(Client(headers={"accept-language": accepts})) == language


def test_the_choice_of_a_stranger_is_kept_in_a_cookie():
    browser = Client(headers={"accept-language": "en"})

    response = choose(browser, "ar")

    assert response.headers["Location"] == "/privacy/"
    assert response.cookies["language"]["samesite"] == "Lax"
    assert language_of(browser) == "ar"


def test_the_choice_of_somebody_who_is_logged_in_is_kept_with_the_account():
    account = make.account(language="nl")

    choose(make.browser_of(account), "ar")

    assert Account.objects.get(pk=account.pk).language == "ar"
    assert language_of(make.browser_of(account)) == "ar"


def test_the_account_goes_before_the_browser():
    browser = make.browser_of(make.account(language="ar"))

    page = browser.get("/privacy/", headers={"accept-language": "en"})

    assert '<html lang="ar" dir="rtl">' in page.content.decode()


def test_a_language_that_is_no_longer_offered_becomes_that_of_the_browser():
    assert language_of(make.browser_of(make.account(language="tlh"))) == "nl"


def test_a_language_that_we_do_not_speak_changes_nothing():
    account = make.account(language="en")

    choose(make.browser_of(account), "tlh")

    assert Account.objects.get(pk=account.pk).language == "en"


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", ""])
def test_the_way_back_never_leads_to_another_site(address):
    assert choose(Client(), "en", next=address).headers["Location"] == "/"


def test_reading_changes_no_language():
    assert Client().get("/taal/").status_code == 405


def test_caches_keep_the_languages_apart():
    vary = Client().get("/privacy/").headers["Vary"]

    assert "Accept-Language" in vary
    assert "Cookie" in vary


def test_the_process_has_no_language_left_after_a_request():
    before = translation.get_language()

    Client(headers={"accept-language": "ar"}).get("/privacy/")

    assert translation.get_language() == before
