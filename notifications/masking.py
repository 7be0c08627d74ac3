"""What never stands in a log: the token of a link in a message, which lets its reader in, and of a calendar."""

import logging
import re

_TOKEN = re.compile(r"((?:/|%2F)(?:m|uit|agenda)(?:/|%2F))(?:[\w:-]|%3A)+", re.IGNORECASE)
_formatter = logging.Formatter()


def masked(text: str) -> str:
    """The text with ``/m/***`` or ``/uit/***`` in the place of every link."""
    return _TOKEN.sub(r"\1***", text)


class WithoutTokens(logging.Filter):
    """Masks whatever a handler is about to write, a traceback included. It holds nothing back."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Writes the masked words into the record, so that they hold for every handler after this one."""
        record.msg, record.args = masked(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = _formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text)
        if record.stack_info:
            record.stack_info = masked(record.stack_info)
        return True
