"""The newcomer's page: one sentence for every situation, and what helps."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.pairs.models import UnmatchedReason
from backend.people.availability import week_of
from tests import make
from tests.frontend.taking_part.people import TOMORROW, address, browser

HOME = "/mijn/leren/"


def home(newcomer):
    return browser(newcomer).get(HOME).content.decode()


def unmatched(newcomer, **about):
    made = make.matching_round(state=about.pop("of_a_round", "PUBLISHED"))
    given = {"reason": "no_candidate", "detail": {}, "smallest_change": {}} | about
    return UnmatchedReason.objects.create(municipality_id=make.TOWN, round=made, newcomer=newcomer, **given)


class TestWaiting:
    def test_says_since_when_and_what_happens_next(self):
        page = home(make.newcomer())

        assert "We look for a buddy for you." in page
        assert "You wait since Saturday 24 October." in page
        assert "Every night we look again." in page

    def test_does_not_hear_of_a_round_that_was_not_published(self):
        newcomer = make.newcomer()
        unmatched(newcomer, of_a_round="DRY", smallest_change={"kind": "online"})

        assert "by video call" not in home(newcomer)

    def test_asks_for_the_smallest_change(self):
        newcomer = make.newcomer()
        unmatched(
            newcomer,
            detail={"time": 0},
            smallest_change={"kind": "window", "weekday": 1, "starts_minute": 1140, "ends_minute": 1230},
        )

        page = home(newcomer)

        assert "Do you also have time on Tuesday evening?" in page
        assert address("newcomer", "week") in page

    @pytest.mark.parametrize(
        ("change", "question"),
        [
            ({"kind": "distance", "metres": 1000}, "about 5 minutes further by bicycle"),
            ({"kind": "session", "minutes": 60}, "a meeting of 60 minutes"),
            ({"kind": "online"}, "by video call"),
        ],
    )
    def test_knows_every_change(self, change, question):
        newcomer = make.newcomer()
        unmatched(newcomer, smallest_change=change)

        assert question in home(newcomer)

    def test_promises_nothing_when_no_change_helps(self):
        newcomer = make.newcomer()
        unmatched(newcomer, reason="outranked")

        page = home(newcomer)

        assert "no place for you yet. Who waits longest goes first." in page
        assert "This helps you sooner" not in page


class TestAPair:
    @pytest.mark.parametrize(
        ("days", "sentence"), [(0, "today."), (1, "tomorrow."), (3, "on Thursday."), (8, "on Tuesday 1 December.")]
    )
    def test_says_whom_and_when(self, days, sentence):
        meeting = make.meeting(
            starts_at=make.NOON + timedelta(days=days, hours=1),
            local_date=make.MONDAY + timedelta(days=days),
        )
        name = meeting.pair.volunteer.account.call_name

        assert f"You meet <bdi>{name}</bdi> {sentence}" in home(meeting.pair.newcomer)

    def test_without_a_next_meeting_says_what_to_do(self):
        assert "There is no next meeting yet." in home(make.series().pair.newcomer)

    def test_just_begun_says_that_the_plan_comes(self):
        assert "We plan your first meeting now." in home(make.pair().newcomer)

    def test_shows_no_surname(self):
        meeting = make.meeting(starts_at=TOMORROW)

        assert meeting.pair.volunteer.account.full_name not in home(meeting.pair.newcomer)


def test_many_meetings_take_as_many_queries_as_one():
    weekly = make.series()
    client = browser(weekly.pair.newcomer)
    counts = []
    for weeks in (range(1, 2), range(2, 7)):
        for week in weeks:
            make.meeting(series=weekly, starts_at=make.NOON - timedelta(days=5, weeks=week))
            make.meeting(series=weekly, starts_at=TOMORROW + timedelta(weeks=week))
        with CaptureQueriesContext(connection) as queries:
            client.get(HOME)
        counts.append(len(queries))

    assert counts[0] == counts[1]


class TestMyTimes:
    def test_take_the_place_of_what_was_there(self):
        newcomer = make.newcomer()

        browser(newcomer).post(address("newcomer", "week"), {"week": ["1-540-720"]})

        [window] = week_of([newcomer.account_id])[newcomer.account_id]
        assert (window.weekday, window.starts_minute, window.ends_minute) == (1, 540, 720)

    def test_cannot_be_none_at_all(self):
        page = browser(make.newcomer()).post(address("newcomer", "week"), {})

        assert page.status_code == 422


def test_my_wishes_are_kept_and_the_place_in_the_queue_too():
    newcomer = make.newcomer()

    answer = browser(newcomer).post(
        address("newcomer", "wishes"),
        {
            "languages": ["tir"],
            "dutch_level": "B1",
            "session_minutes": 60,
            "max_distance_m": 5000,
            "online": "on",
            "goals": ["WORK"],
        },
    )

    assert answer.status_code == 302
    waiting_since = newcomer.waiting_since
    newcomer.refresh_from_db()
    assert (newcomer.dutch_level, newcomer.session_minutes, newcomer.online) == ("B1", 60, True)
    assert newcomer.waiting_since == waiting_since
