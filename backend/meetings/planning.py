"""The plan of a pair: where its meetings come from, how it is changed, and how a meeting is called off."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from backend.meetings import absences, calendar_messages, limits, local_time, messages, occurrences, pausing, venues
from backend.meetings.free_hours import Diary, Span
from backend.meetings.locking import locked_meeting
from backend.meetings.models import Attendance, Meeting, MeetingSeries, Outcome, OutcomeWord, SafetyReport
from backend.pairs.models import Mode, Pair, Proposal
from backend.people.models import Account
from backend.people.registration import RequestUsedBefore
from backend.places import programme
from backend.places.clock import local_today
from backend.places.models import CommunityCentre
from backend.privacy import audit

NOTICE = timedelta(days=2)  # a first meeting leaves time for a reminder
MINUTES_AN_HOUR = 60


class PairHasEnded(Exception):
    """This pair has ended: there is nothing to plan."""


class NoMeetingsNow(Exception):
    """Somebody speaks with these two before there are new meetings."""


class CentreIsClosed(Exception):
    """The house is not open at that time, or is not a house of this town."""


class InAnotherMeetingThen(Exception):
    """One of the two has another meeting at that time, every week."""


class MeetingHasBegun(Exception):
    """A meeting that has begun is not called off any more: say afterwards that you did not meet."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A weekday (Monday 0), a local wall time and a place. No centre means online or as the note says.

    A plan is silent in the school holidays of its town unless ``in_school_holidays`` says otherwise.
    """

    weekday: int
    starts_local: time
    minutes: int
    centre_id: UUID | None = None
    place_note: str = ""
    every_weeks: int = 1
    in_school_holidays: bool = False


def plan_due(now: datetime) -> None:
    """The planner of the tick: the same in every town."""
    programme.in_every_town(lambda _town: catch_up(now=now), doing="Planning")


def catch_up(*, now: datetime) -> None:
    """In the open town: call off what ended pairs had planned, plan new pairs, and plan eight weeks ahead."""
    call_off_ended(now=now)
    begin_new(now=now)
    occurrences.extend_all(now=now)
    absences.catch_up(now)
    pausing.catch_up(now=now)


@transaction.atomic
def call_off_ended(*, now: datetime) -> int:
    """Close the plans of ended pairs and call off their meetings from the last day on; how many."""
    ended = MeetingSeries.objects.filter(last_on=None, pair__ended_on__isnull=False)
    ended.update(last_on=local_today(now))
    too_late = Meeting.objects.going_on().filter(
        starts_at__gt=now, pair__ended_on__isnull=False, local_date__gte=F("pair__ended_on")
    )
    off = list(too_late.values_list("pk", flat=True))
    calendar_messages.owe(off, now=now)
    return call_off(off, by=None, now=now)


@transaction.atomic
def begin_new(*, now: datetime) -> int:
    """Give every current pair that came from a proposal, and has no plan yet, its weekly slot; how many."""
    planned = MeetingSeries.objects.filter(pair=OuterRef("pk"))
    reported = SafetyReport.objects.in_force().of_pairs().filter(pair=OuterRef("pk"))
    pairs = list(
        Pair.objects.current()
        .filter(~Exists(planned), ~Exists(reported), proposal__isnull=False)
        .select_related("proposal__newcomer__neighbourhood", "proposal__centre", "newcomer", "volunteer")
        .order_by("started_on", "pk")  # when two plans clash, the older pair keeps its day
    )
    if not pairs:
        return 0
    houses, diary = venues.Houses(local_today(now)), Diary(pairs)
    plans = [_weekly(pair, pair.proposal, houses, diary, now=now) for pair in pairs if pair.proposal]
    MeetingSeries.objects.bulk_create(plans, ignore_conflicts=True)
    begun = MeetingSeries.objects.filter(pk__in=[each.pk for each in plans])  # others may have been quicker
    mine = list(
        begun.select_for_update(no_key=True, of=("self",))
        .select_related("pair__newcomer", "pair__volunteer")
        .order_by("pair__started_on", "pk")
    )
    occurrences.extend(mine, now=now)
    messages.owe_to_pairs(messages.PLAN_MADE, about=[(each.pair, each.pk) for each in mine if each.pair], now=now)
    return len(mine)


def house_for(slot: Proposal, houses: venues.Houses) -> CommunityCentre | None:
    """Where these two would meet: at their table, else of the open houses the nearest; None when online."""
    return _house_at(slot, _hour_of(slot), houses)


def _hour_of(slot: Proposal) -> Span:
    return slot.weekday, slot.starts_minute, slot.starts_minute + slot.minutes


def _house_at(slot: Proposal, hour: Span, houses: venues.Houses) -> CommunityCentre | None:
    if slot.mode != Mode.IN_PERSON:
        return None
    if slot.centre and hour == _hour_of(slot):
        return slot.centre
    weekday, starts, ends = hour
    is_open = houses.open_at(weekday=weekday, starts=_wall_time(starts), minutes=ends - starts)
    return venues.nearest(is_open, slot.newcomer.neighbourhood)


def _wall_time(minute: int) -> time:
    return time(*divmod(minute, MINUTES_AN_HOUR))


def _weekly(pair: Pair, slot: Proposal, houses: venues.Houses, diary: Diary, *, now: datetime) -> MeetingSeries:
    hour = diary.give_hour(pair, slot)
    weekday, starts, ends = hour
    return MeetingSeries(
        municipality_id=pair.municipality_id,
        pair=pair,
        weekday=weekday,
        starts_local=_wall_time(starts),
        minutes=ends - starts,
        first_on=local_time.first_on_or_after(max(pair.started_on, local_today(now)) + NOTICE, weekday),
        centre=_house_at(slot, hour, houses),
    )


@transaction.atomic
def replan(*, pair_id: UUID, by: Account, plan: Plan, request_id: UUID, now: datetime) -> MeetingSeries:
    """From tomorrow on this pair meets by another plan; both are told. The same request changes nothing.

    Raises:
        Pair.DoesNotExist: not a pair of ``by``, nor one of a town that ``by`` coordinates.
        PairHasEnded, NoMeetingsNow: this pair does not meet.
        MinutesOutOfRange: shorter or longer than a meeting can be.
        CentreIsClosed: the house is not open from start to end.
        InAnotherMeetingThen: one of the two is taken on every day of this plan.
        RequestUsedBefore: this request planned something else.
    """
    pair = Pair.objects.visible_to(by).select_for_update(no_key=True, of=("self",)).get(pk=pair_id)
    if known := MeetingSeries.objects.filter(planned_by=by, request_id=request_id).first():
        if (known.pair_id, _plan_of(known)) != (pair.pk, plan):
            raise RequestUsedBefore
        return known
    _may_be_planned(pair, plan, by=by, now=now)

    stop(pair=pair, by=by, now=now, keep_extra=True)
    series = MeetingSeries.objects.create(
        municipality_id=pair.municipality_id,
        pair=pair,
        weekday=plan.weekday,
        starts_local=plan.starts_local,
        minutes=plan.minutes,
        every_weeks=plan.every_weeks,
        in_school_holidays=plan.in_school_holidays,
        centre_id=plan.centre_id,
        place_note=plan.place_note,
        first_on=local_time.first_on_or_after(local_today(now) + timedelta(days=1), plan.weekday),
        planned_by=by,
        request_id=request_id,
    )
    occurrences.extend([series], now=now)
    if series.clashes.exists() and not series.meetings.going_on().exists():
        raise InAnotherMeetingThen
    messages.owe_to_pair(messages.PLAN_CHANGED, pair=pair, subject_id=series.pk, but=by, now=now)
    town, people = pair.municipality_id, messages.people_of(pair)
    messages.owe_to_doer(messages.PLAN_CHANGED, people, by=by, town=town, subject_id=series.pk, now=now)
    audit.note(deed="plan.change", about=series, town=pair.municipality_id, by=by.pk, now=now)
    return series


def stop(*, pair: Pair, by: Account | None, now: datetime, keep_extra: bool = False) -> int:
    """Close the plan of a pair, which the caller holds locked, and call off all that is to come; how many.

    ``keep_extra`` leaves extra meetings, which come from no plan.
    """
    MeetingSeries.objects.filter(pair=pair, last_on=None).update(last_on=local_today(now))
    coming = Meeting.objects.filter(pair=pair, starts_at__gt=now)
    coming = coming.exclude(series=None) if keep_extra else coming
    coming.off_by_a_day().update(off_because="", cancelled_by=by)  # for good: no day off brings it back
    coming = coming.going_on()
    return call_off(list(coming.values_list("pk", flat=True)), by=by, now=now)


def kept_apart(pair_ids: Collection[UUID]) -> set[UUID]:
    """Which of these pairs are kept apart: one of them did not feel safe, and nobody who may know brought them
    together again, in words or with a new plan."""
    has_plan = MeetingSeries.objects.filter(pair=OuterRef("pair"), last_on=None)
    reports = SafetyReport.objects.in_force().of_pairs().filter(~Exists(has_plan), pair__in=pair_ids)
    return set(reports.values_list("pair_id", flat=True))


def _plan_of(series: MeetingSeries) -> Plan:
    return Plan(
        weekday=series.weekday,
        starts_local=series.starts_local,
        minutes=series.minutes,
        centre_id=series.centre_id,
        place_note=series.place_note,
        every_weeks=series.every_weeks,
        in_school_holidays=series.in_school_holidays,
    )


def _may_be_planned(pair: Pair, plan: Plan, *, by: Account, now: datetime) -> None:
    may_meet(pair, by=by)
    limits.check(plan.minutes)
    check_house(plan.centre_id, weekday=plan.weekday, starts=plan.starts_local, minutes=plan.minutes, now=now)


def may_meet(pair: Pair, *, by: Account) -> None:
    """Let two plan who are together and not kept apart.

    Raises:
        PairHasEnded: they are not together any more.
        NoMeetingsNow: a coordinator speaks with them first; a coordinator may plan.
    """
    if not pair.is_current:
        raise PairHasEnded
    if kept_apart([pair.pk]) and not SafetyReport.objects.visible_to(by).exists():
        raise NoMeetingsNow


def check_house(centre_id: UUID | None, *, weekday: int, starts: time, minutes: int, now: datetime) -> None:
    """Let a house pass that is open all the time on this weekday, and no house at all.

    Raises:
        CentreIsClosed: it is not open from start to end, or is not a house of the open town.
    """
    if centre_id is None:
        return
    houses = venues.Houses(local_today(now)).open_at(weekday=weekday, starts=starts, minutes=minutes)
    if centre_id not in {house.pk for house in houses}:
        raise CentreIsClosed


@transaction.atomic
def cancel(*, meeting_id: UUID, by: Account, now: datetime) -> Meeting:
    """Call one meeting off; the others are told at once. Twice is fine. The plan goes on.

    A language table meets also when one of those who sit there, or of several who lead it, cannot come.

    Raises:
        Meeting.DoesNotExist: ``by`` neither takes part nor coordinates in the open town.
        MeetingHasBegun: too late to call it off.
    """
    meeting = locked_meeting(Meeting.objects.visible_to(by), meeting_id)
    if meeting.cancelled_at:
        return meeting
    if meeting.starts_at <= now or meeting.attendances.exclude(answer="").exists():
        raise MeetingHasBegun
    if meeting.table_id and _goes_on_without(meeting, by, now=now):
        return meeting
    people = list(meeting.attendances.filter(is_expected=True).values_list("side", "account_id"))
    call_off([meeting.pk], by=by, now=now)
    town = meeting.municipality_id
    messages.owe_to_people(messages.MEETING_CANCELLED, people, town=town, subject_id=meeting.pk, but=by, now=now)
    messages.owe_to_doer(messages.MEETING_CANCELLED, people, by=by, town=town, subject_id=meeting.pk, now=now)
    meeting.cancelled_at, meeting.cancelled_by = now, by
    return meeting


def _goes_on_without(meeting: Meeting, by: Account, *, now: datetime) -> bool:
    """Whether a language table meets although ``by`` cannot come: who cannot is excused, which is written down.

    It does not when ``by`` is the only one who would lead it, or is a coordinator who calls it off.
    """
    mine = meeting.attendances.filter(account=by).first()
    if mine is None:
        return False
    leads = meeting.attendances.filter(side=Attendance.Side.VOLUNTEER, is_expected=True).exclude(account=by)
    if mine.side == Attendance.Side.VOLUNTEER and not leads.exists():
        return False
    OutcomeWord.objects.get_or_create(
        attendance=mine,
        said_by=by,
        request_id=uuid5(mine.pk, meeting.starts_at.isoformat()),
        defaults={
            "municipality_id": meeting.municipality_id,
            "outcome": Outcome.EXCUSED,
            "side": OutcomeWord.Side.SELF,
            "said_at": now,
        },
    )
    meeting.attendances.filter(pk=mine.pk).update(is_expected=False, coming_at=None)
    return True


def call_off(meeting_ids: list[UUID], *, by: Account | None, now: datetime) -> int:
    """These meetings are off and nobody is expected; the caller holds their pairs or tables locked. How many."""
    Attendance.objects.filter(meeting__in=meeting_ids).update(is_expected=False)
    return Meeting.objects.filter(pk__in=meeting_ids).update(
        cancelled_at=now, cancelled_by=by, sequence=F("sequence") + 1
    )
