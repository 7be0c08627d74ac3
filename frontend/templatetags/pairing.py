"""Proposals and waiting people in words, for templates."""

from datetime import date
from typing import Any

from django import template

from backend.pairs import explanations
from backend.pairs.models import Proposal, UnmatchedReason
from backend.places.models import Neighbourhood
from frontend import language_names

register = template.Library()


@register.filter
def why_together(proposal: Proposal) -> list[str]:
    """Short reasons, the strongest first."""
    return explanations.why_together(proposal)


@register.filter
def why_waiting(reason: UnmatchedReason) -> str:
    """Why there is no proposal yet."""
    return explanations.why_waiting(reason)


@register.filter
def what_helps(reason: UnmatchedReason) -> str:
    """The smallest change that would help; may be empty."""
    return explanations.what_helps(reason)


@register.filter
def advice(row: dict[str, Any]) -> str:
    """Whom to look for, near the neighbourhood that lies closest."""
    near = sorted(
        Neighbourhood.objects.current_in(row["municipality"]).exclude(rd_x=None),
        key=lambda each: (each.rd_x - row["x"]) ** 2 + (each.rd_y - row["y"]) ** 2,
    )
    language = language_names.name(row["language"]) if row["language"] else ""
    return explanations.advice_sentence(row, language=language, place=near[0].name if near else "")


@register.filter
def weeks_since(day: date, today: date) -> int:
    """Full weeks from a day up to today."""
    return max(0, (today - day).days // 7)
