"""Mail by SMTP (RFC 5321), plain text and HTML (RFC 2046), with the message's own id in ``Message-ID``."""

import smtplib
import socket
from email.message import EmailMessage
from email.utils import format_datetime, formataddr, parseaddr
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from backend.places import clock
from notifications.address_book import Address
from notifications.channels import Doubtful, Refused, TryLater
from notifications.rendering import Rendered

PERMANENT = 500


class Mail:
    """One SMTP conversation a message; a broken one cannot harm another message."""

    name = "mail"

    def reaches(self, address: Address) -> bool:
        """Whether a mail address is known."""
        return bool(address.mail)

    def send(self, message_id: UUID, address: Address, rendered: Rendered) -> str:
        """Hand the message to the mail server.

        Raises:
            Refused: answer 5xx.
            TryLater: answer 4xx, or no connection.
            Doubtful: the connection broke off while the text was handed over.
        """
        mail = _compose(message_id, address, rendered)
        try:
            server = self._connect()
        except smtplib.SMTPResponseException as error:
            raise TryLater(f"{error.smtp_code}") from error
        except (OSError, smtplib.SMTPException) as error:
            raise TryLater(type(error).__name__) from error
        try:
            return self._hand_over(server, mail, address.mail)
        finally:
            server.close()

    @staticmethod
    def _connect() -> smtplib.SMTP:
        kind = smtplib.SMTP_SSL if settings.EMAIL_USE_SSL else smtplib.SMTP
        server = kind(settings.EMAIL_HOST, settings.EMAIL_PORT, timeout=settings.EMAIL_TIMEOUT)
        if settings.EMAIL_USE_TLS:
            server.starttls()
        if settings.EMAIL_HOST_USER:
            server.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
        return server

    @staticmethod
    def _hand_over(server: smtplib.SMTP, mail: EmailMessage, to: str) -> str:
        sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
        handed_over = False
        try:
            server.ehlo_or_helo_if_needed()
            for code, answer in (server.mail(sender), server.rcpt(to)):
                _judge(code, answer)
            handed_over = True
            code, answer = server.data(mail.as_bytes(policy=mail.policy.clone(linesep="\r\n")))
        except smtplib.SMTPResponseException as error:
            _judge(error.smtp_code, error.smtp_error)
            raise TryLater(str(error.smtp_code)) from error
        except (OSError, smtplib.SMTPException) as error:
            raise (Doubtful if handed_over else TryLater)(type(error).__name__) from error
        _judge(code, answer)
        return f"{code} {answer.decode(errors='replace')}"[:200]


def _judge(code: int, answer: bytes | str) -> None:
    if code // 100 in {2, 3}:
        return
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    raise (Refused if code >= PERMANENT else TryLater)(f"{code} {text}"[:200])


def _compose(message_id: UUID, address: Address, rendered: Rendered) -> EmailMessage:
    mail = EmailMessage()
    mail["Subject"] = rendered.subject
    mail["From"] = settings.DEFAULT_FROM_EMAIL
    mail["To"] = formataddr((address.call_name, address.mail))
    mail["Date"] = format_datetime(clock.now())
    mail["Message-ID"] = f"<{message_id}@{urlsplit(settings.SITE_URL).hostname or socket.gethostname()}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(rendered.text)
    mail.add_alternative(rendered.html, subtype="html")
    mail["Content-Language"] = rendered.language  # set_content drops earlier headers of this family
    return mail
