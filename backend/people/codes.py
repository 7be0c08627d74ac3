"""The digits of a login code."""

from uuid import UUID

from django.utils.crypto import salted_hmac

DIGITS = 6


def digits_of(code_id: UUID) -> str:
    """They follow from the id of the code and the secret key, so that they are stored nowhere."""
    seal = salted_hmac("people.login", str(code_id), algorithm="sha256").digest()
    return f"{int.from_bytes(seal[:8]) % 10**DIGITS:0{DIGITS}d}"
