"""Why these two, why not yet, what would help and whom to look for, in the words of a catalogue (``matching.words``).

Nothing here names another person, a pair that is kept apart, or a wish of somebody else; fewer than five people are
not counted aloud. Minutes on the way are an estimate, and said to be one.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from matching import everyday
from matching.advise import Advice
from matching.pairs import MatchedPair
from matching.solution import Unmatched
from matching.time_windows import WEEKDAYS
from matching.words import Words

WHOM = {"": "anybody", "f": "woman", "m": "man"}
TABLE_COLUMNS = ["place", "languages", "when", "gender", "people", "days"]


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _on_the_way(words: Words, name: str, metres: int) -> str:
    minutes = {"bicycle": everyday.bicycle_minutes(metres), "foot": everyday.walking_minutes(metres)}
    return words.say("pair", name, **{way: words.count("pair", "minutes", count) for way, count in minutes.items()})


def of_pair(words: Words, pair: MatchedPair) -> list[str]:
    """The reasons, said to the newcomer: how far, what they share, how much time, and when to meet first."""
    found = [_on_the_way(words, "at_table" if pair.mode == "table" else "on_the_way", pair.distance_m)]
    if pair.mode == "online":
        found = [words.say("pair", "online")]
    spoken = [words.named("languages", code) for code in pair.languages]
    found.append(
        words.say("pair", "languages", languages=words.listed("and", spoken))
        if spoken
        else words.say("pair", "dutch")
    )
    found.append(words.count("pair", "hours", pair.common_minutes // 60))
    for section, shared in (("goals", pair.goals), ("interests", pair.interests)):
        if shared:
            names = [words.named(section, code) for code in shared]
            found.append(words.say("pair", section, **{section: words.listed("and", names)}))
    day, starts = words.say("weekdays", WEEKDAYS[pair.weekday]), pair.starts_minute
    return [*found, words.say("pair", "slot", day=day, starts=_clock(starts), ends=_clock(starts + pair.minutes))]


def why_not(words: Words, row: Unmatched) -> str:
    """Why there is no match, said to the newcomer and without blame."""
    if row.reason == "incomplete":
        return words.say(
            "why_not", "incomplete_availability" if "availability" in row.missing else "incomplete_place"
        )
    if row.reason == "outranked":
        return words.say("why_not", "outranked" if row.detail.get("places", 1) else "outranked_no_place")
    return words.say("why_not", everyday.cause(row.detail) or "other")


def _when(words: Words, change: Mapping[str, Any]) -> str:
    day = words.say("weekdays", WEEKDAYS[change["weekday"]])
    return words.say("day_parts", everyday.part_of_day(change["starts_minute"]), day=day)


def what_helps(words: Words, change: Mapping[str, Any]) -> str:
    """The smallest change (``Change.as_dict``) that gives a match; that there is none when it is empty."""
    match change.get("kind"):
        case "window" | "group" | "table" as kind:
            return words.say("change", kind, when=_when(words, change))
        case "distance":
            return words.count("change", "distance", everyday.bicycle_minutes(change["metres"]))
        case "session":
            return words.say("change", "session", minutes=change["minutes"])
        case "online":
            return words.say("change", "online")
    return words.say("change", "none")


def _place(words: Words, advice: Advice, place: str) -> str:
    return place or words.say("advice", "around", municipality=advice.municipality, x=advice.x, y=advice.y)


def _spoken(words: Words, advice: Advice) -> str:
    codes = [advice.language, *advice.or_languages] if advice.language else []
    return words.listed("or", [words.named("languages", code) for code in codes]) if codes else ""


def advice(words: Words, about: Advice, place: str = "") -> str:
    """Whom to look for and what it gives; ``place`` is the name of a neighbourhood, where there is one."""
    spoken = _spoken(words, about)
    effect = words.say("advice", "effect_small")
    if about.more_people >= everyday.FEWEST_TO_SAY:
        effect = words.say("advice", "effect", people=about.more_people, days=about.waiting_days)
    return words.say(
        "advice",
        WHOM[about.gender] + ("_speaking" if spoken else ""),
        place=_place(words, about, place),
        languages=spoken,
        when=words.say("when", f"{about.days}_{about.day_part}"),
        effect=effect,
    )


def advice_table(words: Words, found: Sequence[Advice]) -> list[list[str]]:
    """The same as a table, its header first."""
    rows = [[words.say("advice", f"column_{name}") for name in TABLE_COLUMNS]]
    for about in found:
        is_few = about.more_people < everyday.FEWEST_TO_SAY
        rows.append(
            [
                _place(words, about, ""),
                _spoken(words, about),
                words.say("when", f"{about.days}_{about.day_part}"),
                words.say("advice", f"gender_{about.gender or 'any'}"),
                words.say("advice", "small") if is_few else str(about.more_people),
                "" if is_few else str(about.waiting_days),
            ]
        )
    return rows
