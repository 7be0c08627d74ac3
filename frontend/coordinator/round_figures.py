"""The figures of a round in words: why people wait, how fair it was, whom to look for."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from backend.pairs import explanations
from backend.pairs.models import MatchingRound
from backend.people.models import Gender
from backend.places import neighbourhoods
from backend.places.models import CommunityCentre, Neighbourhood
from frontend import language_names

ROWS_OF_A_GROUPING = 12


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """A table of groups; ``more`` groups are not in it."""

    title: str
    rows: list[dict[str, Any]]
    more: int


def why_people_wait(this: MatchingRound) -> list[tuple[str, int]]:
    """Each reason with how many people it holds for, most first."""
    reasons = this.unmatched_reasons.only("round", "reason", "detail")
    return Counter(explanations.why_waiting(reason) for reason in reasons).most_common()


def fairness(this: MatchingRound, names: dict[str, str]) -> list[Grouping]:
    """Who got a pair and who waits, by group; ``names`` are those of neighbourhoods by code."""
    figures = this.report.get("figures")
    if not figures:
        return []
    genders = {code.lower(): str(label) for code, label in Gender.choices} | {"": _("not told")}
    groupings: tuple[tuple[str, str, dict[str, str]], ...] = (
        (_("Everybody"), "everybody", {"": _("Everybody")}),
        (_("Language"), "language", {row["group"]: language_names.name(row["group"]) for row in figures["language"]}),
        (_("Gender"), "gender", genders),
        (_("Level of Dutch"), "level", {}),
        (_("Neighbourhood"), "neighbourhood", names),
    )
    return [_grouping(title, figures[key], labels) for title, key, labels in groupings]


def _grouping(title: str, rows: list[dict[str, Any]], labels: dict[str, str]) -> Grouping:
    largest = sorted(rows, key=lambda row: -sum(row[side]["people"] or 0 for side in ("matched", "unmatched")))
    shown = [row | {"label": labels.get(row["group"], row["group"])} for row in largest[:ROWS_OF_A_GROUPING]]
    return Grouping(title=title, rows=shown, more=len(rows) - len(shown))


def names_of_neighbourhoods(places: list[Neighbourhood]) -> dict[str, str]:
    """By code."""
    return {place.code: place.name for place in places}


def advice(this: MatchingRound | None, places: list[Neighbourhood], limit: int) -> list[dict[str, Any]]:
    """Whom to recruit: a sentence, its parts in words, how many people it would help and how long they waited."""
    rows = (this.report.get("advice") or [])[:limit] if this else []
    return [row | _in_words(row, places) for row in rows]


def advice_around(
    this: MatchingRound, places: list[Neighbourhood], centres: list[CommunityCentre]
) -> list[dict[str, Any]]:
    """The same for the region of each of these centres; a round from before there was such advice has none."""
    told = this.report.get("advice_around") or {}
    return [
        {"centre": centre.name, "rows": [row | _in_words(row, places) for row in told[str(centre.pk)]]}
        for centre in centres
        if str(centre.pk) in told
    ]


def _in_words(row: dict[str, Any], places: list[Neighbourhood]) -> dict[str, str]:
    near = neighbourhoods.nearest(places, x=row["x"], y=row["y"])
    place = near.name if near else ""
    codes = [row["language"], *row.get("or_languages", ())] if row["language"] else []
    language = explanations.one_of(language_names.name(code) for code in codes)
    gender = {"f": _("a woman"), "m": _("a man")}.get(row["gender"], _("anybody"))
    return {
        "sentence": explanations.advice_sentence(row, language=language, place=place),
        "place": place,
        "language_name": language or _("Dutch is enough"),
        "when": explanations.when_of(row),
        "who": gender,
    }
