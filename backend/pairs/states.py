"""In which state a pair is, and what can be done with it then: derived from facts with dates, never stored.

One table says which deeds a state allows. A deed looks here after it has locked the pair.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _

from backend.pairs.models import Pair


class State(models.TextChoices):
    TRIAL = "TRIAL", _("Getting to know each other")
    ACTIVE = "ACTIVE", _("They meet")
    PAUSED = "PAUSED", _("Paused")
    COMPLETED = "COMPLETED", _("Completed")
    BROKEN_OFF = "BROKEN_OFF", _("Stopped early")


class Deed(StrEnum):
    PAUSE = "PAUSE"
    RESUME = "RESUME"
    END = "END"
    SAY_WHY = "SAY_WHY"


MAY: Mapping[State, frozenset[Deed]] = {
    State.TRIAL: frozenset({Deed.PAUSE, Deed.END}),
    State.ACTIVE: frozenset({Deed.PAUSE, Deed.END}),
    State.PAUSED: frozenset({Deed.RESUME, Deed.END}),
    State.COMPLETED: frozenset({Deed.SAY_WHY}),
    State.BROKEN_OFF: frozenset({Deed.SAY_WHY}),
}


class NotInThisState(Exception):
    """The pair is in a state in which this cannot be done: it is paused, or it has ended."""


def state_of(pair: Pair, on: date) -> State:
    """The state on this day; reads ``pair.pauses``, so prefetch them for a list."""
    if pair.ended_on is not None:
        return State.COMPLETED if pair.is_completed else State.BROKEN_OFF
    if any(pause.covers(on) for pause in pair.pauses.all()):
        return State.PAUSED
    return State.TRIAL if pair.trial_until is not None and on <= pair.trial_until else State.ACTIVE


def require(deed: Deed, pair: Pair, on: date) -> State:
    """The state, when it allows the deed; the caller holds the pair locked.

    Raises:
        NotInThisState: it does not.
    """
    state = state_of(pair, on)
    if deed not in MAY[state]:
        raise NotInThisState
    return state
