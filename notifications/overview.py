"""Every kind of message as one table for whoever reads about them: ``docs/messages.md`` holds it."""

from datetime import timedelta

from django.utils import translation

from notifications import kinds
from notifications.calm import MOST_A_DAY, QUIET_FROM, QUIET_UNTIL
from notifications.digest import FROM
from notifications.kinds import Kind, OnDoubt, Reader, Topic, Urgency

READERS = {
    Reader.NEWCOMER: "newcomer",
    Reader.VOLUNTEER: "volunteer",
    Reader.EITHER: "newcomer and volunteer",
    Reader.COORDINATOR: "coordinator",
    Reader.ADVISER: "confidential adviser",
    Reader.ANYBODY: "everybody",
}
REPEATS = {OnDoubt.REPEAT_ONCE: "once", OnDoubt.NEVER: "never", OnDoubt.HUMAN: "a person decides"}
TOPICS = {Topic.REMINDERS: "reminders", Topic.QUESTIONS: "questions", Topic.NEWS: "news"}
_HEAD = f"""# Messages: who hears what, and when

Written by `manage.py describe_messages` from the kinds that the rooms register; a test compares it.

A message is owed once for what it is about, whatever the channel (mail, SMS or letter, as its reader likes), in its \
reader's language. It is written at the moment of sending: what is not true any more by then does not leave. What is \
too late is not sent. "Any" hour is the night too; the others wait from {QUIET_FROM:%H:%M} to {QUIET_UNTIL:%H:%M}, \
on Sundays for who wants that, and after {MOST_A_DAY} a day, unless they would be too late then. {FROM} or more that \
are due to one reader leave in one mail; an invitation for a calendar has a mail of its own.

When a call broke off, nobody knows whether the message left. Notify is asked before a second try, so that an SMS is \
never doubled. A mail server cannot be asked: the column "again by mail" says what happens then.

| kind | who | when it is owed | makes sense for | hour | again by mail | can be declined as | own page | calendar |
| --- | --- | --- | --- | --- | --- | --- | --- | --- |
"""


def as_markdown() -> str:
    """The whole page."""
    with translation.override("en"):
        return _HEAD + "".join(map(_row, kinds.every()))


def _row(kind: Kind) -> str:
    cells = [
        f"`{kind.name}`",
        READERS[kind.who],
        str(kind.when),
        _lasts(kind.lifetime),
        "any" if kind.urgency is Urgency.NOW else "by day",
        REPEATS[kind.on_doubt],
        TOPICS[kind.topic] if kind.topic else "no",
        "yes" if kind.is_notice else "no",
        "yes" if kind.calendar else "no",
    ]
    return f"| {' | '.join(cells)} |\n"


def _lasts(lifetime: timedelta) -> str:
    minutes = round(lifetime.total_seconds() / 60)
    if minutes % 60:
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours // 24} d" if hours % 24 == 0 and hours >= 48 else f"{hours} h"
