"""What people choose about how we speak to them."""

from uuid import UUID

from django.conf import settings

from backend.people.models import Account


class UnknownLanguage(Exception):
    """We do not speak this language (yet)."""


def choose_language(*, account_id: UUID, language: str) -> None:
    """Pages and messages are in this language from now on.

    Raises:
        UnknownLanguage: it is none of ``settings.LANGUAGES``.
    """
    if language not in dict(settings.LANGUAGES):
        raise UnknownLanguage
    Account.objects.filter(pk=account_id).update(language=language)
