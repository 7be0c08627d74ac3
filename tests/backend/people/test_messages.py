"""Messages of this room: to the contact that asked, in the reader's language, only while they are true."""

import pytest

from backend.people import login, messages
from backend.people.codes import digits_of
from notifications import address_book, kinds, preferences, rendering
from notifications.models import Message
from tests import make

pytestmark = pytest.mark.usefixtures("town")


def words_of(message):
    """The message as it would leave now; None when it would not."""
    kind = kinds.get(message.kind)
    address = address_book.addresses([message.recipient_id])[message.recipient_id]
    context = kind.context(message.subject_id, message.recipient_id)
    return context and rendering.render(message, kind, address, context)


def code_for(contact, **about):
    make.account(**about)
    code = login.ask_code(contact=contact, now=make.NOON)
    login.take_up(make.NOON)
    return code, Message.objects.get()


class TestTheCode:
    @pytest.mark.parametrize(("language", "direction"), [("nl", "ltr"), ("en", "ltr"), ("ar", "rtl")])
    def test_is_in_the_text_and_in_the_html_in_the_readers_language(self, language, direction):
        code, message = code_for("amina@example.org", mail="amina@example.org", language=language)

        words = words_of(message)

        assert words.language == language
        assert digits_of(code.pk) in words.text
        assert digits_of(code.pk) in words.html
        assert f'dir="{direction}"' in words.html
        assert digits_of(code.pk) not in words.subject

    def test_does_not_name_anybody_since_a_family_may_share_the_contact(self):
        _code, message = code_for("amina@example.org", mail="amina@example.org", call_name="Aminatou")

        assert "Aminatou" not in words_of(message).text

    def test_expires_with_the_code(self):
        code, message = code_for("amina@example.org", mail="amina@example.org")

        assert message.expires_at == code.expires_at

    def test_that_was_used_is_not_sent_any_more(self):
        code, message = code_for("amina@example.org", mail="amina@example.org")
        login.check_code(contact="amina@example.org", code=digits_of(code.pk), now=make.NOON)

        assert words_of(message) is None

    def test_goes_to_the_phone_when_the_phone_asked_even_if_there_is_a_mail_address(self):
        _code, message = code_for("+31612345678", phone="+31612345678", mail="amina@example.org")

        assert message.channel == "sms"


class TestTheWelcome:
    @pytest.mark.parametrize(
        ("kind", "role"),
        [(messages.WELCOME_NEWCOMER, make.newcomer), (messages.WELCOME_VOLUNTEER, make.volunteer)],
    )
    def test_greets_by_name_and_has_a_link_to_the_own_page(self, kind, role):
        made = role()

        messages.owe_welcome(kind, made, now=make.NOON)

        words = words_of(Message.objects.get())
        assert made.account.call_name in words.text
        assert "/m/" in words.text

    def test_is_not_sent_to_somebody_who_has_left(self):
        made = make.newcomer(left_on=make.MONDAY)

        messages.owe_welcome(messages.WELCOME_NEWCOMER, made, now=make.NOON)

        assert words_of(Message.objects.get()) is None

    def test_goes_to_the_phone_when_there_is_no_mail_address(self):
        made = make.newcomer(account=make.account(mail="", phone="+31612345678"))

        messages.owe_welcome(messages.WELCOME_NEWCOMER, made, now=make.NOON)

        assert Message.objects.get().channel == "sms"


def test_the_address_book_knows_everybody_in_two_queries(django_assert_num_queries):
    people = [make.account() for _ in range(3)]

    with django_assert_num_queries(2):
        known = address_book.addresses([person.pk for person in people])

    assert {pk: address.mail for pk, address in known.items()} == {each.pk: each.mail for each in people}


@pytest.mark.parametrize("wanted", ["", "mail", "sms", "letter"])
@pytest.mark.parametrize("mail", ["", "ria@example.org"])
@pytest.mark.parametrize("phone", ["", "+31612345678"])
def test_the_book_gives_everybody_a_channel_that_can_be_used_the_same_one_in_bulk(wanted, mail, phone):
    person = make.account(mail=mail, phone=phone, postal="Markt 1\n4101 BV Culemborg")
    preferences.choose(recipient_id=person.pk, channel=wanted, sundays_off=False, declined=[])

    channel = address_book.addresses([person.pk])[person.pk].channel

    has = {"mail": mail, "sms": phone, "letter": "x"}
    assert has[channel]
    assert channel == wanted or not wanted or not has[wanted]
    assert dict(address_book.channels()) == {person.pk: channel}
