"""What people type to log in."""

from typing import Any

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from backend.people import codes
from backend.people.models import Account
from frontend import topics
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

    keeps_focus = True  # who typed a wrong one types again at once

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


class MessageChoices(forms.Form):
    """How and about what somebody wants to hear from us; only channels that this person has can be chosen."""

    channel = forms.ChoiceField(label=_("Where do you want our messages?"), required=False, widget=forms.RadioSelect)
    language = forms.ChoiceField(label=_("In which language?"))
    topics = forms.MultipleChoiceField(
        label=_("What do you want to hear about?"),
        choices=topics.NAMES.items(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    sundays_off = forms.BooleanField(label=_("Not on Sundays, unless it cannot wait"), required=False)

    def __init__(self, *args: Any, account: Account, **about: Any) -> None:
        super().__init__(*args, **about)
        has = {"mail": account.mail, "sms": account.phone, "letter": account.postal}
        names = {"mail": _("By mail"), "sms": _("By SMS"), "letter": _("By letter")}
        channels = [(channel, name) for channel, name in names.items() if has[channel]]
        own_names = [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]
        for field, choices in (("channel", [("", _("You choose for me")), *channels]), ("language", own_names)):
            choose = self.fields[field]
            if isinstance(choose, forms.ChoiceField):
                choose.choices = choices
