"""What a caseworker types: shapes only, the rules are in ``backend.obligations``."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from backend.obligations.considerations import ASKED_BY_LAW, Consideration
from backend.obligations.decisions import Decision, looks_like_citizen_number
from backend.obligations.models import LegalBasis, ObligationDecision
from backend.people.models import Account
from frontend.fields import ContactField

MAX_HOURS_A_WEEK = 24
CHOOSE = [("", _("Choose"))]
FIRST_DAY = date(2012, 1, 1)  # of the first of the laws in docs/policy/counter-obligation.md

not_before_the_law = MinValueValidator(FIRST_DAY, _("Look at the year. This law exists since 2012."))


class Day(forms.DateField):
    """A day since the first of these laws."""

    def __init__(self, **about: Any) -> None:
        widget = forms.DateInput(attrs={"type": "date", "min": FIRST_DAY.isoformat()}, format="%Y-%m-%d")
        super().__init__(widget=widget, validators=[not_before_the_law], **about)


class Amount(forms.DecimalField):
    """A number with a comma or a point, as people write it in either language; two decimals at most."""

    def __init__(self, **about: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "6"})
        super().__init__(decimal_places=2, widget=widget, **about)

    def clean(self, value: Any) -> Any:
        return super().clean(value.replace(",", ".") if isinstance(value, str) else value)


class Hours(Amount):
    """Hours of a week."""

    def __init__(self, **about: Any) -> None:
        super().__init__(min_value=0, max_value=MAX_HOURS_A_WEEK, **about)


class Number(forms.CharField):
    """A number of another system, never the citizen number; ``backend.obligations`` refuses that as well."""

    def validate(self, value: str) -> None:
        super().validate(value)
        if looks_like_citizen_number(value):
            raise ValidationError(
                _("This looks like a citizen number (BSN). Use the client number or case number instead.")
            )


class Text(forms.CharField):
    """Free text, which never holds a citizen number."""

    def __init__(self, **about: Any) -> None:
        super().__init__(max_length=4000, widget=forms.Textarea(attrs={"rows": 5}), **about)

    def validate(self, value: str) -> None:
        """Refuse a citizen number and say why.

        Raises:
            ValidationError: there is one in the text.
        """
        super().validate(value)
        if looks_like_citizen_number(value):
            raise ValidationError(
                _("In this text stands a number that looks like a citizen number (BSN). Leave it out.")
            )


class FindPerson(forms.Form):
    """The contact that the client gave; there is no list of volunteers to browse."""

    contact = ContactField(
        label=_("Mail address or phone number of your client"),
        help_text=_("Type it in full. You only find people who volunteer in your municipality."),
    )


class Once(forms.Form):
    """A form that counts once, however often it is sent."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)

    def told(self) -> dict[str, Any]:
        """What was typed, as the deed takes it."""
        return self.cleaned_data

    def renew(self) -> None:
        """What is sent after this is another request."""
        self.data = dict(self.data.items()) | {"request_id": str(uuid.uuid4())}


class OfFile(Once):
    """A form about one file; some lists of choices come from the file."""

    def about(self, *, by: Account, decisions: list[ObligationDecision]) -> None:
        """Fill in the lists that depend on who asks and about whom."""


class DecisionLetter(Once):
    """What the decision letter says."""

    legal_basis = forms.TypedChoiceField(
        label=_("Legal basis"),
        choices=[("", _("Choose what the letter says")), *LegalBasis.choices],
        coerce=LegalBasis,
    )
    case_reference = Number(
        label=_("Case number"),
        max_length=40,
        help_text=_("The number of the decision in your case system. Not the citizen number (BSN)."),
    )
    decided_on = Day(label=_("Date of the decision"))
    notified_on = Day(
        label=_("Day on which your client got the letter"),
        required=False,
        help_text=_("The six weeks for an objection begin on the day after."),
    )
    starts_on = Day(label=_("First day"))
    ends_on = Day(label=_("Last day"))
    hours_per_week = Hours(label=_("Hours a week"))
    care = forms.ChoiceField(
        label=_("Does your client care for a relative or a friend who needs help?"),
        choices=[
            *CHOOSE,
            (Consideration.NO_CARE.value, _("No")),
            (Consideration.CARE_FITS.value, _("Yes, and we agreed that it goes together with these hours")),
            (Consideration.CARE.value, _("Yes, and it does not go together, or we did not speak about it")),
        ],
    )
    distance = forms.ChoiceField(
        label=_("How far is your client from paid work?"),
        required=False,
        help_text=_("Only needed when your ordinance asks something of one of these two groups alone."),
        choices=[
            ("", _("Our ordinance makes no difference")),
            (Consideration.NEAR_TO_WORK.value, _("Less than a year away from work")),
            (Consideration.FAR_FROM_WORK.value, _("A year or more away from work")),
        ],
    )
    is_weighed = forms.BooleanField(
        label=_("I weighed all of this"),
        help_text=_(
            "The work is unpaid and useful, comes on top of paid work and takes nobody's place. "
            "The person can do it, with age, health, care and children in mind, "
            "and it does not stand in the way of paid work."
        ),
    )

    def told(self) -> dict[str, Any]:
        """The letter as the domain knows it, hours turned into minutes."""
        given = dict(self.cleaned_data)
        names = ("legal_basis", "case_reference", "decided_on", "notified_on", "starts_on", "ends_on")
        letter = {name: given.pop(name) for name in names}
        minutes = int(given.pop("hours_per_week") * 60)
        del given["is_weighed"]  # always true here: a form without it is not valid
        reasons = (*ASKED_BY_LAW, *(code for code in (given.pop("care"), given.pop("distance")) if code))
        return given | {"decision": Decision(**letter, minutes_per_week=minutes, reasons=reasons)}


class LinkPerson(DecisionLetter):
    """The first decision of a person who is not in the caseload yet."""

    client_number = Number(
        label=_("Client number"),
        max_length=30,
        help_text=_("The number in the benefits system. Not the citizen number (BSN)."),
    )
    field_order = ("client_number",)


class StatementPeriod(Once):
    """Which days the statement is about."""

    starts_on = Day(label=_("From"))
    ends_on = Day(label=_("Up to and including"))


class EndDuty(Once):
    """The letter that ends a duty."""

    on = Day(label=_("Last day of the duty"))
    case_reference = Number(label=_("Case number"), max_length=40)
