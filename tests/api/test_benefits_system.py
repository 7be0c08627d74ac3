"""What a benefits system reads of a caseload and writes in it, once; and that for others none of it exists."""

import json
import uuid
from datetime import timedelta

import pytest

from tests import make
from tests.api.client import V1, get, of, post
from tests.backend.obligations.duties import linked, worked

pytestmark = pytest.mark.usefixtures("town")
WEEK = timedelta(weeks=1)
FIRST = make.MONDAY - 4 * WEEK
EXEMPT = {
    "kind": "EXEMPT",
    "caseReference": "Z-7",
    "decidedOn": "2026-11-20",
    "startsOn": str(FIRST),
    "endsOn": str(FIRST + timedelta(days=6)),
    "ground": "CARE_TASKS",
    "sharePct": 50,
}


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to(make.NOON, tick=False)


@pytest.fixture
def caseworker():
    return make.caseworker()


@pytest.fixture
def obligation(caseworker):
    made = linked(caseworker=caseworker)
    worked(made, days_ago=5, minutes=90)
    return made


@pytest.fixture
def desk(caseworker):
    """A benefits system that acts for the caseworker."""
    return of(caseworker)


def sent(body):
    return {"requestId": str(uuid.uuid4())} | body


def path(obligation, more):
    return f"obligations/{obligation.pk}/{more}"


class TestReading:
    def test_decisions_come_in_their_order_with_their_grounds(self, desk, obligation):
        post(desk, path(obligation, "changes"), sent(EXEMPT))

        imposed, exempted = get(desk, path(obligation, "decisions")).json()

        assert (imposed["kind"], imposed["minutesPerWeek"], imposed["legalBasis"]) == ("IMPOSE", 240, "PW_9_1_C")
        assert (exempted["kind"], exempted["ground"], exempted["isUndone"]) == ("EXEMPT", "CARE_TASKS", False)
        assert exempted["objectionUntil"] == "2027-01-04"  # six weeks after a Friday, and not on New Year's Day

    def test_exemptions_follow_from_the_decisions_that_stand(self, desk, obligation):
        made = post(desk, path(obligation, "changes"), sent(EXEMPT)).json()["id"]
        [exemption] = get(desk, path(obligation, "exemptions")).json()
        assert (exemption["sharePct"], exemption["decision"]) == (50, made)

        undoing = {"decisionId": made, "kind": "WITHDRAW", "caseReference": "Z-8", "on": "2026-11-23"}
        post(desk, path(obligation, "undoings"), sent(undoing))

        assert get(desk, path(obligation, "exemptions")).json() == []
        assert get(desk, path(obligation, "decisions")).json()[1]["isUndone"] is True

    def test_weeks_say_why_less_is_asked(self, desk, obligation):
        post(desk, path(obligation, "changes"), sent(EXEMPT))

        [week] = get(desk, path(obligation, f"weeks?since={FIRST}&until={FIRST + timedelta(days=6)}")).json()

        assert (week["requiredMinutes"], week["creditedMinutes"]) == (120, 0)
        assert week["notAsked"] == [{"reason": "EXEMPT", "minutes": 120}]

    def test_hours_say_what_each_meeting_is_worth_and_name_nobody(self, desk, obligation):
        answer = get(desk, path(obligation, "hours"))

        [line] = answer.json()
        assert (line["day"], line["claimedMinutes"], line["creditedMinutes"]) == ("2026-11-18", 90, 90)
        minutes = {f"{name}Minutes" for name in ("claimed", "confirmed", "excused", "credited")}
        assert set(line) == minutes | {"day", "kind", "reason", "rule"}

    @pytest.mark.parametrize(
        "query", ["since=2026-12-01", "since=2026-11-10&until=2026-11-09", "since=2010-01-01", "until=soon", "when=1"]
    )
    def test_days_that_cannot_be_are_refused(self, desk, obligation, query):
        assert get(desk, path(obligation, f"weeks?{query}")).status_code == 400

    def test_the_monthly_statistic_has_a_yes_or_no_a_client(self, desk, caseworker, obligation):
        linked(caseworker=caseworker, client_number="C-78")

        rows = get(desk, "obligations/monthly-statistic?month=2026-11").json()

        assert rows == [
            {"clientNumber": "C-77", "didSomething": True},
            {"clientNumber": "C-78", "didSomething": False},
        ]
        for month in ("", "?month=2026-13", "?month=november"):
            assert get(desk, f"obligations/monthly-statistic{month}").status_code == 400


