"""From a row to the words of one message, in the language of its reader."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from notifications import links, sms_text
from notifications.address_book import Address
from notifications.kinds import Context, Kind
from notifications.models import Message


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What the channel of a message needs, and the language that it is in.

    ``text`` is the mail, the SMS or the letter; subject and ``html`` are empty for an SMS, ``html`` for a letter.
    """

    subject: str
    text: str
    html: str
    language: str


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
    return in_words(kind, channel=message.channel, language=language, context=given)


def in_words(kind: Kind, *, channel: str, language: str, context: Context) -> Rendered:
    """The words of a kind for one channel; ``context`` holds ``call_name`` and perhaps ``link``."""
    with translation.override(language):
        given = {
            **context,
            "site_url": settings.SITE_URL,
            "language": language,
            "direction": "rtl" if translation.get_language_bidi() else "ltr",
        }
        if channel == "sms":
            return Rendered(subject="", text=_sms(kind, given), html="", language=language)
        subject = " ".join(render_to_string(f"{kind.template}.subject.txt", given).split())
        text = render_to_string(f"{kind.template}.txt", given).strip() + "\n"
        html = render_to_string(f"{kind.template}.html", given) if channel == "mail" else ""
    return Rendered(subject=subject, text=text, html=html, language=language)


def _sms(kind: Kind, given: Context) -> str:
    words = render_to_string(f"{kind.template}.sms.txt", dict(given))
    return sms_text.plain(f"{words.strip()}\n{given.get('link', '')}")
