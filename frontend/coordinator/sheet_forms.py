"""The rows of a paper sheet as forms: each stands or comes back by itself, and nothing typed is lost."""

import uuid
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.meetings import hours_rows
from backend.meetings.models import Meeting
from backend.pairs.models import Pair
from backend.places.models import ZONE

if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[Pair]
else:
    _ModelChoice = forms.ModelChoiceField

EMPTY_ROWS, MOST_ROWS = 4, 80
MANY_PAIRS = 500  # an empty line offers all of them: with more, one such line at a time
PLANNED, EMPTY = "r", "e"  # the first letter of a line's name


class _Together(_ModelChoice):
    """A pair by the names of both."""

    def label_from_instance(self, pair: Pair) -> str:
        """The volunteer first, as on the paper."""
        return f"{pair.volunteer.account.call_name} + {pair.newcomer.account.call_name}"


class Row(forms.Form):
    """One line of the paper."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    met = forms.BooleanField(label=_("They met"), required=False)
    pair = _Together(label=_("Who?"), queryset=None, required=False, empty_label=_("Nobody"))
    starts_local = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    minutes = forms.IntegerField(
        label=_("Minutes"), required=False, widget=forms.NumberInput(attrs={"inputmode": "numeric"})
    )

    def clean(self) -> dict[str, Any] | None:
        """A line without a tick says nothing; with one it says who, from when and how long."""
        given = super().clean() or {}
        if given.get("met"):
            for name, sentence in _MISSING.items():
                if given.get(name) is None and name not in self.errors:
                    self.add_error(name, sentence)
        return given

    def row(self, on: date) -> hours_rows.Row:
        """The cleaned line as the domain knows it."""
        given = self.cleaned_data
        return hours_rows.Row(
            pair_id=given["pair"].pk, on=on, starts_local=given["starts_local"], minutes=given["minutes"]
        )


_MISSING = {
    "pair": _("Choose who met."),
    "starts_local": _("Write from what time, for example 18:00."),
    "minutes": _("Write how many minutes."),
}


def fresh(planned: Sequence[Meeting], pairs: Sequence[Pair]) -> list[Row]:
    """A line for each planned meeting, and some empty ones for whoever else came."""
    shown = planned[: MOST_ROWS - EMPTY_ROWS]
    rows = [
        _offering(_new(f"{PLANNED}{number}", _as_planned(meeting)), [meeting.pair] if meeting.pair else [])
        for number, meeting in enumerate(shown)
    ]
    empty = EMPTY_ROWS if len(pairs) <= MANY_PAIRS else 1
    return rows + [_offering(_new(f"{EMPTY}{number}", {}), pairs) for number in range(empty)]


def sent(data: Any, pairs: Sequence[Pair]) -> list[Row]:
    """The lines that came back; which ones there are stands in ``rows``."""
    names = [name for name in data.get("rows", "").split(",") if name[:1] in {PLANNED, EMPTY} and name[1:].isdigit()]
    known = {str(pair.pk): [pair] for pair in pairs}
    return [
        _offering(Row(data, prefix=name), pairs if name[0] == EMPTY else known.get(data.get(f"{name}-pair", ""), []))
        for name in dict.fromkeys(names[:MOST_ROWS])
    ]


def _new(name: str, about: dict[str, Any]) -> Row:
    return Row(prefix=name, initial=about | {"request_id": uuid.uuid4()})


def _as_planned(meeting: Meeting) -> dict[str, Any]:
    local = meeting.starts_at.astimezone(ZoneInfo(ZONE))
    return {"pair": meeting.pair_id, "starts_local": local.time(), "minutes": meeting.minutes}


def _offering(row: Row, pairs: Sequence[Pair]) -> Row:
    field = cast(_Together, row.fields["pair"])
    field.queryset = Pair.objects.all()
    field.choices = [("", field.empty_label or ""), *((pair.pk, field.label_from_instance(pair)) for pair in pairs)]
    return row
