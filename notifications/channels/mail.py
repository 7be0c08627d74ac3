"""Mail by SMTP (RFC 5321), plain text and HTML (RFC 2046), with the message's own id in ``Message-ID``."""

import smtplib
import socket
import time
from collections.abc import Sequence
from email import policy
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from backend.places import clock
from notifications.address_book import Address
from notifications.channels import Doubtful, NotThere, Refused, TryLater
from notifications.kinds import CalendarPart
from notifications.rendering import Rendered

POLICY = policy.SMTP.clone(cte_type="7bit")  # so that no server on the way has to change the text
PERMANENT = 500
CLOSING = 421


class Mail:
    """An SMTP conversation that goes on from message to message, and begins anew after anything unusual."""

    name = "mail"
    can_be_asked = False

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def reaches(self, address: Address) -> bool:
        """Whether a mail address is known."""
        return bool(address.mail)

    def send(self, message_id: UUID, address: Address, rendered: Rendered, *, not_after: float) -> str:
        """Hand the message to the mail server.

        Raises:
            Refused: answer 5xx to this receiver or this text, or a mail that cannot be written at all.
            TryLater: answer 4xx, or the conversation broke off before the text.
            NotThere: no server, or one that does not let us send.
            Doubtful: the conversation broke off while the text was handed over.
        """
        try:
            to = _in_ascii(address.mail)
            text = _compose(message_id, address.call_name, to, rendered).as_bytes()
        except ValueError as error:
            raise Refused(f"cannot be written: {type(error).__name__}") from error
        server = self._ready()
        try:
            return _hand_over(server, to, text, not_after)
        except (Refused, TryLater, Doubtful):
            self.close()
            raise

    def ask(self, message_id: UUID) -> str | None:
        """SMTP has no way to ask."""
        raise NotThere("SMTP cannot be asked")

    def close(self) -> None:
        """Drop the line; a server that is slow to say goodbye is not waited for."""
        if self._server is not None:
            self._server.close()
            self._server = None

    def _ready(self) -> smtplib.SMTP:
        """A server that has let us in and accepted our own address."""
        if self._server is not None:
            try:
                return _introduce(self._server)
            except NotThere:
                self.close()  # servers hang up after some time or some messages
        try:
            self._server = _connect()
        except (OSError, smtplib.SMTPException) as error:
            raise NotThere(_said(error)) from error
        try:
            return _introduce(self._server)
        except NotThere:
            self.close()
            raise


def _connect() -> smtplib.SMTP:
    kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
    server = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
    try:
        if settings.EMAIL_USE_TLS:
            server.starttls()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        server.ehlo_or_helo_if_needed()
    except Exception:
        server.close()
        raise
    return server


def _introduce(server: smtplib.SMTP) -> smtplib.SMTP:
    """MAIL FROM: it is about us, not about a message, so that a refusal means that nothing can be sent."""
    try:
        code, answer = server.mail(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])
        _judge(code, answer)
    except (OSError, smtplib.SMTPException, Refused, TryLater) as error:
        raise NotThere(_said(error)) from error
    return server


def _hand_over(server: smtplib.SMTP, to: str, text: bytes, not_after: float) -> str:
    try:
        code, answer = server.rcpt(to)
    except (OSError, smtplib.SMTPException) as error:
        raise TryLater(_said(error)) from error
    _judge(code, answer)
    if time.monotonic() >= not_after:
        raise TryLater("it took too long to get here")
    try:
        code, answer = server.data(text)
    except smtplib.SMTPDataError as error:  # the server did not want to hear the text
        _judge(error.smtp_code, error.smtp_error)
        raise TryLater(_said(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise Doubtful(_said(error)) from error
    _judge(code, answer)
    return _in_words(code, answer)


def _judge(code: int, answer: bytes | str) -> None:
    if 200 <= code < 300:
        return
    raise (Refused if code >= PERMANENT else NotThere if code == CLOSING else TryLater)(_in_words(code, answer))


def _said(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _in_words(error.smtp_code, error.smtp_error)
    return f"{type(error).__name__}: {error}"[:200]


def _in_words(code: int, answer: bytes | str) -> str:
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"[:200]


def _in_ascii(mail: str) -> str:
    """The address as every server takes it. Raises ValueError when its local part is not ASCII."""
    local, _, domain = mail.rpartition("@")
    return f"{local.encode('ascii').decode()}@{domain.encode('idna').decode()}"


def _compose(message_id: UUID, call_name: str, to: str, rendered: Rendered) -> EmailMessage:
    mail = EmailMessage(policy=POLICY)
    mail["Subject"] = rendered.subject
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = formataddr((" ".join(call_name.split()), to))
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message_id}@{urlsplit(settings.SITE_URL).hostname or socket.gethostname()}>"
    mail["Auto-Submitted"] = "auto-generated"
    if rendered.unsubscribe:  # RFC 2369 and 8058
        mail["List-Unsubscribe"] = f"<{rendered.unsubscribe}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(rendered.text)
    mail.add_alternative(rendered.html, subtype="html")
    _add_calendar(mail, rendered.calendar)
    mail["Content-Language"] = rendered.language  # set_content drops earlier headers of this family
    return mail


def _add_calendar(mail: EmailMessage, parts: Sequence[CalendarPart]) -> None:
    """One invitation is shown by the reader's program (RFC 6047, 2.4); all of them are files to open as well."""
    if len(parts) == 1:
        text = parts[0].body.decode()
        mail.add_alternative(text, subtype="calendar", params={"method": parts[0].method})
    for number, part in enumerate(parts, start=1):
        name = "afspraak.ics" if len(parts) == 1 else f"afspraak-{number}.ics"
        mail.add_attachment(
            part.body, maintype="text", subtype="calendar", filename=name, params={"method": part.method}
        )
