"""The private calendar of a person: an address with a secret, that only reads, and that can be made anew.

The secret has 192 bits and is stored hashed (OWASP ASVS 5.0, 7.2). Reading the calendar changes nothing; whoever
loses the address makes a new one, and the old one is worthless from that moment on.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django_scopes import scopes_disabled

from backend.meetings import icalendars
from backend.meetings.models import CalendarFeed, Meeting
from backend.people.models import Account
from backend.privacy import audit

BACK = timedelta(weeks=8)


@transaction.atomic
def make_new(*, account: Account, town: str, now: datetime) -> str:
    """The address of a new private calendar, which is shown once; an earlier address stops working."""
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    token = secrets.token_urlsafe(24)
    feed, _made = CalendarFeed.objects.update_or_create(
        account=account, defaults={"token_sha256": _hash(token), "made_at": now}
    )
    audit.note(deed="calendar.make", about=feed, town=town, by=account.pk, now=now)
    return f"{settings.SITE_URL}/agenda/{token}.ics"


@transaction.atomic
def forget(*, account: Account, town: str, now: datetime) -> None:
    """No calendar any more; without one this changes nothing."""
    for feed in CalendarFeed.objects.filter(account=account):
        audit.note(deed="calendar.forget", about=feed, town=town, by=account.pk, now=now)
        feed.delete()


def made_at(account: Account) -> datetime | None:
    """Since when this person has a private calendar; None without one."""
    return CalendarFeed.objects.filter(account=account).values_list("made_at", flat=True).first()


def read(token: str, *, now: datetime) -> bytes | None:
    """The calendar behind a token (RFC 5545); None for a token that opens nothing. Changes nothing."""
    feed = CalendarFeed.objects.filter(token_sha256=_hash(token)).select_related("account").first()
    if feed is None or not feed.account.is_active:
        return None
    with scopes_disabled(), translation.override(_language(feed.account)):
        return icalendars.calendar(_meetings_of(feed.account, now=now), reader=feed.account)


def _language(account: Account) -> str:
    known = {code for code, _name in settings.LANGUAGES}
    return account.language if account.language in known else settings.LANGUAGE_CODE


def _meetings_of(account: Account, *, now: datetime) -> list[Meeting]:
    mine = Meeting.objects.filter(attendances__account=account, starts_at__gt=now - BACK)
    return list(mine.for_calendar().order_by("starts_at", "pk"))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
