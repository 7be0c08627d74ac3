"""What people type to log in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.people import codes, contacts
from backend.people.models import Account


class AskCode(forms.Form):
    """One's mail address or phone number. Cleaned: as we keep it."""

    contact = forms.CharField(
        label=_("Your mail address or phone number"),
        max_length=254,
        error_messages={"required": _("Write your mail address or your phone number.")},
        widget=forms.TextInput(
            attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
    )

    def clean_contact(self) -> str:
        """In the one way in which we keep it."""
        try:
            return contacts.either(self.cleaned_data["contact"])
        except contacts.NotAMailAddress as error:
            raise forms.ValidationError(_("Check the mail address. Write it like name@example.nl.")) from error
        except contacts.NotAPhoneNumber as error:
            raise forms.ValidationError(
                _("Write a mail address like name@example.nl, or a phone number like 06 12345678.")
            ) from error


class TypeCode(forms.Form):
    """The six digits; phones fill them in by themselves."""

    code = forms.CharField(
        label=_("Your code of six digits"),
        max_length=20,
        error_messages={"required": _("Type the code from our message.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "dir": "ltr",
                "size": codes.DIGITS,
                "autofocus": True,
            }
        ),
    )


class ChoosePerson(forms.Form):
    """One of the people who share a contact."""

    person = forms.ModelChoiceField(queryset=Account.objects.none())

    def __init__(self, *args: Any, people: QuerySet[Account], **about: Any) -> None:
        super().__init__(*args, **about)
        choose = self.fields["person"]
        if isinstance(choose, forms.ModelChoiceField):
            choose.queryset = people
