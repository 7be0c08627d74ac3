"""From a row to the words of one message, in the language of its reader."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from notifications import links, sms_text
from notifications.address_book import Address
from notifications.kinds import CalendarPart, Context, Kind
from notifications.models import Message

MY_PAGE = "/mijn/"


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What the channel of a message needs, and the language that it is in.

    ``text`` is the mail, the SMS or the letter; subject and ``html`` are empty for an SMS, ``html`` for a letter.
    ``unsubscribe`` is the address that declines messages about this topic (RFC 8058), empty when there is none.
    ``calendar`` goes with a mail, ``link`` with a letter, where it is hard to type.
    """

    subject: str
    text: str
    html: str
    language: str
    unsubscribe: str = ""
    link: str = ""
    calendar: tuple[CalendarPart, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Notice:
    """The same words for a list: what it is about, and one or two sentences."""

    subject: str
    words: str


def language_of(address: Address) -> str:
    """The reader's language, when the product has it; else Dutch."""
    known = {code for code, _name in settings.LANGUAGES}
    return address.language if address.language in known else settings.LANGUAGE_CODE


def render(message: Message, kind: Kind, address: Address, context: Context) -> Rendered:
    """The message as it leaves now. A link that it holds is made here, since only its hash is kept."""
    language = language_of(address)
    given = {**context, "call_name": address.call_name}
    if kind.path is not None:
        given["link"] = links.make_link(
            recipient_id=message.recipient_id,
            municipality=message.municipality,
            purpose=kind.name,
            path=kind.path(message.subject_id),
            expires_at=message.expires_at + kind.lifetime,
        )
    if kind.topic is not None:
        given["unsubscribe"] = links.unsubscribe_link(recipient_id=message.recipient_id, topic=kind.topic)
    words = in_words(kind, channel=message.channel, language=language, context=given)
    if kind.calendar is None or message.channel != "mail":
        return words
    return replace(words, calendar=tuple(kind.calendar(message.subject_id, message.recipient_id, message.owed_at)))


def render_digest(message: Message, address: Address, texts: Sequence[tuple[Kind, Context]]) -> Rendered:
    """Several messages to one reader as one mail, with one link to the own page."""
    language = language_of(address)
    link = links.make_link(
        recipient_id=message.recipient_id,
        municipality=message.municipality,
        purpose="digest",
        path=MY_PAGE,
        expires_at=message.expires_at + max(kind.lifetime for kind, _context in texts),
    )
    notices = [notice(kind, language=language, context=context) for kind, context in texts]
    given = {"call_name": address.call_name, "link": link, "notices": notices, "count": len(notices)}
    return _as_mail("messages/_digest", language, given)


def notice(kind: Kind, *, language: str, context: Context) -> Notice:
    """The words of a kind for a list."""
    with translation.override(language):
        words = render_to_string(f"{kind.template}.sms.txt", dict(context)).strip()
        return Notice(subject=_subject(kind.template, context), words=words.removesuffix(":"))


def in_words(kind: Kind, *, channel: str, language: str, context: Context) -> Rendered:
    """The words of a kind for one channel; ``context`` holds ``call_name`` and perhaps ``link``."""
    if channel == "mail":
        return _as_mail(kind.template, language, context)
    with translation.override(language):
        if channel == "sms":
            return Rendered(subject="", text=_sms(kind, context), html="", language=language)
        return Rendered(
            subject=_subject(kind.template, context),
            text=_text(kind.template, _of_page(language, context)),
            html="",
            language=language,
            link=str(context.get("link", "")),
        )


def _as_mail(template: str, language: str, context: Mapping[str, Any]) -> Rendered:
    with translation.override(language):
        given = _of_page(language, context)
        return Rendered(
            subject=_subject(template, given),
            text=_text(template, given),
            html=render_to_string(f"{template}.html", given),
            language=language,
            unsubscribe=str(context.get("unsubscribe", "")),
        )


def _of_page(language: str, context: Mapping[str, Any]) -> dict[str, Any]:
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    return {**context, "site_url": settings.SITE_URL, "language": language, "direction": direction}


def _text(template: str, given: Mapping[str, Any]) -> str:
    """Paragraphs with one empty line between them, whatever a template left out."""
    return re.sub(r"\n{3,}", "\n\n", render_to_string(f"{template}.txt", dict(given)).strip()) + "\n"


def _subject(template: str, given: Mapping[str, Any]) -> str:
    return " ".join(render_to_string(f"{template}.subject.txt", dict(given)).split())


def _sms(kind: Kind, given: Context) -> str:
    words = render_to_string(f"{kind.template}.sms.txt", dict(given))
    return sms_text.plain(f"{words.strip()}\n{given.get('link', '')}")
