"""At set moments both of a pair are asked a few plain questions; a coordinator reads them, the other one never does.

Start: ten days after the first day ("did you meet?"). Then after thirteen weeks, half way and at the end. A moment
is asked for four weeks. Speaking and taking part are scored by the newcomer at the start, half way and at the end
(the three moments of De Greef).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Avg, Count

from backend.pairs import messages, periods
from backend.pairs.locking import locked_pair
from backend.pairs.models import Moment, Pair, PairCheck, Side, side_of
from backend.people.models import Account, Coordinator
from backend.places.clock import local_today
from backend.privacy import audit

ASKED_FOR = timedelta(weeks=4)
SCORED = (Moment.START, Moment.HALF, Moment.END)
SMALLEST_GROUP = 5


class NotAskedNow(Exception):
    """This question is not asked now: it is too early, too late, or the pair is over for long."""


class FacesAreOneToFive(Exception):
    """A face or a score is a whole number from one to five."""


@dataclass(frozen=True, kw_only=True)
class Answers:
    """What one side says; empty where it is not asked."""

    face: int
    have_met: bool | None = None
    speaking: int | None = None
    taking_part: int | None = None
    wants_a_call: bool = False
    words: str = ""


def days_of(pair: Pair, *, until_on: date | None, of: periods.Periods) -> Mapping[Moment, date]:
    """On which day each moment is asked. Half way falls away when it lies within a month of the evaluation."""
    last = until_on or pair.started_on + of.term
    evaluation = pair.started_on + of.evaluation
    half = pair.started_on + (last - pair.started_on) / 2
    days = {Moment.START: pair.started_on + of.first_check, Moment.HALF: half, Moment.END: pair.ended_on or last}
    if half > evaluation + ASKED_FOR:
        days[Moment.EVALUATION] = evaluation
    return days


def asked_on(pair: Pair, today: date, *, until_on: date | None, of: periods.Periods) -> Moment | None:
    """The moment that is asked today, the latest first; None when there is none. After an end only the end is."""
    days = days_of(pair, until_on=until_on, of=of)
    open_now = [moment for moment, day in days.items() if day <= today < day + ASKED_FOR]
    if pair.ended_on is not None:
        open_now = [moment for moment in open_now if moment == Moment.END]
    return max(open_now, key=lambda moment: days[moment], default=None)


@transaction.atomic
def say(
    *, pair_id: UUID, by: Account, moment: Moment, answers: Answers, until_on: date | None, now: datetime
) -> PairCheck:
    """One side answers; the first answer stays, and the message that asked for it is withdrawn. Twice is harmless.

    Raises:
        Pair.DoesNotExist: ``by`` is not one of the two.
        NotAskedNow: not the moment that is asked today.
        FacesAreOneToFive: a score outside its range.
    """
    mine = Pair.objects.of(by).values_list("pk", flat=True).get(pk=pair_id)
    pair, today = locked_pair(mine, by), local_today(now)
    side = side_of(pair, by)
    if known := PairCheck.objects.filter(pair=pair, side=side, moment=moment).first():
        return known
    if asked_on(pair, today, until_on=until_on, of=periods.on(today)) != moment:
        raise NotAskedNow
    _check(answers)
    scores = side == Side.NEWCOMER and moment in SCORED
    said = PairCheck.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        side=side,
        moment=moment,
        have_met=answers.have_met if moment == Moment.START else None,
        face=answers.face,
        speaking=answers.speaking if scores else None,
        taking_part=answers.taking_part if scores else None,
        wants_a_call=answers.wants_a_call,
        words=answers.words,
        said_by=by,
        said_at=now,
    )
    messages.withdraw_check(pair.pk, by.pk, now)
    audit.note(deed="pair check", about=said, town=pair.municipality_id, by=by.pk, now=now)
    return said


def _check(answers: Answers) -> None:
    scores = [answers.face, answers.speaking, answers.taking_part]
    if not all(score is None or 1 <= score <= 5 for score in scores):
        raise FacesAreOneToFive


@transaction.atomic
def called(*, check_id: UUID, by: Account, now: datetime) -> PairCheck:
    """A coordinator has spoken with who asked for a call. Twice is fine.

    Raises:
        PairCheck.DoesNotExist: ``by`` does not coordinate in the open town.
    """
    if not Coordinator.objects.filter(account=by, until=None).exists():
        raise PairCheck.DoesNotExist
    found: PairCheck = PairCheck.objects.select_for_update(no_key=True).get(pk=check_id)
    if found.called_at is None:
        found.called_at = now
        found.save(update_fields=["called_at"])
    return found


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How newcomers score themselves at one moment: means of one decimal, over ``people`` of them."""

    moment: Moment
    people: int
    speaking: float
    taking_part: float


def progress() -> list[Progress]:
    """The three moments of the open town; a moment with fewer than five people is left out."""
    rows = PairCheck.objects.filter(side=Side.NEWCOMER, speaking__isnull=False, taking_part__isnull=False)
    counted = rows.values("moment").annotate(
        people=Count("pair__newcomer", distinct=True), speaks=Avg("speaking"), takes=Avg("taking_part")
    )
    by_moment = {row["moment"]: row for row in counted if row["people"] >= SMALLEST_GROUP}
    return [
        Progress(
            moment=moment,
            people=by_moment[moment]["people"],
            speaking=round(by_moment[moment]["speaks"], 1),
            taking_part=round(by_moment[moment]["takes"], 1),
        )
        for moment in SCORED
        if moment in by_moment
    ]
