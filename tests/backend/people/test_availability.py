"""Weeks: merged, in quarter hours, of a person and not of a role."""

import pytest

from backend.people.availability import NotAWindow, Window, merged, replace_week, week_of
from backend.people.models import AvailabilitySlot
from tests import make

pytestmark = pytest.mark.usefixtures("town")


def window(weekday, starts, ends):
    return Window(weekday=weekday, starts_minute=starts * 60, ends_minute=ends * 60)


def replace(account, *windows):
    return replace_week(town=make.TOWN, account_id=account.pk, windows=windows)


class TestAWindow:
    @pytest.mark.parametrize(
        ("weekday", "starts", "ends"),
        [(7, 600, 660), (-1, 600, 660), (0, 660, 660), (0, 660, 600), (0, 600, 1455), (0, 605, 660)],
    )
    def test_outside_the_day_empty_or_not_in_quarter_hours_is_refused(self, weekday, starts, ends):
        with pytest.raises(NotAWindow):
            Window(weekday=weekday, starts_minute=starts, ends_minute=ends)

    def test_may_end_at_midnight(self):
        assert window(6, 21, 24).ends_minute == 1440


class TestMerging:
    def test_joins_windows_that_overlap_or_touch(self):
        assert merged([window(0, 12, 14), window(0, 9, 12), window(0, 13, 15)]) == (window(0, 9, 15),)

    def test_keeps_a_window_that_lies_within_another_from_shortening_it(self):
        assert merged([window(0, 9, 18), window(0, 10, 11)]) == (window(0, 9, 18),)

    def test_keeps_gaps_and_days_apart(self):
        week = (window(0, 9, 10), window(0, 11, 12), window(1, 10, 11))

        assert merged(reversed(week)) == week


class TestReplacingAWeek:
    def test_leaves_nothing_of_the_week_before(self):
        account = make.account()
        replace(account, window(0, 9, 12), window(2, 18, 21))

        replace(account, window(4, 13, 17))

        assert week_of([account.pk]) == {account.pk: [window(4, 13, 17)]}

    def test_by_the_same_week_writes_nothing(self):
        account = make.account()
        replace(account, window(0, 9, 12))
        before = list(AvailabilitySlot.objects.values_list("pk", flat=True))

        replace(account, window(0, 9, 10), window(0, 10, 12))

        assert list(AvailabilitySlot.objects.values_list("pk", flat=True)) == before

    def test_leaves_the_week_of_somebody_else(self):
        account, other = make.account(), make.account()
        replace(other, window(0, 9, 12))

        replace(account, window(4, 13, 17))

        assert week_of([other.pk])[other.pk] == [window(0, 9, 12)]


class TestReadingWeeks:
    def test_takes_one_query_for_everybody(self, django_assert_num_queries):
        people = [make.account() for _ in range(5)]
        for person in people:
            replace(person, window(1, 9, 12), window(0, 9, 12))

        with django_assert_num_queries(1):
            weeks = week_of([person.pk for person in people])

        assert all(week == [window(0, 9, 12), window(1, 9, 12)] for week in weeks.values())

    def test_gives_an_empty_week_for_somebody_whose_week_is_unknown(self):
        account = make.account()

        assert week_of([account.pk]) == {account.pk: []}
