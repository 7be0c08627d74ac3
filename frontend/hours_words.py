"""Why hours do not stand, in a sentence that says what to do; an overlap is named by what the reader may know."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from backend.meetings import attendance, hours_rows, ledger, limits, planning
from backend.meetings.models import Attendance, HoursInterval
from backend.people.registration import RequestUsedBefore
from frontend.templatetags.spoken import spoken_moment, spoken_time

_WHY: dict[type[Exception], tuple[str | None, Any]] = {
    limits.MinutesOutOfRange: ("minutes", gettext_lazy("Choose between a quarter of an hour and four hours.")),
    hours_rows.NotTogetherThen: ("pair", gettext_lazy("These two were not a pair on this day.")),
    hours_rows.TooLongAgo: (None, gettext_lazy("Hours of more than a year ago are not entered any more.")),
    hours_rows.HoursStandAlready: (
        None,
        gettext_lazy("Hours for this meeting stand already, with other times. Look at the page of the meeting."),
    ),
    hours_rows.VolunteerSaysOtherwise: (
        None,
        gettext_lazy("The volunteer said that they did not meet. Ask first; the volunteer can change the answer."),
    ),
    attendance.MeetingIsNotOver: ("starts_local", gettext_lazy("This meeting is not over yet. Enter it afterwards.")),
    planning.InAnotherMeetingThen: (
        "starts_local",
        gettext_lazy("One of the two was in another meeting at this time. Look at the time."),
    ),
    ledger.ClaimIsInAnotherState: (None, gettext_lazy("A coordinator has decided about these hours already.")),
    RequestUsedBefore: (None, gettext_lazy("This row was sent before with other times. Open the list again.")),
}
REFUSED_ROWS: tuple[type[Exception], ...] = (*_WHY, ledger.HoursOverlap)


def why_not(refused: Exception) -> tuple[str | None, Any]:
    """The field that mends it, or None for the whole row, and the sentence. For coordinators."""
    if isinstance(refused, ledger.HoursOverlap):
        return "starts_local", overlap_for_coordinator(refused)
    return _WHY[type(refused)]


def overlap_for_coordinator(refused: ledger.HoursOverlap) -> str | SafeString:
    """With which hours of the volunteer: which pair, from when to when."""
    if refused.with_ is None:
        return _("This volunteer already has hours at this time in another town. Look at the time.")
    return format_html(
        _("This volunteer already has hours with {name}: {begin} until {end}. Look at the time, or change those."),
        name=_learner(refused.with_),
        begin=spoken_moment(refused.with_.starts_at),
        end=spoken_time(refused.with_.ends_at),
    )


def overlap_for_volunteer(refused: ledger.HoursOverlap) -> str | SafeString:
    """With which of one's own hours."""
    if refused.with_ is None:
        return _("You already wrote down hours at this time in another town. Choose fewer hours.")
    return format_html(
        _("You already have hours with {name}: {begin} until {end}. Choose fewer hours, or change those first."),
        name=_learner(refused.with_),
        begin=spoken_moment(refused.with_.starts_at),
        end=spoken_time(refused.with_.ends_at),
    )


def _learner(interval: HoursInterval) -> str:
    others = Attendance.objects.filter(meeting=interval.meeting_id, side=Attendance.Side.NEWCOMER)
    return others.values_list("account__call_name", flat=True).first() or ""
