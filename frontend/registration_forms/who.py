"""Who somebody is, and how to reach him or her."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.people import registration
from frontend.fields import PhoneField
from frontend.registration_forms.steps import StepForm


class Who(StepForm):
    """The name as people have it, and at least one contact."""

    full_name = forms.CharField(
        label=_("What is your name?"),
        help_text=_("Your full name, the way you write it. One name is fine too."),
        max_length=120,
        error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    call_name = forms.CharField(
        label=_("How do people call you?"),
        help_text=_("Your buddy sees this name. Leave it empty if it is the same."),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    phone = PhoneField(
        label=_("What is your phone number?"),
        help_text=_("A number of another country is fine: begin with + or 00."),
        required=False,
    )
    mail = forms.EmailField(
        label=_("What is your mail address?"),
        help_text=_("A phone number, a mail address, or both. You may share them with your family."),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Check the mail address. Write it like name@example.nl.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
    )

    def clean_full_name(self) -> str:
        """Refuse what is no name."""
        return _name(self.cleaned_data["full_name"])

    def clean_call_name(self) -> str:
        """Refuse what is no name; none at all is fine."""
        typed = self.cleaned_data["call_name"]
        return _name(typed) if typed else ""

    def clean(self) -> dict[str, Any]:
        """One contact at least."""
        given = super().clean() or self.cleaned_data
        ways = ("phone", "mail", "postal")
        if not any(given.get(way) or way in self.errors for way in ways):
            self.add_error("phone", _("Fill in a phone number or a mail address. Without it we cannot reach you."))
        return given


class ByLetter(forms.Form):
    """Where letters go, for somebody without phone and mail; asked by a coordinator only."""

    postal = forms.CharField(
        label=_("No phone and no mail? Where do letters go?"),
        help_text=_("Street and number, postcode and town, each on a line. We print letters for this person."),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


def _name(typed: str) -> str:
    try:
        return registration.name(typed)
    except registration.NotAName as error:
        raise forms.ValidationError(
            _("Write only your name, with letters. Leave out addresses of sites and mailboxes.")
        ) from error
