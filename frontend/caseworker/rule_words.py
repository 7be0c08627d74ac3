"""The parameters of an ordinance and their values, in words: nobody has to read the names of the imported file."""

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from backend.obligations.facts import Kind
from backend.obligations.models import Ground, LegalBasis
from frontend.templatetags.spoken import duration

KINDS: dict[Kind, str | Promise] = {
    Kind.MEETING: _("Meeting"),
    Kind.GROUP_MEETING: _("Meeting in a group"),
    Kind.PREPARATION: _("Preparing a meeting"),
    Kind.TRAINING: _("Training"),
    Kind.INTAKE: _("Intake talk"),
    Kind.TRAVEL: _("Travelling"),
    Kind.OTHER_VOLUNTEERING: _("Volunteering from before the duty"),
    Kind.OWN_ACTIVITY: _("An activity that the person found"),
}
NAMES: dict[str, str | Promise] = {
    "enabled": _("Something is asked in this municipality"),
    "legal_bases_allowed": _("On which articles a duty may rest"),
    "min_minutes_per_week": _("Least time a week"),
    "max_minutes_per_week": _("Most time a week"),
    "default_minutes_per_week": _("Usual time a week"),
    "max_duration_weeks": _("How many weeks a decision holds at most"),
    "max_renewals": _("How many times it can be renewed"),
    "cooling_off_weeks": _("Weeks of rest after the last renewal"),
    "search_period_weeks": _("Weeks to find something oneself"),
    "search_period_extensions": _("How many times that can be made longer"),
    "own_activity_allowed": _("Clients may choose an activity of their own"),
    "existing_volunteering_counts": _("Volunteering that somebody did already counts"),
    "distance_to_labour_market": _("For whom, by the distance to work"),
    "exclude_if_informal_carer": _("Who cares for somebody"),
    "exemption_grounds": _("Grounds for an exemption"),
    "creditable_kinds": _("What counts"),
    "preparation_cap_minutes_per_session": _("Most time for preparing one meeting"),
    "no_show_by_learner_credit": _("When the newcomer does not come"),
    "late_cancellation_hours": _("Up to how many hours ahead calling off is late"),
    "averaging_weeks": _("How many weeks are looked at together"),
    "carry_over_max_minutes": _("Most time that moves to the next weeks"),
    "rounding_minutes": _("Rounded to"),
    "confirmation_required": _("Who confirms the hours"),
    "auto_confirm_after_days": _("After how many days silence is a yes"),
    "claim_deadline_days": _("Within how many days hours are written down"),
    "holiday_weeks_free": _("Free weeks a year"),
    "free_periods": _("Days on which nothing is asked"),
    "travel_max_minutes_one_way": _("Most time for travelling, one way"),
    "signal_after_weeks": _("After how many weeks the caseworker gets a signal"),
    "signal_below_pct": _("A signal below this percentage of what is asked"),
    "hearing_required_before_referral": _("The client is heard before a case goes to another desk"),
    "objection_days": _("Days to object"),
    "reduction_pct": _("Percentage of a reduction"),
    "reduction_months": _("Months of a reduction"),
    "confirmed": _("What the municipality confirmed"),
    "one session once": _("One meeting counts once"),
    "from start to end": _("A meeting counts from its start to its end"),
}
_VALUES: dict[str, str | Promise] = {
    **{basis.value: basis.label for basis in LegalBasis},
    **{ground.value: ground.label for ground in Ground},
    **{kind.value: words for kind, words in KINDS.items()},
    "any": _("everybody"),
    "near": _("people who are near to work"),
    "far": _("people who are far from work"),
    "never": _("is asked the same"),
    "while_caring": _("is asked nothing as long as that lasts"),
    "reduce_hours": _("is asked less"),
    "case_by_case": _("the caseworker decides for each client"),
    "none": _("nothing counts"),
    "planned_minutes_max_60": _("the planned time counts, up to one hour"),
    "full": _("all of the planned time counts"),
    "other_party_or_coordinator": _("the other person or the coordinator"),
    "coordinator_only": _("only the coordinator"),
}

_POINTS: dict[str, str | Promise] = {
    "PW_2027": _("The text of the Participatiewet from 2027, and what it says about duties that go on"),
    "BUS_FIELD": _("How the national statistic of this year asks for the yes or no"),
}


def point(code: str) -> str:
    """What is not confirmed yet."""
    if code in _POINTS:
        return str(_POINTS[code])
    year = code.rsplit("_", 1)[-1]
    return gettext("The most that may be paid as an expense allowance in %(year)s") % {"year": year}


def name_of(parameter: str) -> str:
    """What a parameter is about; one that has no words yet keeps its name."""
    return str(NAMES.get(parameter, parameter))


def shown(parameter: str, value: Any) -> str:
    """The value of a parameter as a person reads it."""
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict):
        return f"{value['starts_on']} – {value['ends_on']}"
    if parameter == "confirmed":
        return ", ".join(point(code) for code in value) or "–"
    if isinstance(value, list):
        return ", ".join(shown(parameter, each) for each in value) or "–"
    if "minutes" in parameter and isinstance(value, int):
        return duration(value)
    return str(_VALUES.get(value, value))
