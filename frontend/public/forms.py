"""What people type to log in."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.people import codes
from backend.people.models import Account
from frontend.fields import ContactField


class AskCode(forms.Form):
    """One's mail address or phone number. Cleaned: as we keep it."""

    contact = ContactField(
        label=_("Your mail address or phone number"),
        error_messages={"required": _("Write your mail address or your phone number.")},
        autocomplete="email",
    )


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
