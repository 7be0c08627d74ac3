"""Clients of every kind: those of whom there is something to look at, and those of whom there is nothing."""

import uuid
from datetime import timedelta

from backend.meetings import outcomes
from backend.meetings.models import Why
from backend.obligations import extra_hours, signals
from backend.obligations.models import ExtraHours, Ground, ObligationDecision, SignalKind
from backend.people.models import Account
from tests import make
from tests.backend.obligations.duties import FOUR_HOURS, caseworker_of, changed, letter, linked, undone, worked

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
Outcome = signals.Outcome


def since(weeks, **about):
    """A decision that began so many weeks ago."""
    return letter(starts_on=make.MONDAY - weeks * WEEK, decided_on=make.MONDAY - weeks * WEEK, **about)


def handled(obligation, kind=SignalKind.BELOW, key=None, outcome=Outcome.TALK):
    """A caseworker wrote what came of the signal about this day, of the first week of the decision by default."""
    signals.handle(
        obligation_id=obligation.pk,
        by=caseworker_of(obligation),
        signal=signals.Signal(kind=kind, key=key or make.MONDAY - 4 * WEEK),
        outcome=outcome,
        note="",
        request_id=uuid.uuid4(),
        now=make.NOON,
    )
    return obligation


def did(obligation, *, weeks_ago, **about):
    """Hours on the Wednesday of so many weeks ago."""
    worked(obligation, days_ago=7 * weeks_ago - 2, **{"minutes": FOUR_HOURS} | about)
    return obligation


def exempted(obligation, *, review_in):
    """Nothing is asked any more, until somebody looks at it again."""
    ground = {"ground": Ground.CARE_TASKS, "share_pct": 100, "review_on": make.MONDAY + review_in * DAY}
    changed(obligation, ObligationDecision.Kind.EXEMPT, starts_on=obligation.periods.get().starts_on, **ground)
    return obligation


def waited_in_vain(obligation):
    """The newcomer did not come last week."""
    meeting = make.meeting(pair=make.Pair.objects.get(volunteer__account=obligation.person_id))
    me = Account.objects.get(pk=obligation.person_id)
    about = {"by": me, "why": Why.OTHER_NOT_THERE, "request_id": uuid.uuid4(), "now": make.NOON}
    outcomes.explain(meeting_id=meeting.pk, **about)
    return obligation


def trained(obligation):
    """Followed a training last week, which the caseworker wrote down."""
    spent = extra_hours.Spent(kind=ExtraHours.Kind.TRAINING, day=make.MONDAY - 5 * DAY, minutes=FOUR_HOURS)
    about = {"by": caseworker_of(obligation), "request_id": uuid.uuid4(), "now": make.NOON}
    extra_hours.add(obligation_id=obligation.pk, spent=spent, **about)
    return obligation


def annulled(obligation):
    """Nothing was ever asked, as it turned out."""
    undone(obligation, obligation.decisions.get(), ObligationDecision.Kind.ANNUL_AFTER_OBJECTION)
    return obligation


def of(caseworker, volunteer=None, **about):
    """A client of this caseworker."""
    return linked(volunteer, caseworker, **about)


def searching():
    """A volunteer whom nobody has been found for yet."""
    return make.volunteer(registered_at=make.NOON - 300 * DAY)


ENDS_SOON = make.MONDAY + 14 * DAY
LONG_AGO = {"decision": since(20)}
SOMETHING = {
    "did nothing": of,
    "did half of what would be enough": lambda who: did(of(who), weeks_ago=1, minutes=60),
    "did enough, but long ago": lambda who: did(of(who, **LONG_AGO), weeks_ago=9),
    "waits for a word about the hours": lambda who: did(of(who), weeks_ago=1, is_confirmed=False),
    "is behind again after that was handled": lambda who: handled(
        did(of(who, **LONG_AGO), weeks_ago=9), key=make.MONDAY - 15 * WEEK
    ),
    "was behind when it ended": lambda who: of(who, decision=since(12, ends_on=make.MONDAY - 4 * WEEK - DAY)),
    "is exempted and to be looked at again": lambda who: exempted(of(who), review_in=14),
    "does enough and ends soon": lambda who: did(of(who, decision=letter(ends_on=ENDS_SOON)), weeks_ago=1),
    "found nobody in time": lambda who: of(who, searching()),
}
NOTHING = {
    "did enough last week": lambda who: did(of(who), weeks_ago=1),
    "did enough some weeks ago": lambda who: did(of(who), weeks_ago=3),
    "was confirmed by silence": lambda who: did(of(who), weeks_ago=3, is_confirmed=False),
    "was behind, as was handled": lambda who: handled(of(who)),
    "has long been behind, as was handled": lambda who: handled(
        did(of(who, **LONG_AGO), weeks_ago=9), key=make.MONDAY - 8 * WEEK
    ),
    "has not been asked for long enough": lambda who: of(who, decision=since(3)),
    "is asked from next week on": lambda who: of(who, decision=since(-1)),
    "is exempted for long": lambda who: exempted(of(who, **LONG_AGO), review_in=60),
    "did enough until it ended": lambda who: did(
        of(who, decision=since(12, ends_on=make.MONDAY - 4 * WEEK - DAY)), weeks_ago=5
    ),
    "ends soon, as was handled": lambda who: handled(
        did(of(who, decision=letter(ends_on=ENDS_SOON)), weeks_ago=1), SignalKind.DECISION_ENDING, ENDS_SOON
    ),
    "has more time to search": lambda who: handled(
        of(who, searching()), SignalKind.SEARCH_OVER, make.MONDAY, Outcome.LONGER
    ),
    "waited in vain": lambda who: waited_in_vain(of(who, decision=letter(minutes_per_week=120))),
    "followed a training": lambda who: trained(of(who)),
    "was never to be asked": lambda who: annulled(of(who)),
}
KINDS = SOMETHING | NOTHING
