"""Forms about days: away from a day to a day, one meeting on another day. What the domain refuses becomes a sentence.

Used on the pages of newcomers and volunteers, and by coordinators for them.
"""

import uuid
from collections.abc import Callable
from datetime import date, time
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from backend.meetings import absences, limits, moving, planning, venues
from backend.meetings.models import Meeting
from backend.people.availability import QUARTER
from backend.people.registration import RequestUsedBefore
from backend.places.models import ZONE, CommunityCentre
from frontend.taking_part.forms import LENGTHS, House
from frontend.templatetags.spoken import wall_time

REFUSED_DAYS: dict[type[Exception], tuple[str | None, Any]] = {
    absences.AwayEndsBeforeItStarts: ("ends_on", _("Choose a last day on or after the first day.")),
    absences.AwayIsOver: ("ends_on", _("These days are over. Choose a last day of today or later.")),
    absences.AwayIsTooLong: ("ends_on", _("Choose at most a year.")),
    RequestUsedBefore: (None, _("This form was sent before with other answers. Open the page again.")),
}
REFUSED_SLOTS: dict[type[Exception], tuple[str | None, Any]] = {
    planning.MeetingHasBegun: (None, _("This meeting has already begun. Say afterwards that you did not meet.")),
    moving.MeetingIsOff: (None, _("This meeting is off. Plan an extra meeting instead.")),
    planning.PairHasEnded: (None, _("You cannot plan meetings now. Your coordinator will contact you.")),
    planning.NoMeetingsNow: (None, _("You cannot plan meetings now. Your coordinator will contact you.")),
    moving.NotAheadOfUs: ("on", _("Choose a moment after now, and within half a year.")),
    limits.MinutesOutOfRange: ("minutes", _("Choose between a quarter of an hour and four hours.")),
    planning.CentreIsClosed: ("centre_id", _("This house is closed then. Choose another time or another place.")),
    moving.SomebodyIsAway: ("on", _("One of you is away on this day. Choose another day.")),
    planning.InAnotherMeetingThen: (
        "starts_minute",
        _("One of you has another meeting at this time. Choose another time."),
    ),
    RequestUsedBefore: (None, _("This form was sent before with other answers. Open the page again.")),
}


def day_input() -> forms.DateInput:
    """The calendar of the browser."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class FromTo(forms.Form):
    """From a day to a day, both included."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    starts_on = forms.DateField(label=_("First day"), widget=day_input())
    ends_on = forms.DateField(label=_("Last day"), widget=day_input())


class HouseCloses(FromTo):
    """Which house is closed, and what people may read about it."""

    centre_id = House(label=_("Which house?"), queryset=None, empty_label=_("Choose a community centre"))
    why = forms.CharField(
        label=_("Why?"), required=False, max_length=80, help_text=_("Everybody who would meet there can read this.")
    )
    field_order = ("centre_id", "starts_on", "ends_on", "why")

    def offer(self, houses: QuerySet[CommunityCentre]) -> None:
        """The houses to choose from."""
        cast(House, self.fields["centre_id"]).queryset = houses


class OneSlot(forms.Form):
    """A day, an hour and a place for one meeting."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    on = forms.DateField(label=_("Which day?"), widget=day_input())
    starts_minute = forms.TypedChoiceField(
        label=_("From what time?"),
        choices=[(minute, wall_time(minute)) for minute in range(8 * 60, 22 * 60 + 1, QUARTER)],
        coerce=int,
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int)
    centre_id = House(label=_("Where?"), queryset=None, required=False, empty_label=_("Online, or at another place"))
    place_note = forms.CharField(
        label=_("Which place?"),
        help_text=_("Only for another place, such as the library or a walk in the park."),
        max_length=120,
        required=False,
    )

    def offer(self, houses: QuerySet[CommunityCentre]) -> None:
        """The houses to choose from."""
        cast(House, self.fields["centre_id"]).queryset = houses

    def slot(self) -> moving.Slot:
        """The cleaned fields as the domain knows them."""
        given = self.cleaned_data
        centre: CommunityCentre | None = given["centre_id"]
        return moving.Slot(
            on=given["on"],
            starts_local=time(*divmod(given["starts_minute"], 60)),
            minutes=given["minutes"],
            centre_id=centre.pk if centre else None,
            place_note="" if centre else given["place_note"],
        )


def open_houses() -> QuerySet[CommunityCentre]:
    """The houses of the open town, by name."""
    return CommunityCentre.objects.filter(closed_on=None).order_by("name")


def slot_form(sent: Any, like: Meeting | None) -> OneSlot:
    """The form, filled in as this meeting is now."""
    initial: dict[str, Any] = {"request_id": uuid.uuid4(), "minutes": 90}
    if like:
        initial |= {"on": like.local_date, "minutes": like.minutes, "centre_id": like.centre_id}
        initial |= {"place_note": like.place_note, "starts_minute": _minute_of(like)}
    form = OneSlot(sent, initial=initial)
    form.offer(open_houses())
    return form


def _minute_of(meeting: Meeting) -> int:
    local = meeting.starts_at.astimezone(ZoneInfo(ZONE))
    return venues.minute_of(local.time())


def days_form(sent: Any, *, today: date) -> FromTo:
    """Away from today, unless it is said otherwise."""
    return FromTo(sent, initial={"request_id": uuid.uuid4(), "starts_on": today})


def tried(form: forms.Form, deed: Callable[[], object], refused: dict[type[Exception], Any]) -> bool:
    """Whether the deed is done; what it refuses stands in the form, beside the field that mends it."""
    try:
        deed()
    except tuple(refused) as error:
        field, sentence = refused[type(error)]
        form.add_error(field, sentence)
    return not form.errors
