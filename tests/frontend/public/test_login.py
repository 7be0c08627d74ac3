"""Logging in on the pages: with a code, as one of a family, with a link, and out again."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope

from backend.people import login
from backend.people.codes import digits_of
from backend.people.models import LoginCode
from backend.places import clock
from notifications import links
from notifications.models import Message
from tests import make
from tests.backend.people.test_messages import words_of
from tests.frontend.public import visitor

pytestmark = pytest.mark.django_db

MAIL = "amina@example.org"


@pytest.fixture
def browser():
    return visitor.in_language("en")


def ask(browser, contact=MAIL):
    return browser.post("/inloggen/", {"contact": contact})


def newest_code():
    return digits_of(LoginCode.objects.order_by("-asked_at").values_list("pk", flat=True)[0])


def text_of(page):
    """What a reader sees, without what differs in every answer."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def newcomer(**about):
    with scope(municipality=make.TOWN):
        return make.newcomer(account=make.account(**{"mail": MAIL} | about)).account


class TestLoggingIn:
    def test_with_the_code_of_the_message_leads_to_the_own_page(self, browser):
        newcomer()
        ask(browser)
        login.take_up(clock.now())
        [code] = re.findall(r"\b\d{6}\b", words_of(Message.objects.get()).text)

        response = browser.post("/inloggen/code/", {"code": code})

        assert response.headers["Location"] == "/mijn/"
        assert browser.get("/mijn/").headers["Location"] == reverse("newcomer:home")

    def test_leads_to_the_page_that_was_asked_for(self, browser):
        newcomer()
        browser.get("/inloggen/?next=/privacy/")
        ask(browser)

        response = browser.post("/inloggen/code/", {"code": newest_code()})

        assert response.headers["Location"] == "/privacy/"

    @pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
    def test_never_leads_to_another_site(self, browser, address):
        newcomer()
        browser.get("/inloggen/", {"next": address})
        ask(browser)

        response = browser.post("/inloggen/code/", {"code": newest_code()})

        assert response.headers["Location"] == "/mijn/"

    def test_gives_the_session_a_new_key(self, browser):
        newcomer()
        ask(browser)
        before = browser.session.session_key

        browser.post("/inloggen/code/", {"code": newest_code()})

        assert browser.session.session_key != before

    def test_lets_a_phone_fill_in_the_code_and_anybody_paste_it(self, browser):
        ask(browser)

        page = text_of(browser.get("/inloggen/code/"))

        assert 'autocomplete="one-time-code"' in page
        assert 'inputmode="numeric"' in page

    def test_by_phone_says_what_to_do_as_long_as_no_messages_go_to_phones(self, browser):
        ask(browser, "06 12345678")

        assert "call your coordinator" in text_of(browser.get("/inloggen/code/"))

    def test_by_phone_says_that_an_sms_comes_where_these_are_sent(self, browser, settings):
        settings.NOTIFY_API_KEY = "a-key"
        ask(browser, "06 12345678")

        page = text_of(browser.get("/inloggen/code/"))

        assert "an SMS from us within a minute" in page
        assert "call your coordinator" not in page

    def test_holds_for_a_working_day_for_staff_and_longer_for_others(self, browser):
        with scope(municipality=make.TOWN):
            make.coordinator(account=make.account(mail="work@example.org"))
        newcomer()

        ages = []
        for contact in ("work@example.org", MAIL):
            ask(browser, contact)
            browser.post("/inloggen/code/", {"code": newest_code()})
            ages.append(browser.session.get_expiry_age())
            browser.post("/uitloggen/")

        assert ages[0] <= 12 * 60 * 60 < ages[1]


class TestMistakes:
    def test_a_wrong_code_can_be_typed_again(self, browser):
        newcomer()
        ask(browser)

        page = browser.post("/inloggen/code/", {"code": "12"})

        assert page.status_code == 422
        assert "not the code" in page.content.decode()
        assert browser.post("/inloggen/code/", {"code": newest_code()}).status_code == 302

    def test_after_five_a_new_code_is_needed(self, browser):
        newcomer()
        ask(browser)
        for _ in range(login.MAX_WRONG_TRIES):
            browser.post("/inloggen/code/", {"code": "12"})

        page = browser.post("/inloggen/code/", {"code": newest_code()})

        assert page.status_code == 422
        assert "Ask for a new code" in page.content.decode()

    def test_a_code_pressed_twice_is_no_mistake(self, browser):
        newcomer()
        ask(browser)
        code = newest_code()
        browser.post("/inloggen/code/", {"code": code})

        assert browser.post("/inloggen/code/", {"code": code}).headers["Location"] == "/mijn/"

    @pytest.mark.parametrize("typed", ["", "amina", "amina@", "0612"])
    def test_in_the_contact_keep_what_was_typed(self, browser, typed):
        page = ask(browser, typed)

        assert page.status_code == 422
        assert f'value="{typed}"' in page.content.decode() or not typed

    def test_asking_for_too_many_codes_says_to_wait(self, browser):
        for _ in range(5):
            ask(browser)

        page = ask(browser)

        assert page.status_code == 422
        assert "wait a quarter of an hour" in page.content.decode()
        assert 'href="/inloggen/code/"' in page.content.decode()  # the last one that was sent still works


class TestAStranger:
    def test_sees_the_same_pages_as_somebody_we_know(self):
        newcomer(mail="known@example.org")
        seen = []
        for contact in ("known@example.org", "stran@example.org"):
            browser = visitor.in_language("en")
            pages = [ask(browser, contact), browser.get("/inloggen/code/")]
            pages += [browser.post("/inloggen/code/", {"code": "000"})]
            seen.append(
                [
                    (page.status_code, page.headers.get("Location"), text_of(page).replace(contact, ""))
                    for page in pages
                ]
            )

        assert seen[0] == seen[1]

    def test_costs_the_same_queries_as_somebody_we_know(self):
        newcomer(mail="known@example.org")
        counts = set()
        for contact in ("known@example.org", "strange@example.org"):
            with CaptureQueriesContext(connection) as captured:
                ask(visitor.in_language("en"), contact)
            counts.add(len(captured))

        assert len(counts) == 1


