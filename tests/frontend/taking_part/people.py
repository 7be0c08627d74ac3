"""The two of a pair and their browsers, in English, at noon on a Monday."""

from datetime import timedelta

from django.urls import reverse

from tests import make

SIDES = ("newcomer", "volunteer")
TOMORROW = make.NOON + timedelta(days=1)


def english(role):
    """Reads English, so that a test can look for a sentence."""
    role.account.language = "en"
    role.account.save()
    return role


def browser(role):
    """Logged in as this person."""
    return make.browser_of(english(role).account)


def address(side, name, *args):
    """An address of the newcomer's or the volunteer's pages."""
    return reverse(f"{side}:{name}", args=args)


def offered(**about):
    """A proposal that both may answer."""
    given = {
        "state": "OFFERED",
        "decided_by": make.coordinator().account,
        "decided_at": make.NOON,
        "answer_before": make.NOON + timedelta(days=7),
    }
    return make.proposal(**given | about)
