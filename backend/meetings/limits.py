"""How long a meeting can be, in minutes. Pure."""

SHORTEST, LONGEST = 15, 240


class MinutesOutOfRange(Exception):
    """A meeting takes between 15 and 240 minutes."""


def check(minutes: int) -> None:
    """Let sensible minutes pass.

    Raises:
        MinutesOutOfRange: shorter or longer than a meeting can be.
    """
    if not SHORTEST <= minutes <= LONGEST:
        raise MinutesOutOfRange
