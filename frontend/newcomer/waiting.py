"""Why somebody waits and what might help, said to the person: without blame, and as a question."""

from dataclasses import dataclass

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _

from backend.pairs.explanations import bicycle_minutes, cause, day_part, wall_clock
from backend.pairs.models import UnmatchedReason
from backend.people.models import Newcomer, Volunteer


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """``why`` is a sentence; ``question`` is the smallest change that would help, empty when none would.

    ``page`` is the name of the page on which the change is made.
    """

    why: str
    question: str = ""
    page: str = "week"


def latest_reason(newcomer: Newcomer | Volunteer) -> UnmatchedReason | None:
    """What the last published round wrote down about this newcomer; None before the first one."""
    return UnmatchedReason.objects.filter(newcomer=newcomer.pk).told().select_related("round").first()


def explain(reason: UnmatchedReason | None) -> Waiting:
    """In words of the language that is active."""
    if reason is None:
        return Waiting(why=_("Tonight we look for the first time."))
    question, page = _question(reason)
    return Waiting(why=_why(reason), question=question, page=page)


def _why(reason: UnmatchedReason) -> str:
    if reason.reason == "incomplete":
        return _("We do not know yet when you have time.")
    if reason.reason == "outranked":
        return _("There are volunteers who fit, but no place for you yet. Who waits longest goes first.")
    sentences = {
        "level": _("No volunteer for your level of Dutch has a place free yet."),
        "language": _("No volunteer speaks one of your languages yet."),
        "time": _("No volunteer has time when you have time yet."),
        "place": _("The volunteers who fit live too far away."),
    }
    return sentences.get(cause(reason.detail), _("No volunteer who fits has a place free yet."))


def _question(reason: UnmatchedReason) -> tuple[str, str]:
    if reason.reason == "incomplete":
        return _("When do you have time? Then we can look for somebody."), "week"
    change = reason.smallest_change
    match change.get("kind"):
        case "window":
            return _("Do you also have time on %(when)s?") % {"when": day_part(change)}, "week"
        case "distance":
            further = bicycle_minutes(change["metres"])
            return _("Can you go about %(count)s minutes further by bicycle?") % {"count": further}, "wishes"
        case "session" | "shorter":
            return _("Is a meeting of %(count)s minutes fine too?") % {"count": change["minutes"]}, "wishes"
        case "online":
            return _("Is meeting by video call fine too?"), "wishes"
        case "table":
            when = {"day": WEEKDAYS[change["weekday"]], "time": wall_clock(change["starts_minute"])}
            return _("Is a language table fine too: a small group, on %(day)s at %(time)s?") % when, "wishes"
    return "", "week"
