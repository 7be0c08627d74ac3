"""What stands in a message about meetings, for one reader; None when it is not true any more, and nothing is sent."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from backend.meetings import company, held_words, ledger, words
from backend.meetings.claims import State
from backend.meetings.models import Meeting, MeetingSeries, SafetyReport
from backend.pairs.models import EndReason, Pair, TableLeader, TableSeat
from notifications.kinds import About, Context, rows


def _coming(meeting: Meeting, recipient_id: UUID) -> Context | None:
    """A meeting that goes on; None when it was called off, has no pair any more, or is not for this person."""
    if meeting.cancelled_at or not meeting.goes_on:
        return None
    if not any(each.account_id == recipient_id and each.is_expected for each in meeting.attendances.all()):
        return None
    return of_meeting(meeting, recipient_id)


@dataclass(frozen=True, kw_only=True)
class _Asked:
    meeting: Meeting
    hurts: bool


def _asked(meeting_ids: Collection[UUID], _recipient_id: UUID) -> dict[UUID, _Asked]:
    meetings = Meeting.objects.for_calendar().in_bulk(list(meeting_ids))
    reported: defaultdict[UUID | None, set[UUID | None]] = defaultdict(set)
    reports = SafetyReport.objects.filter(pair__in={each.pair_id for each in meetings.values() if each.pair_id})
    for pair_id, substitute in reports.values_list("pair_id", "substitute__account"):
        reported[pair_id].add(substitute)
    return {
        pk: _Asked(meeting=each, hurts=bool(reported[each.pair_id] & {None, *_accounts(each)}))
        for pk, each in meetings.items()
    }


def _accounts(meeting: Meeting) -> set[UUID]:
    return {each.account_id for each in meeting.attendances.all()}


def _took_place(asked: _Asked, recipient_id: UUID) -> Context | None:
    """A meeting that should have been held; None when called off, answered, or when it would hurt to ask."""
    meeting = asked.meeting
    answered = any(each.account_id == recipient_id and each.answer for each in meeting.attendances.all())
    if meeting.cancelled_at or answered or asked.hurts or (meeting.pair and not _may_be_asked(meeting.pair, meeting)):
        return None
    found = of_meeting(meeting, recipient_id)
    if found is None:
        return None
    side = next(each.side for each in meeting.attendances.all() if each.account_id == recipient_id)
    with words.for_reader(recipient_id) as say:
        name = say.name(meeting.table.name) if meeting.table else found["other_name"]
        how = held_words.WORDS[company.part_of(meeting, side)]
        return {**found, **how.in_a_message({**found, "name": name})}


def _may_be_asked(pair: Pair, meeting: Meeting) -> bool:
    is_over = pair.ended_on is not None and pair.ended_on < meeting.local_date
    return not is_over and pair.end_reason != EndReason.BOUNDARY_CROSSED


def _called_off(meeting: Meeting, recipient_id: UUID) -> Context | None:
    """A meeting that is off; None when it takes place after all."""
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


def _first_meetings(series_ids: Collection[UUID], recipient_id: UUID) -> dict[UUID, Meeting]:
    """By plan that holds the first meeting at which this reader has a place."""
    mine = Meeting.objects.for_calendar().filter(series__last_on=None, cancelled_at=None)
    mine = mine.filter(series__in=list(series_ids), attendances__account=recipient_id)
    firsts = mine.order_by("series_id", "starts_at").distinct("series_id")
    return {each.series_id: each for each in firsts if each.series_id}


def _plan(first: Meeting, recipient_id: UUID) -> Context | None:
    """A plan that holds; None when those who would meet do not any more."""
    return of_meeting(first, recipient_id) if first.goes_on else None


def _table_plan(first: Meeting, recipient_id: UUID) -> Context | None:
    """The plan of a language table with its name; None as for any plan."""
    found = _plan(first, recipient_id)
    if found is None or first.table is None:
        return None
    with words.for_reader(recipient_id) as say:
        return {**found, "table": say.name(first.table.name)}


def dates(series_id: UUID, recipient_id: UUID) -> Context | None:
    """With whom the meetings of a plan are or were; None when somebody speaks with the reader about it."""
    mine = Meeting.objects.for_calendar().filter(series=series_id, attendances__account=recipient_id)
    latest = mine.order_by("-starts_at").first()
    if latest is None or (latest.pair and latest.pair.end_reason == EndReason.DIED):
        return None
    return of_meeting(latest, recipient_id)


def table_left(series_id: UUID, recipient_id: UUID) -> Context | None:
    """Which language table it was; None for who has a place there again."""
    series = MeetingSeries.objects.select_related("table").get(pk=series_id)
    sits = TableSeat.objects.current().filter(table=series.table_id, newcomer__account=recipient_id)
    leads = TableLeader.objects.filter(table=series.table_id, volunteer__account=recipient_id)
    if series.table is None or sits.exists() or leads.exists():
        return None
    with words.for_reader(recipient_id) as say:
        return {"table": say.name(series.table.name)}


def _moved(meeting: Meeting, recipient_id: UUID) -> Context | None:
    """Where a meeting is now; None when it is off, or was moved back into the plan by nobody."""
    return _coming(meeting, recipient_id) if meeting.is_on_a_chosen_day else None


def _in_dispute(meeting_ids: Collection[UUID], _recipient_id: UUID) -> dict[UUID, Meeting]:
    """Those of which two say different things, and no coordinator has decided yet."""
    claims = ledger.claims_by_person(meeting_ids)
    open_ones = [pk for pk, people in claims.items() if any(each.state == State.DISPUTED for each in people.values())]
    return Meeting.objects.in_bulk(open_ones)


def _disputed(meeting: Meeting, recipient_id: UUID) -> Context | None:
    """On which day it was."""
    with words.for_reader(recipient_id) as say:
        return {"day": say.day(meeting.starts_at)}


def _clash(series: MeetingSeries, _recipient_id: UUID) -> Context | None:
    """Nothing to tell; None when the plan does not hold any more."""
    return {} if series.last_on is None and (series.pair is None or series.pair.is_current) else None


def _call(_report: SafetyReport, _recipient_id: UUID) -> Context | None:
    """Nothing to tell."""
    return {}


_meetings = rows(Meeting.objects.for_calendar)
COMING = About(_meetings, _coming)
TOOK_PLACE = About(_asked, _took_place)
CALLED_OFF = About(_meetings, _called_off)
PLAN = About(_first_meetings, _plan)
TABLE_PLAN = About(_first_meetings, _table_plan)
MOVED = About(_meetings, _moved)
IN_DISPUTE = About(_in_dispute, _disputed)
CORRECTED = About(_meetings, of_meeting)
CLASH = About(rows(lambda: MeetingSeries.objects.select_related("pair")), _clash)
CALL = About(rows(lambda: SafetyReport.objects.filter(called_at=None)), _call)
