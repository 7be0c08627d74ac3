"""The meetings of language tables: eight weeks ahead like those of a pair, with everybody who sits there or leads.

Seats, leaders and facts of a table are of ``backend.pairs``; the next tick reads them here. One person who cannot
come stops nobody: a table is off on a holiday, when its house is closed, or when nobody can lead it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, time
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from backend.meetings import calendar_messages, calling_off, local_time, messages, occurrences, planning
from backend.meetings.models import Absence, Attendance, Meeting, MeetingSeries, OffBecause
from backend.meetings.models.plans import MeetingQuerySet
from backend.pairs.models import Exclusion, LanguageTable, TableLeader, TableSeat
from backend.places import programme
from backend.places.clock import local_today

Side = Attendance.Side
People = dict[UUID, str]  # account -> side
WITHOUT_LEADER = (OffBecause.VOLUNTEER_AWAY, OffBecause.CLASH)


def plan_everywhere(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda _town: catch_up(now=now), doing="Planning language tables")


@transaction.atomic
def catch_up(*, now: datetime) -> None:
    """Make the meetings of the tables of the open town what seats, leaders and facts say now."""
    _close_old(now=now)
    _begin(now=now)
    series = list(
        MeetingSeries.objects.filter(last_on=None, table__isnull=False)
        .select_for_update(no_key=True, of=("self",))
        .select_related("table")
        .order_by("pk")
    )
    if series:
        _extend(series, now=now)
        _seat(series, now=now)


def _close_old(*, now: datetime) -> None:
    """Plans of tables that closed or have other facts by now; what they had planned is off."""
    for series in MeetingSeries.objects.filter(last_on=None, table__isnull=False).select_related("table"):
        table = series.table
        if table is None or (table.closed_on is None and _as_planned(series) == _as_told(table)):
            continue
        LanguageTable.objects.select_for_update(no_key=True).get(pk=table.pk)
        MeetingSeries.objects.filter(pk=series.pk).update(last_on=local_today(now))
        coming = Meeting.objects.filter(series=series, starts_at__gt=now)
        coming.off_by_a_day().update(off_because="")
        off = list(coming.going_on().values_list("pk", flat=True))
        if table.closed_on:
            calendar_messages.owe(off, now=now)
        else:  # who goes on hears of the new plan
            places = Attendance.objects.filter(meeting__in=off).select_related("meeting")
            _tell_who_left(list(places), _people_of([table.pk]), now=now)
        planning.call_off(off, by=None, now=now)


def _as_planned(series: MeetingSeries) -> tuple[int, time, int, UUID | None]:
    return series.weekday, series.starts_local, series.minutes, series.centre_id


def _as_told(table: LanguageTable) -> tuple[int, time, int, UUID | None]:
    return table.weekday, time(*divmod(table.starts_minute, 60)), table.minutes, table.centre_id


def _begin(*, now: datetime) -> None:
    """A plan for each table at which somebody sits, and that somebody leads."""
    planned = MeetingSeries.objects.filter(table=OuterRef("pk"), last_on=None)
    seats = TableSeat.objects.current().filter(table=OuterRef("pk"))
    leaders = TableLeader.objects.filter(table=OuterRef("pk"), volunteer__left_on=None)
    tables = LanguageTable.objects.going_on().filter(~Exists(planned), Exists(seats), Exists(leaders))
    locked = tables.select_for_update(no_key=True, of=("self",)).order_by("pk")
    MeetingSeries.objects.bulk_create(
        (_plan_of(table, now=now) for table in locked),
        ignore_conflicts=True,  # another planner may have been quicker
    )


def _plan_of(table: LanguageTable, *, now: datetime) -> MeetingSeries:
    weekday, starts_local, minutes, centre_id = _as_told(table)
    soonest = max(table.since, local_today(now)) + planning.NOTICE
    return MeetingSeries(
        municipality_id=table.municipality_id,
        table=table,
        weekday=weekday,
        starts_local=starts_local,
        minutes=minutes,
        centre_id=centre_id,
        first_on=local_time.first_on_or_after(soonest, weekday),
    )


def _extend(series: Sequence[MeetingSeries], *, now: datetime) -> None:
    horizon = local_today(now) + occurrences.AHEAD
    behind = [each for each in series if each.planned_through is None or each.planned_through < horizon]
    planned = [meeting for each in behind for meeting in occurrences.wanted(each, horizon, now=now)]
    Meeting.objects.bulk_create(planned, ignore_conflicts=True)
    occurrences.note_planned_through(behind, horizon)


def _seat(series: Sequence[MeetingSeries], *, now: datetime) -> None:
    """Everybody who sits at a table or leads it has a place at its coming meetings; who left has none."""
    people = _people_of([each.table_id for each in series if each.table_id])
    by_itself = Q(cancelled_at=None) | ~Q(off_because="")
    coming = Meeting.objects.filter(by_itself, series__in=series, starts_at__gt=now)
    meetings = list(coming.prefetch_related("attendances__words").order_by("starts_at", "pk"))
    gone = [
        each
        for meeting in meetings
        for each in meeting.attendances.all()
        if meeting.table_id and people[meeting.table_id].get(each.account_id) != each.side
    ]
    gone = [each for each in gone if each.is_expected or not each.words.all()]
    _tell_who_left(gone, people, now=now)
    said = Attendance.objects.filter(pk__in=[each.pk for each in gone if each.words.all()])
    said.update(is_expected=False)  # what was said of a meeting is kept
    Attendance.objects.filter(pk__in=[each.pk for each in gone if not each.words.all()]).delete()
    missing = list(_missing(meetings, people))
    _raise_sequence(meetings, {each.meeting_id for each in [*gone, *missing]})
    _tell_new(missing, now=now)
    Attendance.objects.bulk_create(missing, ignore_conflicts=True)
    changed = {each.meeting_id for each in [*gone, *missing]}
    _look_again(coming.filter(pk__in=changed | _with_room_again(coming)), now=now)


def _tell_who_left(gone: Collection[Attendance], people: Mapping[UUID, People], *, now: datetime) -> None:
    """Their own calendars lose these meetings; nobody hears of who keeps the seat and is kept from who leads."""
    tables = {each.meeting.table_id for each in gone if each.meeting.table_id}
    apart = _kept_from_a_leader(tables) if tables else set()
    calendar_messages.owe_left(
        (
            each
            for each in gone
            if each.meeting.table_id
            and each.account_id not in people[each.meeting.table_id]
            and (each.meeting.table_id, each.account_id) not in apart
        ),
        now=now,
    )


def _raise_sequence(meetings: Sequence[Meeting], changed: Collection[UUID]) -> None:
    """A calendar takes a cancellation, or an invitation after one, only with a higher number (RFC 5546, 2.1.4)."""
    had_people = [each.pk for each in meetings if each.pk in changed and each.attendances.all()]
    Meeting.objects.going_on().filter(pk__in=had_people).update(sequence=F("sequence") + 1)


def _with_room_again(coming: MeetingQuerySet) -> set[UUID]:
    """Meetings that somebody misses who is free by now: the other meeting at that hour went, with no word to us."""
    elsewhere = Attendance.objects.filter(
        account=OuterRef("account"),
        is_expected=True,
        starts_at__lt=OuterRef("ends_at"),
        ends_at__gt=OuterRef("starts_at"),
    )
    day = OuterRef("meeting__local_date")
    away = Absence.objects.standing().filter(account=OuterRef("account"), starts_on__lte=day, ends_on__gte=day)
    missed = Attendance.objects.filter(~Exists(elsewhere), ~Exists(away), is_expected=False, words=None)
    return set(missed.filter(meeting__in=coming.going_on()).values_list("meeting_id", flat=True))


def _people_of(table_ids: Collection[UUID]) -> dict[UUID, People]:
    """By table who sits there and who leads it; who does both, leads."""
    found: dict[UUID, People] = defaultdict(dict)
    seats = TableSeat.objects.current().filter(table__in=table_ids)
    leaders = TableLeader.objects.filter(table__in=table_ids, volunteer__left_on=None)
    apart = _kept_from_a_leader(table_ids)
    for side, rows in (
        (Side.NEWCOMER, seats.values_list("table_id", "newcomer__account_id")),
        (Side.VOLUNTEER, leaders.values_list("table_id", "volunteer__account_id")),
    ):
        for table_id, account_id in rows:
            if (table_id, account_id) not in apart:
                found[table_id][account_id] = side
    return found


def _kept_from_a_leader(table_ids: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    """By table the newcomers who keep their seat but do not meet there: for their safety, or that of who leads it."""
    sealed = Exclusion.objects.filter(cause=Exclusion.Cause.SEALED, lifted_at=None)
    at_these = sealed.filter(volunteer__table_leaders__table__in=table_ids)
    return set(at_these.values_list("volunteer__table_leaders__table", "newcomer__account"))


def _missing(meetings: Iterable[Meeting], people: dict[UUID, People]) -> Iterable[Attendance]:
    for meeting in meetings:
        here = {each.account_id for each in meeting.attendances.all()}
        for account_id, side in people[meeting.table_id].items() if meeting.table_id else ():
            if account_id not in here:
                yield Attendance(
                    municipality_id=meeting.municipality_id,
                    meeting=meeting,
                    account_id=account_id,
                    side=side,
                    starts_at=meeting.starts_at,
                    ends_at=meeting.ends_at,
                    is_expected=False,
                    in_group=True,
                )


def _look_again(meetings: MeetingQuerySet, *, now: datetime) -> None:
    """Put these on or off, and expect who can come; of a table that nobody can lead, coordinators hear once."""
    ids = list(meetings.values_list("pk", flat=True))
    if not ids:
        return
    calling_off.look_again(Meeting.objects.filter(pk__in=ids), now=now)
    alone = Meeting.objects.filter(pk__in=ids, off_because__in=WITHOUT_LEADER)
    for series_id, town in set(alone.values_list("series_id", "municipality_id")):
        messages.owe_to_coordinators(messages.MEETINGS_CLASH, town=town, subject_id=series_id, now=now)


def _tell_new(missing: Sequence[Attendance], *, now: datetime) -> None:
    """Who had no place in a plan before hears when and where it is: once a plan, also when the table changed."""
    series_ids = {each.meeting.series_id for each in missing}
    been = Attendance.objects.filter(meeting__series__in=series_ids).order_by().distinct()
    known = set(been.values_list("meeting__series_id", "account_id"))
    for each in missing:
        series_id = each.meeting.series_id
        if series_id is None or (series_id, each.account_id) in known:
            continue
        known.add((series_id, each.account_id))
        people, town = [(each.side, each.account_id)], each.municipality_id
        messages.owe_to_people(messages.TABLE_PLANNED, people, town=town, subject_id=series_id, now=now)
