"""What a caseworker reads when a decision or a statement cannot be made."""

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from backend.obligations import decisions, participation, statements
from backend.people.registration import RequestUsedBefore

REFUSALS: dict[type[Exception], tuple[str, str | Promise]] = {
    decisions.AlreadyLinked: (
        NON_FIELD_ERRORS,
        _("This person already has a caseworker here. Ask a colleague to hand over."),
    ),
    decisions.EndsBeforeStart: ("ends_on", _("Choose a last day on or after the first day.")),
    decisions.PeriodsOverlap: (
        "starts_on",
        _("Another decision already holds on some of these days. End it first."),
    ),
    decisions.ModuleOff: (
        "starts_on",
        _("On this day your municipality has no ordinance that asks something. Choose another day."),
    ),
    decisions.AgainstOrdinance: (
        NON_FIELD_ERRORS,
        _("The ordinance of that day does not allow this. Look at the basis, the hours, and the length."),
    ),
    statements.NothingToState: (NON_FIELD_ERRORS, _("No decision holds in this period. Choose other days.")),
    statements.NotOverYet: ("ends_on", _("Choose today or an earlier day.")),
    statements.PeriodTooLong: ("starts_on", _("Choose a period of five years at most.")),
    participation.PeriodIsWrong: ("ends_on", _("Choose a last day on or after the first day, and not after today.")),
    RequestUsedBefore: (
        NON_FIELD_ERRORS,
        _("You sent this form before, with something else in it. Is this new? Then send it again."),
    ),
}

# What of the ordinance stands in the way: the field to look at, by the parameter.
AGAINST: dict[str, tuple[str, str | Promise]] = {
    "legal_bases_allowed": ("legal_basis", _("The ordinance of that day does not know this basis. Choose another.")),
    "max_minutes_per_week": (
        "hours_per_week",
        _("The ordinance of that day does not allow this number of hours. Look at the least and the most in it."),
    ),
    "max_duration_weeks": ("ends_on", _("This is longer than the ordinance allows. Choose an earlier last day.")),
    "max_renewals": (
        "starts_on",
        _("The duty was renewed as often as the ordinance allows. Choose a day after the weeks of rest."),
    ),
    "distance_to_labour_market": (
        "distance",
        _("The ordinance asks something of one group alone. Choose how far your client is from paid work."),
    ),
    "exclude_if_informal_carer": (
        "care",
        _("Your client cares for somebody. By the ordinance these hours cannot be asked now."),
    ),
    "exemption_grounds": ("ground", _("The ordinance of that day does not know this ground. Choose another.")),
}
