"""A row never points to a row of another town: the database refuses it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django_scopes import scope

from backend.meetings.models import Attendance, Meeting, MeetingSeries, SafetyReport
from tests import make

pytestmark = pytest.mark.usefixtures("town")


@pytest.fixture
def theirs():
    """A meeting of another town."""
    with scope(municipality=make.OTHER_TOWN):
        return make.meeting(of=make.OTHER_TOWN)


def ours(model, **about):
    with transaction.atomic():
        model.objects.create(municipality_id=make.TOWN, **about)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_plan_is_of_a_pair_of_its_town(theirs):
    with pytest.raises(IntegrityError, match="series_of_a_pair_of_its_town"):
        ours(
            MeetingSeries,
            pair=theirs.pair,
            weekday=1,
            starts_local="10:00",
            minutes=60,
            first_on=make.MONDAY,
            last_on=make.MONDAY,
        )


def test_a_meeting_is_of_a_plan_of_its_town(theirs):
    with pytest.raises(IntegrityError, match="meeting_of_a_series_of_its_town"):
        ours(
            Meeting,
            pair=make.pair(),
            series=theirs.series,
            local_date=make.MONDAY,
            starts_at=theirs.starts_at,
            ends_at=theirs.ends_at,
        )


def test_a_meeting_is_at_a_house_of_its_town(theirs):
    mine = make.meeting()

    with pytest.raises(IntegrityError, match="meeting_at_a_centre_of_its_town"):
        ours(
            Meeting,
            pair=mine.pair,
            series=mine.series,
            centre=make.centre(of=make.OTHER_TOWN),
            local_date=make.MONDAY,
            starts_at=theirs.starts_at,
            ends_at=theirs.ends_at,
        )


def test_attendance_is_of_a_meeting_of_its_town(theirs):
    with scope(municipality=make.OTHER_TOWN):
        theirs.attendances.all().delete()

    with pytest.raises(IntegrityError, match="attendance_of_a_meeting_of_its_town"):
        ours(
            Attendance,
            meeting=theirs,
            account=make.account(),
            side="VOLUNTEER",
            starts_at=theirs.starts_at,
            ends_at=theirs.ends_at,
        )


def test_a_report_is_about_a_pair_of_its_town(theirs):
    with pytest.raises(IntegrityError, match="report_about_a_pair_of_its_town"):
        ours(
            SafetyReport,
            pair=theirs.pair,
            account=theirs.pair.newcomer.account,
            reported_at=make.NOON,
            request_id=theirs.pk,
        )