class TestAFamily:
    PHONE = "+31612345678"

    def test_chooses_who_it_is_and_is_that_person(self, browser):
        newcomer(mail="", phone=self.PHONE, call_name="Amina")
        ruta = newcomer(mail="", phone=self.PHONE, call_name="Ruta")
        ask(browser, self.PHONE)

        response = browser.post("/inloggen/code/", {"code": newest_code()})
        names = text_of(browser.get("/wie-ben-je/"))
        chosen = browser.post("/wie-ben-je/", {"person": ruta.pk})

        assert response.headers["Location"] == "/wie-ben-je/"
        assert "Amina" in names
        assert "Ruta" in names
        assert chosen.headers["Location"] == "/mijn/"
        assert browser.session["_auth_user_id"] == str(ruta.pk)

    def test_cannot_become_somebody_outside(self, browser):
        newcomer(mail="", phone=self.PHONE)
        newcomer(mail="", phone=self.PHONE)
        outsider = newcomer(mail="other@example.org")
        ask(browser, self.PHONE)
        browser.post("/inloggen/code/", {"code": newest_code()})

        page = browser.post("/wie-ben-je/", {"person": outsider.pk})

        assert page.status_code == 422
        assert "_auth_user_id" not in browser.session

    def test_shows_no_names_to_who_did_not_type_a_code(self, browser):
        newcomer(mail="", phone=self.PHONE)
        ask(browser, self.PHONE)

        assert browser.get("/wie-ben-je/").headers["Location"] == "/inloggen/"


class TestLoggingOut:
    def test_forgets_who_was_here(self, browser):
        browser = make.browser_of(newcomer())

        browser.post("/uitloggen/")

        assert browser.get("/mijn/").headers["Location"].startswith("/inloggen/")

    def test_does_not_happen_by_reading_a_page(self):
        browser = make.browser_of(newcomer())

        assert browser.get("/uitloggen/").status_code == 405
        assert "_auth_user_id" in browser.session


def link_for(account, *, path="/privacy/", expires_in=timedelta(hours=1)):
    address = links.make_link(
        recipient_id=account.pk,
        municipality=make.TOWN,
        purpose="test",
        path=path,
        expires_at=clock.now() + expires_in,
    )
    return "/" + address.split("/", 3)[3]


class TestALinkInAMail:
    def test_changes_nothing_when_a_scanner_reads_it(self, browser):
        address = link_for(newcomer())

        page = browser.get(address)
        browser.head(address)

        assert page.status_code == 200
        assert "_auth_user_id" not in browser.session

    def test_lets_the_browser_say_where_its_button_was_pressed(self, browser):
        page = browser.get(link_for(newcomer()))

        # with "no-referrer" a browser sends "Origin: null" with the form, which is refused as forged
        assert page.headers["Referrer-Policy"] == "same-origin"

    def test_logs_in_for_two_hours_by_its_button_and_shows_a_clean_address(self, browser):
        amina = newcomer()

        response = browser.post(link_for(amina))

        assert response.headers["Location"] == "/privacy/"
        assert browser.session["_auth_user_id"] == str(amina.pk)
        assert browser.session["via_link"] is True
        assert browser.session.get_expiry_age() <= 2 * 60 * 60

    def test_does_not_shorten_the_session_of_who_is_logged_in(self):
        amina = newcomer()
        browser = make.browser_of(amina)

        browser.post(link_for(amina))

        assert "via_link" not in browser.session

    def test_ends_the_session_of_somebody_else_in_the_family(self):
        mother, child = newcomer(), newcomer()
        browser = make.browser_of(mother)

        browser.post(link_for(child))

        assert browser.session["_auth_user_id"] == str(child.pk)

    def test_asks_staff_for_a_code_and_then_goes_on(self, browser):
        with scope(municipality=make.TOWN):
            coordinator = make.coordinator(account=make.account(mail=MAIL)).account

        response = browser.post(link_for(coordinator))

        assert response.headers["Location"] == "/inloggen/?next=%2Fprivacy%2F"
        assert "_auth_user_id" not in browser.session

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_that_is_too_old_or_unknown_shows_the_way_to_a_code(self, browser, method):
        for address in (link_for(newcomer(), expires_in=timedelta(seconds=-1)), "/m/unknown/"):
            page = getattr(browser, method)(address)

            assert page.status_code == 404
            assert "/inloggen/" in page.content.decode()
            assert "_auth_user_id" not in browser.session

    def test_of_somebody_who_was_made_inactive_does_not_work(self, browser):
        assert browser.post(link_for(newcomer(is_active=False))).status_code == 404

    def test_can_still_lead_to_a_whole_login(self, browser):
        browser.post(link_for(newcomer()))

        assert browser.get("/inloggen/").status_code == 200


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
@pytest.mark.parametrize("address", ["/inloggen/", "/inloggen/code/", "/wie-ben-je/", "/m/unknown/"])
def test_every_page_of_the_login_is_in_the_readers_direction(address, language):
    newcomer(), newcomer()
    browser = visitor.in_language(language)
    ask(browser)
    if address == "/wie-ben-je/":
        browser.post("/inloggen/code/", {"code": newest_code()})

    page = browser.get(address)

    assert f'dir="{"rtl" if language == "ar" else "ltr"}"' in page.content.decode()
