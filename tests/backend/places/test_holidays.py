"""Holidays: national ones by rule, those of schools by region and published year."""

from datetime import date, timedelta

import pytest

from backend.places import public_holidays, school_holidays
from backend.places.public_holidays import PublicHoliday
from backend.places.school_holidays import Region, SchoolHoliday

CULEMBORG, GRONINGEN, NIJMEGEN, HATTEM, ZEEWOLDE = "GM0216", "GM0014", "GM0268", "GM0244", "GM0050"


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        (date(2025, 4, 26), PublicHoliday.KINGS_DAY),  # 27 April is a Sunday
        (date(2026, 4, 27), PublicHoliday.KINGS_DAY),
        (date(2026, 5, 14), PublicHoliday.ASCENSION_DAY),
        (date(2027, 3, 29), PublicHoliday.EASTER),
        (date(2025, 5, 5), PublicHoliday.LIBERATION_DAY),
        (date(2026, 5, 5), None),  # once in five years
        (date(2026, 12, 5), None),
    ],
)
def test_a_national_holiday_is_known_by_its_day(day, holiday):
    assert public_holidays.holiday_on(day) == holiday


def test_every_national_holiday_of_these_years_has_a_name():
    days = (date(2024, 1, 1) + timedelta(days=count) for count in range(366 * 7))

    assert PublicHoliday.OTHER not in {public_holidays.holiday_on(day) for day in days}


@pytest.mark.parametrize(
    ("town", "region"),
    [
        (CULEMBORG, Region.CENTRE),
        (GRONINGEN, Region.NORTH),
        (NIJMEGEN, Region.SOUTH),
        (HATTEM, Region.NORTH),
        (ZEEWOLDE, Region.CENTRE),
        ("GM9999", None),
    ],
)
def test_a_town_lies_in_a_region(town, region):
    assert school_holidays.region_of(town, date(2026, 1, 1)) == region


def test_all_municipalities_lie_in_a_region():
    assert len(school_holidays._regions()) == 342


@pytest.mark.parametrize(
    ("day", "town", "holiday"),
    [
        (date(2026, 10, 10), GRONINGEN, SchoolHoliday.AUTUMN),
        (date(2026, 10, 10), CULEMBORG, None),
        (date(2026, 10, 25), CULEMBORG, SchoolHoliday.AUTUMN),
        (date(2026, 10, 26), CULEMBORG, None),
        (date(2027, 2, 13), NIJMEGEN, SchoolHoliday.SPRING),
        (date(2027, 2, 13), CULEMBORG, None),
        (date(2026, 7, 17), CULEMBORG, None),
        (date(2026, 7, 18), CULEMBORG, SchoolHoliday.SUMMER),
        (date(2027, 1, 3), NIJMEGEN, SchoolHoliday.CHRISTMAS),
        (date(2028, 2, 19), GRONINGEN, SchoolHoliday.SPRING),
        (date(2028, 2, 19), NIJMEGEN, None),
        (date(2028, 7, 8), CULEMBORG, SchoolHoliday.SUMMER),
        (date(2028, 9, 3), NIJMEGEN, SchoolHoliday.SUMMER),
        (date(2028, 9, 4), NIJMEGEN, None),
        (date(2029, 9, 2), GRONINGEN, SchoolHoliday.SUMMER),
        (date(2035, 7, 20), CULEMBORG, None),  # not published yet
    ],
)
def test_a_school_holiday_depends_on_the_region(day, town, holiday):
    assert school_holidays.holiday_on(town, day) == holiday


def test_each_region_has_five_holidays_in_a_published_school_year():
    spans = school_holidays._spans()

    assert {len(spans[region]) for region in Region} == {5 * 5}
    assert school_holidays.published_until() == date(2029, 9, 2)
    for region in Region:
        assert all(span.first_day.weekday() == 5 and span.last_day.weekday() == 6 for span in spans[region])


def test_in_every_summer_the_regions_take_turns_and_each_has_six_weeks():
    spans = school_holidays._spans()
    summers = {region: [each for each in spans[region] if each.holiday == SchoolHoliday.SUMMER] for region in Region}

    for year in zip(*summers.values(), strict=True):
        assert {(span.last_day - span.first_day).days for span in year} == {6 * 7 + 1}
        begins = sorted(span.first_day for span in year)
        assert begins[2] - begins[1] == begins[1] - begins[0] == timedelta(weeks=1)
