"""The question about a meeting that is over: was it held, how long, and if not, why."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.meetings.models import Attendance, Why
from frontend.taking_part.forms import LENGTHS, Once
from frontend.taking_part.situation import Met
from frontend.templatetags.held import asked
from frontend.templatetags.spoken import duration

Answer = Attendance.Answer


class WasItHeld(Once):
    """A real choice: nothing is filled in before."""

    answer = forms.TypedChoiceField(
        coerce=Answer,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
    why = forms.TypedChoiceField(
        label=_("If not: what happened?"),
        help_text=_("You do not have to say it. What the other one did never counts against you."),
        coerce=Why,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, met: Met, **about: Any) -> None:
        super().__init__(*args, **about)
        answer, why = (cast(forms.TypedChoiceField, self.fields[field]) for field in ("answer", "why"))
        answer.label = asked(met)
        answer.choices = [(each, said.button) for each, said in met.words.answers.items()]
        why.choices = [("", _("I prefer not to say")), *met.words.reasons.items()]


class WasItHeldHowLong(WasItHeld):
    """A volunteer also says how long it took."""

    field_order = ("request_id", "answer", "minutes", "why")

    minutes = forms.TypedChoiceField(
        label=_("How long?"),
        choices=LENGTHS,
        coerce=int,
        required=False,
        empty_value=None,
    )

    def __init__(self, *args: Any, met: Met, **about: Any) -> None:
        super().__init__(*args, met=met, **about)
        planned = met.meeting.minutes
        choices: dict[int, Any] = {planned: duration(planned), **dict(LENGTHS)}
        field = cast(forms.TypedChoiceField, self.fields["minutes"])
        field.choices, field.help_text = sorted(choices.items()), met.words.how_long
        self.initial.setdefault("minutes", planned)