class TestWriting:
    @pytest.mark.parametrize(
        ("more", "body"),
        [
            ("changes", EXEMPT),
            ("endings", {"on": "2026-11-25", "caseReference": "Z-9"}),
            ("signals", {"kind": "DECISION_ENDING", "key": "2026-12-20", "outcome": "OK"}),
        ],
    )
    def test_twice_is_once_and_one_request_never_says_two_things(self, desk, obligation, more, body):
        body = sent(body)
        first, second = (post(desk, path(obligation, more), body) for _ in range(2))

        assert (first.status_code, first.json()) == (201, second.json())
        other = {"caseReference": "Z-99"} if "caseReference" in body else {"note": "Other words"}
        assert post(desk, path(obligation, more), body | other).status_code == 422

    def test_a_decision_for_days_without_one_is_imposed_with_what_was_weighed(self, desk, obligation):
        post(desk, path(obligation, "endings"), sent({"on": "2026-11-25", "caseReference": "Z-9"}))
        letter = {
            "legalBasis": "PW_9_1_C",
            "caseReference": "Z-10",
            "decidedOn": "2026-11-20",
            "startsOn": "2026-11-26",
            "endsOn": "2026-12-31",
            "minutesPerWeek": 120,
            "reasons": ["UNPAID", "NO_CARE"],
        }

        answer = post(desk, path(obligation, "decisions"), sent(letter))

        assert (answer.status_code, answer.json()["reasons"]) == (201, ["UNPAID", "NO_CARE"])
        assert post(desk, path(obligation, "decisions"), sent(letter)).status_code == 409

    @pytest.mark.parametrize(
        "wrong",
        [{"minutesPerWeek": 60}, {"ground": ""}, {"ground": "SUSPENDED"}, {"sharePct": None}, {"kind": "IMPOSE"}],
    )
    def test_a_change_says_what_belongs_to_its_kind_and_nothing_else(self, desk, obligation, wrong):
        assert post(desk, path(obligation, "changes"), sent(EXEMPT | wrong)).status_code == 400

    def test_a_signal_is_read_and_then_handled(self, desk):
        made = linked(caseworker=make.Caseworker.objects.get())
        [signal] = get(desk, path(made, "signals")).json()
        assert signal["kind"] == "BELOW"

        refused = post(desk, path(made, "signals"), sent(signal | {"outcome": "REFER"}))
        assert refused.status_code == 409  # nothing is passed on before the person was heard
        post(desk, path(made, "signals"), sent(signal | {"outcome": "TALK"}))

        assert get(desk, path(made, "signals")).json() == []


READ = ["decisions", "exemptions", "weeks", "hours", "signals", "hours?since=x"]
WRITTEN = ["decisions", "changes", "undoings", "endings", "signals", "statements"]


@pytest.mark.parametrize(
    "role",
    [make.coordinator, make.programme_manager, make.policy_officer, make.volunteer, make.newcomer, make.caseworker],
)
def test_of_another_caseload_and_for_every_other_role_nothing_exists(obligation, role):
    other = of(role())

    for more in READ:
        hidden, missing = (get(other, f"obligations/{each}/{more}") for each in (obligation.pk, uuid.uuid4()))
        assert (hidden.status_code, hidden.content, hidden.headers) == (404, missing.content, missing.headers)
    for more in WRITTEN:
        for body in (sent(EXEMPT), {}):
            hidden, missing = (
                post(other, f"obligations/{each}/{more}", body) for each in (obligation.pk, uuid.uuid4())
            )
            assert (hidden.status_code, hidden.content) == (missing.status_code, missing.content)
            assert hidden.status_code in {400, 404}


@pytest.mark.parametrize(
    "role", [make.coordinator, make.programme_manager, make.policy_officer, make.volunteer, make.newcomer]
)
def test_for_others_than_caseworkers_what_is_wrong_in_a_body_is_not_told(obligation, role):
    other = of(role())
    nothing = get(other, "no-such-thing").content

    for more in WRITTEN:
        assert post(other, path(obligation, more), {}).content == nothing
    assert get(other, "obligations/monthly-statistic").content == nothing


class TestParticipationHours:
    BODY = {"route": "Z", "startsOn": "2026-10-26", "endsOn": "2026-11-22"}

    def test_are_the_newcomers_own_to_ask_for_and_to_read(self):
        meeting = make.meeting()
        learner = make.Newcomer.objects.get()
        meeting.attendances.update(answer="HELD", answered_at=make.NOON)
        client, body = of(learner), sent(self.BODY)

        first, second = (post(client, "hours-statements/participation", body) for _ in range(2))

        assert (first.status_code, first.json()) == (201, second.json())
        assert first.json()["figures"]["minutes"] == 90
        assert [row["id"] for row in get(client, "hours-statements/participation").json()["results"]] == [
            first.json()["id"]
        ]
        document = get(client, f"hours-statements/participation/{first.json()['id']}/document")
        assert document.content.startswith(b"%PDF-")

    @pytest.mark.parametrize("role", [make.caseworker, make.coordinator, make.volunteer])
    def test_do_not_exist_for_anybody_else(self, role):
        made = post(of(make.newcomer()), "hours-statements/participation", sent(self.BODY)).json()["id"]
        other = of(role())
        nothing = get(other, "no-such-thing").content

        for address in ("hours-statements/participation", f"hours-statements/participation/{made}"):
            assert get(other, address).content == nothing
        assert post(other, "hours-statements/participation", {}).content == nothing
        stranger = of(make.newcomer())
        hidden, missing = (get(stranger, f"hours-statements/participation/{each}") for each in (made, uuid.uuid4()))
        assert (hidden.status_code, hidden.content) == (404, missing.content)


def test_everything_is_described_in_the_openapi_document(client, capsys):
    described = json.loads(client.get(f"{V1}/openapi.json").content)["paths"]

    for more in (*READ[:5], *WRITTEN):
        assert f"/obligations/{{id}}/{more}" in described
    assert described["/obligations/{id}/decisions"].keys() == {"get", "post"}
    query = described["/obligations/{id}/weeks"]["get"]["parameters"]
    assert {each["name"] for each in query} == {"id", "since", "until"}
    assert "/obligations/monthly-statistic" in described
    assert "/hours-statements/participation/{id}/document" in described
    assert "collision" not in capsys.readouterr().err


def test_as_many_queries_for_many_decisions_as_for_one(desk, obligation, django_assert_max_num_queries):
    def asked(most):
        with django_assert_max_num_queries(most, using="duties") as counted:
            rows = get(desk, path(obligation, "decisions")).json()
            return len(counted), len(rows)

    before, _one = asked(20)
    for n in range(5):
        post(desk, path(obligation, "changes"), sent(EXEMPT | {"caseReference": f"Z-{n}"}))

    assert asked(before) == (before, 6)
