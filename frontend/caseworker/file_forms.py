"""What is typed in the file of one person: shapes only, the rules are in ``backend.obligations``."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from backend.obligations import caseload
from backend.obligations.changes import Change, Undoing
from backend.obligations.citizen_numbers import looks_like_citizen_number
from backend.obligations.extra_hours import Spent
from backend.obligations.file_words import Said, Warned
from backend.obligations.models import (
    Assignment,
    ExtraHours,
    Ground,
    ObligationDecision,
    PersonWord,
    Reply,
    SignalHandled,
    SignalKind,
    WarningSent,
)
from backend.obligations.signals import Signal
from backend.people.models import Account
from backend.places import clock
from frontend.caseworker.forms import Amount, Day, Hours, Number, Once

Kind = ObligationDecision.Kind
CHOOSE = [("", _("Choose"))]


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
            raise forms.ValidationError(
                _("In this text stands a number that looks like a citizen number (BSN). Leave it out.")
            )


class OfFile(Once):
    """A form about one file; some lists of choices come from the file."""

    def about(self, *, by: Account, decisions: list[ObligationDecision]) -> None:
        """Fill in the lists that depend on who asks and about whom."""


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


class HandleSignal(OfFile):
    """What came of a signal."""

    kind = forms.TypedChoiceField(label=_("Signal"), coerce=SignalKind, choices=SignalKind.choices)
    key = Day(label=_("About"))
    outcome = forms.TypedChoiceField(
        label=_("Outcome"), coerce=SignalHandled.Outcome, choices=[*CHOOSE, *SignalHandled.Outcome.choices]
    )
    note = Text(label=_("In your words"), required=False)

    def told(self) -> dict[str, Any]:
        """The signal as the domain knows it."""
        given = dict(self.cleaned_data)
        return given | {"signal": Signal(kind=given.pop("kind"), key=given.pop("key"))}


class Warn(OfFile):
    """A warning that was sent by another way."""

    sent_on = Day(label=_("Sent on"))
    language = forms.ChoiceField(
        label=_("In which language"), choices=[*CHOOSE, *settings.LANGUAGES, ("und", _("Another"))]
    )
    channel = forms.ChoiceField(label=_("How?"), choices=[*CHOOSE, *WarningSent.Channel.choices])
    subject = forms.ChoiceField(label=_("About"), choices=[*CHOOSE, *WarningSent.Subject.choices])
    arrived = forms.ChoiceField(label=_("Did it arrive?"), choices=[*CHOOSE, *WarningSent.Arrived.choices])
    document_ref = Number(label=_("Number of the letter"), max_length=60, required=False)

    def told(self) -> dict[str, Any]:
        """The warning as the domain knows it."""
        given = dict(self.cleaned_data)
        return {"request_id": given.pop("request_id"), "warned": Warned(**given)}


class _Word(OfFile):
    kind: PersonWord.Kind

    def told(self) -> dict[str, Any]:
        """The word as the domain knows it; said on the day on which it is written, unless the form asks."""
        given = {"said_on": clock.local_today(clock.now())} | self.cleaned_data
        return {"request_id": given.pop("request_id"), "said": Said(kind=self.kind, **given)}


class HeardView(_Word):
    """What a caseworker heard the person say."""

    kind = PersonWord.Kind.VIEW
    said_on = Day(label=_("Said on"))
    text = Text(label=_("What did your client say?"))


class Answer(OfFile):
    """The answer to what the person said."""

    word_id = forms.UUIDField(widget=forms.HiddenInput)
    outcome = forms.TypedChoiceField(
        label=_("Outcome"), coerce=Reply.Outcome, choices=[*CHOOSE, *Reply.Outcome.choices]
    )
    text = Text(label=_("Your answer"), required=False)


class OtherHours(OfFile):
    """Minutes beside a meeting."""

    kind = forms.TypedChoiceField(
        label=_("What was it?"), coerce=ExtraHours.Kind, choices=[*CHOOSE, *ExtraHours.Kind.choices]
    )
    day = Day(label=_("On which day?"))
    minutes = forms.IntegerField(
        label=_("How many minutes?"),
        min_value=1,
        max_value=1440,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": "6"}),
    )

    def told(self) -> dict[str, Any]:
        """The minutes as the domain knows them."""
        given = dict(self.cleaned_data)
        return {"request_id": given.pop("request_id"), "spent": Spent(**given)}


class JudgeHours(OfFile):
    """Whether hours that the person wrote down are accepted."""

    hours_id = forms.UUIDField(widget=forms.HiddenInput)
    accept = forms.TypedChoiceField(
        label=_("Do you accept these hours?"),
        coerce=lambda value: value == "yes",
        choices=[*CHOOSE, ("yes", _("Yes, they count as the ordinance says")), ("no", _("No, strike them out"))],
    )


class Allowance(OfFile):
    """What was paid in a month."""

    month = Day(label=_("A day in the month"))
    euros = Amount(label=_("Euros"), min_value=-5000, max_value=5000)

    def told(self) -> dict[str, Any]:
        """Euros turned into cents."""
        given = dict(self.cleaned_data)
        return given | {"cents": int(given.pop("euros") * 100)}


class _Colleague(OfFile):
    to_id = forms.TypedChoiceField(label=_("Which colleague?"), coerce=uuid.UUID)

    def about(self, *, by: Account, decisions: list[ObligationDecision]) -> None:
        """The other caseworkers of the town."""
        named = [(str(each.pk), each.full_name) for each in caseload.colleagues(by)]
        self.fields["to_id"].choices = [*CHOOSE, *named]  # type: ignore[attr-defined]


class HandOver(_Colleague):
    """Give one file away."""


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


class OwnView(_Word):
    """What the person wants to say."""

    kind = PersonWord.Kind.VIEW
    text = Text(label=_("What do you want to say?"))


class WrongFigure(_Word):
    """The week of which a figure is wrong, and what it should be."""

    kind = PersonWord.Kind.FIGURE
    monday = forms.TypedChoiceField(label=_("Which week?"), coerce=date.fromisoformat)
    text = Text(label=_("What is wrong? What should it be?"))


class OwnObjection(_Word):
    """An objection to a decision."""

    kind = PersonWord.Kind.DECISION
    decision_id = forms.TypedChoiceField(label=_("Which decision?"), coerce=uuid.UUID)
    text = Text(label=_("Why do you not agree?"))

    def about(self, *, by: Account, decisions: list[ObligationDecision]) -> None:
        """The decisions of the own file."""
        named = [(str(each.pk), f"{each.get_kind_display()} · {each.case_reference}") for each in decisions]
        self.fields["decision_id"].choices = [*CHOOSE, *named]  # type: ignore[attr-defined]
