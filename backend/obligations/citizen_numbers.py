"""No citizen number (BSN) is kept here (Uitvoeringswet AVG art. 46): what looks like one is refused, in any field."""

import re

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
# Eight or nine digits, perhaps written apart. Longer rows of digits are other numbers: phones, accounts.
CANDIDATE = re.compile(r"(?<![0-9])(?:[0-9][ .\-]?){7,8}[0-9](?![ .\-]?[0-9])")


class LooksLikeCitizenNumber(Exception):
    """A citizen number (BSN) is not kept here: use the number of the benefits system."""


def looks_like_citizen_number(text: str) -> bool:
    """Whether a number that passes the eleven test of the BSN (nine digits, Besluit BSN) stands in this text."""
    return any(_passes(re.sub(r"[^0-9]", "", found[0])) for found in CANDIDATE.finditer(text))


def refuse(*texts: str) -> None:
    """Refuse a text with a citizen number.

    Raises:
        LooksLikeCitizenNumber: there is one.
    """
    if any(looks_like_citizen_number(text) for text in texts):
        raise LooksLikeCitizenNumber


def _passes(digits: str) -> bool:
    if int(digits) == 0:
        return False
    return sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits.zfill(9), strict=True)) % 11 == 0
