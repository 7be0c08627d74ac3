"""Proposals and waiting people in words, for templates."""

from datetime import date

from django import template
from django.utils.translation import gettext, ngettext

from backend.meetings import silence
from backend.pairs import explanations
from backend.pairs.models import FoundPair, Proposal, UnmatchedReason
from frontend import language_names

register = template.Library()


@register.filter
def why_together(proposal: Proposal | FoundPair) -> list[str]:
    """Short reasons, the strongest first."""
    return explanations.why_together(proposal, name_of=language_names.name)


@register.filter
def why_waiting(reason: UnmatchedReason) -> str:
    """Why there is no proposal yet."""
    return explanations.why_waiting(reason)


@register.filter
def what_helps(reason: UnmatchedReason) -> str:
    """The smallest change that would help; may be empty."""
    return explanations.what_helps(reason)


@register.filter
def why_silent(why: silence.Why) -> str:
    """Why a pair has not met, in plain words and without blame."""
    sentences = {
        silence.Why.NO_PLAN: gettext("They have no plan: no day and time."),
        silence.Why.HOLIDAY: gettext("It was a holiday."),
        silence.Why.AWAY: gettext("One of them was away, or the house was closed."),
        silence.Why.CALLED_OFF: gettext("Meetings were called off twice or more."),
        silence.Why.SAID_NO: gettext("One of them says that they did not meet."),
        silence.Why.NOBODY_ANSWERED: gettext("Nobody told us whether they met."),
        silence.Why.NOTHING_PLANNED: gettext("No meeting was planned in this time."),
    }
    return sentences[why]


@register.filter
def travel(distance_m: int) -> str:
    """``about 6 minutes by bicycle, 15 on foot``; between two of one neighbourhood there is no distance to tell."""
    if not distance_m:
        return gettext("in the same neighbourhood")
    minutes = {
        "bicycle": explanations.bicycle_minutes(distance_m),
        "foot": explanations.walking_minutes(distance_m),
    }
    return gettext("about %(bicycle)s min by bicycle, %(foot)s min on foot") % minutes


@register.filter
def weeks_since(day: date, today: date) -> int:
    """Full weeks from a day up to today."""
    return max(0, (today - day).days // 7)


@register.filter
def waits_since(day: date, today: date) -> str:
    """For how many full weeks somebody waits."""
    weeks = weeks_since(day, today)
    if not weeks:
        return gettext("waits less than a week")
    return ngettext("waits %(weeks)s week", "waits %(weeks)s weeks", weeks) % {"weeks": weeks}
