"""What stands in a message about meetings, for one reader; None when it is not true any more, and nothing is sent."""

from uuid import UUID

from django.db.models import Q

from backend.meetings import company, ledger, words
from backend.meetings.claims import State
from backend.meetings.models import Meeting, MeetingSeries, SafetyReport
from backend.pairs.models import EndReason, Pair, TableLeader, TableSeat
from notifications.kinds import Context


def coming(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """A meeting that goes on; None when it was called off, has no pair any more, or is not for this person."""
    meeting = Meeting.objects.for_calendar().filter(pk=meeting_id).first()
    if meeting is None or meeting.cancelled_at or not meeting.goes_on:
        return None
    if not any(each.account_id == recipient_id and each.is_expected for each in meeting.attendances.all()):
        return None
    return of_meeting(meeting, recipient_id)


def took_place(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """A meeting that should have been held; None when called off, answered, or when it would hurt to ask."""
    meeting = Meeting.objects.for_calendar().get(pk=meeting_id)
    answered = meeting.attendances.filter(account=recipient_id).exclude(answer="").exists()
    if meeting.cancelled_at or answered or (meeting.pair and not _may_be_asked(meeting.pair, meeting)):
        return None
    found = of_meeting(meeting, recipient_id)
    if found is None or meeting.table is None:
        return found
    side = next(each.side for each in meeting.attendances.all() if each.account_id == recipient_id)
    with words.for_reader(recipient_id) as say:
        return {**found, "part": company.part_of(meeting, side), "table": say.name(meeting.table.name)}


def _may_be_asked(pair: Pair, meeting: Meeting) -> bool:
    is_over = pair.ended_on is not None and pair.ended_on < meeting.local_date
    here = [each.account_id for each in meeting.attendances.all()]
    reports = SafetyReport.objects.filter(Q(substitute=None) | Q(substitute__account__in=here), pair=pair)
    hurts = pair.end_reason == EndReason.BOUNDARY_CROSSED or reports.exists()
    return not (is_over or hurts)


def called_off(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """A meeting that is off; None when it takes place after all."""
    meeting = Meeting.objects.for_calendar().get(pk=meeting_id)
    if meeting.cancelled_at is None or not meeting.goes_on:
        return None
    return of_meeting(meeting, recipient_id)


def of_meeting(meeting: Meeting, recipient_id: UUID) -> Context | None:
    """``meeting`` comes with its attendances; None for who was not expected, or is alone at a language table."""
    others = company.others(meeting, recipient_id)
    is_there = any(each.account_id == recipient_id for each in meeting.attendances.all())
    if not is_there or (meeting.table_id and not others):
        return None
    with words.for_reader(recipient_id) as say:
        return {
            "other_name": say.name(company.names(others)),
            "day": say.day(meeting.starts_at),
            "time": say.span(meeting.starts_at, meeting.ends_at),
            "place": say.name(words.place_of(meeting)),
        }


def plan(series_id: UUID, recipient_id: UUID) -> Context | None:
    """A plan that holds; None when there is a newer one, or those who would meet do not any more."""
    series = MeetingSeries.objects.get(pk=series_id)
    mine = Meeting.objects.for_calendar().filter(series=series, cancelled_at=None, attendances__account=recipient_id)
    first = mine.order_by("starts_at").first()
    if series.last_on or first is None or not first.goes_on:
        return None
    return of_meeting(first, recipient_id)


def dates(series_id: UUID, recipient_id: UUID) -> Context | None:
    """With whom the meetings of a plan are or were; None when somebody speaks with the reader about it."""
    mine = Meeting.objects.for_calendar().filter(series=series_id, attendances__account=recipient_id)
    latest = mine.order_by("-starts_at").first()
    if latest is None or (latest.pair and latest.pair.end_reason == EndReason.DIED):
        return None
    return of_meeting(latest, recipient_id)


def table_plan(series_id: UUID, recipient_id: UUID) -> Context | None:
    """The plan of a language table with its name; None as for any plan."""
    series = MeetingSeries.objects.select_related("table").get(pk=series_id)
    found = plan(series_id, recipient_id)
    if found is None or series.table is None:
        return None
    with words.for_reader(recipient_id) as say:
        return {**found, "table": say.name(series.table.name)}


def table_left(series_id: UUID, recipient_id: UUID) -> Context | None:
    """Which language table it was; None for who has a place there again."""
    series = MeetingSeries.objects.select_related("table").get(pk=series_id)
    sits = TableSeat.objects.current().filter(table=series.table_id, newcomer__account=recipient_id)
    leads = TableLeader.objects.filter(table=series.table_id, volunteer__account=recipient_id)
    if series.table is None or sits.exists() or leads.exists():
        return None
    with words.for_reader(recipient_id) as say:
        return {"table": say.name(series.table.name)}


def moved(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """Where a meeting is now; None when it is off, or was moved back into the plan by nobody."""
    meeting = Meeting.objects.get(pk=meeting_id)
    return coming(meeting_id, recipient_id) if meeting.is_on_a_chosen_day else None


def disputed(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """On which day it was; None when a coordinator has decided, or the two agree by now."""
    meeting = Meeting.objects.get(pk=meeting_id)
    if not any(claim.state == State.DISPUTED for claim in ledger.claims_by_person([meeting_id])[meeting_id].values()):
        return None
    with words.for_reader(recipient_id) as say:
        return {"day": say.day(meeting.starts_at)}


def corrected(meeting_id: UUID, recipient_id: UUID) -> Context | None:
    """Which meeting it was."""
    meeting = Meeting.objects.for_calendar().get(pk=meeting_id)
    return of_meeting(meeting, recipient_id)


def clash(series_id: UUID, recipient_id: UUID) -> Context | None:
    """Nothing to tell; None when the plan does not hold any more."""
    series = MeetingSeries.objects.select_related("pair").get(pk=series_id)
    return {} if series.last_on is None and (series.pair is None or series.pair.is_current) else None


def call(report_id: UUID, recipient_id: UUID) -> Context | None:
    """Nothing to tell; None when somebody has called."""
    return {} if SafetyReport.objects.filter(pk=report_id, called_at=None).exists() else None
