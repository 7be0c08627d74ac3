"""From a row to the words of one message, in the language of its reader."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from notifications import links
from notifications.address_book import Address
from notifications.kinds import Kind
from notifications.models import Message


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """Subject without line breaks, text and HTML, and the language that they are in."""

    subject: str
    text: str
    html: str
    language: str


def language_of(address: Address) -> str:
    """The reader's language, when the product has it; else Dutch."""
    known = {code for code, _name in settings.LANGUAGES}
    return address.language if address.language in known else settings.LANGUAGE_CODE


def render(message: Message, kind: Kind, address: Address, context: Mapping[str, str | int]) -> Rendered:
    """The message as it leaves now. A link that it holds is made here, since only its hash is kept."""
    language = language_of(address)
    given = {**context, "call_name": address.call_name, "site_url": settings.SITE_URL, "language": language}
    if kind.path is not None:
        given["link"] = links.make_link(
            recipient_id=message.recipient_id,
            municipality=message.municipality,
            purpose=kind.name,
            path=kind.path(message.subject_id),
            expires_at=message.expires_at + kind.lifetime,
        )
    with translation.override(language):
        given["direction"] = "rtl" if translation.get_language_bidi() else "ltr"
        subject = " ".join(render_to_string(f"{kind.template}.subject.txt", given).split())
        text = render_to_string(f"{kind.template}.txt", given).strip() + "\n"
        html = render_to_string(f"{kind.template}.html", given)
    return Rendered(subject=subject, text=text, html=html, language=language)
