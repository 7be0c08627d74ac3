"""Dice that fall the same way each time for the same seed and subject."""

import random


def dice(*subject: object) -> random.Random:
    """Dice of their own for this subject, so that one more person changes nothing for the others."""
    return random.Random(" ".join(map(str, subject)))  # noqa: S311 - a demo has no secrets
