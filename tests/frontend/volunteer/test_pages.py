"""The volunteer's pages: several pairs, hours, another plan, and a statement for everybody."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.meetings import attendance, planning
from backend.meetings.models import HoursCertificate, MeetingSeries
from tests import make
from tests.frontend.taking_part.people import TOMORROW, address, browser, offered

HOME = "/mijn/helpen/"


def claimed(meeting, minutes=None):
    attendance.answer(
        meeting_id=meeting.pk,
        by=meeting.pair.volunteer.account,
        answer="HELD",
        minutes=minutes,
        request_id=uuid.uuid4(),
        now=make.NOON,
    )


def answer(client, meeting, **more):
    given = {"answer": "HELD", "request_id": uuid.uuid4(), "minutes": 90} | more
    return client.post(address("volunteer", "meeting_answer", meeting.pk), given)


class TestHome:
    def test_of_who_waits_says_what_happens_next(self):
        page = browser(make.volunteer()).get(HOME).content.decode()

        assert "We look for somebody for you." in page

    def test_shows_a_proposal_and_the_next_meeting_together(self):
        meeting = make.meeting(starts_at=TOMORROW)
        offered(volunteer=meeting.pair.volunteer)

        page = browser(meeting.pair.volunteer).get(HOME).content.decode()

        assert "We found somebody for you" in page
        assert meeting.pair.newcomer.account.call_name in page
        assert page.count("<h1>") == 1

    def test_shows_every_pair_with_its_plan(self):
        volunteer = make.volunteer(capacity=2)
        pairs = [make.series(pair=make.pair(volunteer=volunteer, place=place)).pair for place in (1, 2)]

        page = browser(volunteer).get(HOME).content.decode()

        assert all(address("volunteer", "replan", pair.pk) in page for pair in pairs)

    def test_of_five_pairs_takes_as_many_queries_as_of_one(self):
        volunteer = make.volunteer(capacity=5)
        client, counts = browser(volunteer), []
        for places in (range(1, 2), range(2, 6)):
            for place in places:
                weekly = make.series(pair=make.pair(volunteer=volunteer, place=place))
                for hours in (-30, 30):
                    make.meeting(series=weekly, starts_at=make.NOON + timedelta(hours=hours + 2 * place))
            with CaptureQueriesContext(connection) as queries:
                client.get(HOME)
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestHowLong:
    def test_is_written_down_as_said(self):
        meeting = make.meeting()
        client = browser(meeting.pair.volunteer)

        answer(client, meeting, minutes=60)

        assert "1 hour" in client.get(address("volunteer", "hours")).content.decode()

    def test_that_overlaps_says_with_what_and_keeps_what_was_typed(self):
        meeting = make.meeting()
        volunteer = meeting.pair.volunteer
        next_one = make.meeting(pair=make.pair(volunteer=volunteer, place=2), starts_at=meeting.ends_at)
        claimed(meeting, minutes=120)

        page = answer(browser(volunteer), next_one, minutes=75)

        html = page.content.decode()
        assert page.status_code == 422
        assert f"You already have hours with {meeting.pair.newcomer.account.call_name}" in html
        assert "Wednesday 18 November" in html
        assert '<option value="75" selected>' in html

    def test_after_a_decision_points_to_the_coordinator(self):
        meeting = make.meeting()
        claimed(meeting)
        attendance.answer(
            meeting_id=meeting.pk,
            by=meeting.pair.newcomer.account,
            answer="NOT_HELD",
            minutes=None,
            request_id=uuid.uuid4(),
            now=make.NOON,
        )
        attendance.resolve(
            meeting_id=meeting.pk,
            by=make.coordinator().account,
            outcome="REJECTED",
            reason="Phoned",
            request_id=uuid.uuid4(),
            now=make.NOON,
        )

        page = answer(browser(meeting.pair.volunteer), meeting, minutes=60)

        assert page.status_code == 422
        assert "Your coordinator has decided" in page.content.decode()


class TestAnotherPlan:
    def post(self, pair, **about):
        given = {
            "request_id": uuid.uuid4(),
            "weekday": 4,
            "starts_minute": 600,
            "minutes": 60,
            "every_weeks": 1,
            "centre_id": "",
            "place_note": "Library",
        } | about
        return browser(pair.volunteer).post(address("volunteer", "replan", pair.pk), given)

    @pytest.fixture
    def pair(self):
        pair = make.series().pair
        planning.plan_due(make.NOON)
        return pair

    def test_is_filled_in_with_the_present_one(self, pair):
        page = browser(pair.volunteer).get(address("volunteer", "replan", pair.pk)).content.decode()

        assert '<option value="2" selected>' in page
        assert '<option value="1080" selected>' in page

    def test_changes_all_meetings_to_come(self, pair):
        assert self.post(pair).status_code == 302

        plan = MeetingSeries.objects.get(last_on=None)
        assert (plan.weekday, plan.minutes, plan.place_note) == (4, 60, "Library")

    def test_twice_is_one_plan(self, pair):
        request_id = uuid.uuid4()

        for _ in range(2):
            self.post(pair, request_id=request_id)

        assert MeetingSeries.objects.count() == 2

    def test_in_a_closed_house_says_what_to_do(self, pair):
        house = make.centre()
        house.opening_hours.all().delete()

        page = self.post(pair, centre_id=house.pk)

        assert page.status_code == 422
        assert "This house is closed then." in page.content.decode()


class TestHours:
    def test_of_nobody_say_how_they_come(self):
        page = browser(make.volunteer()).get(address("volunteer", "hours")).content.decode()

        assert "There are no hours yet." in page

    def test_show_what_became_of_each_claim(self):
        meeting = make.meeting()
        claimed(meeting)

        page = browser(meeting.pair.volunteer).get(address("volunteer", "hours")).content.decode()

        assert "Not confirmed yet" in page
        assert meeting.pair.newcomer.account.call_name in page

    def test_of_many_meetings_take_as_many_queries_as_of_one(self):
        weekly, counts = make.series(), []
        client = browser(weekly.pair.volunteer)
        for weeks in (range(1), range(1, 9)):
            for week in weeks:
                claimed(make.meeting(series=weekly, starts_at=make.NOON - timedelta(days=5, weeks=week)))
            with CaptureQueriesContext(connection) as queries:
                client.get(address("volunteer", "hours"))
            counts.append(len(queries))

        assert counts[0] == counts[1]


class TestTheOverview:
    def make_one(self, client, **about):
        given = {
            "request_id": uuid.uuid4(),
            "starts_on": "2026-01-01",
            "ends_on": "2026-11-23",
            "language": "nl",
        } | about
        return client.post(address("volunteer", "issue_certificate"), given)

    def test_is_there_for_every_volunteer_with_hours_or_without(self):
        client = browser(make.volunteer())

        self.make_one(client)

        made = HoursCertificate.objects.get()
        pdf = client.get(address("volunteer", "certificate_pdf", made.pk))
        csv = client.get(address("volunteer", "certificate_csv", made.pk))
        assert pdf.content.startswith(b"%PDF-")
        assert csv.content.decode().splitlines()[-1] == "totaal,0,0,0"

    def test_of_a_period_that_ends_before_it_starts_says_so(self):
        page = self.make_one(browser(make.volunteer()), ends_on="2025-01-01")

        assert page.status_code == 422
        assert "Choose a last day on or after the first day." in page.content.decode()

    def test_of_somebody_else_does_not_exist(self):
        self.make_one(browser(make.volunteer()))
        made = HoursCertificate.objects.get()

        page = browser(make.volunteer()).get(address("volunteer", "certificate_pdf", made.pk))

        assert page.status_code == 404

    def test_twice_is_one(self):
        client, request_id = browser(make.volunteer()), uuid.uuid4()

        for _ in range(2):
            self.make_one(client, request_id=request_id)

        assert HoursCertificate.objects.count() == 1
