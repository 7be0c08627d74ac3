"""Meetings and hours through the API."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from backend.meetings.models import HoursEntry, Meeting
from backend.places import clock
from tests import make
from tests.api.client import get, of, post

pytestmark = pytest.mark.usefixtures("town")


def answer(who, meeting, said="HELD", **about):
    body = {"requestId": str(uuid.uuid4()), "answer": said} | about
    return post(of(who), f"meetings/{meeting.pk}/answers", body)


def test_both_say_yes_and_the_hours_are_the_volunteers():
    meeting = make.meeting()
    newcomer, volunteer = meeting.pair.newcomer, meeting.pair.volunteer

    assert answer(volunteer, meeting, minutes=60).status_code == 201
    assert answer(newcomer, meeting).status_code == 201

    hours = get(of(volunteer), "hours-entries").json()["results"]
    assert [(row["kind"], row["minutes"]) for row in hours] == [("CLAIM", 60), ("CONFIRM", 60)]
    assert get(of(newcomer), "hours-entries").json()["results"] == []


def test_the_same_answer_twice_is_one_claim():
    meeting, body = make.meeting(), {"requestId": str(uuid.uuid4()), "answer": "HELD"}
    client = of(meeting.pair.volunteer)

    answers = [post(client, f"meetings/{meeting.pk}/answers", body) for _ in range(2)]

    assert [each.status_code for each in answers] == [201, 201]
    assert HoursEntry.objects.count() == 1


def test_a_meeting_that_is_still_to_come_has_no_answer_yet():
    meeting = make.meeting(starts_at=clock.now() + timedelta(days=2))

    assert answer(meeting.pair.volunteer, meeting).status_code == 409


@pytest.mark.parametrize("minutes", [14, 241, "long"])
def test_minutes_that_cannot_be_are_refused_where_they_stand(minutes):
    meeting = make.meeting()
    refused = answer(meeting.pair.volunteer, meeting, minutes=minutes)

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (400, "/minutes")


def test_hours_that_overlap_are_refused_with_the_hours_that_stand():
    volunteer = make.volunteer(capacity=2)
    first = make.meeting(pair=make.pair(volunteer=volunteer))
    before = make.meeting(
        pair=make.pair(volunteer=volunteer, place=2), starts_at=first.starts_at - timedelta(hours=2)
    )
    answer(volunteer, first, minutes=90)

    refused = answer(volunteer, before, minutes=180)

    assert (refused.status_code, refused["Content-Type"]) == (409, "application/problem+json")
    assert f"{first.starts_at.isoformat()} to {first.ends_at.isoformat()}" in refused.json()["detail"]
    assert HoursEntry.objects.count() == 1


def test_somebody_elses_meeting_does_not_exist():
    meeting = make.meeting()

    assert answer(make.volunteer(), meeting).status_code == 404
    assert get(of(make.newcomer()), "meetings").json()["results"] == []
    assert not HoursEntry.objects.exists()


def test_a_meeting_that_was_called_off_twice_is_off():
    meeting = make.meeting(starts_at=clock.now() + timedelta(days=2))
    client = of(meeting.pair.newcomer)

    answers = [post(client, f"meetings/{meeting.pk}/cancellations") for _ in range(2)]
    assert [each.status_code for each in answers] == [201, 201]
    assert answers[0].json()["cancelledAt"] == answers[1].json()["cancelledAt"] is not None


def test_a_coordinator_who_sees_a_meeting_says_nothing_of_it_for_the_two():
    meeting, coordinator = make.meeting(), make.coordinator()
    missing = answer(coordinator, Meeting(pk=uuid.uuid4()))

    assert get(of(coordinator), f"meetings/{meeting.pk}").status_code == 200
    refused = answer(coordinator, meeting)
    assert (refused.status_code, refused.content) == (404, missing.content)


def test_one_request_never_says_two_things():
    meeting, body = make.meeting(), {"requestId": str(uuid.uuid4()), "answer": "HELD", "minutes": 60}
    client = of(meeting.pair.volunteer)
    post(client, f"meetings/{meeting.pk}/answers", body)

    again = post(client, f"meetings/{meeting.pk}/answers", body | {"minutes": 90})
    assert (again.status_code, again["Content-Type"]) == (422, "application/problem+json")
    assert HoursEntry.objects.get().minutes == 60


def test_a_meeting_in_another_town_equals_one_that_does_not_exist():
    with scope(municipality=make.OTHER_TOWN):
        theirs = make.meeting(of=make.OTHER_TOWN)
    coordinator = of(make.coordinator())

    for more in ("answers", "cancellations"):
        body = {"requestId": str(uuid.uuid4()), "answer": "HELD"} if more == "answers" else {}
        hidden, missing = (post(coordinator, f"meetings/{pk}/{more}", body) for pk in (theirs.pk, uuid.uuid4()))
        assert (hidden.status_code, hidden.content) == (404, missing.content)
        assert dict(hidden.headers) == dict(missing.headers)


@pytest.mark.parametrize("path", ["meetings", "hours-entries"])
def test_a_list_takes_as_many_queries_for_many_as_for_one(path):
    volunteer = make.volunteer()
    pair = make.pair(volunteer=volunteer)
    weekly = make.series(pair=pair)
    days = iter(range(1, 30))

    def meet():
        meeting = make.meeting(series=weekly, starts_at=clock.now() - timedelta(days=next(days)))
        answer(volunteer, meeting)

    def queries():
        with CaptureQueriesContext(connection) as asked:
            rows = get(client, path).json()["results"]
        return len(rows), len(asked)

    client = of(volunteer)
    meet()
    [one, of_one] = queries()
    for _ in range(10):
        meet()
    [many, of_many] = queries()
    assert (one, many, of_many) == (1, 11, of_one)


def test_a_meeting_moves_and_stays_the_same_meeting():
    meeting = make.meeting(starts_at=clock.now() + timedelta(days=2))
    day = clock.local_today(clock.now()) + timedelta(days=4)
    body = {"requestId": str(uuid.uuid4()), "on": str(day), "startsLocal": "10:00", "minutes": 60}

    moved = [post(of(meeting.pair.newcomer), f"meetings/{meeting.pk}/moves", body) for _ in range(2)]

    assert [each.status_code for each in moved] == [201, 201]
    assert Meeting.objects.get().local_date == day


def test_somebody_is_away_and_there_after_all():
    meeting = make.meeting(starts_at=clock.now() + timedelta(days=2))
    client = of(meeting.pair.newcomer)
    day = str(Meeting.objects.get().local_date)

    made = post(client, "absences", {"requestId": str(uuid.uuid4()), "startsOn": day, "endsOn": day})
    assert made.status_code == 201
    assert get(client, f"meetings/{meeting.pk}").json()["offBecause"] == "NEWCOMER_AWAY"

    assert post(client, f"absences/{made.json()['id']}/cancellations", {}).status_code == 201
    assert get(client, f"meetings/{meeting.pk}").json()["offBecause"] == ""
    assert get(of(meeting.pair.volunteer), "absences").json()["results"] == []
