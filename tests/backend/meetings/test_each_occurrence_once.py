"""A law: each occurrence once, at its wall time, over every change of the clock, in any zone of the process."""

import os
import time as clock
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from backend.meetings import local_time, occurrences
from backend.meetings.models import Meeting, MeetingSeries
from tests import make

pytestmark = pytest.mark.usefixtures("town")

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
LAST_WEEKS = [date(year, month, 31) for year in range(2024, 2031) for month in (3, 10)]
CHANGES = [day - timedelta(days=(day.weekday() + 1) % 7) for day in LAST_WEEKS]  # the last Sunday
ZONES = ["UTC", "Europe/Amsterdam", "America/Paramaribo", "Pacific/Kiritimati", "Pacific/Niue"]


def in_zone(zone):
    """The process lives here from now on."""
    os.environ["TZ"] = zone
    clock.tzset()


@pytest.fixture(autouse=True)
def back_home():
    before = os.environ.get("TZ")
    yield
    if before is None:
        os.environ.pop("TZ", None)
    else:
        os.environ["TZ"] = before
    clock.tzset()


def tick(series, now):
    row = MeetingSeries.objects.select_related("pair__newcomer", "pair__volunteer").get(pk=series.pk)
    occurrences.extend([row], now=now)


@given(
    change=st.sampled_from(CHANGES),
    before_days=st.integers(1, 30),
    wall=st.sampled_from([time(0), time(1, 59), time(2), time(2, 30), time(3), time(18), time(23, 45)]),
    every=st.sampled_from([1, 2]),
    ticks=st.lists(st.tuples(st.integers(0, 20 * 24), st.sampled_from(ZONES)), min_size=1, max_size=4),
)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_each_occurrence_is_made_once_at_its_wall_time(change, before_days, wall, every, ticks):
    with transaction.atomic():
        first = change - timedelta(days=before_days)
        first = local_time.first_on_or_after(first, change.weekday())
        series = make.series(
            weekday=first.weekday(), starts_local=wall, every_weeks=every, first_on=first, in_school_holidays=True
        )
        now = datetime.combine(first - timedelta(days=2), time(12), tzinfo=UTC)
        for hours, zone in sorted([(0, ticks[0][1]), *ticks]):  # the plan was made two days before
            in_zone(zone)
            tick(series, now + timedelta(hours=hours))

        rows = list(Meeting.objects.filter(series=series))
        made = Counter(meeting.occurrence_on for meeting in rows)
        assert set(made.values()) == {1}
        assert sorted(made) == [first + timedelta(weeks=every * number) for number in range(len(made))]
        assert len(made) >= 8 // every
        assert change in made or every == 2
        assert {_shown(meeting, wall) for meeting in rows} == {True}
        assert {meeting.minutes for meeting in rows} == {series.minutes}
        transaction.set_rollback(True)


def _shown(meeting, wall):
    """The clock in Culemborg shows the wall time, or an hour later where that time is missing."""
    local = meeting.starts_at.astimezone(AMSTERDAM)
    asked = datetime.combine(meeting.occurrence_on, wall)
    is_missing = asked.replace(tzinfo=AMSTERDAM).astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != asked
    return local.replace(tzinfo=None, fold=0) == (asked + timedelta(hours=1) if is_missing else asked)


def test_the_law_looks_at_every_change_of_these_years():
    assert len(CHANGES) == 14
    offsets = {
        datetime.combine(day, time(12), tzinfo=AMSTERDAM).utcoffset()
        - datetime.combine(day - timedelta(days=1), time(12), tzinfo=AMSTERDAM).utcoffset()
        for day in CHANGES
    }
    assert offsets == {timedelta(hours=1), timedelta(hours=-1)}
