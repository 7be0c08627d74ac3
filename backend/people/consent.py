"""What people agree to when they sign up: which text, when, and who wrote it down for them.

AVG art. 7 lid 1: whoever asks for consent must be able to show that it was given. A text is therefore kept
under its version (``frontend/templates/consent/<version>.html``) and never changed once somebody agreed to
it: a new text is a new version.
"""

from datetime import datetime

from django.db import transaction

from backend.people.models import Account, Consent

VERSIONS = ("2026-11",)
CURRENT = VERSIONS[-1]


class UnknownConsentText(Exception):
    """There is no consent text with this version."""


@transaction.atomic
def give(*, town: str, account: Account, version: str, now: datetime, noted_by: Account | None = None) -> Consent:
    """Note that this person agrees; agreeing again to the same text changes nothing.

    ``noted_by`` is who wrote it down, when the person did not press the button him- or herself.

    Raises:
        UnknownConsentText: no text has this version.
    """
    if version not in VERSIONS:
        raise UnknownConsentText
    Account.objects.select_for_update(no_key=True).get(pk=account.pk)
    consent, _made = Consent.objects.get_or_create(
        municipality_id=town,
        account=account,
        text_version=version,
        withdrawn_at=None,
        defaults={"given_at": now, "noted_by": noted_by},
    )
    return consent
