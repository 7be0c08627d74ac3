"""Mails that the mail catcher kept, as they were sent."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

from notifications import sms_text


@dataclass(frozen=True, kw_only=True)
class Mail:
    """One mail or SMS: ``name`` is its file without ending; ``html`` is empty when it has only text.

    ``sms_parts`` is how many parts an SMS took, 0 for a mail.
    """

    name: str
    to: str
    subject: str
    sent_at: datetime | None
    text: str
    html: str
    language: str
    sms_parts: int


def _folder() -> Path:
    return Path(settings.MAILBOX_FOLDER or settings.ROOT / "var" / "mailbox")


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body(preferencelist=(kind,))
    if not isinstance(part, EmailMessage):
        return ""
    try:
        return str(part.get_content())
    except LookupError:  # an alphabet that nobody knows
        return str(part.get_payload())


def _language(mail: EmailMessage) -> str:
    """One of our own languages: somebody else's mail may claim anything."""
    given = str(mail["Content-Language"] or "")
    return given if given in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _read(path: Path) -> Mail:
    mail = message_from_bytes(path.read_bytes(), policy=policy.default)
    text = _part(mail, "plain")
    return Mail(
        name=path.stem,
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        sent_at=getattr(mail["Date"], "datetime", None),
        text=text,
        html=_part(mail, "html"),
        language=_language(mail),
        sms_parts=sms_text.size(text.strip()).parts if mail["X-Taalmaatje-Channel"] == "sms" else 0,
    )


def newest_first(wanted: str = "", limit: int = 100) -> Iterator[Mail]:
    """The newest mails, of which the receiver or the subject holds the wanted text."""
    found = 0
    for path in sorted(_folder().glob("[0-9]*.eml"), reverse=True):
        mail = _read(path)
        if wanted.casefold() in f"{mail.to} {mail.subject}".casefold():
            yield mail
            found += 1
            if found == limit:
                return


def get(name: str) -> Mail | None:
    """One mail, or None when there is none of this name."""
    path = _folder() / f"{name}.eml"
    return _read(path) if path.is_file() else None
