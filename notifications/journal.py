"""The send journal: which message left when, in a file outside the database, so that a restored backup knows it.

One line a message, without personal data: its id, the channel and the moment.
"""

import logging
import mmap
import os
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from notifications.models import Message

log = logging.getLogger(__name__)


def note_sent(message: Message, now: datetime) -> None:
    """Add a line, on disk before the row is marked. Raises OSError when the file cannot be written."""
    if not settings.SEND_JOURNAL:
        return
    line = f"{message.pk} {message.channel} {now.isoformat()}\n".encode()
    handle = os.open(Path(settings.SEND_JOURNAL), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(handle, line)
        os.fsync(handle)
    finally:
        os.close(handle)


def note(messages: Sequence[Message], now: datetime) -> bool:
    """The same for several; False, and a line in the log, when the file cannot be written."""
    try:
        for message in messages:
            note_sent(message, now)
    except OSError:
        log.exception("A message has left, and the send journal cannot be written")
        return False
    return True


def holds(message_id: UUID) -> bool:
    """Whether the journal says that this message has left; asked only when there is doubt."""
    if not settings.SEND_JOURNAL:
        return False
    try:
        with (
            Path(settings.SEND_JOURNAL).open("rb") as file,
            mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text,
        ):
            return text.rfind(f"{message_id} ".encode()) >= 0
    except (FileNotFoundError, ValueError):  # none yet, or an empty one
        return False
