"""Meetings that were planned and did not take place, by person, with why: the real outcomes, no guesses.

What became of whom comes from ``backend.meetings.outcomes``; what was called off, and by whom or by which closed
house or holiday, from the meetings. A meeting of a plan or a pair that ended before it was not missed by anybody.
Nobody's silence is held against the person as blame (Participatiewet art. 18 lid 9): while nobody said why, nothing
is excused yet, and one word of the person is enough.
"""

import uuid
from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db.models import F, Q

from backend.meetings import local_time, outcomes
from backend.meetings.models import Attendance, OffBecause, Outcome
from backend.obligations.facts import Kind, Missed, Reason
from backend.places.models import ZONE

Answer = Attendance.Answer
A_DAY = timedelta(days=1)
OF_ONESELF = {
    Outcome.NO_SHOW: Reason.OWN_ABSENCE,
    Outcome.EXCUSED: Reason.OWN_EXCUSE,
    Outcome.ILL: Reason.OWN_ILLNESS,
}
OF_THE_OTHER = {
    Outcome.NO_SHOW: Reason.OTHER_DID_NOT_COME,
    Outcome.EXCUSED: Reason.OTHER_COULD_NOT_COME,
    Outcome.ILL: Reason.OTHER_WAS_ILL,
}
BY_A_DAY_OFF = {
    OffBecause.HOLIDAY: Reason.HOLIDAY,
    OffBecause.SCHOOL_HOLIDAY: Reason.HOLIDAY,
    OffBecause.HOUSE_CLOSED: Reason.HOUSE_CLOSED,
}
AWAY = {
    OffBecause.NEWCOMER_AWAY: Attendance.Side.NEWCOMER,
    OffBecause.VOLUNTEER_AWAY: Attendance.Side.VOLUNTEER,
}


def of_many(people: Collection[uuid.UUID], *, starts_on: date, ends_on: date) -> dict[uuid.UUID, list[Missed]]:
    """What each of them missed on these local days, both included; as many queries for many people as for one."""
    found: dict[uuid.UUID, list[Missed]] = defaultdict(list)
    rows = list(_planned(people, starts_on=starts_on, ends_on=ends_on))
    others = outcomes.missed_by_others(people, starts_on=starts_on, ends_on=ends_on)
    theirs = {
        person: {missed.meeting_id: OF_THE_OTHER[missed.outcome] for missed in each}
        for person, each in others.items()
    }
    known = outcomes.of({row.meeting_id for row in rows if row.meeting.cancelled_at is None})
    for row in rows:
        if row.meeting.cancelled_at:
            why = _called_off(row)
        else:
            why = _not_held(row, theirs[row.account_id], known[row.meeting_id])
        if why:
            found[row.account_id].append(_missed(row, why))
    return found


def _planned(people: Collection[uuid.UUID], *, starts_on: date, ends_on: date) -> Collection[Attendance]:
    """What was called off, and what somebody says of that is not "we met": of all others there is nothing to say."""
    goes_on = Q(meeting__series=None) | Q(meeting__series__last_on=None)
    goes_on |= Q(meeting__series__last_on__gte=F("meeting__local_date"))
    together = Q(meeting__pair__ended_on=None) | Q(meeting__pair__ended_on__gte=F("meeting__local_date"))
    called_off = Q(meeting__cancelled_at__isnull=False) & goes_on & together
    somebody_missed = Q(meeting__in=outcomes.somebody_missed(starts_on=starts_on, ends_on=ends_on))
    not_held = Q(meeting__cancelled_at=None) & (Q(answer=Answer.NOT_HELD) | somebody_missed)
    mine = Attendance.objects.filter(
        account__in=people,
        meeting__local_date__range=(starts_on, ends_on),
        starts_at__range=local_time.days(starts_on - A_DAY, ends_on + A_DAY, ZONE),  # for the index
    )
    return mine.filter(called_off | not_held).select_related("meeting").order_by("starts_at")


def _called_off(row: Attendance) -> Reason | None:
    """Why a meeting is off; a pause and a clash are no meetings that somebody missed."""
    meeting = row.meeting
    if not meeting.off_because:
        return Reason.OWN_EXCUSE if meeting.cancelled_by_id == row.account_id else Reason.OTHER_CALLED_OFF
    off_because = OffBecause(meeting.off_because)
    if off_because in AWAY:
        return Reason.OWN_EXCUSE if AWAY[off_because] == row.side else Reason.OTHER_CALLED_OFF
    return BY_A_DAY_OFF.get(off_because)


def _not_held(
    row: Attendance, by_others: Mapping[uuid.UUID, Reason], known: Mapping[uuid.UUID, Outcome]
) -> Reason | None:
    """What is known of a meeting that went on; one's own absence weighs first, then that of the others."""
    own = known.get(row.account_id)
    if own in OF_ONESELF:
        return OF_ONESELF[Outcome(own)]
    if row.meeting_id in by_others:
        return by_others[row.meeting_id]
    if row.answer != Answer.NOT_HELD:
        return None
    somebody_came = any(outcome not in outcomes.MISSED for who, outcome in known.items() if who != row.account_id)
    return Reason.DISPUTED if somebody_came else Reason.NOBODY_SAID_WHY


def _missed(row: Attendance, why: Reason) -> Missed:
    meeting = row.meeting
    ahead = (meeting.starts_at - meeting.cancelled_at).total_seconds() / 3600 if meeting.cancelled_at else None
    return Missed(
        meeting=str(meeting.pk),
        day=meeting.local_date,
        planned_minutes=meeting.minutes,
        kind=Kind.GROUP_MEETING if meeting.table_id else Kind.MEETING,
        why=why,
        hours_ahead=None if ahead is None else int(ahead),
    )
