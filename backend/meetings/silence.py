"""Which pairs have fallen silent, why, and what follows: a word to both, then to a coordinator. Never a punishment.

Silent is: no meeting held since a number of days, and no pause. Who is kept apart, or has a pause, is not silent.
A word is owed once for each silence, and withdrawn by the meeting that it asks for.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import DateField, Exists, Max, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest, Least

from backend.meetings import trials
from backend.meetings.models import Attendance, Meeting, MeetingSeries, OffBecause, SafetyReport
from backend.pairs import messages, periods
from backend.pairs.models import Pair, PairPause
from backend.people.models import Coordinator
from backend.places import programme
from backend.places.clock import local_today
from notifications import outbox
from notifications.models import Message

LOOKED_BACK = timedelta(days=90)
TWICE = 2


class Why(StrEnum):
    """Why a pair is silent, as far as rows tell."""

    NO_PLAN = "NO_PLAN"
    HOLIDAY = "HOLIDAY"
    AWAY = "AWAY"
    CALLED_OFF = "CALLED_OFF"
    SAID_NO = "SAID_NO"
    NOBODY_ANSWERED = "NOBODY_ANSWERED"
    NOTHING_PLANNED = "NOTHING_PLANNED"


def since(today: date) -> QuerySet[Pair]:
    """Current pairs of the open town without a pause, each with ``quiet_since``: the last day that was not silent."""
    pauses = PairPause.objects.agreed().filter(pair=OuterRef("pk"))
    over = pauses.filter(from_on__lte=today).order_by().values("pair")
    ended = over.annotate(day=Max(Least(Coalesce("resumed_on", "until_on"), Value(today)))).values("day")
    apart = SafetyReport.objects.in_force().of_pairs().filter(pair=OuterRef("pk"))
    rows: QuerySet[Pair] = Pair.objects.current().filter(~Exists(pauses.on(today)), ~Exists(apart))
    return rows.annotate(quiet_since=Greatest("started_on", "last_met_on", Subquery(ended), output_field=DateField()))


def silent(today: date) -> QuerySet[Pair]:
    """Pairs that have been quiet for long enough to say something, the longest first, with their names."""
    quiet: Any = since(today)  # the type checker forgets what is annotated
    long = quiet.filter(quiet_since__lte=today - periods.on(today).nudge).order_by("quiet_since", "pk")
    rows: QuerySet[Pair] = long.select_related("newcomer__account", "volunteer__account")
    return rows


def why(pairs: Iterable[Pair], today: date) -> dict[UUID, Why]:
    """By pair the plainest reason, in two queries; ``pairs`` come from ``silent``."""
    ids = [pair.pk for pair in pairs]
    planned = set(MeetingSeries.objects.filter(pair__in=ids, last_on=None).values_list("pair_id", flat=True))
    meetings: defaultdict[UUID, list[Meeting]] = defaultdict(list)
    lately = Meeting.objects.filter(pair__in=ids, local_date__gte=today - LOOKED_BACK, local_date__lt=today)
    for meeting in lately.select_related("pair").prefetch_related("attendances").order_by("starts_at"):
        meetings[meeting.of_pair.pk].append(meeting)
    return {pair.pk: _why(pair, meetings[pair.pk], has_plan=pair.pk in planned) for pair in pairs}


def _why(pair: Pair, meetings: Sequence[Meeting], *, has_plan: bool) -> Why:
    quiet_since: date = pair.quiet_since  # type: ignore[attr-defined]
    quiet = [meeting for meeting in meetings if meeting.local_date > quiet_since]
    if not has_plan and not any(meeting.cancelled_at is None for meeting in quiet):
        return Why.NO_PLAN
    if not quiet:
        return Why.NOTHING_PLANNED
    if all(meeting.off_because for meeting in quiet):
        holidays = {OffBecause.HOLIDAY, OffBecause.SCHOOL_HOLIDAY}
        return Why.HOLIDAY if any(meeting.off_because in holidays for meeting in quiet) else Why.AWAY
    if sum(meeting.cancelled_at is not None and not meeting.off_because for meeting in quiet) >= TWICE:
        return Why.CALLED_OFF
    answers = {each.answer for meeting in quiet if meeting.cancelled_at is None for each in meeting.attendances.all()}
    return Why.SAID_NO if Attendance.Answer.NOT_HELD in answers else Why.NOBODY_ANSWERED


def look_everywhere(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda town: _look_in(town, now), doing="Looking for silent pairs")


def _look_in(town: str, now: datetime) -> None:
    trials.shorten(now=now)
    look(town=town, now=now)


def look(*, town: str, now: datetime) -> None:
    """Owe the words that are due in the open town, each once a silence; withdraw those that are needless by now."""
    today = local_today(now)
    found = list(silent(today))
    _withdraw_needless(found, town, now)
    both = [(pair, who, _since(pair)) for pair in found for who in _people(pair)]
    messages.owe_once(messages.PAIR_SILENT, both, now=now)
    long_ago = str(today - periods.on(today).help)
    coordinators = set(Coordinator.objects.filter(until=None).order_by().values_list("account", flat=True))
    in_need = [(pair, who, _since(pair)) for pair in found if _since(pair) <= long_ago for who in coordinators]
    messages.owe_once(messages.PAIR_NEEDS_HELP, in_need, now=now)


def _people(pair: Pair) -> tuple[UUID, UUID]:
    return pair.newcomer.account_id, pair.volunteer.account_id


def _since(pair: Pair) -> str:
    """Which silence it is: the day on which it began, as ISO 8601, which sorts as days do."""
    return str(pair.quiet_since)  # type: ignore[attr-defined]


def _withdraw_needless(found: Sequence[Pair], town: str, now: datetime) -> None:
    """They have met, have a pause, or have ended: nobody needs to hear that they are silent."""
    kinds = [messages.PAIR_SILENT.name, messages.PAIR_NEEDS_HELP.name]
    waiting = Message.objects.unsettled().filter(municipality=town, kind__in=kinds)
    for subject_id in set(waiting.values_list("subject_id", flat=True)) - {pair.pk for pair in found}:
        for kind in (messages.PAIR_SILENT, messages.PAIR_NEEDS_HELP):
            outbox.withdraw(kind, subject_id=subject_id, now=now)
