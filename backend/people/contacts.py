"""A contact: a mail address or a phone number, written in the one way in which we keep it."""

import re

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

HOME_REGION = "NL"  # a number without a country code is Dutch
_SHAPE = re.compile(r"\+[1-9]\d{6,14}")


class NotAPhoneNumber(Exception):
    """No telephone of any country can have this number."""


class NotAMailAddress(Exception):
    """This is not the shape of a mail address."""


def e164(text: str) -> str:
    """A phone number as people write it, in E.164 ("+31612345678"). Foreign ones begin with + or 00.

    Raises:
        NotAPhoneNumber: no country has such a number.
    """
    text = text.strip()
    if text.startswith("00"):
        text = f"+{text[2:]}"
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except phonenumbers.NumberParseException as error:
        raise NotAPhoneNumber from error
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not _exists(number) or not _SHAPE.fullmatch(written):
        raise NotAPhoneNumber
    return written


def _exists(number: phonenumbers.PhoneNumber) -> bool:
    """Dutch ranges are known for sure; of another country the length must do, for its ranges change."""
    if phonenumbers.region_code_for_country_code(number.country_code or 0) == HOME_REGION:
        return phonenumbers.is_valid_number(number)
    reason = phonenumbers.is_possible_number_with_reason(number)
    return bool(reason == phonenumbers.ValidationResult.IS_POSSIBLE)


def mail_address(text: str) -> str:
    """A mail address in lower case, without the spaces that a phone's keyboard leaves.

    Raises:
        NotAMailAddress: it is not the shape of one.
    """
    address = text.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise NotAMailAddress from error
    return address


def either(text: str) -> str:
    """Whichever of the two it is; the sign @ tells.

    Raises:
        NotAPhoneNumber: without @ and not a number.
        NotAMailAddress: with @ and not an address.
    """
    return mail_address(text) if "@" in text else e164(text)
