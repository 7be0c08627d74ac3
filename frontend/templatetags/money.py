"""Amounts of money as people write them, in the reader's language, with Western digits."""

from babel.numbers import format_currency
from django import template
from django.utils.translation import get_language

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """``€ 2.100,00``."""
    return format_currency(
        cents / 100, "EUR", locale=(get_language() or "nl").replace("-", "_"), numbering_system="latn"
    )
