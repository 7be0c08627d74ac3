"""What a coordinator types: shapes only."""

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.meetings.models import HoursEntry
from backend.pairs.models import EndReason
from backend.pairs.models.reasons import OPEN


class Reject(forms.Form):
    """Why not these two."""

    reason = forms.CharField(
        label=_("Why not these two?"),
        max_length=300,
        help_text=_("Only coordinators read this. These two are not proposed again, until you lift it."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class EndPair(forms.Form):
    """When and why a pair ended."""

    on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    reason = forms.TypedChoiceField(
        label=_("Why does it end?"),
        choices=[("", _("Choose a reason")), *((each.value, each.label) for each in OPEN)],
        coerce=EndReason,
    )


class PausePair(forms.Form):
    """From when until when two people do not meet; written down, or proposed to both."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    from_on = forms.DateField(
        label=_("First day of the pause"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=_("Last day of the pause"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Lift(forms.Form):
    """Why two people may be proposed again."""

    reason = forms.CharField(label=_("Why may they be proposed again?"), max_length=300)


class ConfirmHours(forms.Form):
    """How the coordinator knows that the hours are right."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label=_("How do you know?"), max_length=300, help_text=_("For example: I saw them in the community centre.")
    )


class DecideHours(forms.Form):
    """Whether disputed hours count, and how the coordinator knows."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.TypedChoiceField(choices=HoursEntry.Outcome.choices, coerce=HoursEntry.Outcome)
    reason = forms.CharField(label=_("How do you know?"), max_length=300, help_text=_("For example: I called both."))
