"""Every kind of message: words in every language and channel, a sample, a reader, a moment."""

import re
import uuid

import pytest
from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.utils import translation

from notifications import kinds, overview, sms_text
from notifications.rendering import in_words, notice

KINDS = kinds.every()
LANGUAGES = [code for code, _name in settings.LANGUAGES]
LINK = "https://taalmaatje.example.org/m/0123456789abcdef0123456789abcdef/"
MOST_PARTS = 4  # what Notify takes
DIGITS = re.compile("[٠-٩۰-۹]")
EVERY_KIND = pytest.mark.parametrize("kind", KINDS, ids=[kind.name for kind in KINDS])
EVERY_LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def words(kind, channel, language):
    with translation.override(language):
        sample = kind.sample()
    given = {**sample, "call_name": "Amina"} | ({"link": LINK} if kind.path else {})
    return in_words(kind, channel=channel, language=language, context=given)


@EVERY_KIND
@EVERY_LANGUAGE
def test_a_mail_has_subject_text_and_page_in_the_language_of_its_reader(kind, language):
    mail = words(kind, "mail", language)

    assert mail.subject
    assert "\n" not in mail.subject
    assert f'lang="{language}"' in mail.html
    assert ('dir="rtl"' in mail.html) == (language == "ar")
    assert kind.path is None or (LINK in mail.text and LINK in mail.html)
    assert "{{" not in mail.text + mail.html


@EVERY_KIND
@EVERY_LANGUAGE
def test_an_sms_is_short_and_plain(kind, language):
    text = words(kind, "sms", language).text

    assert sms_text.size(text).parts <= MOST_PARTS
    assert not DIGITS.search(text)
    assert "<" not in text
    assert kind.path is None or text.endswith(LINK)
    assert language != "nl" or sms_text.size(text).is_gsm


@EVERY_KIND
@EVERY_LANGUAGE
def test_a_letter_and_a_notice_on_ones_own_page_say_it_too(kind, language):
    letter = words(kind, "letter", language)
    with translation.override(language):
        sample = kind.sample()
    shown = notice(kind, language=language, context=sample)

    assert (letter.language, letter.html) == (language, "")
    assert "Amina" in letter.text or not kind.is_notice  # a code goes to whoever shares the address
    assert letter.subject == shown.subject
    assert shown.words
    assert not any(sign in letter.text + shown.words for sign in ("{{", "{%", "<p", "http://", "None"))


@EVERY_KIND
def test_the_words_are_translated(kind):
    for channel in ("mail", "sms"):
        texts = {words(kind, channel, language).text for language in LANGUAGES}

        assert len(texts) == len(LANGUAGES)


@EVERY_KIND
def test_it_says_when_it_is_owed_in_each_language(kind):
    said = set()
    for language in LANGUAGES:
        with translation.override(language):
            said.add(str(kind.when))

    assert len(said) == len(LANGUAGES)


@pytest.mark.django_db
@EVERY_KIND
def test_about_something_that_is_gone_nothing_is_said(kind):
    try:
        said = kind.context(uuid.uuid4(), uuid.uuid4())
    except ObjectDoesNotExist:
        said = None

    assert said is None


def test_the_page_about_messages_says_what_the_kinds_say():
    page = (settings.ROOT / "docs" / "messages.md").read_text(encoding="utf-8")

    assert page == overview.as_markdown(), "manage.py describe_messages > docs/messages.md"


def test_the_law_looks_at_the_kinds_of_every_room():
    rooms = {getattr(kind.context, "say", kind.context).__module__.split(".")[1] for kind in KINDS}

    assert rooms >= {"people", "pairs", "meetings"}
