"""What people answer on a page of their own: shapes only, the rules are in the rooms of the backend."""

from datetime import time
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from backend.meetings import certificates
from backend.meetings.planning import Plan
from backend.pairs.models import EndReason, Proposal
from backend.pairs.models.reasons import OF_THE_TWO
from backend.people.availability import QUARTER
from backend.places.models import CommunityCentre
from frontend.fields import AvailabilityField
from frontend.registration_forms.steps import radio
from frontend.registration_forms.wishes import (
    MEETING_LENGTHS,
    How,
    InAHouse,
    Languages,
    NewcomerDutch,
    NewcomerGoals,
    VolunteerGoals,
    VolunteerHelp,
)
from frontend.templatetags.spoken import wall_time

if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[CommunityCentre]
else:
    _ModelChoice = forms.ModelChoiceField

LENGTHS = [
    (30, _("Half an hour")),
    (45, _("45 minutes")),
    (60, _("1 hour")),
    (75, _("1 hour and 15 minutes")),
    (90, _("1 hour and a half")),
    (105, _("1 hour and 45 minutes")),
    (120, _("2 hours")),
    (150, _("2 hours and a half")),
    (180, _("3 hours")),
    (240, _("4 hours")),
]
WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]


class Once(forms.Form):
    """A form that can be sent twice: the second sending changes nothing."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)


class MyWeek(forms.Form):
    """The times at which somebody is free."""

    week = AvailabilityField(label=_("When do you have time in an ordinary week?"))


class NewcomerWishes(Languages, NewcomerDutch, InAHouse, How, NewcomerGoals):
    """What a newcomer told when signing up, without name, contact and neighbourhood."""

    session_minutes = radio(label=_("How long do you want to meet each time?"), choices=MEETING_LENGTHS, coerce=int)
    field_order = ("languages", "dutch_level", "session_minutes")


class VolunteerWishes(Languages, VolunteerHelp, InAHouse, How, VolunteerGoals):
    """What a volunteer told when signing up, without name, contact and neighbourhood."""


class SayNo(forms.Form):
    """Why a proposal does not fit; the other one is not told."""

    reason = forms.TypedChoiceField(
        label=_("Why does it not fit?"),
        choices=Proposal.DeclineReason.choices,
        coerce=Proposal.DeclineReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason. You can also choose: I prefer not to say.")},
    )


class Stop(forms.Form):
    """Why a pair ends; the other one is not told. Without a reason while they get to know each other."""

    reason = forms.TypedChoiceField(
        label=_("Why do you want to stop?"),
        choices=[(reason.value, reason.label) for reason in OF_THE_TWO],
        coerce=EndReason,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the reason that fits best.")},
    )
    words = forms.CharField(
        label=_("Do you want to add something?"),
        help_text=_("Only your coordinator reads this. You may leave it empty."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, needs_reason: bool, **about: Any) -> None:
        super().__init__(*args, **about)
        reason = cast(forms.TypedChoiceField, self.fields["reason"])
        reason.required, reason.empty_value = needs_reason, EndReason.UNKNOWN


class Pause(Once):
    """From when until when these two do not meet."""

    from_on = forms.DateField(
        label=_("First day of the pause"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=_("Last day of the pause"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class NotSafe(Once):
    """With whom, and who of them stands in: no reason is asked."""

    pair_id = forms.UUIDField(widget=forms.HiddenInput)
    substitute_id = forms.UUIDField(widget=forms.HiddenInput, required=False)


class House(_ModelChoice):
    """A community centre by its name."""

    def label_from_instance(self, house: CommunityCentre) -> str:
        """As people know it."""
        return house.name


class AnotherPlan(Once):
    """Another day, time or place for a pair."""

    weekday = forms.TypedChoiceField(label=_("Day"), choices=WEEKDAYS, coerce=int)
    starts_minute = forms.TypedChoiceField(
        label=_("From what time?"),
        choices=[(minute, wall_time(minute)) for minute in range(8 * 60, 22 * 60 + 1, QUARTER)],
        coerce=int,
    )
    minutes = forms.TypedChoiceField(label=_("How long?"), choices=LENGTHS, coerce=int)
    every_weeks = forms.TypedChoiceField(
        label=_("How often?"), choices=[(1, _("Every week")), (2, _("Every two weeks"))], coerce=int, initial=1
    )
    in_school_holidays = forms.BooleanField(
        label=_("We also meet in the school holidays"),
        required=False,
    )
    centre_id = House(label=_("Where?"), queryset=None, required=False, empty_label=_("Online, or at another place"))
    place_note = forms.CharField(
        label=_("Which place?"),
        help_text=_("Only for another place, such as the library or a walk in the park."),
        max_length=120,
        required=False,
    )

    def offer(self, houses: QuerySet[CommunityCentre]) -> None:
        """The houses to choose from."""
        field = cast(House, self.fields["centre_id"])
        field.queryset = houses

    def plan(self) -> Plan:
        """The cleaned fields as the domain knows them."""
        given = self.cleaned_data
        centre: CommunityCentre | None = given["centre_id"]
        return Plan(
            weekday=given["weekday"],
            starts_local=time(*divmod(given["starts_minute"], 60)),
            minutes=given["minutes"],
            every_weeks=given["every_weeks"],
            in_school_holidays=given["in_school_holidays"],
            centre_id=centre.pk if centre else None,
            place_note="" if centre else given["place_note"],
        )


class StatementPeriod(Once):
    """Of which days the statement of hours is, and in which language."""

    starts_on = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    ends_on = forms.DateField(
        label=_("Up to and including"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    language = forms.ChoiceField(
        label=_("Language of the overview"),
        choices=lambda: [(code, get_language_info(code)["name_local"]) for code in certificates.LANGUAGES],
    )
