"""The coordinator's letters, and every kind of message to look at."""

import time
from datetime import timedelta

import pytest
from django.utils import translation

from backend.people import messages
from notifications import kinds
from notifications.models import Message
from notifications.rendering import in_words, notice
from tests import make
from tests.frontend.coordinator.test_on_behalf import told

pytestmark = pytest.mark.usefixtures("town")
LETTERS = "/coordinator/brieven/"
KINDS = "/coordinator/berichten/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.fixture
def browser():
    return make.browser_of(make.coordinator().account)


def letter_to(name, language="nl", **about):
    account = make.account(full_name=name, mail="", phone="", postal="Markt 1\n4101 BV Culemborg", language=language)
    person = make.newcomer(account=account, **about)
    messages.owe_welcome(messages.WELCOME_NEWCOMER, person, now=make.NOON - timedelta(hours=1))
    return Message.objects.get(recipient_id=account.pk)


class TestALetter:
    def test_waits_for_a_coordinator_of_the_town_and_is_printed_and_sent(self, browser):
        written = [letter_to("Amina Yusuf", "ar"), letter_to("Jan de Vries")]
        assert "Amina Yusuf" in browser.get(LETTERS).content.decode()

        given = {"letter": [str(message.pk) for message in written]}
        assert browser.post(LETTERS, given | {"deed": "print"}).content.startswith(b"%PDF")
        assert Message.objects.filter(sent_at=None).count() == 2
        for _twice in range(2):
            browser.post(LETTERS, given | {"deed": "sent"})

        assert Message.objects.filter(sent_at=make.NOON).count() == 2
        assert "Amina Yusuf" not in browser.get(LETTERS).content.decode()

    def test_says_why_it_is_sent_and_in_which_language(self, browser):
        letter_to("Amina Yusuf", "ar")

        page = browser.get(LETTERS).content.decode()

        assert "Meteen na het aanmelden." in page
        assert "Arabisch" in page

    def test_beyond_the_first_hundred_says_how_many_there_are(self, browser, monkeypatch):
        monkeypatch.setattr("notifications.letters.AT_ONCE", 2)
        for number in range(3):
            letter_to(f"Person {number}")

        assert "Dit zijn de eerste 2 van 3." in browser.get(LETTERS).content.decode()

    def test_of_another_town_is_neither_seen_nor_sent(self, browser):
        message = letter_to("Amina Yusuf")
        Message.objects.update(municipality=make.OTHER_TOWN)

        browser.post(LETTERS, {"letter": str(message.pk), "deed": "sent"})

        assert "Amina Yusuf" not in browser.get(LETTERS).content.decode()
        assert Message.objects.get().sent_at is None

    def test_that_is_no_longer_true_is_not_printed(self, browser):
        message = letter_to("Amina Yusuf", left_on=make.MONDAY)

        answer = browser.post(LETTERS, {"letter": str(message.pk), "deed": "print"}, follow=True)

        assert not answer.content.startswith(b"%PDF")

    def test_page_costs_the_same_for_many_as_for_one(self, browser, django_assert_num_queries):
        letter_to("One")
        browser.get(LETTERS)
        with django_assert_num_queries(7) as counted:
            browser.get(LETTERS)
        for number in range(20):
            letter_to(f"Person {number}")

        with django_assert_num_queries(len(counted)):
            browser.get(LETTERS)


class TestTheKinds:
    def test_are_all_listed(self, browser):
        page = browser.get(KINDS).content.decode()

        assert all(f"{KINDS}{kind.name}/" in page for kind in kinds.every())

    @pytest.mark.parametrize("kind", [kind.name for kind in kinds.every()])
    def test_can_be_read_in_arabic_from_right_to_left(self, browser, kind):
        answer = browser.get(f"{KINDS}{kind}/?taal=ar")

        assert answer.status_code == 200
        assert 'lang="ar" dir="rtl"' in answer.content.decode()

    def test_stand_there_as_mail_sms_letter_and_notice_in_the_words_that_are_sent(self, browser):
        kind = kinds.get("reminder_day_before_newcomer")
        with translation.override("nl"):
            given = {**kind.sample(), "call_name": "Amina"}
        page = browser.get(f"{KINDS}{kind.name}/?taal=nl").context

        assert page["notice"] == notice(kind, language="nl", context=given)
        assert page["letter"].text == page["mail"].text
        assert "/uit/" in page["letter"].text

    def test_of_which_none_stands_on_the_own_page_say_so(self, browser):
        page = browser.get(f"{KINDS}login_code/").context

        assert page["notice"] is None

    @pytest.mark.parametrize("language", ["nl", "ar"])
    def test_have_a_letter_on_paper_the_same_all_day(self, browser, language):
        path = f"{KINDS}welcome_newcomer/brief.pdf?taal={language}"
        answer = browser.get(path)
        time.sleep(1.1)  # a paper that knew the second would be another one

        assert answer.content.startswith(b"%PDF")
        assert browser.get(path).content == answer.content
        assert browser.get(f"{KINDS}unknown/brief.pdf").status_code == 404

    @pytest.mark.parametrize("kind", kinds.every(), ids=lambda kind: kind.name)
    def test_leave_one_empty_line_between_paragraphs_and_give_paper_a_link_to_scan(self, kind):
        link = "http://localhost/m/abc/"

        given = {**kind.sample(), "call_name": "Amina"} | ({"link": link} if kind.path else {})
        letter = in_words(kind, channel="letter", language="nl", context=given)

        assert "\n\n\n" not in letter.text
        assert letter.link == (link if kind.path else "")

    def test_one_that_is_not_there_is_not_found(self, browser):
        assert browser.get(f"{KINDS}unknown/").status_code == 404


def test_who_was_called_leaves_the_list_and_nobody_of_another_town_does(browser):
    here, elsewhere = letter_to("Amina Yusuf"), letter_to("Jan de Vries")
    Message.objects.update(dead_at=make.NOON, why="refused")
    Message.objects.filter(pk=elsewhere.pk).update(municipality=make.OTHER_TOWN)
    assert "Amina Yusuf" in browser.get("/coordinator/bellen/").content.decode()

    for message in (here, elsewhere):
        browser.post("/coordinator/bellen/", {"person": str(message.recipient_id)})
    browser.post("/coordinator/bellen/", {"person": "nobody"})

    assert "Amina Yusuf" not in browser.get("/coordinator/bellen/").content.decode()
    assert Message.objects.get(pk=elsewhere.pk).handled_at is None


def test_somebody_without_phone_and_mail_is_registered_and_hears_by_letter(browser):
    given = told(phone="", postal="Markt 1\r\n4101 BV Culemborg")

    answer = browser.post("/coordinator/aanmelden/nieuwkomer/", given)

    assert answer.status_code == 302, answer.context["form"].errors
    assert Message.objects.get().channel == "letter"


def test_the_board_says_how_many_letters_wait(browser):
    letter_to("Amina Yusuf")

    assert "/coordinator/brieven/" in browser.get("/coordinator/").content.decode()
    Message.objects.all().delete()
    assert "/coordinator/brieven/" not in browser.get("/coordinator/").content.decode()
