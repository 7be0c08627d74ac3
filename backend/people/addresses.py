"""The address book that ``notifications`` looks people up in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, CharField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from backend.people.models import Account
from notifications import preferences
from notifications.address_book import Address
from notifications.models import Preference

BEST_FIRST = {"mail": "mail", "sms": "phone", "letter": "postal"}  # channel and the field that it needs


def channel_of(account: Account, wanted: str) -> str:
    """The channel that this person chose, when it can be used; else mail, else SMS, else a letter.

    ``channels`` says the same for everybody in SQL.
    """
    has = [channel for channel, field in BEST_FIRST.items() if getattr(account, field)]
    return wanted if wanted in has else has[0]


def channels() -> QuerySet[Any, Any]:
    """(id, channel) of everybody, as a queryset that can stand inside another statement."""
    chosen = Preference.objects.filter(recipient_id=OuterRef("pk")).values("channel")
    wanted = Account.objects.annotate(wanted=Coalesce(Subquery(chosen), Value("")))
    has = {channel: ~Q(**{field: ""}) for channel, field in BEST_FIRST.items()}
    is_wanted = [When(Q(wanted=channel) & there, then=Value(channel)) for channel, there in has.items()]
    is_there = [When(there, then=Value(channel)) for channel, there in has.items()]
    channel = Case(*is_wanted, *is_there, default=Value("mail"), output_field=CharField())
    everybody: QuerySet[Any, Any] = wanted.values_list("pk", channel)
    return everybody


def look_up(recipient_ids: Sequence[UUID]) -> dict[UUID, Address]:
    """How to greet and reach these people, in two queries; who is not known has no entry."""
    chosen = preferences.of(recipient_ids)
    return {
        account.pk: Address(
            recipient_id=account.pk,
            call_name=account.call_name,
            full_name=account.full_name,
            language=account.language,
            mail=account.mail,
            phone=account.phone,
            postal=account.postal,
            channel=channel_of(account, chosen[account.pk].channel),
            sundays_off=chosen[account.pk].sundays_off,
            declined=frozenset(chosen[account.pk].declined),
            is_active=account.is_active,
        )
        for account in Account.objects.filter(pk__in=recipient_ids)
    }
