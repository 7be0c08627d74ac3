"""Proposals and waiting people in words, for templates."""

from datetime import date

from django import template

from backend.pairs import explanations
from backend.pairs.models import Proposal, UnmatchedReason
from frontend import language_names

register = template.Library()


@register.filter
def why_together(proposal: Proposal) -> list[str]:
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
def weeks_since(day: date, today: date) -> int:
    """Full weeks from a day up to today."""
    return max(0, (today - day).days // 7)
