"""When both of a pair are asked how it goes: their language plan says until when they meet, so that half is known."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.meetings import planning
from backend.meetings.models import LanguagePlan
from backend.pairs import checks, messages, periods
from backend.pairs.models import EndReason, Moment, Pair, PairCheck, PairPause, Side
from backend.pairs.models.pairs import PairQuerySet
from backend.people.models import Account
from backend.places import programme
from backend.places.clock import local_today

HURTS = frozenset({EndReason.BOUNDARY_CROSSED, EndReason.DIED})


def last_days(pair_ids: Collection[UUID]) -> Mapping[UUID, date]:
    """By pair until when its language plan says that they meet."""
    plans = LanguagePlan.objects.in_force().filter(pair__in=pair_ids)
    return dict(plans.values_list("pair_id", "until_on"))


def ask_everywhere(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda _town: ask(now=now), doing="Asking how it goes")


def open_questions(pairs: Sequence[Pair], today: date) -> list[tuple[Pair, Moment, Collection[Side]]]:
    """Which of these pairs are asked today, at which moment, and the sides that have not answered.

    Not while they are kept apart or have a pause, and never after somebody was not safe or has died. ``pairs`` come
    with their newcomer and volunteer.
    """
    ids, of = [pair.pk for pair in pairs], periods.on(today)
    until, apart = last_days(ids), planning.kept_apart(ids)
    paused = set(PairPause.objects.on(today).filter(pair__in=ids).values_list("pair_id", flat=True))
    answered = set(PairCheck.objects.filter(pair__in=ids).values_list("pair_id", "side", "moment"))
    found: list[tuple[Pair, Moment, Collection[Side]]] = []
    for pair in pairs:
        moment = checks.asked_on(pair, today, until_on=until.get(pair.pk), of=of)
        if moment is None or pair.pk in apart | paused or pair.end_reason in HURTS:
            continue
        waiting = [side for side in (Side.NEWCOMER, Side.VOLUNTEER) if (pair.pk, side, moment) not in answered]
        found.append((pair, moment, waiting))
    return found


def ask(*, now: datetime) -> int:
    """Owe the questions that are due to whoever of the two has not answered, once a moment; how many."""
    today = local_today(now)
    rows = lately(today).select_related("newcomer", "volunteer")
    wanted = [
        (pair, pair.newcomer.account_id if side == Side.NEWCOMER else pair.volunteer.account_id, str(moment))
        for pair, moment, sides in open_questions(list(rows), today)
        for side in sides
    ]
    return messages.owe_once(messages.HOW_IS_IT_GOING, wanted, now=now)


def lately(today: date) -> PairQuerySet:
    """Current pairs, and those that ended so lately that the last questions are still asked."""
    return Pair.objects.filter(Q(ended_on=None) | Q(ended_on__gt=today - checks.ASKED_FOR))


@transaction.atomic
def answer(*, pair_id: UUID, by: Account, moment: Moment, answers: checks.Answers, now: datetime) -> PairCheck:
    """One side answers; see ``checks.say``, which this tells until when the two meet.

    Raises:
        Pair.DoesNotExist, NotAskedNow, FacesAreOneToFive: as there.
    """
    until_on = last_days([pair_id]).get(pair_id)
    return checks.say(pair_id=pair_id, by=by, moment=moment, answers=answers, until_on=until_on, now=now)
