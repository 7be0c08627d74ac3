"""Small phrases that another script puts differently: from one hour to another, and things in a row."""

from collections.abc import Iterable

from django.utils.translation import gettext


def span(starts: str, ends: str) -> str:
    """From one wall time to another, for example "18:00 – 19:30"; where one reads from the right, in words.

    A dash between two times is read from either side there; which of the two comes first is then a guess.
    """
    # Translators: from one wall time to another; for right-to-left scripts use words, not a dash
    return gettext("%(starts)s – %(ends)s") % {"starts": starts, "ends": ends}


def listed(things: Iterable[object]) -> str:
    """Things in a row with the comma of the reader's script."""
    # Translators: between two things in a row, with its space
    return gettext(", ").join(map(str, things))
