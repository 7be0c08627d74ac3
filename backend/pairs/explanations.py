"""Why these two, why not yet, and what would help: in words, in the language that is active.

Nothing here names another person, a wish of somebody else, or a sealed exclusion. Minutes by bicycle are an
estimate from the straight distance, and say so.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from backend.pairs.models import FoundPair, Mode, Proposal, UnmatchedReason
from backend.people.models import Goal, Interest
from backend.places.phrases import listed
from matching.everyday import bicycle_minutes as bicycle_minutes
from matching.everyday import cause as cause
from matching.everyday import part_of_day
from matching.everyday import walking_minutes as walking_minutes


def _shared(left: Iterable[str], right: Iterable[str]) -> list[str]:
    there = set(right)
    return [word for word in left if word in there]


def why_together(proposal: Proposal | FoundPair, *, name_of: Callable[[str], str]) -> list[str]:
    """Short reasons, the strongest first; ``name_of`` gives a language's name for its ISO 639-3 code."""
    newcomer, volunteer = proposal.newcomer, proposal.volunteer
    reasons = [_near(proposal)]
    spoken = _shared(newcomer.languages, volunteer.languages)
    if spoken:
        languages = listed(name_of(code) for code in spoken)
        reasons.append(_("both speak %(languages)s") % {"languages": languages})
    else:
        reasons.append(_("together in Dutch"))
    hours = proposal.common_minutes // 60
    reasons.append(
        ngettext("%(count)s hour a week in common", "%(count)s hours a week in common", hours) % {"count": hours}
    )
    reasons += [str(Goal(code).label) for code in _shared(newcomer.goals, volunteer.goals)]
    reasons += [str(Interest(code).label) for code in _shared(newcomer.interests, volunteer.interests)]
    return reasons


def _near(proposal: Proposal | FoundPair) -> str:
    if proposal.mode == Mode.ONLINE:
        return _("meeting online")
    minutes = bicycle_minutes(proposal.distance_m)
    return ngettext("about %(count)s minute by bicycle", "about %(count)s minutes by bicycle", minutes) % {
        "count": minutes
    }


def why_waiting(reason: UnmatchedReason) -> str:
    """Why there is no proposal yet, without blame."""
    if reason.reason == "incomplete":
        if "availability" in reason.detail.get("missing", []):
            return _("We do not know yet at what times this person can meet.")
        return _("We do not know yet where this person lives.")
    if reason.reason == "outranked":
        return _("There are volunteers who fit, but no place with them yet. Who waits longest goes first.")
    return _first_rule_without_anybody(reason.detail)


def _first_rule_without_anybody(detail: Mapping[str, Any]) -> str:
    sentences = {  # of towns, people kept apart and wishes nothing is said
        "level": _("No volunteer here helps people at this level of Dutch yet."),
        "language": _("No volunteer speaks a language of this person yet."),
        "time": _("No volunteer who fits is free at the same times."),
        "place": _("The volunteers who fit live too far away."),
    }
    return sentences.get(cause(detail), _("There is no volunteer who fits yet."))


def why_not_pinned(why: str) -> str:
    """Why a round could not keep a pin, by the code of ``pins``; empty when it could."""
    sentences = {
        "no_place": _("This volunteer has no free place now."),
        "incomplete": _("We do not know yet when both can meet, or where they live."),
        "not_blocked": _("These two are kept apart."),
        "level": _("This volunteer does not help people at this level of Dutch."),
        "language": _("They have no language in common, and the level is too low to begin in Dutch."),
        "time": _("They are not free at the same times."),
        "place": _("They live too far from each other."),
    }
    return sentences.get(why, _("These two do not fit each other.")) if why else ""


def day_part(change: Mapping[str, Any]) -> str:
    """``Tuesday evening``."""
    day = str(WEEKDAYS[change["weekday"]])
    return {
        "morning": _("%(day)s morning"),
        "afternoon": _("%(day)s afternoon"),
        "evening": _("%(day)s evening"),
    }[part_of_day(change["starts_minute"])] % {"day": day}


def wall_clock(minute: int) -> str:
    """``19:30``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def what_helps(reason: UnmatchedReason) -> str:
    """The smallest change that would give a proposal; empty when nothing that was tried helps."""
    change = reason.smallest_change
    kind = change.get("kind")
    if kind == "window":
        return _("With time on %(when)s as well, there is a buddy in this round.") % {"when": day_part(change)}
    if kind == "distance":
        more = bicycle_minutes(change["metres"])
        return _("By travelling about %(count)s minutes further by bicycle, there is a buddy in this round.") % {
            "count": more
        }
    if kind in {"session", "shorter"}:
        return _("With meetings of %(count)s minutes, there is a buddy in this round.") % {"count": change["minutes"]}
    if kind == "online":
        return _("By meeting online, there is a buddy in this round.")
    if kind == "group":
        return _("By joining two others on %(when)s, there is a place in this round.") % {"when": day_part(change)}
    if kind == "table":
        when = {"day": WEEKDAYS[change["weekday"]], "time": wall_clock(change["starts_minute"])}
        return _("By joining the language table on %(day)s at %(time)s, there is a seat in this round.") % when
    return ""


def when_of(advice: Mapping[str, Any]) -> str:
    """The part of the week for which somebody is looked for, as it stands inside a sentence."""
    return {
        ("weekdays", "morning"): _("on a weekday morning"),
        ("weekdays", "afternoon"): _("on a weekday afternoon"),
        ("weekdays", "evening"): _("on a weekday evening"),
        ("weekend", "morning"): _("on a weekend morning"),
        ("weekend", "afternoon"): _("on a weekend afternoon"),
        ("weekend", "evening"): _("on a weekend evening"),
    }[advice["days"], advice["day_part"]]


def one_of(names: Iterable[str]) -> str:
    """``Tigrinya, Ukrainian or English``; empty without names."""
    *others, last = [*names] or [""]
    return _("%(others)s or %(last)s") % {"others": listed(others), "last": last} if others else last


def advice_sentence(advice: Mapping[str, Any], *, language: str, place: str) -> str:
    """Whom to look for; ``language`` and ``place`` are names in words, empty when it does not matter."""
    about = {"place": place, "language": language, "when": when_of(advice)}
    whom = {
        ("", False): _("Look for somebody near %(place)s who has time %(when)s."),
        ("", True): _("Look for somebody near %(place)s who speaks %(language)s and has time %(when)s."),
        ("f", False): _("Look for a woman near %(place)s who has time %(when)s."),
        ("f", True): _("Look for a woman near %(place)s who speaks %(language)s and has time %(when)s."),
        ("m", False): _("Look for a man near %(place)s who has time %(when)s."),
        ("m", True): _("Look for a man near %(place)s who speaks %(language)s and has time %(when)s."),
    }
    return whom[advice.get("gender", ""), bool(language)] % about
