"""What is written in the file of one person beside the decisions: shapes only, by either reader."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from backend.obligations.extra_hours import Spent
from backend.obligations.file_words import Said, Warned
from backend.obligations.models import (
    ExtraHours,
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
from frontend.caseworker.forms import CHOOSE, Amount, Day, Number, OfFile, Text


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
    by_hour = Amount(
        label=_("Euros for an hour"),
        help_text=_("Only if an amount for an hour was agreed."),
        min_value=0,
        max_value=500,
        required=False,
    )

    def told(self) -> dict[str, Any]:
        """Euros turned into cents."""
        given = dict(self.cleaned_data)
        cents, by_hour = int(given.pop("euros") * 100), given.pop("by_hour")
        return given | {"cents": cents, "hour_cents": None if by_hour is None else int(by_hour * 100)}


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
