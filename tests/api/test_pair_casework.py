"""What happens about a pair, through the API: each deed once, and for others the same nothing."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.meetings.models import Closure, HoursEntry, Meeting, Substitution
from backend.pairs.models import CaseNote, CoordinatorTask, PairCheck, Proposal
from tests import make
from tests.api.client import get, of, post
from tests.backend.meetings.test_days_off import planned
from tests.backend.meetings.test_tables import AFTERWARDS, first_of, leader_of, table_of

pytestmark = pytest.mark.usefixtures("town")

TOMORROW = str(make.MONDAY + timedelta(days=1))
SLOT = {"on": TOMORROW, "startsLocal": "10:00", "minutes": 60}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.fixture
def coordinator():
    return make.coordinator()


def body(**about):
    return {"requestId": str(uuid.uuid4())} | about


def wishes(pair, coordinator):
    """By address below a pair what a coordinator sends, and of which rows there is one afterwards."""
    meeting = Meeting.objects.filter(pair=pair).order_by("starts_at").first()
    days = {"volunteerId": str(make.volunteer().pk), "fromOn": TOMORROW, "untilOn": TOMORROW}
    task = {"text": "Call", "dueOn": TOMORROW, "to": str(coordinator.account_id)}
    return {
        "extra-meetings": (body(**SLOT), Meeting.objects.filter(series=None)),
        "introductions": (body(meetingId=str(meeting.pk)), Meeting.objects.filter(pk=meeting.pk)),
        "handovers": ({"volunteerId": days["volunteerId"]}, Proposal.objects.filter(takes_over_from=pair)),
        "substitutions": (body(**days), Substitution.objects),
        "notes": (body(text="They like to walk"), CaseNote.objects),
        "tasks": (body(**task), CoordinatorTask.objects),
    }


@pytest.mark.parametrize("deed", ["extra-meetings", "introductions", "handovers", "substitutions", "notes", "tasks"])
def test_a_deed_sent_twice_is_one(deed, coordinator):
    pair = planned()
    sent, rows = wishes(pair, coordinator)[deed]

    answers = [post(of(coordinator), f"pairs/{pair.pk}/{deed}", sent) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert rows.count() == 1


@pytest.mark.parametrize("deed", ["introductions", "handovers", "substitutions", "notes", "tasks", "joint-meetings"])
def test_not_yours_and_not_there_are_the_same_bytes(deed, coordinator):
    pair = planned()
    sent = wishes(pair, coordinator).get(deed, (body(**SLOT), None))[0]

    of_a_member = post(of(pair.volunteer), f"pairs/{pair.pk}/{deed}", sent)
    of_a_stranger = post(of(make.volunteer()), f"pairs/{pair.pk}/{deed}", sent)
    nowhere = post(of(coordinator), f"pairs/{uuid.uuid4()}/{deed}", sent)

    assert {each.status_code for each in (of_a_member, of_a_stranger, nowhere)} == {404}
    assert of_a_member.content == of_a_stranger.content == nowhere.content


def test_one_of_the_two_says_how_it_goes_and_only_that_person_and_coordinators_read_it(coordinator, time_machine):
    pair = planned()
    time_machine.move_to(make.NOON + timedelta(days=11), tick=False)
    said = {"moment": "START", "face": 4, "haveMet": True, "words": "Nice"}

    answers = [post(of(pair.newcomer), f"pairs/{pair.pk}/checks", said) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 201]
    assert PairCheck.objects.count() == 1
    assert get(of(pair.volunteer), "pair-checks").json()["results"] == []
    [row] = get(of(coordinator), "pair-checks").json()["results"]
    assert post(of(coordinator), f"pair-checks/{row['id']}/calls").status_code == 201
    wrong = post(of(pair.newcomer), f"pairs/{pair.pk}/checks", said | {"face": 6})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (400, "/face")


def test_a_house_closes_once_and_opens_again(coordinator):
    house = make.centre()
    days = body(centreId=str(house.pk), startsOn=TOMORROW, endsOn=TOMORROW)

    made = [post(of(coordinator), "closures", days) for _ in range(2)]

    assert [each.status_code for each in made] == [201, 201]
    again = [post(of(coordinator), f"closures/{Closure.objects.get().pk}/cancellations") for _ in range(2)]
    assert {each.status_code for each in again} == {201}
    assert post(of(make.volunteer()), "closures", days).status_code == 404


def test_a_substitution_and_a_task_are_ended_and_finished_twice_alike(coordinator):
    pair = planned()
    for deed in ("substitutions", "tasks"):
        post(of(coordinator), f"pairs/{pair.pk}/{deed}", wishes(pair, coordinator)[deed][0])
    ended, done = Substitution.objects.get().pk, CoordinatorTask.objects.get().pk

    for path in (f"substitutions/{ended}/endings", f"coordinator-tasks/{done}/completions") * 2:
        assert post(of(coordinator), path).status_code == 201

    for path in ("case-notes", "coordinator-tasks"):
        assert get(of(pair.volunteer), path).json()["results"] == []
    assert len(get(of(pair.volunteer), "substitutions").json()["results"]) == 1


class TestATable:
    def test_somebody_checks_in_and_a_coordinator_writes_down_who_was_there(self, coordinator, time_machine):
        table, [learner, *_] = table_of()
        meeting, path = first_of(table), f"meetings/{first_of(table).pk}"
        time_machine.move_to(meeting.starts_at, tick=False)
        assert [post(make.browser_of(learner), f"{path}/arrivals").status_code for _ in range(2)] == [201, 201]
        time_machine.move_to(AFTERWARDS, tick=False)
        came = [{"accountId": str(leader_of(table).pk), "outcome": "CAME"}]

        sheet = body(minutes=90, outcomes=came)
        answers = [post(of(coordinator), f"{path}/outcomes", sheet) for _ in range(2)]

        assert [each.status_code for each in answers] == [201, 201]
        assert answers[0].json()["table"] == str(table.pk)
        assert HoursEntry.objects.get().minutes == 90
        other = post(of(coordinator), f"{path}/outcomes", sheet | {"outcomes": [came[0] | {"outcome": "ILL"}]})
        assert other.status_code == 422
        assert post(make.browser_of(learner), f"{path}/outcomes", body(minutes=90, outcomes=came)).status_code == 404


@pytest.mark.parametrize("path", ["case-notes", "coordinator-tasks"])
def test_a_list_takes_as_many_queries_for_many_as_for_one(path, coordinator):
    pair, client = planned(), of(coordinator)

    def write():
        for deed in ("notes", "tasks"):
            assert post(client, f"pairs/{pair.pk}/{deed}", wishes(pair, coordinator)[deed][0]).status_code == 201

    def queries():
        with CaptureQueriesContext(connection) as asked:
            rows = get(client, path).json()["results"]
        return len(rows), len(asked)

    write()
    [one, of_one] = queries()
    for _ in range(3):
        write()
    assert (one, queries()) == (1, (4, of_one))
