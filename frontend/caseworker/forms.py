"""What a caseworker types: shapes only, the rules are in ``backend.obligations``."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.obligations.decisions import Decision
from backend.obligations.models import LegalBasis

MAX_HOURS_A_WEEK = 24


class _Day(forms.DateField):
    def __init__(self, **about: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **about)


class FindPerson(forms.Form):
    """The contact that the client gave; there is no list of volunteers to browse."""

    contact = forms.CharField(
        label=_("Mail address or phone number of your client"),
        max_length=254,
        help_text=_("Type it in full. You only find people who volunteer in your municipality."),
    )


class DecisionLetter(forms.Form):
    """What the decision letter says."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    legal_basis = forms.TypedChoiceField(
        label=_("Legal basis"),
        choices=[("", _("Choose what the letter says")), *LegalBasis.choices],
        coerce=LegalBasis,
    )
    case_reference = forms.CharField(
        label=_("Case number"),
        max_length=40,
        help_text=_("The number of the decision in your case system. Not the citizen number (BSN)."),
    )
    decided_on = _Day(label=_("Date of the decision"))
    starts_on = _Day(label=_("First day"))
    ends_on = _Day(label=_("Last day"))
    hours_per_week = forms.DecimalField(
        label=_("Hours a week"),
        min_value=0,
        max_value=MAX_HOURS_A_WEEK,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.25", "inputmode": "decimal"}),
    )

    def decision(self) -> Decision:
        """The cleaned fields as the domain knows them, hours turned into minutes."""
        given = self.cleaned_data
        return Decision(
            legal_basis=given["legal_basis"],
            case_reference=given["case_reference"],
            decided_on=given["decided_on"],
            starts_on=given["starts_on"],
            ends_on=given["ends_on"],
            minutes_per_week=int(given["hours_per_week"] * 60),
        )


class LinkPerson(DecisionLetter):
    """The first decision of a person who is not in the caseload yet."""

    client_number = forms.CharField(
        label=_("Client number"),
        max_length=30,
        help_text=_("The number in the benefits system. Not the citizen number (BSN)."),
    )
    field_order = ("client_number",)


class StatementPeriod(forms.Form):
    """Which days the statement is about."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    starts_on = _Day(label=_("From"))
    ends_on = _Day(label=_("Up to and including"))

    def clean(self) -> dict[str, Any]:
        """The last day cannot lie before the first."""
        given = super().clean() or self.cleaned_data
        first, last = given.get("starts_on"), given.get("ends_on")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            self.add_error("ends_on", _("Choose a last day on or after the first day."))
        return given


class EndDuty(forms.Form):
    """The letter that ends a duty."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    on = _Day(label=_("Last day of the duty"))
    case_reference = forms.CharField(label=_("Case number"), max_length=40)
