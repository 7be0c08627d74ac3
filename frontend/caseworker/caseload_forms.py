"""Who has whose file: given away, taken over, or watched for a while."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.obligations import caseload
from backend.obligations.models import Assignment, ObligationDecision
from backend.people.models import Account
from frontend.caseworker.forms import CHOOSE, Day, Number, OfFile, Once


class _Colleague(OfFile):
    to_id = forms.TypedChoiceField(label=_("Which colleague?"), coerce=uuid.UUID)

    def about(self, *, by: Account, decisions: list[ObligationDecision]) -> None:
        """The other caseworkers of the town."""
        named = [(str(each.pk), each.full_name) for each in caseload.colleagues(by)]
        self.fields["to_id"].choices = [*CHOOSE, *named]  # type: ignore[attr-defined]


class HandOver(_Colleague):
    """Give one file away."""


class HandOverAll(_Colleague):
    """Give all files away."""

    is_sure = forms.BooleanField(label=_("I give all my clients to this colleague"))

    def told(self) -> dict[str, Any]:
        """The colleague; without a tick the form is not valid."""
        return {name: value for name, value in self.cleaned_data.items() if name != "is_sure"}


class Delegate(_Colleague):
    """Let a colleague watch over all."""

    back_on = Day(label=_("You are back on"), required=False)


class TakeOver(Once):
    """A file of a colleague, by the number that only who has the client knows."""

    client_number = Number(
        label=_("Client number"),
        max_length=30,
        help_text=_("Type it in full, as it stands in the benefits system. Not the citizen number (BSN)."),
    )
    why = forms.TypedChoiceField(
        label=_("Why?"),
        coerce=Assignment.Why,
        choices=[*CHOOSE, *[each for each in Assignment.Why.choices if each[0] != "HANDED_OVER"]],
    )
