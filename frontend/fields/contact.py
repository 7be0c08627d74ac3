"""Phone numbers and postcodes as people write them."""

import re
from typing import Any

import phonenumbers
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

POSTCODE = re.compile(r"^([1-9]\d{3})\s*(?!SA|SD|SS)([A-Z]{2})?$")


class PhoneField(forms.CharField):
    """A Dutch number, or a foreign one with its country code. Cleaned: E.164, for example ``+31612345678``."""

    def __init__(self, **about: Any) -> None:
        widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"})
        super().__init__(widget=widget, max_length=30, **about)

    def clean(self, value: Any) -> str:
        """E.164, or an empty text.

        Raises:
            ValidationError: no phone in the world has this number.
        """
        written = super().clean(value)
        if not written:
            return ""
        dialled = re.sub(r"^00", "+", written.strip())
        try:
            number = phonenumbers.parse(dialled, "NL")
        except phonenumbers.NumberParseException:
            number = None
        if number is None or not phonenumbers.is_possible_number(number):
            raise ValidationError(
                _("Check the number. Write it like 06 12345678, or begin with + and the country code."), code="phone"
            )
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


class PostcodeField(forms.CharField):
    """Four digits, with or without the letters. Cleaned: ``4105`` or ``4105AB``."""

    def __init__(self, **about: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "postal-code", "size": "8", "dir": "ltr"})
        super().__init__(widget=widget, max_length=8, **about)

    def clean(self, value: Any) -> str:
        """Upper case without spaces, or an empty text.

        Raises:
            ValidationError: this is no Dutch postcode.
        """
        written = super().clean(value)
        if not written:
            return ""
        found = POSTCODE.match(written.strip().upper())
        if found is None:
            raise ValidationError(_("Write the postcode like 4105 or 4105 AB."), code="postcode")
        return "".join(part for part in found.groups() if part)
