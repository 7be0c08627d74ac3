"""Contacts and postcodes as people write them; what they may be is said by ``people`` and ``places``."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from backend.people import contacts
from backend.places import neighbourhoods


class PhoneField(forms.CharField):
    """A Dutch number, or a foreign one with its country code. Cleaned: E.164, for example ``+31612345678``."""

    def __init__(self, **about: Any) -> None:
        typing = {"type": "tel", "autocomplete": "tel", "inputmode": "tel", "dir": "ltr"}
        super().__init__(widget=forms.TextInput(attrs=typing), max_length=30, **about)

    def clean(self, value: Any) -> str:
        """E.164, or an empty text.

        Raises:
            ValidationError: no phone in the world has this number.
        """
        written = super().clean(value)
        try:
            return contacts.e164(written) if written else ""
        except contacts.NotAPhoneNumber as error:
            raise ValidationError(
                _("Check the number. Write it like 06 12345678, or begin with + and the country code."), code="phone"
            ) from error


class ContactField(forms.CharField):
    """A mail address or a phone number. Cleaned: in the one way in which we keep it."""

    def __init__(self, *, autocomplete: str = "off", **about: Any) -> None:
        typing = {"autocomplete": autocomplete, "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        super().__init__(widget=forms.TextInput(attrs=typing), max_length=254, **about)

    def clean(self, value: Any) -> str:
        """As we keep it.

        Raises:
            ValidationError: neither a mail address nor a phone number.
        """
        try:
            return contacts.either(super().clean(value))
        except contacts.NotAMailAddress as error:
            raise ValidationError(_("Check the mail address. Write it like name@example.nl.")) from error
        except contacts.NotAPhoneNumber as error:
            raise ValidationError(
                _("Write a mail address like name@example.nl, or a phone number like 06 12345678.")
            ) from error


class PostcodeField(forms.CharField):
    """Four digits, with or without the letters. Cleaned: the digits."""

    def __init__(self, **about: Any) -> None:
        typing = {"autocomplete": "postal-code", "size": "8", "dir": "ltr"}
        super().__init__(widget=forms.TextInput(attrs=typing), max_length=8, **about)

    def clean(self, value: Any) -> str:
        """The four digits, or an empty text.

        Raises:
            ValidationError: this is no Dutch postcode.
        """
        written = super().clean(value)
        try:
            return neighbourhoods.four_digits(written) if written else ""
        except neighbourhoods.NotAPostcode as error:
            raise ValidationError(_("Write the postcode like 4105 or 4105 AB."), code="postcode") from error
