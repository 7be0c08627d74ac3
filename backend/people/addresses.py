"""The address book that ``notifications`` looks people up in."""

from collections.abc import Sequence
from uuid import UUID

from backend.people.models import Account
from notifications.address_book import Address


def channel_of(account: Account) -> str:
    """By mail when there is an address, else to the phone."""
    return "mail" if account.mail else "sms"


def look_up(recipient_ids: Sequence[UUID]) -> dict[UUID, Address]:
    """How to greet and reach these people, in one query; who is not known has no entry."""
    return {
        account.pk: Address(
            recipient_id=account.pk,
            call_name=account.call_name,
            language=account.language,
            mail=account.mail,
            phone=account.phone,
            channel=channel_of(account),
            is_active=account.is_active,
        )
        for account in Account.objects.filter(pk__in=recipient_ids)
    }
