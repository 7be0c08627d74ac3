"""Meetings as rows: every plan has its meetings for eight weeks ahead, each local day once, also the days off.

A day off has its row too, off from the start and with the reason, so that both can read why they do not meet
and so that it can come back.

The database refuses a person in two meetings at once. A day on which that would happen is left out and kept
as a clash, so that one clash never stops the plans of the others.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from backend.meetings import local_time, messages
from backend.meetings.days_off import DaysOff
from backend.meetings.models import Attendance, Meeting, MeetingSeries, PlanningClash
from backend.meetings.stand_ins import StandIns
from backend.pairs.models import Pair
from backend.places.clock import local_today

AHEAD = timedelta(weeks=8)
BATCH = 500
SIDES = 2


def extend_all(*, now: datetime) -> list[PlanningClash]:
    """Plan eight weeks ahead for every open plan of a pair of the open town, in batches; the days left out.

    A plan that another process extends at this moment is skipped: that process does it.
    """
    horizon = local_today(now) + AHEAD
    behind = Q(planned_through=None) | Q(planned_through__lt=horizon)
    clashes: list[PlanningClash] = []
    while True:
        with transaction.atomic():
            batch = list(
                MeetingSeries.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
                .filter(behind, last_on=None, table=None)
                .select_related("pair__newcomer", "pair__volunteer")
                .order_by("pair__started_on", "pk")[:BATCH]
            )
            clashes += extend(batch, now=now)
        if len(batch) < BATCH:
            return clashes


def extend(batch: Sequence[MeetingSeries], *, now: datetime) -> list[PlanningClash]:
    """Make the meetings of these plans, which the caller holds locked; the days left out, as saved rows.

    ``batch`` comes with ``pair__newcomer`` and ``pair__volunteer``.
    """
    horizon = local_today(now) + AHEAD
    planned = [meeting for series in batch for meeting in wanted(series, horizon, now=now)]
    people = _People([series.pair for series in batch if series.pair])
    _skip_days_off(planned, people, now=now)
    Meeting.objects.bulk_create(planned, ignore_conflicts=True)
    made = set(Meeting.objects.filter(pk__in=[each.pk for each in planned]).values_list("pk", flat=True))
    Attendance.objects.bulk_create(
        (each for meeting in planned if meeting.pk in made for each in _expected(meeting, people)),
        ignore_conflicts=True,
    )
    clashes = _leave_out_clashes([meeting for meeting in planned if meeting.pk in made], now=now)
    note_planned_through(batch, horizon)
    return clashes


def wanted(series: MeetingSeries, horizon: date, *, now: datetime) -> Iterator[Meeting]:
    """The meetings of a plan that are not there yet, up to a day, not saved."""
    after = series.planned_through or series.first_on - timedelta(days=1)
    for day in _days(series, after=max(after, local_today(now) - timedelta(days=1)), through=horizon):
        starts_at = local_time.moment(day, series.starts_local, series.zone)
        if starts_at > now:
            yield Meeting(
                municipality_id=series.municipality_id,
                pair_id=series.pair_id,
                table_id=series.table_id,
                series=series,
                occurrence_on=day,
                local_date=day,
                starts_at=starts_at,
                ends_at=starts_at + timedelta(minutes=series.minutes),
                centre_id=series.centre_id,
                place_note=series.place_note,
            )


class _People:
    """Who is expected when these pairs meet: the newcomer, and who volunteers on that day."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs: dict[UUID | None, Pair] = {pair.pk: pair for pair in pairs}
        self._stand_ins = StandIns([pair.pk for pair in pairs])

    def at(self, meeting: Meeting) -> list[tuple[str, UUID]]:
        """The sides and accounts of both."""
        pair = self._pairs[meeting.pair_id]
        return [
            (Attendance.Side.NEWCOMER, pair.newcomer.account_id),
            (Attendance.Side.VOLUNTEER, self._stand_ins.account_on(pair, meeting.local_date)),
        ]


def _skip_days_off(planned: Sequence[Meeting], people: _People, *, now: datetime) -> None:
    if not planned:
        return
    days = DaysOff(
        people={account for meeting in planned for _side, account in people.at(meeting)},
        centres={meeting.centre_id for meeting in planned if meeting.centre_id},
        days=(min(meeting.local_date for meeting in planned), max(meeting.local_date for meeting in planned)),
    )
    for meeting in planned:
        meeting.off_because = days.why(meeting, people.at(meeting))
        meeting.cancelled_at = now if meeting.off_because else None


def _days(series: MeetingSeries, *, after: date, through: date) -> Iterator[date]:
    return local_time.days_of(first_on=series.first_on, every_weeks=series.every_weeks, after=after, through=through)


def _expected(meeting: Meeting, people: _People) -> Iterator[Attendance]:
    for side, who in people.at(meeting):
        yield Attendance(
            municipality_id=meeting.municipality_id,
            meeting=meeting,
            account_id=who,
            side=side,
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            is_expected=not meeting.off_because,
        )


def _leave_out_clashes(made: Sequence[Meeting], *, now: datetime) -> list[PlanningClash]:
    """A meeting at which not both are expected is none; coordinators hear of it, once for each plan."""
    expected = Counter(
        Attendance.objects.filter(meeting__in=[each.pk for each in made]).values_list("meeting_id", flat=True)
    )
    alone = [meeting for meeting in made if expected[meeting.pk] < SIDES]
    if not alone:
        return []
    Meeting.objects.filter(pk__in=[meeting.pk for meeting in alone]).delete()
    for series_id, town in {(meeting.series_id, meeting.municipality_id) for meeting in alone if meeting.series_id}:
        messages.owe_to_coordinators(messages.MEETINGS_CLASH, town=town, subject_id=series_id, now=now)
    return PlanningClash.objects.bulk_create(
        PlanningClash(
            municipality_id=meeting.municipality_id,
            series=meeting.series,
            local_date=meeting.local_date,
            noticed_at=now,
        )
        for meeting in alone
    )


def note_planned_through(batch: Sequence[MeetingSeries], horizon: date) -> None:
    """Up to the day before the next meeting beyond the horizon, so that a plan is looked at once a week."""
    far = horizon + timedelta(weeks=3)
    by_day: dict[date, list[UUID]] = {}
    for series in batch:
        beyond = next(_days(series, after=horizon, through=max(far, series.first_on)))
        by_day.setdefault(beyond - timedelta(days=1), []).append(series.pk)
    for day, ids in by_day.items():
        MeetingSeries.objects.filter(pk__in=ids).update(planned_through=day)
