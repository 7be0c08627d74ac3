"""Who leads a language table: the hours count once, as a meeting in a group, and a table to which nobody came too."""

import uuid
from datetime import timedelta

import pytest

from backend.meetings import attendance, outcomes, table_plans
from backend.meetings.models import Meeting, Outcome
from backend.obligations import dossier, statements
from backend.obligations.facts import Kind, Reason
from tests import make
from tests.backend.obligations.duties import letter, linked

pytestmark = pytest.mark.usefixtures("town")
AFTERWARDS = make.NOON + timedelta(days=4)
PERIOD = {"starts_on": make.MONDAY, "ends_on": make.MONDAY + timedelta(days=6)}


@pytest.fixture
def table():
    """A language table on Wednesday with two newcomers, led by somebody with a duty."""
    made = make.language_table(since=make.MONDAY)
    for _ in range(2):
        make.table_seat(table=made)
    table_plans.catch_up(now=make.NOON)
    return made


@pytest.fixture
def obligation(table):
    return linked(table.leaders.get(), decision=letter(starts_on=make.MONDAY))


def first_meeting(table):
    return Meeting.objects.filter(table=table).earliest("starts_at")


def say(meeting, who, answer="HELD"):
    about = {"answer": answer, "minutes": None, "request_id": uuid.uuid4(), "now": AFTERWARDS}
    attendance.answer(meeting_id=meeting.pk, by=who, **about)


def lines(obligation):
    seen = statements.overview(obligation, **PERIOD, as_of=AFTERWARDS.date())
    return [(line.kind, line.credited, line.excused, line.reason) for week in seen.weeks for line in week.lines]


def test_hours_count_once_however_many_newcomers_say_so(table, obligation):
    meeting = first_meeting(table)
    for each in meeting.attendances.select_related("account"):
        say(meeting, each.account)

    assert lines(obligation) == [(Kind.GROUP_MEETING, 90, 0, None)]
    [met] = dossier.of(obligation, now=AFTERWARDS).figures["meetings"]
    assert (met["kind"], met["credited"], met["with"]) == ("GROUP_MEETING", 90, "")


def test_hours_count_nothing_where_the_ordinance_counts_no_groups(table, obligation):
    make.ordinance(valid_from=make.MONDAY, creditable_kinds=["MEETING"])
    meeting = first_meeting(table)
    for each in meeting.attendances.select_related("account"):
        say(meeting, each.account)

    assert lines(obligation) == [(Kind.GROUP_MEETING, 0, 0, Reason.KIND_DOES_NOT_COUNT)]


def test_a_table_to_which_nobody_came_costs_the_one_who_leads_it_nothing(table, obligation):
    meeting, by = first_meeting(table), make.coordinator().account
    for each in meeting.attendances.exclude(account=obligation.person_id):
        said = {"about": each.account_id, "outcome": Outcome.NO_SHOW, "request_id": uuid.uuid4()}
        outcomes.say(meeting_id=meeting.pk, by=by, now=AFTERWARDS, **said)

    assert lines(obligation) == [(Kind.GROUP_MEETING, 0, 60, Reason.OTHER_DID_NOT_COME)]
