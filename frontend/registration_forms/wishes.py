"""What somebody speaks, when there is time, how far to go, with whom, and what for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from backend.people import consent
from backend.people.models import BuddyGender, DutchLevel, Gender, Goal, Interest
from frontend import language_names
from frontend.fields import AvailabilityField, LanguagesField
from frontend.registration_forms.steps import StepForm, radio, several

DISTANCES = [
    (1_000, _("1 kilometre: a short walk")),
    (3_000, _("3 kilometres: ten minutes on a bicycle")),
    (5_000, _("5 kilometres")),
    (10_000, _("10 kilometres")),
    (25_000, _("25 kilometres")),
]
MEETING_LENGTHS = [(60, _("1 hour")), (90, _("1 hour and a half")), (120, _("2 hours"))]
PEOPLE_AT_ONCE = [(1, _("1 person")), (2, _("2 people")), (3, _("3 people"))]


class Languages(StepForm):
    """Languages to help each other in."""

    languages = LanguagesField(label=_("Which languages do you speak?"))


class NewcomerDutch(StepForm):
    """The Dutch spoken so far."""

    dutch_level = radio(label=_("How well do you speak Dutch?"), choices=DutchLevel.choices)


class Week(StepForm):
    """When."""

    week = AvailabilityField(label=_("When do you have time in an ordinary week?"))


class NewcomerWeek(Week):
    """When, and how long."""

    session_minutes = radio(
        label=_("How long do you want to meet each time?"), choices=MEETING_LENGTHS, coerce=int, initial=90
    )


class VolunteerHelp(StepForm):
    """How many people, and the lowest level to help with."""

    capacity = radio(
        label=_("How many people do you want to help?"),
        help_text=_("Most people begin with one."),
        choices=PEOPLE_AT_ONCE,
        coerce=int,
        initial=1,
    )
    min_level = radio(
        label=_("How much Dutch should somebody speak already?"),
        help_text=_("You help somebody who speaks at least this much."),
        choices=DutchLevel.choices[:5],
        initial=DutchLevel.A0,
    )


class InAHouse(StepForm):
    """Whether a community centre is the only place."""

    needs_house = forms.BooleanField(label=_("I can only meet in a community centre"), required=False)


class NewcomerWhen(InAHouse, NewcomerWeek):
    """When a newcomer can meet, how long, and whether only in a community centre."""


class VolunteerWhen(InAHouse, Week):
    """When a volunteer can meet, and whether only in a community centre."""


class How(StepForm):
    """How far, online, and with whom."""

    max_distance_m = radio(label=_("How far do you want to travel?"), choices=DISTANCES, coerce=int, initial=3_000)
    online = forms.BooleanField(label=_("Meeting by video call is fine too"), required=False)
    gender = radio(
        label=_("Are you a woman or a man?"),
        help_text=_("We ask this because some people want to meet only a woman or only a man."),
        choices=[*Gender.choices, ("", _("I would rather not say"))],
        required=False,
        initial="",
    )
    buddy_gender = radio(
        label=_("With whom do you want to meet?"),
        choices=[("", _("With anybody")), *BuddyGender.choices],
        required=False,
        initial="",
    )

    def clean_gender(self) -> str:
        """Not told is empty."""
        return self.cleaned_data["gender"] or ""

    def clean_buddy_gender(self) -> str:
        """No wish is empty."""
        return self.cleaned_data["buddy_gender"] or ""


def _every_language() -> list[tuple[str, Any]]:
    return [("", _("I would rather not say")), *language_names.every()]


class NewcomerGoals(StepForm):
    """What for, what is nice to talk about, and whether in a group too."""

    goals = several(label=_("What do you want to learn Dutch for?"), choices=Goal.choices)
    interests = several(label=_("What do you like?"), choices=Interest.choices)
    joins_tables = forms.BooleanField(
        label=_("A language table is fine too: a small group that meets every week"), required=False
    )
    mother_tongue = forms.ChoiceField(
        label=_("What is your mother tongue?"),
        help_text=_("At some language tables we bring people with different mother tongues together."),
        choices=_every_language,
        required=False,
    )


class VolunteerGoals(StepForm):
    """What to help with, and what is nice to talk about."""

    goals = several(label=_("What do you like to help with?"), choices=Goal.choices)
    interests = several(label=_("What do you like?"), choices=Interest.choices)


class Agree(StepForm):
    """The consent, with the version of the text that was in sight."""

    consent_version = forms.ChoiceField(
        choices=[(version, version) for version in consent.VERSIONS],
        initial=consent.CURRENT,
        widget=forms.HiddenInput,
    )
    agrees = forms.BooleanField(
        label=_("I agree"),
        error_messages={"required": _("Tick the box to agree. Without it you cannot take part.")},
    )
