"""One's own messages: the list, the choices, and the link that declines."""

from datetime import timedelta

import pytest
from django.test import Client

from backend.people import messages
from backend.people.models import Account
from notifications import links, outbox, preferences
from notifications.kinds import Topic
from notifications.models import Message, Preference
from tests import make

pytestmark = pytest.mark.usefixtures("town")
PAGE = "/mijn/berichten/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.fixture
def amina():
    person = make.newcomer(account=make.account(language="ar", phone="+31612345678"))
    messages.owe_welcome(messages.WELCOME_NEWCOMER, person, now=make.NOON - timedelta(hours=1))
    return person.account


class TestTheList:
    def test_shows_a_message_in_the_language_of_its_reader_until_it_is_read(self, amina):
        browser = make.browser_of(amina)
        page = browser.get(PAGE).content.decode()
        assert 'dir="rtl"' in page
        assert "جديد" in page

        browser.post(PAGE, {"message": str(Message.objects.get().pk)})

        assert "جديد" not in browser.get(PAGE).content.decode()

    def test_leaves_out_what_is_no_longer_true(self, amina):
        amina.newcomer_roles.update(left_on=make.MONDAY)
        make.volunteer(account=amina)

        assert 'class="todo' not in make.browser_of(amina).get(PAGE).content.decode()

    def test_is_nobody_elses(self, amina):
        other = make.browser_of(make.newcomer().account)

        other.post(PAGE, {"message": str(Message.objects.get().pk)})

        assert 'class="todo' not in other.get(PAGE).content.decode()
        assert Message.objects.get().read_at is None

    def test_holds_no_code_to_log_in(self, amina):
        code = messages.LoginCode.objects.create(
            contact=amina.mail, asked_at=make.NOON, expires_at=make.NOON + timedelta(minutes=15)
        )
        messages.owe_code(code, now=make.NOON)

        assert make.browser_of(amina).get(PAGE).content.decode().count("<small") == 1

    def test_costs_the_same_for_a_thousand_messages_as_for_a_page(self, amina, django_assert_max_num_queries):
        about = {"recipient_id": amina.pk, "now": make.NOON, "municipality": make.TOWN}
        subject = Message.objects.get().subject_id
        for number in range(40):
            outbox.owe(messages.WELCOME_NEWCOMER, subject_id=subject, occurrence=str(number), **about)

        with django_assert_max_num_queries(35):
            make.browser_of(amina).get(PAGE)


class TestTheChoices:
    def test_are_kept(self, amina):
        browser = make.browser_of(amina)
        given = {"channel": "sms", "language": "nl", "topics": ["QUESTIONS", "NEWS"], "sundays_off": "on"}

        assert browser.post(f"{PAGE}keuzes/", given).status_code == 302

        chosen = Preference.objects.get()
        assert (chosen.channel, chosen.sundays_off, chosen.declined) == ("sms", True, ["REMINDERS"])
        assert Account.objects.get(pk=amina.pk).language == "nl"

    def test_offer_only_what_somebody_has(self, amina):
        page = make.browser_of(amina).get(f"{PAGE}keuzes/").content.decode()

        assert 'value="sms"' in page
        assert 'value="letter"' not in page

    def test_of_a_channel_that_somebody_has_not_are_refused(self, amina):
        given = {"channel": "letter", "language": "ar"}

        assert make.browser_of(amina).post(f"{PAGE}keuzes/", given).status_code == 422


class TestTheLinkThatDeclines:
    def link(self, account):
        address = links.unsubscribe_link(recipient_id=account.pk, topic=Topic.REMINDERS)
        return "/uit/" + address.split("/uit/")[1]

    def test_changes_nothing_when_it_is_only_opened(self, amina):
        for method in (Client().get, Client().head):
            assert method(self.link(amina)).status_code == 200

        assert preferences.of([amina.pk])[amina.pk].declined == []

    def test_declines_by_one_click_of_a_mail_program_twice_without_harm(self, amina):
        browser = Client(enforce_csrf_checks=True)

        for _ in range(2):
            assert browser.post(self.link(amina), {"List-Unsubscribe": "One-Click"}).status_code == 200

        assert preferences.of([amina.pk])[amina.pk].declined == ["REMINDERS"]

    def test_that_was_changed_declines_nothing(self, amina):
        assert Client().post(self.link(amina)[:-3] + "x/").status_code == 404
        assert not Preference.objects.exists()
