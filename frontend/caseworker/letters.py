"""Later decisions as a caseworker types them: shapes only, the rules are in ``backend.obligations``."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.obligations.changes import Change, Undoing
from backend.obligations.models import Ground, ObligationDecision
from backend.people.models import Account
from frontend.caseworker.forms import CHOOSE, Day, Hours, Number, OfFile

Kind = ObligationDecision.Kind


class _Letter(OfFile):
    kind: Kind
    case_reference = Number(
        label=_("Case number"),
        max_length=40,
        help_text=_("The number of the decision in your case system. Not the citizen number (BSN)."),
    )
    decided_on = Day(label=_("Date of the decision"))
    notified_on = Day(
        label=_("Day on which your client got the letter"),
        help_text=_("The six weeks for an objection begin on the day after."),
    )
    starts_on = Day(label=_("First day"))

    def told(self) -> dict[str, Any]:
        """The letter as the domain knows it."""
        given = dict(self.cleaned_data)
        request_id = given.pop("request_id")
        return {"request_id": request_id, "change": Change(kind=self.kind, **self.letter(given))}

    def letter(self, given: dict[str, Any]) -> dict[str, Any]:
        """The fields of the change."""
        return given


class Amend(_Letter):
    """Other minutes from a day on."""

    kind = Kind.AMEND
    ends_on = Day(label=_("Last day"), required=False, help_text=_("Leave it empty: as long as the first decision."))
    hours_per_week = Hours(label=_("Hours a week"))

    def letter(self, given: dict[str, Any]) -> dict[str, Any]:
        """Hours turned into minutes."""
        return given | {"minutes_per_week": int(given.pop("hours_per_week") * 60)}


class Suspend(_Letter):
    """For a while nothing is asked."""

    kind = Kind.SUSPEND
    ends_on = Day(label=_("Last day"), required=False, help_text=_("Leave it empty when you do not know yet."))


class Resume(_Letter):
    """From this day on the duty holds again."""

    kind = Kind.RESUME


class Exempt(_Letter):
    """A ground, days, and how much of the hours is not asked."""

    kind = Kind.EXEMPT
    ground = forms.ChoiceField(
        label=_("Ground"), choices=[*CHOOSE, *[each for each in Ground.choices if each[0] != "SUSPENDED"]]
    )
    ends_on = Day(label=_("Last day"), required=False)
    review_on = Day(label=_("Look again on"), required=False)
    share_pct = forms.IntegerField(
        label=_("How much is not asked, in per cent"), min_value=1, max_value=100, initial=100
    )


class Undo(OfFile):
    """Which decision, how, and with which letter."""

    decision_id = forms.TypedChoiceField(label=_("Which decision?"), coerce=uuid.UUID)
    kind = forms.TypedChoiceField(
        label=_("How?"),
        coerce=Kind,
        choices=[
            *CHOOSE,
            (Kind.WITHDRAW.value, Kind.WITHDRAW.label),
            (Kind.ANNUL_AFTER_OBJECTION.value, Kind.ANNUL_AFTER_OBJECTION.label),
        ],
    )
    case_reference = Number(label=_("Case number"), max_length=40)
    on = Day(label=_("Date of the decision"))

    def about(self, *, by: Account, decisions: list[ObligationDecision]) -> None:
        """The decisions that still stand."""
        named = [
            (str(each.pk), f"{each.number}. {each.get_kind_display()} · {each.case_reference}") for each in decisions
        ]
        self.fields["decision_id"].choices = [*CHOOSE, *named]  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """The letter as the domain knows it."""
        given = dict(self.cleaned_data)
        return {"request_id": given.pop("request_id"), "undoing": Undoing(**given)}
