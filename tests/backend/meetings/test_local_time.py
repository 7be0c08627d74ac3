"""Wall time becomes a moment, also in the hour that is missing and in the hour that comes twice."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.meetings import local_time

AMSTERDAM = "Europe/Amsterdam"
SPRING, AUTUMN, NEXT_SPRING = date(2026, 3, 29), date(2026, 10, 25), date(2027, 3, 28)


def utc(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "wall", "moment"),
    [
        (SPRING, time(1, 59), utc(2026, 3, 29, 0, 59)),
        (SPRING, time(2, 30), utc(2026, 3, 29, 1, 30)),
        (SPRING, time(3, 0), utc(2026, 3, 29, 1, 0)),
        (NEXT_SPRING, time(2, 0), utc(2027, 3, 28, 1, 0)),
        (NEXT_SPRING, time(19, 0), utc(2027, 3, 28, 17, 0)),
        (AUTUMN, time(2, 30), utc(2026, 10, 25, 0, 30)),
        (AUTUMN, time(3, 0), utc(2026, 10, 25, 2, 0)),
    ],
)
def test_a_wall_time_in_an_odd_night_is_one_moment(day, wall, moment):
    assert local_time.moment(day, wall, AMSTERDAM) == moment


def test_a_missing_time_is_shown_an_hour_later_by_the_clock():
    moment = local_time.moment(SPRING, time(2, 30), AMSTERDAM)

    assert moment.astimezone(ZoneInfo(AMSTERDAM)).time() == time(3, 30)


def test_of_a_double_hour_the_first_counts():
    moment = local_time.moment(AUTUMN, time(2, 30), AMSTERDAM)

    assert moment.astimezone(ZoneInfo(AMSTERDAM)).utcoffset() == timedelta(hours=2)


@pytest.mark.parametrize("change", [SPRING, AUTUMN, NEXT_SPRING])
def test_a_weekly_meeting_keeps_its_wall_time_over_the_change(change):
    week_before = local_time.moment(change - timedelta(days=4), time(19, 0), AMSTERDAM)
    week_after = local_time.moment(change + timedelta(days=3), time(19, 0), AMSTERDAM)

    assert week_after - week_before != timedelta(days=7)
    assert {m.astimezone(ZoneInfo(AMSTERDAM)).time() for m in (week_before, week_after)} == {time(19, 0)}


@pytest.mark.parametrize(
    ("day", "evening", "hours_between"),
    [
        (SPRING, utc(2026, 3, 28, 17), 23),
        (AUTUMN, utc(2026, 10, 24, 16), 25),
        (NEXT_SPRING, utc(2027, 3, 27, 17), 23),
        (date(2026, 11, 25), utc(2026, 11, 24, 17), 24),
    ],
)
def test_the_evening_before_is_six_on_the_clock_and_not_a_number_of_hours(day, evening, hours_between):
    found = local_time.evening_before(day, AMSTERDAM)

    assert found == evening
    assert local_time.moment(day, time(18), AMSTERDAM) - found == timedelta(hours=hours_between)


@given(
    day=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    wall=st.times(),
    zone=st.sampled_from([AMSTERDAM, "UTC", "America/Paramaribo", "Australia/Lord_Howe"]),
)
def test_the_clock_shows_the_wall_time_again_unless_that_time_does_not_exist(day, wall, zone):
    shown = local_time.moment(day, wall, zone).astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)

    asked = datetime.combine(day, wall)
    assert shown == asked or timedelta(0) < shown - asked <= timedelta(hours=1)


@given(
    first=st.dates(date(2024, 1, 1), date(2030, 12, 31)),
    every=st.sampled_from([1, 2]),
    cut=st.lists(st.integers(0, 200), max_size=5),
)
def test_a_plan_looked_at_in_pieces_has_each_day_once(first, every, cut):
    last = first + timedelta(days=200)
    edges = [first - timedelta(days=1), *sorted(first + timedelta(days=days) for days in cut), last]

    in_pieces = [
        day
        for after, through in pairwise(edges)
        for day in local_time.days_of(first_on=first, every_weeks=every, after=after, through=through)
    ]

    assert in_pieces == [first + timedelta(weeks=every * n) for n in range(200 // (7 * every) + 1)]
