"""Did you meet, were you there, did you lead it: the question about a meeting that is over, and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from backend.meetings.company import Part
from backend.meetings.models import Attendance
from backend.meetings.outcomes import Why
from frontend.taking_part.forms import LENGTHS, Once
from frontend.templatetags.spoken import duration

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Answer = Attendance.Answer
OF_ONESELF: "dict[Why, str | StrPromise]" = {each: each.label for each in (Why.I_WAS_ILL, Why.I_COULD_NOT)}


@dataclass(frozen=True, kw_only=True)
class Words:
    """How it is said to somebody with one part in a meeting. ``question`` has {name} and {day}, the rest {moment}."""

    question: "StrPromise"
    yes: "StrPromise"
    no: "StrPromise"
    said_yes: "StrPromise"
    said_no: "StrPromise"
    how_long: "StrPromise"
    reasons: "Mapping[Why, str | StrPromise]"

    def said(self, answer: str, until: str) -> SafeString:
        """What was said, and until when it may be changed."""
        return format_html(str(self.said_yes if answer == Answer.HELD else self.said_no), moment=until)


WORDS = {
    Part.OF_A_PAIR: Words(
        question=_("Did you meet {name} on {day}?"),
        yes=_("Yes, we met"),
        no=_("No"),
        said_yes=_("You said: yes, we met. You can change it until {moment}."),
        said_no=_("You said: no, we did not meet. You can change it until {moment}."),
        how_long=_("Only if you met. Round to the nearest quarter of an hour."),
        reasons={each: each.label for each in Why},
    ),
    Part.SITS_THERE: Words(
        question=_("Were you at {name} on {day}?"),
        yes=_("Yes, I was there"),
        no=_("No"),
        said_yes=_("You said: yes, I was there. You can change it until {moment}."),
        said_no=_("You said: no, I was not there. You can change it until {moment}."),
        how_long=_("Only if you were there. Round to the nearest quarter of an hour."),
        reasons={
            **OF_ONESELF,
            Why.OTHER_NOT_THERE: _("Nobody was there to lead the table"),
            Why.OTHER_WAS_ILL: _("Who leads the table was ill"),
            Why.OTHER_COULD_NOT: _("Who leads the table could not come"),
        },
    ),
    Part.LEADS: Words(
        question=_("Did you lead {name} on {day}?"),
        yes=_("Yes, I led the table"),
        no=_("No"),
        said_yes=_("You said: yes, I led the table. You can change it until {moment}."),
        said_no=_("You said: no, I did not lead the table. You can change it until {moment}."),
        how_long=_("Only if you led the table. Round to the nearest quarter of an hour."),
        reasons={
            **OF_ONESELF,
            Why.OTHER_NOT_THERE: _("Nobody came to the table"),
        },
    ),
}


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

    def __init__(self, *args: Any, part: Part, name: str, day: str, **about: Any) -> None:
        super().__init__(*args, **about)
        words = WORDS[part]
        answer, why = (cast(forms.TypedChoiceField, self.fields[field]) for field in ("answer", "why"))
        answer.label = format_html(str(words.question), name=name, day=day)
        answer.choices = [(Answer.HELD, words.yes), (Answer.NOT_HELD, words.no)]
        why.choices = [("", _("I prefer not to say")), *words.reasons.items()]


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

    def __init__(self, *args: Any, planned: int, part: Part, **about: Any) -> None:
        super().__init__(*args, part=part, **about)
        choices: dict[int, Any] = {planned: duration(planned), **dict(LENGTHS)}
        field = cast(forms.TypedChoiceField, self.fields["minutes"])
        field.choices, field.help_text = sorted(choices.items()), WORDS[part].how_long
        self.initial.setdefault("minutes", planned)
