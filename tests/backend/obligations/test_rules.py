"""Minutes asked and done per week: the arithmetic that a caseworker and a citizen both check by hand."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backend.obligations.rules import Requirement, Worked, monday_of, required_in_week, weeks

MONDAY = date(2026, 11, 2)
WEEK = timedelta(weeks=1)


def asked(minutes: int, starts_on: date = MONDAY, days: int = 28) -> Requirement:
    return Requirement(starts_on=starts_on, ends_on=starts_on + timedelta(days=days - 1), minutes_per_week=minutes)


class TestRequiredMinutes:
    def test_of_a_full_week_are_those_of_the_decision(self):
        [week] = weeks(requirements=[asked(240)], worked=[], starts_on=MONDAY, ends_on=MONDAY + timedelta(days=6))

        assert (week.label, week.required) == ("2026-W45", 240)

    def test_of_two_days_are_two_sevenths_rounded_down_to_a_quarter_of_an_hour(self):
        [week] = weeks(
            requirements=[asked(240, days=2)], worked=[], starts_on=MONDAY, ends_on=MONDAY + timedelta(days=6)
        )

        assert week.required == 60  # 68.57 minutes, in favour of the person

    @pytest.mark.parametrize("minutes", [0, 100, 240, 1440])
    def test_of_a_full_week_are_not_rounded(self, minutes):
        assert required_in_week([asked(minutes)], MONDAY) == minutes

    @pytest.mark.parametrize(
        ("minutes", "days", "required"),
        [
            (240, 1, 30),  # 34.3
            (240, 5, 165),  # 171.4
            (210, 4, 120),  # exactly, so nothing is rounded away
            (1440, 6, 1230),  # 1234.3
            (90, 1, 0),  # 12.9: less than a quarter of an hour is nothing
        ],
    )
    def test_of_a_part_of_a_week_are_the_same_part_rounded_down(self, minutes, days, required):
        assert required_in_week([asked(minutes, days=days)], MONDAY) == required

    def test_are_none_before_the_first_and_after_the_last_day(self):
        duty = asked(240, days=7)

        rows = weeks(requirements=[duty], worked=[], starts_on=MONDAY - WEEK, ends_on=MONDAY + 2 * WEEK)

        assert [row.required for row in rows] == [0, 240, 0, 0]

    def test_of_two_decisions_in_one_week_are_rounded_once(self):
        requirements = [asked(100, days=3), asked(50, starts_on=MONDAY + timedelta(days=3), days=4)]

        assert required_in_week(requirements, MONDAY) == 60  # (300 + 200) / 7 = 71.4

    def test_of_the_weeks_at_the_edges_of_a_period_are_those_of_the_days_inside(self):
        thursday, tuesday = MONDAY + timedelta(days=3), MONDAY + timedelta(days=15)

        rows = weeks(requirements=[asked(240)], worked=[], starts_on=thursday, ends_on=tuesday)

        assert [row.required for row in rows] == [135, 240, 60]  # four sevenths, all, two sevenths

    def test_change_in_the_middle_of_a_week_with_the_decision(self):
        thursday = MONDAY + timedelta(days=3)
        requirements = [asked(420, days=3), asked(210, starts_on=thursday, days=4)]

        [week] = weeks(requirements=requirements, worked=[], starts_on=MONDAY, ends_on=MONDAY + timedelta(days=6))

        assert week.required == 3 * 60 + 4 * 30

    def test_of_a_year_with_53_weeks_name_the_week_as_iso_does(self):
        rows = weeks(requirements=[], worked=[], starts_on=date(2026, 12, 28), ends_on=date(2027, 1, 4))

        assert [row.label for row in rows] == ["2026-W53", "2027-W01"]


class TestMinutesDone:
    def test_count_in_the_week_of_their_day_and_confirmed_ones_twice_named(self):
        worked = [
            Worked(day=MONDAY, minutes=90, is_confirmed=True),
            Worked(day=MONDAY + timedelta(days=6), minutes=60, is_confirmed=False),
            Worked(day=MONDAY + timedelta(days=7), minutes=30, is_confirmed=True),
        ]

        rows = weeks(requirements=[], worked=worked, starts_on=MONDAY, ends_on=MONDAY + timedelta(days=13))

        assert [(row.done, row.confirmed) for row in rows] == [(150, 90), (30, 30)]

    def test_outside_the_period_are_left_out(self):
        worked = [Worked(day=MONDAY - timedelta(days=1), minutes=90, is_confirmed=True)]

        [week] = weeks(requirements=[], worked=worked, starts_on=MONDAY, ends_on=MONDAY)

        assert week.done == 0


@pytest.mark.parametrize(("day", "monday"), [(0, 0), (6, 0), (7, 7), (-1, -7)])
def test_a_week_begins_on_monday(day, monday):
    assert monday_of(MONDAY + timedelta(days=day)) == MONDAY + timedelta(days=monday)


def test_a_period_that_ends_before_it_starts_is_refused():
    with pytest.raises(ValueError, match="ends before it starts"):
        weeks(requirements=[], worked=[], starts_on=MONDAY, ends_on=MONDAY - timedelta(days=1))


days = st.dates(date(2025, 12, 1), date(2027, 2, 28))
pieces = st.lists(st.tuples(days, st.integers(1, 240), st.booleans()), max_size=30)


@given(pieces, days, st.integers(0, 120))
def test_no_minute_is_lost_or_counted_twice_over_the_weeks(pieces, starts_on, length):
    ends_on = starts_on + timedelta(days=length)
    worked = [Worked(day=day, minutes=minutes, is_confirmed=said) for day, minutes, said in pieces]

    rows = weeks(requirements=[], worked=worked, starts_on=starts_on, ends_on=ends_on)

    inside = [piece for piece in worked if starts_on <= piece.day <= ends_on]
    assert sum(row.done for row in rows) == sum(piece.minutes for piece in inside)
    assert sum(row.confirmed for row in rows) == sum(p.minutes for p in inside if p.is_confirmed)


@given(days, st.integers(0, 60), st.integers(0, 1440))
def test_a_week_never_asks_more_than_the_decision_and_never_more_than_its_days(starts_on, length, minutes):
    requirement = asked(minutes, starts_on=starts_on, days=length + 1)

    rows = weeks(
        requirements=[requirement], worked=[], starts_on=starts_on, ends_on=starts_on + timedelta(days=length)
    )

    assert rows[0].monday == monday_of(starts_on)
    assert all(0 <= row.required <= minutes for row in rows)
    assert all(row.required == minutes or row.required % 15 == 0 for row in rows)
    assert 7 * sum(row.required for row in rows) <= minutes * (length + 1)
